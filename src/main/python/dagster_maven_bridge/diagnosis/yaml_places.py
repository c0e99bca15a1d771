"""Where something stands in a YAML file, and what is wrong with a file that is none."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..definitions import sources
from ..protocol import SourceLocation

if TYPE_CHECKING:
    import yaml


def deepest(file: str, path: Sequence[str], *, anywhere: bool = False) -> tuple[int, int]:
    """How many parts of a path stand in a file, and in which line the last of them does.

    ``anywhere`` also finds a path that begins deeper down in the file: of its settings Dagster tells no more than the
    part that one class is given.
    """
    import yaml

    with open(file, encoding="utf-8") as stream:
        root = yaml.compose(stream, Loader=yaml.SafeLoader)
    found = _along(root, path)
    if anywhere and not found[0]:
        found = max((_along(node, path) for node in _mappings(root)), default=found, key=lambda each: each[0])
    return found


def place(file: str, path: Sequence[str], *, anywhere: bool = False) -> SourceLocation:
    """The line of the deepest part of a path; the file alone when none of it stands there."""
    return sources.at(file, deepest(file, path, anywhere=anywhere)[1])


def place_of_error(file: str, error: "yaml.YAMLError") -> SourceLocation:
    """Where a file stops being YAML."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else 0
    while line > 1 and not sources.at(file, line)["source"]:
        # At the end of a file what is not closed stands before the empty lines.
        line -= 1
    return sources.at(file, line)


def reason(error: "yaml.YAMLError") -> str:
    """Why it is not YAML."""
    return getattr(error, "problem", None) or str(error).splitlines()[0]


def line_with(file: str, pattern: str) -> SourceLocation | None:
    """The first line of a file in which a pattern is found."""
    import re

    if os.path.isfile(file):
        with open(file, encoding="utf-8", errors="replace") as stream:
            for number, line in enumerate(stream, 1):
                if re.search(pattern, line):
                    return sources.at(file, number)
    return None


def _along(node: Any, path: Sequence[str]) -> tuple[int, int]:
    import yaml

    line = 0
    for depth, part in enumerate(path):
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if str(key.value) == part), None)
            if pair is None:
                return depth, line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
        else:
            return depth, line
    return len(path), line


def _mappings(node: Any) -> "list[yaml.Node]":
    import yaml

    if isinstance(node, yaml.MappingNode):
        return [node, *(inner for _, value in node.value for inner in _mappings(value))]
    if isinstance(node, yaml.SequenceNode):
        return [inner for value in node.value for inner in _mappings(value)]
    return []
