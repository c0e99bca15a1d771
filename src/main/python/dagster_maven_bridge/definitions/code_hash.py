"""What the code of an asset says: a hash of its function and of what that refers to in the project.

Comments, blank lines and formatting do not count. What is referred to by its name does: functions, classes (of
configuration and resources, too) and constants of the project, to any depth. Other assets do not, since they matter by
what they make; neither do installed packages, and files that are read. What has no function of the project's own, as an
asset of a component, is told by all files of the project.
"""

import ast
import builtins
import hashlib
import inspect
import types
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from dagster import AssetKey, GraphDefinition, OpDefinition

from ..fingerprints import own_part
from ..fingerprints.syntax import SyntaxTrees, written
from ..fingerprints.trees import nodes_of
from ..runtime import Session
from . import sources
from .narrowing import project_of
from .project import Project

CODE_TAG = ".dagster/maven_code/"
"""With an asset's key behind it: the tag by which a run keeps what its code was. Dagster's pages do not show it."""

_SHOWN_CHARACTERS = 16
_CONSTANTS = (str, bytes, int, float, complex, bool, type(None), Enum, PurePath, Decimal, date, time, timedelta)


@dataclass(frozen=True)
class _Piece:
    """A function or class: a hash of its text and of the constants in it, and the code that it refers to."""

    digest: str
    refers_to: list[Any]


class CodeHashes:
    """The hashes of definitions; each piece of code is read once.

    ``own_part`` is what counts of a definition's own function, whatever that is called; without it all of it does.
    """

    def __init__(
        self,
        project: Project,
        files: Callable[[], Iterable[str]],
        own_part: Callable[[ast.AST], ast.AST] | None = None,
    ) -> None:
        self._project = project
        self._files = files
        self._own_part = own_part
        self._trees = SyntaxTrees()
        self._pieces: dict[Any, _Piece] = {}
        self._hashes: dict[int, tuple[Any, str | None]] = {}
        self._of_files: str | None = None

    def of(self, definition: Any) -> str:
        """The hash of a definition's code; that of all files of the project when none of it is a function there."""
        return self.of_functions(definition) or self._hash_of_files()

    def of_functions(self, definition: Any) -> str | None:
        """The hash of a definition's code; None when none of it is a function of the project."""
        known = self._hashes.get(id(definition))
        if known is None:
            # Once each: which ways lead to a function depends on Dagster's version.
            functions = [code for code in dict.fromkeys(sources.functions_behind(definition)) if self._is_own(code)]
            # The definition stays with it, so that no other one can get its id.
            known = (definition, self._hash_of(functions) if functions else None)
            self._hashes[id(definition)] = known
        return known[1]

    def of_class(self, cls: type | None) -> str | None:
        """The hash of a class; None when it is not the project's."""
        return self._hash_of([cls]) if cls is not None and self._is_own(cls) else None

    def _hash_of_files(self) -> str:
        if self._of_files is None:
            self._of_files = _digest({self._project.relative(file): _content(file) for file in self._files()})
        return self._of_files

    def _hash_of(self, own: list[Any]) -> str:
        """The hash of code and of what that refers to, by name, to any depth."""
        found: dict[str, str] = {}
        waiting: list[Any] = []
        for item in own:
            if self._own_part is None or isinstance(item, type):
                waiting.append(item)
                continue
            tree = self._trees.of(item)
            piece = self._read(item, None if tree is None else self._own_part(tree))
            found[""] = found.get("", "") + piece.digest
            waiting += [code for code in piece.refers_to if code not in own]
        while waiting:
            item = waiting.pop()
            name = f"{item.__module__}.{item.__qualname__}"
            if name not in found:
                piece = self._piece(item)
                found[name] = piece.digest
                waiting += piece.refers_to
        return _digest(found)

    def _piece(self, code: Any) -> _Piece:
        if code not in self._pieces:
            self._pieces[code] = self._read(code, self._trees.of(code))
        return self._pieces[code]

    def _read(self, code: Any, tree: ast.AST | None) -> _Piece:
        # Code that stands in no file, made by another function: what it does is all there is to tell it by.
        texts = {"": _compiled(code) if tree is None else written(tree)}
        refers_to: list[Any] = []
        for name, value in _references(code, tree):
            if isinstance(value, types.FunctionType | type):
                if self._is_own(value):
                    refers_to.append(value)
            elif _is_constant(value):
                texts[name] = _written(value)
            elif isinstance(value, OpDefinition | GraphDefinition):
                refers_to += [inner for inner in sources.functions_behind(value) if self._is_own(inner)]
            elif self._is_own(type(value)) and not callable(value):
                refers_to.append(type(value))
        return _Piece(_digest(texts), refers_to)

    def _is_own(self, code: Any) -> bool:
        if isinstance(code, type):
            file = _file_of(code)
            return file is not None and self._project.owns(file)
        return isinstance(code, types.FunctionType) and self._project.owns(code.__code__.co_filename)


