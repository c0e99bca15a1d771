"""What the statements of a module bind, by name: read from its file, without executing it."""

import ast
import importlib.util
from collections.abc import Iterable
from typing import NamedTuple

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
"""The fields of statements that hold further statements."""
# Names that are bound within these are no names of the module.
_SCOPES = (*DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Import(NamedTuple):
    """What an import binds a name to: a name of a module, or without one the module; ``.`` begins a relative one."""

    module: str
    name: str | None

    def absolute(self, package: str) -> str | None:
        """The full name of the module as it is imported in a package; None when no package is around it."""
        try:
            return importlib.util.resolve_name(self.module, package)
        except ImportError:
            return None


class Bindings:
    """What the statements of a module bind, whatever block they stand in."""

    def __init__(self, tree: ast.Module | None) -> None:
        self.statements: dict[str, list[ast.stmt]] = {}
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.imports: dict[str, Import] = {}
        self.all_of: list[Import] = []
        for statement in tree.body if tree is not None else ():
            if not isinstance(statement, DEFINITIONS):
                for name in self._bound_by(statement):
                    # The whole of it: what a value is may depend on the condition or loop around its assignment.
                    self.statements.setdefault(name, []).append(statement)
            else:
                self.definitions.setdefault(statement.name, []).append(statement)

    def _bound_by(self, statement: ast.stmt) -> dict[str, None]:
        names: dict[str, None] = {}
        waiting: list[ast.AST] = [statement]
        while waiting:
            node = waiting.pop()
            if isinstance(node, DEFINITIONS):
                self.definitions.setdefault(node.name, []).append(node)
            if isinstance(node, _SCOPES):
                continue
            if isinstance(node, ast.Import | ast.ImportFrom):
                self._import(node)
            elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
                names.update(root_of(node))
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                # `SETTINGS.update(...)`: what is called on a value may change it.
                names.update(root_of(node.value.func) if isinstance(node.value.func, ast.Attribute) else {})
            waiting += ast.iter_child_nodes(node)
        return names

    def _import(self, node: ast.Import | ast.ImportFrom) -> None:
        for name, imported in imported_by(node):
            if name == "*":
                self.all_of.append(imported)
            else:
                self.imports[name] = imported


def imported_by(node: ast.Import | ast.ImportFrom) -> Iterable[tuple[str, Import]]:
    """The names that an import binds, ``*`` among them, and what to."""
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return [(alias.asname or alias.name, Import(module, alias.name)) for alias in node.names]
    # `import a.b` binds `a`, and `import a.b as c` the inner module.
    whole = [(alias.asname or alias.name.partition(".")[0], alias) for alias in node.names]
    return [(name, Import(alias.name if alias.asname else name, None)) for name, alias in whole]


def dotted(node: ast.expr) -> list[str] | None:
    """The parts of ``a.b.c``; None for an attribute of anything but a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else None


def root_of(node: ast.expr) -> dict[str, None]:
    """The name that ``a.b[c]`` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return {node.id: None} if isinstance(node, ast.Name) else {}
