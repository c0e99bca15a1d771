"""Where definitions are made that have no function of their own: where their name is given."""

import ast
from functools import cached_property

from ..fingerprints.trees import nodes_of, tree_of
from ..protocol import SourceLocation
from ..read_once import read_once
from . import sources
from .project import Project


class NamedPlaces:
    """Calls with a name in modules of the user's, and decorated functions of that name.

    ``define_asset_job("name", …)``, ``ScheduleDefinition(name="name", …)``; in the order of files and lines. They are
    gathered from all modules that are loaded when this is first asked: thousands of names would be searched in each.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def of(self, name: str) -> SourceLocation | None:
        """The first place of a name."""
        return sources.at(*self._lines[name][0]) if name in self._lines else None

    def all_of(self, name: str) -> list[SourceLocation]:
        """All places of a name."""
        return [sources.at(file, line) for file, line in self._lines.get(name, ())]

    @cached_property
    def _lines(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for file in sources.own_modules(self._project):
            for name, lines in _names_in(file).items():
                found.setdefault(name, []).extend((file, line) for line in lines)
        return found


@read_once
def _names_in(file: str) -> dict[str, list[int]]:
    """The lines of a file by the name that is given there."""
    tree = tree_of(file)
    names: dict[str, list[int]] = {}
    for node in nodes_of(tree) if tree is not None else ():
        if isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "name"] or node.args[:1]
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    names.setdefault(value.value, []).append(node.lineno)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.decorator_list:
            names.setdefault(node.name, []).append(node.lineno)
    return {name: sorted(lines) for name, lines in names.items()}
