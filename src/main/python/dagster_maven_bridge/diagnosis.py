"""Everything that can be known to be wrong with definitions that did not load, the first error's relatives included."""

from typing import Any

from . import sources
from .component_files import place_in_components
from .errors import chain, problem_of, trace_of
from .imports import failing_imports
from .problems import problem, user_error
from .project import Project
from .protocol import Problem
from .runtime import OperationError


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
    missing = _missing_module(error, location, loadable, project)
    if missing is not None:
        return [missing]
    place = sources.of_definition(targets[-1], project) if targets else place_in_components(error, project)
    first = problem_of(error, location, project, place=place)
    if not targets:
        others = [problem_of(other, location, project) for other in failing_imports(loadable, project)]
        return _distinct([first, *others])
    from .assembly import failing_definitions

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


def _missing_module(error: BaseException, location: str, loadable: Any, project: Project) -> Problem | None:
    """The target itself is not there, as opposed to something that it imports."""
    wanted = loadable.module_name or loadable.package_name or getattr(loadable, "autoload_defs_module_name", None)
    root = list(chain(error))[-1]
    if not wanted or not isinstance(root, ModuleNotFoundError) or root.name is None:
        return None
    if wanted != root.name and not wanted.startswith(root.name + "."):
        return None
    parameter = "packageName" if loadable.package_name else "moduleName"
    return problem(
        "missing_module",
        f"There is no module '{root.name}' in {' or '.join(project.import_folders())}",
        subject="module",
        value=wanted,
        parameter=parameter,
        choices=project.modules(),
        code_location=location,
        remedy=f"Correct <{parameter}> (-Ddagster.{parameter}), or name its folder with <workingDirectory> "
        "(-Ddagster.workingDirectory)",
    )
