"""Everything that can be known to be wrong with definitions that did not load."""

from typing import Any

from .errors import problem_of, trace_of
from .problems import user_error
from .project import Project
from .runtime import OperationError


def diagnose(
    error: BaseException, location: str, loadable: Any, targets: list[object], project: Project
) -> OperationError:
    """The problems behind an exception that ended the loading of a code location."""
    return user_error(problem_of(error, location, project), trace=trace_of(error))
