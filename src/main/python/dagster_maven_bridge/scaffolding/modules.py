"""The user's modules as they are written: what a name in one of them stands for, without running anything."""

import ast
import builtins
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..definitions.project import Project
from .source import SourceFile

Scope = ast.FunctionDef | None
Binding = ast.stmt | tuple[ast.ImportFrom, ast.alias] | tuple[ast.Import, ast.alias]

_DEPTH = 20


@dataclass(eq=False)
class Module:
    """A module of the project."""

    name: str
    source: SourceFile
    is_package: bool
    bindings: dict[str, list[Binding]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.bindings = _bindings(self.source.tree.body)

    @property
    def folder(self) -> str:
        """The folder that its file lies in."""
        return os.path.dirname(self.source.path)

    @property
    def package(self) -> str:
        """What its relative imports start from; empty for a module that is in no package."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    def absolute(self, statement: ast.ImportFrom) -> str:
        """The module that a ``from`` import names."""
        if statement.level == 0:
            return statement.module or ""
        parts = self.package.split(".")
        base = ".".join(parts[: len(parts) - statement.level + 1])
        return f"{base}.{statement.module}" if statement.module else base

    def statement_of(self, node: ast.AST) -> ast.stmt:
        """The statement at module level that a node is a part of."""
        return next(found for found in self.source.tree.body if any(child is node for child in ast.walk(found)))

    def imports(self) -> list[ast.stmt]:
        """The imports at module level, in order."""
        return [node for node in self.source.tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]

    def binds(self, name: str) -> bool:
        """Whether a name means something in this module already, be it as a builtin."""
        return name in self.bindings or hasattr(builtins, name)


@dataclass(frozen=True, eq=False)
class Found:
    """What a name stands for: an expression, a function or a class, and where that is written.

    ``imports`` are the ``from`` imports that the name came through, with their modules, the first one first.
    """

    module: Module
    node: ast.expr | ast.FunctionDef | ast.ClassDef
    scope: Scope = None
    imports: tuple[tuple[Module, ast.ImportFrom], ...] = ()


class Modules:
    """The modules of a project, each read once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[str, Module | None] = {}
        # One text for a file that is imported by several names.
        self._sources: dict[str, SourceFile] = {}

    def named(self, name: str) -> Module | None:
        """The module of a dotted name; None when it is not the user's own."""
        if name not in self._known:
            file = self._file(name)
            self._known[name] = self._read(name, file) if file is not None else None
        return self._known[name]

    def of_file(self, file: str) -> Module:
        """The module that a file holds which is loaded by its path."""
        name = os.path.splitext(os.path.basename(file))[0]
        module = self._known.get(name)
        if module is None or module.source.path != os.path.abspath(file):
            module = self._read(name, file)
            self._known[name] = module
        return module

    def changed(self) -> list[SourceFile]:
        """Every file that has been read."""
        return list(self._sources.values())

    def _read(self, name: str, file: str) -> Module:
        path = os.path.realpath(file)
        source = self._sources.get(path) or SourceFile.read(file)
        self._sources[path] = source
        return Module(name, source, os.path.basename(file) == "__init__.py")

    def _file(self, name: str) -> str | None:
        loaded = getattr(sys.modules.get(name), "__file__", None)
        candidates = [loaded] if isinstance(loaded, str) else []
        if not name or loaded is not None:
            return next((file for file in candidates if file.endswith(".py") and self._project.owns(file)), None)
        for folder in self._project.import_folders():
            base = os.path.join(folder, *name.split("."))
            candidates += [os.path.join(base, "__init__.py"), base + ".py"]
        return next((file for file in candidates if os.path.isfile(file) and self._project.owns(file)), None)

    # What names stand for

    def resolve(
        self, node: ast.expr, module: Module, scope: Scope = None, depth: int = _DEPTH
    ) -> "Found | Module | None":
        """What an expression stands for; None when that is not plain to see."""
        if depth == 0:
            return None
        if isinstance(node, ast.Name):
            return self.lookup(node.id, module, scope, depth)
        if isinstance(node, ast.Attribute):
            base = self.resolve(node.value, module, scope, depth - 1)
            return self.member(base, node.attr, depth) if isinstance(base, Module) else None
        return Found(module, node, scope)

    def lookup(self, name: str, module: Module, scope: Scope = None, depth: int = _DEPTH) -> "Found | Module | None":
        """What a name stands for in a module, or in a function of it."""
        local = _bindings(scope.body) if scope is not None else {}
        found = local.get(name) or module.bindings.get(name) or []
        # A name that is bound twice, or changed, is no place to add to.
        if len(found) != 1 or depth == 0:
            return None
        return self._bound(found[0], module, scope if name in local else None, depth)

    def member(self, module: Module, name: str, depth: int = _DEPTH) -> "Found | Module | None":
        """What a module gives a name to: one of its own, or a submodule."""
        if depth == 0:
            return None
        if name in module.bindings:
            return self.lookup(name, module, None, depth - 1)
        return self.named(f"{module.name}.{name}") if module.is_package else None

    def _bound(self, binding: Binding, module: Module, scope: Scope, depth: int) -> "Found | Module | None":
        match binding:
            case (ast.ImportFrom() as statement, ast.alias() as alias):
                origin = self.named(module.absolute(statement))
                if origin is None:
                    return None
                if origin is module:
                    # A package that imports its own modules.
                    return self.named(f"{module.name}.{alias.name}")
                found = self.member(origin, alias.name, depth - 1)
                if isinstance(found, Found):
                    through = ((module, statement), *found.imports)
                    return Found(found.module, found.node, found.scope, through)
                return found
            case (ast.Import(), ast.alias() as alias):
                return self.named(alias.name if alias.asname else alias.name.partition(".")[0])
            case ast.Assign(targets=[ast.Name()], value=value) | ast.AnnAssign(value=ast.expr() as value):
                if isinstance(value, (ast.Name, ast.Attribute)):
                    return self.resolve(value, module, scope, depth - 1)
                return Found(module, value, scope)
            case ast.FunctionDef() | ast.ClassDef():
                return Found(module, binding)
        return None

    def dagster_name(self, node: ast.expr, module: Module, scope: Scope = None) -> str:
        """The name of something of Dagster's, as ``Definitions.merge``; empty when it is none."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        local = _bindings(scope.body) if scope is not None else {}
        for binding in local.get(node.id) or module.bindings.get(node.id) or []:
            match binding:
                case (ast.ImportFrom(level=0, module=str(origin)), ast.alias(name=name)) if _is_dagster(origin):
                    parts.insert(0, name)
                case (ast.Import(), ast.alias(name=name)) if _is_dagster(name):
                    pass
                case _:
                    return ""
            return "Definitions.merge" if parts[-2:] == ["Definitions", "merge"] else parts[-1] if parts else ""
        return ""


def _is_dagster(module: str) -> bool:
    return module == "dagster" or module.startswith("dagster.")


def _bindings(body: Sequence[ast.stmt]) -> dict[str, list[Binding]]:
    found: dict[str, list[Binding]] = {}
    for name, binding in _bound_in(body):
        found.setdefault(name, []).append(binding)
    return found


def _bound_in(body: Sequence[ast.stmt]) -> Iterator[tuple[str, Binding]]:
    for statement in body:
        match statement:
            case ast.ImportFrom(names=names):
                yield from ((alias.asname or alias.name, (statement, alias)) for alias in names)
            case ast.Import(names=names):
                yield from ((alias.asname or alias.name.partition(".")[0], (statement, alias)) for alias in names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield statement.name, statement
            case ast.If(body=inner) | ast.With(body=inner) | ast.For(body=inner) | ast.While(body=inner):
                yield from ((name, statement) for name in _targets(statement))
                yield from _bound_in([*inner, *getattr(statement, "orelse", [])])
            case ast.Try():
                handlers = [child for handler in statement.handlers for child in handler.body]
                yield from _bound_in([*statement.body, *handlers, *statement.orelse, *statement.finalbody])
            case _:
                yield from ((name, statement) for name in _targets(statement))


def _targets(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement assigns, its inner statements left aside."""
    for child in ast.iter_child_nodes(statement):
        if not isinstance(child, ast.stmt):
            for node in ast.walk(child):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id
