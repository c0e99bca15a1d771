"""From an exception of the user's code, or of Dagster about it, to one short problem at the user's line."""

import os
import traceback
from collections.abc import Iterator
from itertools import pairwise

from ..definitions import sources
from ..definitions.project import Project
from ..problems import problem
from ..protocol import Problem, SourceLocation
from .phrasing import phrase
from .python_errors import first_line
from .time_zones import unknown_time_zone

_MEMBERS_TOLD = 10


def trace_of(error: BaseException) -> str:
    """The full trace, for the log."""
    return "".join(traceback.format_exception(error))


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and what caused it, outermost first."""
    current: BaseException | None = error
    seen: set[int] = set()
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)


def user_frame(error: BaseException, project: Project) -> SourceLocation | None:
    """The deepest place in the user's own code that an exception came through, the innermost cause first."""
    for cause in reversed(list(chain(error))):
        if isinstance(cause, SyntaxError) and cause.filename and os.path.isfile(cause.filename):
            return sources.at(cause.filename, cause.lineno or 0)
        for frame in reversed(traceback.extract_tb(cause.__traceback__)):
            if project.owns(frame.filename) and os.path.isfile(frame.filename):
                return sources.at(frame.filename, frame.lineno or 0)
    return None


def problem_of(
    error: BaseException,
    location: str,
    project: Project,
    *,
    about: str | None = None,
    place: SourceLocation | None = None,
) -> Problem:
    """The one problem that an exception stands for.

    ``about`` names the definition that it concerns and ``place`` is where that is defined, for what Dagster finds
    only when it puts definitions together.
    """
    causes = list(chain(error))
    root = causes[-1]
    said = unknown_time_zone(causes) or phrase(root, about)
    found = problem(
        said.kind,
        _message(error, said.message, project),
        subject=said.subject,
        value=said.value,
        choices=said.choices,
        at=user_frame(error, project) or place,
        code_location=location,
        remedy=said.remedy,
    )
    if said.kind == "import_error" and isinstance(root, ModuleNotFoundError) and root.name:
        from .missing_modules import with_advice

        return with_advice(found, root.name, project)
    return found


def _message(error: BaseException, of_root: str, project: Project) -> str:
    """What the root is about, below what the user's own code made of it: that says what it means to the user."""
    causes = list(chain(error))
    lines: list[str] = []
    introduction = ""
    for outer, inner in pairwise(causes):
        if _is_raised_by_user(outer, project):
            lines.append(introduction + _headline(outer))
        if lines:
            introduction = "caused by " if outer.__cause__ is inner else "raised while handling "
    members = list(getattr(causes[-1], "exceptions", None) or ())
    lines += [introduction + of_root, *(f"- {_headline(member)}" for member in members[:_MEMBERS_TOLD])]
    more = len(members) - _MEMBERS_TOLD
    return "\n".join([*lines, f"… and {more} more"] if more > 0 else lines)


def _headline(error: BaseException) -> str:
    name, line = type(error).__name__, first_line(error)
    return name if line == name else f"{name}: {line}"


def _is_raised_by_user(error: BaseException, project: Project) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    # Dagster adds frames in the files of components to what it raises about them.
    return bool(frames) and frames[-1].filename.endswith(".py") and project.owns(frames[-1].filename)
