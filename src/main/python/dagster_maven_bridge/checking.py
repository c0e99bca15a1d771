"""Checks what the plugin sent against the TypedDict that an operation declares, so that a mismatch has a clear name."""

import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict


class Mismatch(Exception):
    """A value is not what its type says; the message names the field."""


def checked(value: Any, expected: Any, path: str) -> Any:
    """The value with every absent field that may be null filled in; raises Mismatch otherwise."""
    if expected is Any or expected is object:
        return value
    if is_typeddict(expected):
        return _checked_fields(value, expected, path)
    origin, arguments = get_origin(expected), get_args(expected)
    if origin in (Union, types.UnionType):
        return _checked_union(value, arguments, path)
    if origin is Literal:
        if value not in arguments:
            raise Mismatch(f"{path} is {value!r}, expected one of {', '.join(map(repr, arguments))}")
        return value
    if origin is list:
        _expect(value, list, path)
        return [checked(item, arguments[0], f"{path}[{index}]") for index, item in enumerate(value)]
    if origin is dict:
        _expect(value, dict, path)
        return {key: checked(item, arguments[1], f"{path}.{key}") for key, item in value.items()}
    if expected is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    _expect(value, expected, path)
    return value


def _checked_fields(value: Any, expected: Any, path: str) -> dict[str, Any]:
    _expect(value, dict, path)
    hints = get_type_hints(expected)
    unknown = sorted(set(value) - set(hints))
    if unknown:
        raise Mismatch(f"{path} has the unknown field '{unknown[0]}'")
    fields: dict[str, Any] = {}
    for name, hint in hints.items():
        given = value.get(name)
        if given is None and not _nullable(hint):
            raise Mismatch(f"{path} lacks the field '{name}'")
        fields[name] = None if given is None else checked(given, hint, f"{path}.{name}")
    return fields


def _checked_union(value: Any, arguments: tuple[Any, ...], path: str) -> Any:
    if value is None and type(None) in arguments:
        return None
    mismatches: list[Mismatch] = []
    for argument in arguments:
        if argument is type(None):
            continue
        try:
            return checked(value, argument, path)
        except Mismatch as mismatch:
            mismatches.append(mismatch)
    raise mismatches[0]


def _nullable(hint: Any) -> bool:
    return hint is Any or type(None) in get_args(hint)


def _expect(value: Any, expected: type, path: str) -> None:
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        raise Mismatch(f"{path} is {type(value).__name__}, expected {expected.__name__}")
