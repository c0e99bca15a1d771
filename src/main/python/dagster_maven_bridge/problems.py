"""Shorthands for problems, so that the place that finds one says only what it knows."""

from collections.abc import Iterable

from .protocol import Problem, SourceLocation
from .runtime import OperationError


def problem(
    kind: str,
    message: str,
    *,
    subject: str | None = None,
    value: str | None = None,
    parameter: str | None = None,
    choices: Iterable[str] = (),
    at: SourceLocation | None = None,
    code_location: str | None = None,
    remedy: str | None = None,
) -> Problem:
    """A problem; see the Java record of the same name for the meaning of each field."""
    return {
        "kind": kind,
        "message": message,
        "subject": subject,
        "value": value,
        "parameter": parameter,
        "choices": sorted(set(choices)),
        "at": at,
        "code_location": code_location,
        "remedy": remedy,
    }


def user_error(*problems: Problem, trace: str | None = None) -> OperationError:
    """The user's definitions or parameters are at fault."""
    return OperationError("user", list(problems), trace)


def platform_error(kind: str, message: str, *, remedy: str | None = None, trace: str | None = None) -> OperationError:
    """The environment, the protocol or this program is at fault."""
    return OperationError("platform", [problem(kind, message, remedy=remedy)], trace)


def unknown_name(
    subject: str, value: str, choices: Iterable[str], *, parameter: str | None, code_location: str | None = None
) -> Problem:
    """A value that names nothing; the plugin turns the choices into "did you mean"."""
    return problem(
        "unknown_name",
        f"There is no {subject} '{value}'",
        subject=subject,
        value=value,
        parameter=parameter,
        choices=choices,
        code_location=code_location,
    )
