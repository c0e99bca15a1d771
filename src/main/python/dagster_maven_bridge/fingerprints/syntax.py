"""The syntax of the project's code: each file is read once, and written the same by every version of Python."""

import ast
import inspect
import types
from typing import Any, cast


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
        try:
            with open(name, "rb") as source:
                tree = ast.parse(source.read(), name)
        except (OSError, SyntaxError, ValueError):
            return
        self._index(tree, "")

    def function(self, name: str, line: int) -> ast.AST | None:
        return _only(self._functions.get((name, line)))

    def of_class(self, qualified_name: str) -> ast.AST | None:
        return _only(self._classes.get(qualified_name))

    def _index(self, node: ast.AST, outer: str) -> None:
        for child in ast.iter_child_nodes(node):
            inner = outer
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                # A function begins at its first decorator.
                line = min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])
                self._functions.setdefault((child.name, line), []).append(child)
                inner = f"{outer}{child.name}.<locals>."
            elif isinstance(child, ast.Lambda):
                self._functions.setdefault(("<lambda>", child.lineno), []).append(child)
            elif isinstance(child, ast.ClassDef):
                self._classes.setdefault(outer + child.name, []).append(child)
                inner = f"{outer}{child.name}."
            self._index(child, inner)


def _only(found: list[ast.AST] | None) -> ast.AST | None:
    """What was found; several lambdas of a line, or definitions of a class, are told by all of them."""
    if not found:
        return None
    return found[0] if len(found) == 1 else ast.Module(body=cast(list[ast.stmt], found), type_ignores=[])


_NOT_WRITTEN = frozenset({"ctx", "kind", "type_comment", "type_ignores"})


def written(node: Any) -> str:
    """A syntax tree as text; ``ast.dump`` differs by version in the fields that it knows, and in showing empty ones."""
    if isinstance(node, ast.AST):
        fields = (
            f"{name}={written(value)}"
            for name, value in ast.iter_fields(node)
            if value is not None and value != [] and name not in _NOT_WRITTEN
        )
        return f"{type(node).__name__}({', '.join(fields)})"
    if isinstance(node, list):
        return f"[{', '.join(map(written, node))}]"
    return repr(node)
