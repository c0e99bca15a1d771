"""Whether something tells metadata of an asset: its definition, its function, or what that calls of the user's code."""

import inspect
from collections.abc import Iterator, Mapping
from functools import partial
from types import CodeType, FunctionType, ModuleType
from typing import Any, get_origin

from ..definitions.project import Project
from ..fingerprints.references import enclosing_variables
from ..fingerprints.syntax import SyntaxTrees
from .unknown_calls import calls_unknown, is_own_module

_OURS = ("dagster/", "dagster-")
"""Metadata that Dagster itself adds begins so."""

_RESULTS = ("MaterializeResult", "Output")
"""The classes, by name, of what an asset returns that may have metadata."""


def is_declared(metadata: Mapping[Any, Any]) -> bool:
    """Whether some of an asset's metadata is the user's own."""
    return any(not str(name).startswith(_OURS) for name in metadata)


class ToldMetadata:
    """Asks functions whether they tell metadata; what one of them calls is looked through once for all that call it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._syntax = SyntaxTrees()
        # Thousands of assets may call the same helpers.
        self._silent: set[FunctionType] = set()

    def may_be_of(self, function: FunctionType) -> bool:
        """Whether metadata is named in a function, or in what of the project it may call: a helper may make the result.

        A function that is declared to return a result and makes none has it from elsewhere: what that tells is not
        known. Nor is what a function tells that is called without being named.
        """
        names = _names_in(function.__code__)
        declared = _annotations(function).get("return")
        if getattr(get_origin(declared) or declared, "__name__", "") in _RESULTS and not names & set(_RESULTS):
            return True
        waiting, seen = [function], {function.__code__}
        walked: list[FunctionType] = []
        while waiting:
            one = waiting.pop()
            if one in self._silent:
                continue
            walked.append(one)
            if any("metadata" in name.lower() for name in _names_in(one.__code__)) or self._calls_unknown(one):
                return True
            for called in _called(one, self._project):
                if called.__code__ not in seen:
                    seen.add(called.__code__)
                    waiting.append(called)
        self._silent.update(walked)
        return False

    def _calls_unknown(self, function: FunctionType) -> bool:
        # What is not the user's, as a decorator that tries again, calls what it is given, and that is at hand.
        tree = self._syntax.of(function) if self._project.owns(function.__code__.co_filename) else None
        return tree is not None and calls_unknown(tree, self._project)


def _names_in(code: CodeType) -> set[str]:
    """What a function names: variables, attributes, and arguments of what it calls."""
    names = {*code.co_names, *code.co_varnames, *code.co_freevars}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= _names_in(constant)
        elif isinstance(constant, tuple):
            names |= {name for name in constant if isinstance(name, str)}
    return names


def _called(function: FunctionType, project: Project) -> Iterator[FunctionType]:
    """The functions of a project that one may call: by their name, of a module, or as a method of what is at hand."""
    names = _names_in(function.__code__)
    at_hand = [function.__globals__[name] for name in sorted(names & function.__globals__.keys())]
    at_hand += enclosing_variables(function).values()
    # A resource is a parameter, whose class says what its methods are.
    at_hand += _annotations(function).values()
    for value in _reached(at_hand, names, project):
        found = value
        while isinstance(found, partial):
            found = found.func
        # Functions that wrap another one are called first.
        while inspect.isfunction(found):
            if project.owns(found.__code__.co_filename):
                yield found
            found = getattr(found, "__wrapped__", None)


def _reached(at_hand: list[Any], names: set[str], project: Project) -> Iterator[Any]:
    """What is at hand, and what of it has one of the names: in the user's modules to any depth, else methods."""
    waiting, seen = at_hand[::-1], set[str]()
    while waiting:
        value = waiting.pop()
        yield value
        if not isinstance(value, ModuleType):
            yield from _methods(value, names)
        # Modules import each other.
        elif value.__name__ not in seen and is_own_module(value, project):
            seen.add(value.__name__)
            waiting += [vars(value)[name] for name in sorted(names & vars(value).keys())]


def _methods(value: Any, names: set[str]) -> Iterator[Any]:
    cls = value if isinstance(value, type) else type(value)
    for base in cls.__mro__:
        for name in (names | {"__init__", "__call__"}) & vars(base).keys():
            found = vars(base)[name]
            yield getattr(found, "__func__", found)


def _annotations(function: FunctionType) -> dict[str, Any]:
    try:
        return inspect.get_annotations(function, eval_str=True)
    except Exception:
        # Text may name what is only imported for those who check types.
        return {}
