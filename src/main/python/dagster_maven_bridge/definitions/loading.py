"""From a target to the definitions of one code location, loaded and checked."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from ..problems import problem, unknown_name, user_error
from ..protocol import LocationOrigin, Problem, Target
from ..runtime import LoadedLocation, LoadedRepository, OperationError, Session
from .project import Project

if TYPE_CHECKING:
    from dagster import RepositoryDefinition


@dataclass(frozen=True)
class Origin:
    """Where a code location is loaded from: ``found`` as a workspace of Dagster's holds it, ``loadable`` its target."""

    name: str
    python: str | None
    loadable: Any
    found: Any

    def described(self) -> LocationOrigin:
        """As the plugin is told."""
        return {"name": self.name, "python": self.python}


def find_origins(target: Target) -> list[Origin]:
    """The code locations of a target, in order. The process must be in the target's working directory."""
    return [_origin(origin, target) for origin in dagster_origins(target)]


def origin_of(session: Session) -> Origin:
    """Where the code location of this process was loaded from."""
    target = session.parameters["target"]
    assert target is not None and session.location is not None
    return next(origin for origin in find_origins(target) if origin.name == session.location.name)


def dagster_origins(target: Target) -> list[Any]:
    """Dagster's own descriptions of the code locations of a target, those that are servers elsewhere included."""
    _check_files(target)
    from ..private_api import dagster_api

    attribute, directory = target["attribute"], target["working_directory"]
    found: list[Any] = []
    try:
        match target["kind"]:
            case "workspace":
                found = dagster_api.origins_of_workspace(target["values"])
            case "pyproject":
                found = [origin for file in target["values"] for origin in dagster_api.origins_of_pyproject(file)]
            case "python_file":
                found = _each(target, lambda value: dagster_api.origins_of_file(value, attribute, directory))
            case "module_name":
                found = _each(target, lambda value: dagster_api.origins_of_module(value, attribute, directory))
            case "package_name":
                found = _each(target, lambda value: dagster_api.origins_of_package(value, attribute, directory))
            case "autoload_defs_module_name":
                found = _each(target, lambda value: dagster_api.origins_of_defs_module(value, directory))
    except OperationError:
        raise
    except Exception as error:
        raise _unreadable(target, error) from error
    if not found:
        raise user_error(_empty(target))
    return found


def choose_origin(origins: list[Origin], location: str | None) -> Origin | None:
    """The one with that name; without a name the first that this interpreter loads, or None."""
    if location is None:
        return next((origin for origin in origins if origin.python is None), None)
    for origin in origins:
        if origin.name == location:
            return origin
    names = [origin.name for origin in origins]
    raise user_error(unknown_name("code location", location, names, parameter="location"))


def load(origin: Origin, project: Project) -> LoadedLocation:
    """Loads a code location and checks all of it; whatever is wrong is raised as problems of the user's code."""
    from ..private_api import dagster_api

    with dagster_api.loading(origin.loadable):
        seen: list[object] = []
        try:
            targets = _targets(origin)
            return LoadedLocation(
                origin.name, _repositories(origin, targets.found, seen), origin.found, targets.ungathered
            )
        except (OperationError, KeyboardInterrupt):
            raise
        except BaseException as error:
            failure = error
        # Outside of the handler: what the diagnosis runs into would have this failure as its context.
        from ..diagnosis.diagnosis import diagnose

        raise diagnose(failure, origin.name, origin.loadable, seen, project) from failure


class _Targets(NamedTuple):
    """What is loaded, by attribute; and the module that it was found in, when that gathers no definitions."""

    found: list[tuple[str, object]]
    ungathered: ModuleType | None = None


def _repositories(origin: Origin, targets: list[tuple[str, object]], seen: list[object]) -> list[LoadedRepository]:
    from ..private_api import dagster_api

    repositories = []
    for attribute, target in targets:
        seen.append(target)
        definition = dagster_api.repository_of(target)
        if definition is None:
            raise user_error(_not_loadable(origin, attribute, target))
        _check(definition)
        pointer = dagster_api.pointer_to(origin.loadable, attribute)
        reconstructable = dagster_api.reconstructable(pointer, definition)
        repositories.append(LoadedRepository(definition.name, definition, reconstructable))
    return repositories


def _check(definition: "RepositoryDefinition") -> None:
    from ..private_api import dagster_api

    definition.load_all_definitions()
    dagster_api.check_partitions(definition)


def _targets(origin: Origin) -> _Targets:
    """What is to be loaded. The module is imported once, so that user code prints and connects once."""
    from ..private_api import dagster_api

    loadable = origin.loadable
    if getattr(loadable, "autoload_defs_module_name", None):
        components = dagster_api.load_components(loadable.autoload_defs_module_name, loadable.working_directory)
        return _Targets([("", components)])
    module = dagster_api.import_code(loadable)
    attribute = loadable.attribute
    if attribute is None:
        found = _discover(origin, module)
        return _Targets(found, None if all(dagster_api.gathers(target) for _, target in found) else module)
    if not hasattr(module, attribute):
        choices = [name for name, value in vars(module).items() if dagster_api.is_loadable(value)]
        missing = unknown_name("attribute", attribute, choices, parameter="attribute", code_location=origin.name)
        raise user_error({**missing, "message": f"{_place(origin)} has no attribute '{attribute}'"})
    value = getattr(module, attribute)
    if not dagster_api.is_loadable(value) and callable(value):
        value = value()
    return _Targets([(attribute, value)])


