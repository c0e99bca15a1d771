"""The members of exception groups, which Dagster leaves out of its serialised errors: kept at the end of their stack.

There they survive the way from a worker process and through storage, and Dagster's own pages show them as well.
"""

import re
import traceback
from collections.abc import Iterator
from typing import NamedTuple

from ..masking import masker_of_environment
from ..private_api.dagster_run_api import SerializableErrorInfo

_MEMBERS_KEPT = 20
_MESSAGE_KEPT = 2_000

_HEADER = re.compile(r"Sub-exception \d+ of \d+: (?P<type>[^\s:]+)(?::\s+(?P<message>.*))?\s*$", re.DOTALL)

_serialized = SerializableErrorInfo.from_traceback


class Member(NamedTuple):
    """One exception of a group: as Dagster has it, and what it is introduced with."""

    error: SerializableErrorInfo
    header: str


def keep_members() -> None:
    """Lets this process serialise the members of a group with it; harmless when called again."""
    SerializableErrorInfo.from_traceback = _serialized_with_members


def without_members(error: SerializableErrorInfo) -> list[str]:
    """The frames that an exception itself came through."""
    stack = list(error.stack)
    return stack[: next((i for i, entry in enumerate(stack) if _HEADER.match(entry)), len(stack))]


def members_of(error: SerializableErrorInfo) -> list[Member]:
    """The members of an exception group, those of groups within it instead of these; empty for any other exception."""
    entries = list(error.stack)
    headers = [(i, found) for i, entry in enumerate(entries) if (found := _HEADER.match(entry))]
    ends = [*(i for i, _ in headers[1:]), len(entries)]
    return [_member(found, entries[i], entries[i + 1 : end]) for (i, found), end in zip(headers, ends, strict=False)]


def _member(found: re.Match[str], header: str, frames: list[str]) -> Member:
    name = found["type"].rpartition(".")[2]
    message = f"{name}: {(found['message'] or '').strip()}"
    return Member(SerializableErrorInfo(message=message, stack=frames, cls_name=name), header)


def _serialized_with_members(trace: traceback.TracebackException) -> SerializableErrorInfo:
    error: SerializableErrorInfo = _serialized(trace)
    members = list(_leaves(trace))
    masker = masker_of_environment()
    for number, member in enumerate(members[:_MEMBERS_KEPT], 1):
        said = "".join(member.format_exception_only()).strip()
        header = f"Sub-exception {number} of {len(members)}: {masker.excerpt(said, _MESSAGE_KEPT)}\n"
        error = error._replace(stack=[*error.stack, header, *member.stack.format()])
    return error


def _leaves(trace: traceback.TracebackException) -> Iterator[traceback.TracebackException]:
    # Python has groups since 3.11; before, a backport adds the same attribute.
    for member in getattr(trace, "exceptions", None) or ():
        if getattr(member, "exceptions", None):
            yield from _leaves(member)
        else:
            yield member
