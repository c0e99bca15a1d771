"""From an exception of the user's code, or of Dagster about it, to one short problem at the user's line."""

import os
import re
import traceback
from collections.abc import Iterator

from . import sources
from .problems import problem
from .project import Project
from .protocol import Problem, SourceLocation


def trace_of(error: BaseException) -> str:
    """The full trace, for the log."""
    return "".join(traceback.format_exception(error))


def first_line(error: BaseException) -> str:
    """An exception's message cut to its first line and without a full stop; its class when it has none."""
    lines = str(error).strip().splitlines()
    return lines[0].strip().rstrip(".") if lines else type(error).__name__


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


def problem_of(error: BaseException, location: str, project: Project) -> Problem:
    """The one problem that an exception stands for."""
    root = list(chain(error))[-1]
    kind, message = _described(root)
    return problem(kind, message, at=user_frame(error, project), code_location=location)


def _described(root: BaseException) -> tuple[str, str]:
    if isinstance(root, SyntaxError):
        return "syntax_error", (root.msg or "invalid syntax").rstrip(".")
    if isinstance(root, SystemExit):
        return "exit_on_import", f"The code ends the process while it is imported (sys.exit({root.code!r}))"
    if isinstance(root, ModuleNotFoundError):
        return "import_error", f"There is no module '{root.name}'"
    if isinstance(root, ImportError):
        return "import_error", first_line(root)
    text = first_line(root)
    if type(root).__name__.startswith("Dagster"):
        return _dagster_kind(root), _brief(text)
    return "definition_error", f"{type(root).__name__}: {text}"


def _dagster_kind(root: BaseException) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(root).__name__.removeprefix("Dagster")).lower()


def _brief(text: str) -> str:
    return text