def code_hashes_of(session: Session) -> CodeHashes:
    """The hashes of what the session has loaded."""
    if session.code_hashes is None:
        stamps = session.stamps
        session.code_hashes = CodeHashes(project_of(session), stamps.files if stamps is not None else tuple)
    return session.code_hashes


def fingerprints_of(session: Session) -> CodeHashes:
    """What tells the code of the definitions that the session has loaded in the manifest."""
    if session.fingerprints is None:
        stamps = session.stamps
        session.fingerprints = CodeHashes(
            project_of(session), stamps.files if stamps is not None else tuple, own_part.own_part
        )
    return session.fingerprints


def code_tags(graph: Any, assets: Iterable[AssetKey], hashes: CodeHashes) -> dict[str, str]:
    """The tags of a run for those of its assets that declare no version of their code."""
    return {
        CODE_TAG + key.to_user_string(): hashes.of(graph.get(key).assets_def)
        for key in assets
        if graph.get(key).code_version is None
    }


def _digest(texts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        digest.update(f"{name}\n{text}\n".encode())
    return digest.hexdigest()[:_SHOWN_CHARACTERS]


def _content(file: str) -> str:
    try:
        with open(file, "rb") as source:
            # The ends of its lines may be those of the system that it was checked out on.
            return hashlib.sha256(source.read().replace(b"\r\n", b"\n")).hexdigest()
    except OSError:
        return "absent"


def _file_of(cls: type) -> str | None:
    try:
        return inspect.getsourcefile(cls)
    except (OSError, TypeError):
        return None


def _references(code: Any, tree: ast.AST | None) -> Iterator[tuple[str, Any]]:
    """What a function or class refers to, with how it is written: ``helpers.clean``."""
    if isinstance(code, type):
        yield from ((base.__qualname__, base) for base in code.__bases__)
        functions = [value for value in vars(code).values() if isinstance(value, types.FunctionType)]
        yield from ((function.__qualname__, function) for function in functions)
        scope: Mapping[str, Any] = vars(inspect.getmodule(code) or builtins)
    else:
        scope = ChainMap(_enclosed(code), code.__globals__)
    if tree is None:
        # A class that stands nowhere, as a generic one with its parameters, is its bases and functions.
        names = () if isinstance(code, type) else code.__code__.co_names
        yield from ((name, scope[name]) for name in names if name in scope)
        return
    for node in nodes_of(tree):
        if isinstance(node, ast.Name) and node.id in scope:
            yield node.id, _plain(scope[node.id])
        elif isinstance(node, ast.Attribute) and (written := _dotted(node)) is not None:
            value = _looked_up(written, scope)
            if value is not None:
                yield ".".join(written), _plain(value)


def _enclosed(function: types.FunctionType) -> dict[str, Any]:
    """The variables of the functions around it that it uses."""
    values: dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            values[name] = cell.cell_contents
        except ValueError:
            # Not assigned yet.
            continue
    return values


def _dotted(node: ast.Attribute) -> list[str] | None:
    names = [node.attr]
    value = node.value
    while isinstance(value, ast.Attribute):
        names.append(value.attr)
        value = value.value
    return [value.id, *reversed(names)] if isinstance(value, ast.Name) else None


def _looked_up(names: list[str], scope: Mapping[str, Any]) -> Any:
    """What a dotted name stands for; only modules are asked, since attributes of objects may be computed."""
    value = scope.get(names[0])
    for name in names[1:]:
        if not isinstance(value, types.ModuleType):
            return None
        value = vars(value).get(name)
    return value


def _plain(value: Any) -> Any:
    """The function that a decorator of the standard library has wrapped."""
    inner = getattr(value, "__wrapped__", None) if callable(value) and not isinstance(value, type) else None
    return inner if isinstance(inner, types.FunctionType) else value


def _is_constant(value: Any) -> bool:
    # Not what is derived from them: a definition of Dagster's may be a tuple, and refuse to be read as one.
    if type(value) in (list, tuple, set, frozenset):
        return all(_is_constant(item) for item in value)
    if type(value) is dict:
        return all(_is_constant(key) and _is_constant(item) for key, item in value.items())
    return isinstance(value, _CONSTANTS)


def _written(value: Any) -> str:
    """The same text in every process for the same constant: sets have an order of their own in each."""
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(_written, value)))}}}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({', '.join(map(_written, value))})"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_written(key)}: {_written(item)}' for key, item in value.items())}}}"
    return repr(value)


def _compiled(code: Any) -> str:
    if not isinstance(code, types.FunctionType):
        return ""
    return code.__code__.co_code.hex() + _written([item for item in code.__code__.co_consts if _is_constant(item)])
