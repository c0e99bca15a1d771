"""Opening the session of this process, and whether what it loaded is still fresh."""

import gc
import os
import sys
import time

from ..collector import resting_collector
from ..definitions.loading import choose_origin, find_origins, load
from ..definitions.narrowing import loaded_location
from ..definitions.project import Project
from ..definitions.stamps import Stamps
from ..definitions.user_warnings import tell_each_once
from ..dispatch import operation
from ..instances.home import home_while_loading
from ..problems import platform_error, problem, user_error
from ..protocol import (
    ChangedResult,
    InputsParameters,
    InputsResult,
    LocationOrigin,
    NoParameters,
    OpenParameters,
    OpenResult,
    Target,
)
from ..runtime import Call, Session


@operation
def open_(call: Call, parameters: OpenParameters) -> OpenResult:
    """Enters the project, loads and checks one code location, and tells of the others."""
    session = call.session
    if session.opened:
        raise platform_error("protocol", "The session is open already")
    # Also for a session whose definitions do not load: its runs can still be recorded as failed.
    session.parameters = parameters
    os.environ.update(parameters["secrets"])
    # User code that opens an instance of its own while it is imported finds the plugin's.
    os.environ["DAGSTER_HOME"] = parameters["home"]
    target = parameters["target"]
    with home_while_loading(parameters["home"]):
        if target is None:
            # Settings of an instance may name modules and variables of the project.
            project = Project(parameters["project_directory"], parameters["project_directory"])
            check_folders(project)
            project.enter(parameters["python_path"])
            locations = []
        else:
            locations = _load(session, target, parameters)
    session.opened = True

    from ..private_api.dagster_api import VERSION

    return {
        "locations": locations,
        "loaded": session.location.name if session.location is not None else "",
        "dagster": VERSION,
        "home": parameters["home"],
    }


@operation
def changed(call: Call, _parameters: NoParameters) -> ChangedResult:
    """The first file of the project that has changed since the definitions were loaded."""
    stamps = call.session.stamps
    return {"file": stamps.first_change() if stamps is not None else None}


@operation
def inputs(call: Call, _parameters: InputsParameters) -> InputsResult:
    """What the definitions that are loaded come from."""
    from ..definitions.definition_inputs import next_partition, own_files

    until, unsure = next_partition(loaded_location(call.session).repositories)
    stamps = call.session.stamps
    files = own_files() | (stamps.files() if stamps is not None else set())
    return {"files": sorted(files), "until": until, "unsure": unsure, "interpreters": [sys.executable]}


def _load(session: Session, target: Target, parameters: OpenParameters) -> list[LocationOrigin]:
    """Enters the project and loads the location asked for; tells of all locations of the target."""
    since = time.time_ns()
    project = Project(parameters["project_directory"], target["working_directory"])
    check_folders(project)
    project.enter(parameters["python_path"])
    tell_each_once(project)

    with resting_collector():
        try:
            origins = find_origins(target)
            chosen = choose_origin(origins, parameters["location"])
            session.location = load(chosen, project) if chosen is not None else None
        finally:
            # What importing makes lives as long as the process.
            gc.freeze()
    session.is_one_of_several = len(origins) > 1
    session.stamps = Stamps(project, _deciding_files(project, target, parameters["instance_config"]), since)
    return [origin.described() for origin in origins]


def check_folders(project: Project) -> None:
    """The folders that the user has named must be there."""
    for folder, parameter in (
        (project.directory, "projectDirectory"),
        (project.working_directory, "workingDirectory"),
    ):
        if not os.path.isdir(folder):
            raise user_error(
                problem(
                    "missing_file",
                    f"There is no folder {folder}",
                    subject="folder",
                    value=folder,
                    parameter=parameter,
                    remedy=f"Correct <{parameter}> (-Ddagster.{parameter})",
                )
            )


def _deciding_files(project: Project, target: Target, instance_config: str | None) -> list[str]:
    files = [*project.environment_files(), os.path.join(project.directory, "pyproject.toml")]
    if target["kind"] in ("python_file", "workspace", "pyproject"):
        files.extend(target["values"])
    if instance_config is not None:
        files.append(instance_config)
    return files
