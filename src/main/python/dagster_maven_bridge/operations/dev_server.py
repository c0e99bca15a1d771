"""A development server, owned by this process."""

import os
import time
from typing import Any, TypedDict

from ..definitions.loading import dagster_origins
from ..definitions.project import Project
from ..dispatch import operation
from ..instances.instance import instance_of, reference_for_servers
from ..instances.run_history import runs_waiting
from ..masking import announce_secrets
from ..problems import platform_error, unknown_name, user_error
from ..protocol import NoParameters, Problem, Target
from ..runtime import Call
from ..servers.dev_server import DevServer, give_import_folders, require_webserver
from ..servers.dev_server_address import listen
from ..servers.dev_server_status import Status, status_of
from .session import check_folders

_POLL_SECONDS = 0.1


class StartParameters(TypedDict):
    """``dev_server.start``. Without a port the usual one is taken, or a free one when that is in use or None.

    ``location`` narrows to the code location of that name.
    """

    target: Target
    location: str | None
    host: str
    port: int | None
    usual_port: int | None


class StartedDevServer(TypedDict):
    """A server that answers. ``problems``: why which of its code locations are not loaded.

    ``queued_runs``: how many runs waited in the instance's queue, which the server launches now.
    """

    url: str
    locations: list[str]
    queued_runs: int
    problems: list[Problem]


class EndedDevServer(TypedDict):
    """A server that was told to end. ``canceled_runs``: those that it has interrupted, in words."""

    canceled_runs: list[str]


@operation
def start(call: Call, parameters: StartParameters) -> StartedDevServer:
    """Starts it, and waits until it answers and has tried to load every code location."""
    session = call.session
    if session.dev_server is not None:
        raise platform_error("protocol", "There is a dev server already")
    project = Project(session.parameters["project_directory"], parameters["target"]["working_directory"])
    check_folders(project)
    require_webserver()
    project.enter(session.parameters["python_path"])
    give_import_folders(project, session.parameters["python_path"])
    announce_secrets(session.parameters["secrets"])
    # Dagster's servers ask for it.
    os.environ["DAGSTER_IS_DEV_CLI"] = "1"
    listening = listen(parameters["host"], parameters["port"], parameters["usual_port"])
    server = DevServer(listening.sockets)
    try:
        instance = instance_of(session)
        queued = runs_waiting(instance)
        origins = _narrowed(dagster_origins(parameters["target"]), parameters["location"])
        server.serve(instance, reference_for_servers(session), origins, project)
        status = _loaded(server, listening.url, project)
    except BaseException:
        server.stop()
        raise
    session.dev_server = server
    return {
        "url": listening.url,
        "locations": status.locations,
        "queued_runs": queued,
        "problems": status.problems,
    }


@operation
def wait(call: Call, _parameters: NoParameters) -> EndedDevServer:
    """Waits until the call is cancelled, and ends the server then. That it ends by itself is an error."""
    server = call.session.dev_server
    if server is None:
        raise platform_error("protocol", "There is no dev server")
    try:
        while (ended := server.ended()) is None:
            time.sleep(_POLL_SECONDS)
    except KeyboardInterrupt:
        return {"canceled_runs": server.stop()}
    server.stop()
    raise ended


def _narrowed(origins: list[Any], location: str | None) -> list[Any]:
    found = [origin for origin in origins if location is None or origin.location_name == location]
    if location is not None and not found:
        names = [origin.location_name for origin in origins]
        raise user_error(unknown_name("code location", location, names, parameter="location"))
    return found


def _loaded(server: DevServer, url: str, project: Project) -> Status:
    while (status := status_of(url, project)) is None:
        if (ended := server.ended()) is not None:
            raise ended
        time.sleep(_POLL_SECONDS)
    return status
