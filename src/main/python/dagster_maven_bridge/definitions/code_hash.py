"""What the code of an asset says: a hash of its function and of what that refers to in the project.

Comments, blank lines and formatting do not count. What is referred to by its name does: functions, classes (of
configuration and resources, too), constants, and what else variables hold by how it is assigned; of the project, to any
depth, and through imports within functions. Other definitions do not, since they matter by what they make; neither do
installed packages, and files that are read. What has no function of the project's own, as an asset of a component, is
told by all files of the project.
"""

import ast
import hashlib
import inspect
import os
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from typing import Any

from dagster import AssetKey, GraphDefinition, OpDefinition

from ..fingerprints.assignments import Assignment, Assignments
from ..fingerprints.own_part import own_part, said_otherwise
from ..fingerprints.references import Reference, package_of, references
from ..fingerprints.syntax import SyntaxTrees, written
from ..fingerprints.written_modules import Written, WrittenModules
from ..fingerprints.written_resources import WrittenResources
from ..private_api.dagster_lint_api import parameter_of_definitions
from ..runtime import Session
from . import sources
from .asked_once import AskedOnce
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
    With it constants of modules are told by how they are assigned: their values may be other ones on each machine and
    day, as a path, a variable of the environment or a date, and may come from a secret.
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
        self._assignments = Assignments(project.owns)
        self._modules = WrittenModules(project.owns)
        folders = {project.directory, os.path.realpath(project.directory)}
        # As they are written in a constant, the longest first: one may lie below the other.
        self._folders = sorted((repr(folder)[1:-1] for folder in folders), key=len, reverse=True)
        self._pieces: dict[Any, _Piece] = {}
        self._hashes = AskedOnce(self._hash_of_definition)
        # Thousands of functions may refer to one and the same list of thousands.
        self._is_constant = AskedOnce(_is_constant)
        self._text_of = AskedOnce(self._text)
        self._of_files: str | None = None

    def of(self, definition: Any) -> str:
        """The hash of a definition's code; that of all files of the project when none of it is a function there."""
        return self.of_functions(definition) or self._hash_of_files()

    def of_functions(self, definition: Any) -> str | None:
        """The hash of a definition's code; None when none of it is a function of the project."""
        return self._hashes(definition)

    def of_resources(self, definitions: Mapping[str, Any]) -> dict[str, str | None]:
        """The hashes of resources by their keys: of the class or function, and of how they are written.

        None for one that is neither the project's nor written there.
        """
        files = sources.modules_by_file(self._project) if definitions else {}
        resources = WrittenResources(files, definitions.keys(), self._trees, self._assignments, self._modules)
        found: dict[str, str | None] = {}
        for key, definition in definitions.items():
            cls = getattr(definition, "configurable_resource_cls", None)
            own = [cls] if cls is not None and self._is_own(cls) else self._functions_of(definition)
            code = _once_each([*own, *resources.of(key)])
            found[key] = self._hash_of(code) if code else None
        return found

    def _hash_of_definition(self, definition: Any) -> str | None:
        functions = self._functions_of(definition)
        return self._hash_of(functions) if functions else None

    def _functions_of(self, definition: Any) -> list[Any]:
        # Once each: which ways lead to a function depends on Dagster's version.
        return [code for code in _once_each(sources.functions_behind(definition)) if self._is_own(code)]

    def _hash_of_files(self) -> str:
        if self._of_files is None:
            self._of_files = _digest({self._project.relative(file): _content(file) for file in self._files()})
        return self._of_files

    def _hash_of(self, own: list[Any]) -> str:
        """The hash of code and of what that refers to, by name, to any depth."""
        found: dict[str, str] = {}
        waiting: list[Any] = []
        for item in own:
            if self._own_part is None or not isinstance(item, types.FunctionType):
                waiting.append(item)
                continue
            tree = self._trees.of(item)
            piece = self._read(item, None if tree is None else self._own_part(tree))
            found[""] = found.get("", "") + piece.digest
            waiting += [code for code in piece.refers_to if code not in own]
        while waiting:
            item = waiting.pop()
            name = _name_of(item)
            if name not in found:
                piece = self._piece(item)
                found[name] = piece.digest
                waiting += piece.refers_to
        return _digest(found)

    def _piece(self, code: Any) -> _Piece:
        if code not in self._pieces:
            tree = code.tree if isinstance(code, Assignment | Written) else self._trees.of(code)
            self._pieces[code] = self._read(code, tree)
        return self._pieces[code]

    def _read(self, code: Any, tree: ast.AST | None) -> _Piece:
        # Code that stands in no file, made by another function: what it does is all there is to tell it by.
        texts = {"": _compiled(code) if tree is None else written(tree)}
        refers_to: list[Any] = []
        if isinstance(code, Written):
            return _Piece(_digest(texts), _once_each(self._modules.referred_to(code)))
        for reference, is_said in self._references(code, tree):
            value = reference.value
            if isinstance(value, types.ModuleType) or parameter_of_definitions(value) is not None:
                continue
            is_constant = self._is_constant(value)
            if is_constant:
                # What something else is made from has a value that nobody sees, as of the environment.
                by_assignment = self._own_part is not None or isinstance(code, Assignment)
            else:
                refers_to += self._code_of(value)
                by_assignment = not is_said
            assigned = self._assigned(reference) if by_assignment else None
            if isinstance(assigned, Assignment):
                refers_to.append(assigned)
            elif is_constant and assigned is None:
                texts[reference.written] = self._text_of(value)
        if tree is not None and not isinstance(code, Assignment):
            refers_to += self._modules.imported_in(tree, package_of(code))
        return _Piece(_digest(texts), _once_each(refers_to))

    def _references(self, code: Any, tree: ast.AST | None) -> Iterator[tuple[Reference, bool]]:
        """What code refers to, and whether it does so in what is said otherwise, as the partitions of an asset."""
        said = [] if tree is None else said_otherwise(tree)
        for reference in references(code, own_part(tree) if tree is not None and said else tree):
            yield reference, False
        for part in said:
            for reference in references(code, part):
                yield reference, True

    def _code_of(self, value: Any) -> list[Any]:
        """The project's functions and classes that a value has of itself."""
        if isinstance(value, OpDefinition | GraphDefinition):
            candidates = sources.functions_behind(value)
        else:
            candidates = [value if isinstance(value, types.FunctionType | type) else type(value)]
        return [code for code in candidates if self._is_own(code)]

    def _assigned(self, reference: Reference) -> Assignment | str | None:
        """What tells a value by how it is assigned; None when nothing does."""
        if reference.home is None:
            return None
        found = self._assignments.of(reference.home, reference.name)
        # `__file__`, `__cached__` and their like are Python's, and others on each machine.
        return "Python" if found is None and reference.name.startswith("__") else found

    def _text(self, value: Any) -> str:
        text = _written(value)
        if self._own_part is not None:
            for folder in self._folders:
                text = text.replace(folder, "")
        return text

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
        session.fingerprints = CodeHashes(project_of(session), stamps.files if stamps is not None else tuple, own_part)
    return session.fingerprints


def code_tags(graph: Any, assets: Iterable[AssetKey], hashes: CodeHashes) -> dict[str, str]:
    """The tags of a run for those of its assets that declare no version of their code."""
    return {
        CODE_TAG + key.to_user_string(): hashes.of(graph.get(key).assets_def)
        for key in assets
        if graph.get(key).code_version is None
    }


def _once_each(codes: Iterable[Any]) -> list[Any]:
    # By their order: what comes first must not depend on the process.
    return list(dict.fromkeys(codes))


def _name_of(code: Any) -> str:
    # What is assigned, and a function of that name, are two things.
    if isinstance(code, Assignment):
        return f"{code.module}.{code.name} assigned"
    if isinstance(code, Written):
        return f"{code.module}.{code.name} written"
    return f"{code.__module__}.{code.__qualname__}"


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
