"""The user's files as syntax trees: each is read once as long as it does not change."""

import ast
from collections.abc import Iterator

from ..collector import resting_collector
from ..read_once import read_once


@read_once
def tree_of(file: str) -> ast.Module | None:
    """The syntax of a file; None when it cannot be read, or is no Python."""
    try:
        with open(file, "rb") as source, resting_collector():
            return ast.parse(source.read(), file)
    except (OSError, SyntaxError, ValueError, MemoryError, RecursionError):
        # The last two are how Python refuses what is nested deeper than it reads, as a sum of thousands.
        return None


def nodes_of(tree: ast.AST) -> Iterator[ast.AST]:
    """A node and all below it, as ``ast.walk`` gives them in another order, in half the time."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for value in vars(node).values():
            if isinstance(value, ast.AST):
                waiting.append(value)
            elif type(value) is list:
                waiting += [item for item in value if isinstance(item, ast.AST)]
