"""The imports of a file, and adding to them where a formatter would put it."""

import ast
import sys
from collections.abc import Collection, Sequence
from typing import Any

from ..definitions.project import Project
from .modules import Module
from .source import SourceFile


class Imports:
    """Adds to the imports of modules; every name at most once."""

    def __init__(self, project: Project) -> None:
        self._own = frozenset(project.modules())
        self._added: set[tuple[str, str]] = set()
        self.importing: list[Module] = []
        """The modules that import something more of the project's own."""

    def extend(self, module: Module, statement: ast.ImportFrom, name: str) -> None:
        """Adds a name to a ``from`` import, and to ``__all__`` when the module has a plain one."""
        if (module.source.path, name) not in self._added:
            self._added.add((module.source.path, name))
            self.importing.append(module)
            module.source.add(module.source.names_of(statement), [name], key=_name_key)
            self._export(module, name)

    def add(self, module: Module, origin: str, name: str) -> None:
        """Imports a name from a module of the project, as the others of it are imported."""
        for statement in module.imports():
            if isinstance(statement, ast.ImportFrom) and module.absolute(statement) == origin:
                self.extend(module, statement, name)
                return
        self.importing.append(module)
        package = f"{module.package}."
        relative = any(isinstance(node, ast.ImportFrom) and node.level for node in module.imports())
        if relative and origin.startswith(package):
            self._statement(module, f"from .{origin.removeprefix(package)} import {name}")
        else:
            self._statement(module, f"from {origin} import {name}")

    def need(self, module: Module, names: Sequence[tuple[str, str]]) -> None:
        """Imports names of the standard library that are not there yet."""
        for origin, name in names:
            if name not in module.bindings:
                self._statement(module, f"from {origin} import {name}")

    def need_dagster(self, module: Module, names: Collection[str], model: Module) -> str:
        """Imports names of Dagster's that are not there yet; what stands before such a name in the code."""
        prefix, statement = _style(module)
        if prefix:
            return prefix
        if statement is None:
            prefix, _ = _style(model)
            self._statement(module, _import_of(prefix, names, module.source))
            return prefix
        there = {alias.name for alias in statement.names if alias.asname is None}
        missing = [name for name in names if name not in there]
        if missing:
            module.source.add(module.source.names_of(statement), missing, key=_name_key)
        return ""

    def header(self, model: Module, names: Collection[str], others: Sequence[tuple[str, str]]) -> tuple[str, str]:
        """The imports of a new file in the style of another one, and what stands before names of Dagster's."""
        prefix, _ = _style(model)
        lines = [f"from {origin} import {name}\n" for origin, name in others]
        return "".join([*lines, "\n" if lines else "", _import_of(prefix, names, None), "\n"]), prefix

    def _export(self, module: Module, name: str) -> None:
        match module.bindings.get("__all__"):
            case [ast.Assign(value=ast.List() | ast.Tuple() as exported)]:
                source = module.source
                quote = source.quote
                source.add(source.bracket(source.start(exported)), [f"{quote}{name}{quote}"], key=str.lower)

    def _statement(self, module: Module, text: str) -> None:
        """Adds an import: in its section, in order; in a section of its own when there is none."""
        new = ast.parse(text).body[0]
        rank, key = self._rank(new), _statement_key(new)
        there = module.imports()
        before = [node for node in there if (self._rank(node), _statement_key(node)) < (rank, key)]
        source = module.source
        if before:
            last = max(before, key=lambda node: (self._rank(node), node.lineno))
            gap = "" if self._rank(last) == rank else "\n"
            _after(source, last, f"{gap}{text}\n")
        elif there:
            gap = "" if self._rank(there[0]) == rank else "\n"
            source.insert(source.line_start(source.start(there[0])), f"{text}\n{gap}")
        else:
            first = source.tree.body[0] if source.tree.body else None
            is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            if first is not None and is_docstring:
                _after(source, first, f"\n{text}\n")
            else:
                source.insert(0, f"{text}\n" if first is None else f"{text}\n\n")

    def _rank(self, statement: ast.stmt) -> int:
        """The section of an import: the future, the standard library, others, the project, relative ones."""
        if isinstance(statement, ast.ImportFrom) and statement.level:
            return 4
        name = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
        if isinstance(statement, ast.Import):
            name = statement.names[0].name
        top = name.partition(".")[0]
        if top == "__future__":
            return 0
        if top in sys.stdlib_module_names:
            return 1
        return 3 if top in self._own else 2


def _style(module: Module) -> tuple[str, ast.ImportFrom | None]:
    """What stands before names of Dagster's in a module, and the import of them when that is nothing."""
    named: ast.ImportFrom | None = None
    for statement in module.imports():
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if alias.name == "dagster":
                    return f"{alias.asname or alias.name}.", None
        elif isinstance(statement, ast.ImportFrom) and statement.module == "dagster" and not statement.level:
            named = statement if statement.names[0].name != "*" else named
    return "", named


def _import_of(prefix: str, names: Collection[str], source: SourceFile | None) -> str:
    if prefix:
        return "import dagster\n"[:-1] if prefix == "dagster." else f"import dagster as {prefix[:-1]}"
    ordered = sorted(names, key=_name_key)
    line = f"from dagster import {', '.join(ordered)}"
    if len(line) <= (source.limit if source is not None else 88):
        return line
    return "from dagster import (\n" + "".join(f"    {name},\n" for name in ordered) + ")"


def _name_key(name: str) -> tuple[int, str, str]:
    """Constants, classes, the others: as formatters order the names of an import."""
    name = name.partition(" ")[0]
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, name.lower(), name


def _statement_key(statement: ast.stmt) -> tuple[Any, ...]:
    if isinstance(statement, ast.ImportFrom):
        return 1, -statement.level, (statement.module or "").lower()
    return 0, 0, statement.names[0].name.lower() if isinstance(statement, ast.Import) else ""


def _after(source: SourceFile, statement: ast.stmt, text: str) -> None:
    end = source.text.find("\n", source.end(statement))
    if end < 0:
        source.insert(len(source.text), f"\n{text}")
    else:
        source.insert(end + 1, text)
