"""The syntax of the project's code: each file is read once, and written the same by every version of Python."""

import ast
import inspect
import types
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from .bindings import BLOCKS
from .trees import nodes_of, tree_of


class SyntaxTrees:
    """Where functions and classes stand in the files that they were imported from."""

    def __init__(self) -> None:
        self._files: dict[str, _File] = {}

    def of(self, code: Any) -> ast.AST | None:
        """The syntax of a function or class; None when it stands in no file, as what another function has made."""
        if isinstance(code, types.FunctionType):
            compiled = code.__code__
            return self._file(compiled.co_filename).function(compiled.co_name, compiled.co_firstlineno)
        try:
            file = inspect.getsourcefile(code)
        except TypeError:
            return None
        return self._file(file).of_class(code.__qualname__) if file is not None else None

    def _file(self, name: str) -> "_File":
        if name not in self._files:
            self._files[name] = _File(name)
        return self._files[name]


class _File:
    """The functions of a file by name and first line, and its classes by qualified name."""

    def __init__(self, name: str) -> None:
        self._functions: dict[tuple[str, int], list[ast.AST]] = {}
        self._classes: dict[str, list[ast.AST]] = {}
        # Read when one is asked for: they may stand in any expression.
        self._lambdas: dict[int, list[ast.AST]] | None = None
        self._tree = tree_of(name) or ast.Module(body=[], type_ignores=[])
        self._index(self._tree.body, "")

    def function(self, name: str, line: int) -> ast.AST | None:
        if name == "<lambda>" and self._lambdas is None:
            self._lambdas = {}
            for node in nodes_of(self._tree):
                if isinstance(node, ast.Lambda):
                    self._lambdas.setdefault(node.lineno, []).append(node)
        found = (self._lambdas or {}).get(line) if name == "<lambda>" else self._functions.get((name, line))
        return _only(found)

    def of_class(self, qualified_name: str) -> ast.AST | None:
        return _only(self._classes.get(qualified_name))

    def _index(self, statements: Iterable[Any], outer: str) -> None:
        # No recursion: each branch of an `elif` is one level deeper than the one before.
        waiting = [(statement, outer) for statement in statements][::-1]
        while waiting:
            statement, outer = waiting.pop()
            inner = outer
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                # A function begins at its first decorator.
                line = min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])
                self._functions.setdefault((statement.name, line), []).append(statement)
                inner = f"{outer}{statement.name}.<locals>."
            elif isinstance(statement, ast.ClassDef):
                self._classes.setdefault(outer + statement.name, []).append(statement)
                inner = f"{outer}{statement.name}."
            # What stands first is taken first: several definitions of a name are told in the order of the file.
            nested = [(item, inner) for block in BLOCKS for item in getattr(statement, block, ())]
            waiting += reversed(nested)


def _only(found: list[ast.AST] | None) -> ast.AST | None:
    """What was found; several lambdas of a line, or definitions of a class, are told by all of them."""
    if not found:
        return None
    return found[0] if len(found) == 1 else ast.Module(body=cast(list[ast.stmt], found), type_ignores=[])


_NOT_WRITTEN = frozenset({"ctx", "kind", "type_comment", "type_ignores"})


def written(tree: Any) -> str:
    """A syntax tree as text; ``ast.dump`` differs by version in the fields that it knows, and in showing empty ones."""
    text: list[str] = []
    # No recursion: a sum of thousands is thousands of levels deep.
    waiting: list[str | _Node] = [_Node(tree)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            text.append(part)
        elif isinstance(part.value, ast.AST):
            waiting += reversed(_parts_of_node(part.value))
        elif isinstance(part.value, list):
            waiting += reversed(["[", *_separated([[_Node(item)] for item in part.value]), "]"])
        else:
            text.append(repr(part.value))
    return "".join(text)


class _Node(NamedTuple):
    """What is still to be written, among the texts that are."""

    value: Any


def _parts_of_node(node: ast.AST) -> list[str | _Node]:
    fields: list[list[str | _Node]] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(node, ast.JoinedStr):
            # The first versions of Python 3.12 put empty texts beside what is formatted.
            value = [part for part in node.values if not (isinstance(part, ast.Constant) and part.value == "")]
        if value is not None and value != [] and name not in _NOT_WRITTEN:
            fields.append([f"{name}=", _Node(value)])
    return [f"{type(node).__name__}(", *_separated(fields), ")"]


def _separated(items: list[list[str | _Node]]) -> list[str | _Node]:
    return [part for index, item in enumerate(items) for part in ([", ", *item] if index else item)]
