"""Where the user's code names variables and resources: each file is looked through once, however many findings ask."""

import ast
from functools import cached_property

from ..definitions import sources
from ..definitions.project import Project
from ..fingerprints.trees import nodes_of, tree_of
from ..protocol import SourceLocation
from ..read_once import read_once

_Lines = dict[str, int]


class Mentions:
    """The modules of a project that are loaded when this is first asked."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def modules(self) -> list[str]:
        """The user's own modules that are loaded, sorted."""
        return sources.own_modules(self._project)

    def variable(self, name: str) -> SourceLocation | None:
        """Where an environment variable is named in quotes; the first place."""
        return self._at(name, 0)

    def binding(self, name: str) -> SourceLocation | None:
        """Where a resource is bound to its key: an entry of a dictionary, or a key in an assignment to one."""
        return self._at(name, 1)

    def _at(self, name: str, kind: int) -> SourceLocation | None:
        place = self._places[kind].get(name)
        return None if place is None else sources.at(*place)

    @cached_property
    def _places(self) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
        mentioned = [(file, _mentioned(file)) for file in self.modules]
        return (
            sources.first_places((file, given) for file, (given, _) in mentioned),
            sources.first_places((file, bound) for file, (_, bound) in mentioned),
        )


@read_once
def _mentioned(file: str) -> tuple[_Lines, _Lines]:
    """The first lines of what is given to calls or stands in dictionaries, and of what is a key."""
    tree = tree_of(file)
    given: _Lines = {}
    bound: _Lines = {}
    for node in nodes_of(tree) if tree is not None else ():
        if isinstance(node, ast.Call):
            _keep(given, [*node.args, *(keyword.value for keyword in node.keywords)])
        elif isinstance(node, ast.Dict):
            _keep(given, node.values)
            _keep(bound, node.keys)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            _keep(bound, [node.slice])
    return given, bound


def _keep(lines: _Lines, nodes: "list[ast.expr] | list[ast.expr | None]") -> None:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            lines[node.value] = min(node.lineno, lines.get(node.value, node.lineno))
