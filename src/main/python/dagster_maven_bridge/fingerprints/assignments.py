"""Where the names of a module come from: the statements that give them their values, through imports."""

import ast
import copy
import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .trees import tree_of

_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
# Names that are bound within these are no names of the module.
_SCOPES = (*_DEFINITIONS, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
_MOST_IMPORTS = 50


@dataclass(frozen=True)
class Assignment:
    """The statements of a module that give a name its value."""

    module: str
    name: str
    tree: ast.Module = field(compare=False)
    namespace: Mapping[str, Any] = field(compare=False, repr=False)


class Assignments:
    """The assignments of the project's modules; each module is read once."""

    def __init__(self, is_own: Callable[[str], bool]) -> None:
        self._is_own = is_own
        self._modules: dict[str, _Bindings] = {}

    def of(self, namespace: Mapping[str, Any], name: str) -> Assignment | str | None:
        """What gives a name its value, through imports.

        A text names the module when it is none of the project's; None when nothing is assigned to it there.
        """
        for _ in range(_MOST_IMPORTS):
            module, file = str(namespace.get("__name__")), namespace.get("__file__")
            if not isinstance(file, str):
                # Python's own module, or what `exec` was given.
                return module if module in sys.modules else None
            if not self._is_own(file):
                return module
            bindings = self._modules.get(file)
            if bindings is None:
                bindings = self._modules[file] = _Bindings(tree_of(file))
            statements = bindings.statements.get(name)
            if statements:
                return Assignment(module, name, _outline(statements), namespace)
            imported = bindings.imported(namespace, name)
            if imported is None:
                return None
            namespace, name = imported
        return None


class _Bindings:
    """What the statements of a module bind, whatever block they stand in, by name."""

    def __init__(self, tree: ast.Module | None) -> None:
        self.statements: dict[str, list[ast.stmt]] = {}
        self._imports: dict[str, tuple[str, str]] = {}
        self._all_of: list[str] = []
        for statement in tree.body if tree is not None else ():
            if not isinstance(statement, _DEFINITIONS):
                for name in self._bound_by(statement):
                    # The whole of it: what a value is may depend on the condition or loop around its assignment.
                    self.statements.setdefault(name, []).append(statement)

    def imported(self, namespace: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], str] | None:
        """The namespace that a name is imported from, and its name there."""
        if name in self._imports:
            module, there = self._imports[name]
            home = _namespace(module, namespace)
            return (home, there) if home is not None else None
        for module in self._all_of:
            home = _namespace(module, namespace)
            if home is not None and name in home:
                return home, name
        return None

    def _bound_by(self, statement: ast.stmt) -> dict[str, None]:
        names: dict[str, None] = {}
        waiting: list[ast.AST] = [statement]
        while waiting:
            node = waiting.pop()
            if isinstance(node, _SCOPES):
                continue
            if isinstance(node, ast.ImportFrom):
                self._import(node)
            elif isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
                names.update(_root(node))
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                # `SETTINGS.update(...)`: what is called on a value may change it.
                names.update(_root(node.value.func) if isinstance(node.value.func, ast.Attribute) else {})
            waiting += ast.iter_child_nodes(node)
        return names

    def _import(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self._all_of.append(module)
            else:
                self._imports[alias.asname or alias.name] = (module, alias.name)


def _root(node: ast.expr) -> dict[str, None]:
    """The name that ``a.b[c]`` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return {node.id: None} if isinstance(node, ast.Name) else {}


def _namespace(module: str, importing: Mapping[str, Any]) -> Mapping[str, Any] | None:
    try:
        name = importlib.util.resolve_name(module, str(importing.get("__package__") or ""))
    except ImportError:
        return None
    loaded = sys.modules.get(name)
    return vars(loaded) if loaded is not None else None


def _outline(statements: list[ast.stmt]) -> ast.Module:
    """Statements without the functions and classes in them, which are told where they are referred to."""
    outline = ast.Module(body=statements, type_ignores=[])
    waiting: list[Any] = [outline]
    while waiting:
        node = waiting.pop()
        for block in _BLOCKS:
            if block in node._fields:
                inner = [copy.copy(item) for item in getattr(node, block) if not isinstance(item, _DEFINITIONS)]
                setattr(node, block, inner)
                waiting += inner
    return outline