def _discover(origin: Origin, module: ModuleType) -> "list[tuple[str, object]]":
    from dagster import DagsterInvariantViolationError, Definitions

    from ..private_api import dagster_api

    try:
        return list(dagster_api.loadable_targets(module))
    except DagsterInvariantViolationError as error:
        several = [name for name, value in vars(module).items() if isinstance(value, Definitions)]
        several = several or [name for name, value in vars(module).items() if dagster_api.is_loadable(value)]
        kind, message = "no_definitions", f"{_place(origin)} defines nothing that Dagster can load"
        remedy = "Add a `Definitions` object at module scope"
        if len(several) > 1:
            kind, message = "ambiguous_definitions", f"{_place(origin)} has several objects that Dagster could load"
            remedy = "Name one with <attribute> (-Ddagster.attribute)"
        raise user_error(
            problem(
                kind,
                message,
                subject="attribute",
                parameter="attribute",
                choices=several,
                at=_file_of(module),
                code_location=origin.name,
                remedy=remedy,
            )
        ) from error


def _file_of(module: ModuleType) -> Any:
    file = getattr(module, "__file__", None)
    return {"file": os.path.abspath(file), "line": 0, "source": None} if file else None


def _place(origin: Origin) -> str:
    loadable = origin.loadable
    file = loadable.python_file
    return os.path.basename(file) if file else str(loadable.module_name or loadable.package_name)


def _not_loadable(origin: Origin, attribute: str, target: object) -> Problem:
    return problem(
        "not_loadable",
        f"'{attribute}' of {_place(origin)} is a {type(target).__name__}, which Dagster cannot load",
        subject="attribute",
        value=attribute,
        parameter="attribute",
        code_location=origin.name,
        remedy="Name a Definitions, repository, job or graph, or a function without parameters that returns one",
    )


def _each(target: Target, origins: Callable[[str], list[Any]]) -> list[Any]:
    return [origin for value in target["values"] for origin in origins(value)]


def _origin(found: Any, target: Target) -> Origin:
    from ..private_api.dagster_api import loadable_of

    name: str = found.location_name
    loadable = loadable_of(found)
    if loadable is None:
        raise user_error(
            problem(
                "unsupported_location",
                f"The code location '{name}' is a gRPC server, whose code this build does not have",
                subject="code location",
                value=name,
                parameter=_PARAMETERS[target["kind"]],
                code_location=name,
                remedy="Point <workspace> (-Ddagster.workspace) to a file that names its module or file instead",
            )
        )
    return Origin(name, _other_python(loadable.executable_path), loadable, found)


def _other_python(executable: str | None) -> str | None:
    """The interpreter that a workspace names; None when it is this one.

    Compared unresolved: the interpreter of a virtual environment is a link, and another environment another program.
    """
    if executable is None:
        return None
    path = shutil.which(executable) or executable
    return None if os.path.abspath(path) == os.path.abspath(sys.executable) else os.path.abspath(path)


_PARAMETERS: dict[str, str] = {
    "python_file": "pythonFile",
    "module_name": "moduleName",
    "package_name": "packageName",
    "autoload_defs_module_name": "moduleName",
    "workspace": "workspace",
    "pyproject": "projectDirectory",
}


def _check_files(target: Target) -> None:
    """A missing file is told at once, before Dagster is imported."""
    if target["kind"] not in ("python_file", "workspace", "pyproject"):
        return
    problems = [_missing_file(file, target) for file in target["values"] if not os.path.isfile(file)]
    if problems:
        raise user_error(*problems)


def _missing_file(file: str, target: Target) -> Problem:
    folder, ending = os.path.dirname(file), os.path.splitext(file)[1]
    siblings = os.listdir(folder) if os.path.isdir(folder) else []
    parameter = _PARAMETERS[target["kind"]]
    is_folder = os.path.isdir(file)
    return problem(
        "missing_file",
        f"{file} is a folder, not a file" if is_folder else f"There is no file {file}",
        subject="file",
        value=file,
        parameter=parameter,
        choices=[os.path.join(folder, name) for name in siblings if ending and name.endswith(ending)],
        remedy=f"Correct <{parameter}> (-Ddagster.{parameter})",
    )


def _empty(target: Target) -> Problem:
    where = ", ".join(target["values"])
    parameter = _PARAMETERS[target["kind"]]
    return problem("no_definitions", f"{where} names no code location", parameter=parameter, value=where)


def _unreadable(target: Target, error: Exception) -> OperationError:
    from ..diagnosis.errors import trace_of
    from ..diagnosis.settings_files import problems_in

    where, parameter = ", ".join(target["values"]), _PARAMETERS[target["kind"]]
    about = problem("invalid_file", f"{where} cannot be read", subject="file", value=where, parameter=parameter)
    # Of several files Dagster does not say which one it could not read.
    found = problems_in(target["values"], error, about)
    return user_error(*found, trace=trace_of(error))
