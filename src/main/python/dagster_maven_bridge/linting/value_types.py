"""Whether a value of one declared type can be one of another: only what certainly cannot counts as different."""

import inspect
import types
import typing
from typing import Any, Union, get_args, get_origin

_UNIONS = (Union, types.UnionType)


def certainly_differ(produced: Any, expected: Any) -> bool:
    """Whether no value of the first type is one of the second. Of generics only what is before the brackets counts."""
    made, taken = _alternatives(produced), _alternatives(expected)
    return bool(made and taken) and all(_differ(one, other) for one in made for other in taken)


def type_name(declared: Any) -> str:
    """A type as it is written today: ``list[int]``, whichever way Dagster keeps it."""
    origin, arguments = get_origin(declared), get_args(declared)
    if isinstance(origin, type) and arguments:
        return f"{origin.__qualname__}[{', '.join(type_name(argument) for argument in arguments)}]"
    if declared is type(None):
        return "None"
    return declared.__qualname__ if isinstance(declared, type) else str(declared).replace("typing.", "")


def _alternatives(declared: Any) -> list[type]:
    """The classes of which a value of the type is one; none when that is not known."""
    if get_origin(declared) in _UNIONS:
        each = [_alternatives(argument) for argument in get_args(declared)]
        return [one for some in each for one in some] if all(each) else []
    origin = get_origin(declared) or declared
    return [origin] if isinstance(origin, type) and _is_plain(origin) else []


def _is_plain(cls: type) -> bool:
    """Whether being an instance of a class means to be made from it, and from nothing else."""
    if cls is object or typing.is_typeddict(cls) or getattr(cls, "_is_protocol", False):
        return False
    # An abstract class, or one whose metaclass decides itself, may count anything as its instance.
    return type(cls).__instancecheck__ is type.__instancecheck__ and not inspect.isabstract(cls)


def _differ(one: type, other: type) -> bool:
    if issubclass(one, other) or issubclass(other, one):
        return False
    return not _have_common_subclass(one, other)


def _have_common_subclass(one: type, other: type) -> bool:
    """Whether there is a class of both: a value of it would fit."""
    waiting: list[type] = [one]
    seen: set[type] = {one}
    while waiting:
        derived: list[type] = type.__subclasses__(waiting.pop())
        for cls in derived:
            if cls not in seen:
                if issubclass(cls, other):
                    return True
                seen.add(cls)
                waiting.append(cls)
    return False
