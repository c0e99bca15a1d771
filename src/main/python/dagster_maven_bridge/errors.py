"""From an exception of the user's code, or of Dagster about it, to one short problem at the user's line."""

import os
import traceback
from collections.abc import Iterator

from . import sources
from .phrasing import phrase
from .problems import problem
from .project import Project
from .protocol import Problem, SourceLocation


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
    root = list(chain(error))[-1]
    said = phrase(root, about)
    found = problem(
        said.kind,
        said.message,
        subject=said.subject,
        value=said.value,
        choices=said.choices,
        at=user_frame(error, project) or place,
        code_location=location,
        remedy=said.remedy,
    )
    if isinstance(root, ModuleNotFoundError) and root.name:
        from .missing_modules import with_advice

        return with_advice(found, root.name, project)
    return found
