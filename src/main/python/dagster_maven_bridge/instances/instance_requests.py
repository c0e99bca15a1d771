"""What requests about the instance alone have in common."""

from typing import TypedDict


class ConfirmParameters(TypedDict):
    """Whether to carry out what cannot be undone, or only to tell what it would change."""

    confirmed: bool


class Change(TypedDict):
    """What was changed, or would be once it is confirmed; see the Java record of the same name."""

    subjects: list[str]
    done: bool
