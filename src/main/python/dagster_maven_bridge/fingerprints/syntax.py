"""The syntax of the project's code: each file is read once, and written the same by every version of Python."""

import ast
import inspect
import types
from collections.abc import Iterable
from typing import Any, cast

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


_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")
"""The fields of statements that hold further statements."""


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
        for statement in statements:
            inner = outer
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                # A function begins at its first decorator.
                line = min([statement.lineno, *(decorator.lineno for decorator in statement.decorator_list)])
                self._functions.setdefault((statement.name, line), []).append(statement)
                inner = f"{outer}{statement.name}.<locals>."
            elif isinstance(statement, ast.ClassDef):
                self._classes.setdefault(outer + statement.name, []).append(statement)
                inner = f"{outer}{statement.name}."
            for block in _BLOCKS:
                if block in statement._fields:
                    self._index(getattr(statement, block), inner)


def _only(found: list[ast.AST] | None) -> ast.AST | None:
    """What was found; several lambdas of a line, or definitions of a class, are told by all of them."""
    if not found:
        return None
    return found[0] if len(found) == 1 else ast.Module(body=cast(list[ast.stmt], found), type_ignores=[])


_NOT_WRITTEN = frozenset({"ctx", "kind", "type_comment", "type_ignores"})


def written(node: Any) -> str:
    """A syntax tree as text; ``ast.dump`` differs by version in the fields that it knows, and in showing empty ones."""
    if isinstance(node, ast.AST):
        fields = []
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(node, ast.JoinedStr):
                # The first versions of Python 3.12 put empty texts beside what is formatted.
                value = [part for part in node.values if not (isinstance(part, ast.Constant) and part.value == "")]
            if value is not None and value != [] and name not in _NOT_WRITTEN:
                fields.append(f"{name}={written(value)}")
        return f"{type(node).__name__}({', '.join(fields)})"
    if isinstance(node, list):
        return f"[{', '.join(map(written, node))}]"
    return repr(node)
