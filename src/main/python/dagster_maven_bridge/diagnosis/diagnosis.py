"""Everything that can be known to be wrong with definitions that did not load, the first error's relatives included."""

from typing import Any

from ..definitions import sources
from ..definitions.imports import failing_imports
from ..definitions.project import Project
from ..problems import user_error
from ..protocol import Problem
from ..runtime import OperationError
from .component_files import place_in_components
from .errors import problem_of, trace_of
from .missing_modules import missing_target


def diagnose(
    error: BaseException, location: str, loadable: Any, targets: list[object], project: Project
) -> OperationError:
    """The problems behind an exception that ended the loading of a code location.

    ``targets`` is what had been imported by then: nothing when the import itself failed.
    """
    return user_error(*_problems(error, location, loadable, targets, project), trace=trace_of(error))


def _problems(
    error: BaseException, location: str, loadable: Any, targets: list[object], project: Project
) -> list[Problem]:
    missing = missing_target(error, location, loadable, project)
    if missing is not None:
        return [missing]
    place = sources.of_definition(targets[-1], project) if targets else place_in_components(error, project)
    first = problem_of(error, location, project, place=place)
    if not targets:
        others = [problem_of(other, location, project) for other in failing_imports(loadable, project)]
        return _distinct([first, *others])
    from ..definitions.assembly import failing_definitions

    found = failing_definitions(targets[-1], location, project)
    # What Dagster stumbled over first is among them, with the place that it does not know; else it is all there is.
    return _distinct(found) or [first]


def _distinct(problems: list[Problem]) -> list[Problem]:
    kept: dict[tuple[Any, ...], Problem] = {}
    for found in problems:
        place = found["at"]
        key = (place["file"], place["line"]) if place is not None else (found["kind"], found["message"])
        if found["kind"] == "syntax_error":
            kept.setdefault(key, found)
        elif found["kind"] == "circular_import":
            # Every module of a circle fails, each when it is the first one to be imported.
            kept.setdefault((found["kind"],), found)
        else:
            kept.setdefault((*key, found["message"]), found)
    return list(kept.values())
