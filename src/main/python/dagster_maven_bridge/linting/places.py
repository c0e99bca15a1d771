"""Where in the user's code a finding is: nearer than the definition that it is about, where that can be told."""

import ast
import re
from collections import deque
from typing import Any

from ..definitions import sources
from ..fingerprints.trees import tree_of
from ..protocol import SourceLocation
from ..read_once import read_once


def mention(at: SourceLocation | None, text: str) -> SourceLocation | None:
    """The line of a definition's header that has a text in quotes, or the last part of a key; else its own place."""
    if at is None or at["line"] < 1:
        return at
    first, last = header(at)
    for wanted in (text, text.rpartition("/")[2]):
        for line in range(first, last + 1):
            place = sources.at(at["file"], line)
            if any(f"{quote}{wanted}{quote}" in (place["source"] or "") for quote in "\"'"):
                return place
    return at


def parameter(at: SourceLocation | None, name: str) -> SourceLocation | None:
    """The line of a parameter in a function's header; else the function's own place."""
    if at is None or at["line"] < 1:
        return at
    for line in range(at["line"], header(at)[1] + 1):
        place = sources.at(at["file"], line)
        if re.search(rf"(?:^|[(,*])\s*{re.escape(name)}\s*(?:[:,)=]|$)", place["source"] or ""):
            return place
    return at


def header(at: SourceLocation) -> tuple[int, int]:
    """The first and the last line in which a definition says what it is: decorators and signature, or a whole call."""
    return _headers(at["file"]).get(at["line"], (at["line"], at["line"]))


@read_once
def occasional(file: str) -> frozenset[int]:
    """The lines of a file that importing it may leave out: in branches, loops, what is tried, and functions."""
    tree = tree_of(file)
    lines: set[int] = set()
    waiting: list[ast.AST] = [tree] if tree is not None else []
    while waiting:
        node: Any = waiting.pop()
        if isinstance(node, ast.Module | ast.ClassDef | ast.With):
            waiting += node.body
        elif isinstance(node, ast.Match):
            lines.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
        elif body := getattr(node, "body", None):
            lines.update(range(_first_line(body[0]), node.end_lineno + 1))
    return frozenset(lines)


def _first_line(statement: ast.stmt) -> int:
    # A function or class begins at its first decorator.
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


@read_once
def _headers(file: str) -> dict[int, tuple[int, int]]:
    """For each line of a file what it belongs to: the innermost definition that begins before it or in it."""
    tree = tree_of(file)
    spans: dict[int, tuple[int, int]] = {}
    waiting: deque[tuple[ast.AST, int]] = deque([(tree, 0)] if tree is not None else [])
    while waiting:
        node, outer = waiting.popleft()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            _claim(spans, _first_line(node), max(node.lineno, node.body[0].lineno - 1))
            waiting += [(child, node.lineno) for child in node.body]
        elif isinstance(node, ast.Call):
            # What begins in the line of what is around it is a part of that.
            if node.lineno != outer:
                _claim(spans, node.lineno, node.end_lineno or node.lineno)
            waiting += [(child, node.lineno) for child in ast.iter_child_nodes(node)]
        else:
            waiting += [(child, outer) for child in ast.iter_child_nodes(node)]
    return spans


def _claim(spans: dict[int, tuple[int, int]], first: int, last: int) -> None:
    for line in range(first, last + 1):
        spans[line] = (first, last)
