"""Where the names of a module come from: the statements that give them their values, through imports."""

import ast
import copy
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .bindings import BLOCKS, DEFINITIONS, Bindings, Import
from .trees import tree_of

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
        self._modules: dict[str, Bindings] = {}
        self._known: dict[tuple[str, str], Assignment] = {}

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
                bindings = self._modules[file] = Bindings(tree_of(file))
            statements = bindings.statements.get(name)
            if statements:
                if (file, name) not in self._known:
                    self._known[file, name] = Assignment(module, name, outline(statements), namespace)
                return self._known[file, name]
            imported = _imported(bindings, namespace, name)
            if imported is None:
                return None
            namespace, name = imported
        return None


def _imported(bindings: Bindings, importing: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], str] | None:
    """The namespace that a name is imported from, and its name there."""
    if name in bindings.imports:
        imported = bindings.imports[name]
        home = _namespace(imported, importing)
        return None if home is None or imported.name is None else (home, imported.name)
    for imported in bindings.all_of:
        home = _namespace(imported, importing)
        if home is not None and name in home:
            return home, name
    return None


def _namespace(imported: Import, importing: Mapping[str, Any]) -> Mapping[str, Any] | None:
    loaded = sys.modules.get(imported.absolute(str(importing.get("__package__") or "")) or "")
    return vars(loaded) if loaded is not None else None


def outline(statements: list[ast.stmt]) -> ast.Module:
    """Statements without the functions and classes in them, which are told where they are referred to."""
    found = ast.Module(body=statements, type_ignores=[])
    waiting: list[Any] = [found]
    while waiting:
        node = waiting.pop()
        for block in BLOCKS:
            if block in node._fields:
                inner = [copy.copy(item) for item in getattr(node, block) if not isinstance(item, DEFINITIONS)]
                setattr(node, block, inner)
                waiting += inner
    return found
