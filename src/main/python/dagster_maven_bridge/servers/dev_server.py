"""A development server below this process: what ``dagster dev`` runs, and nothing of it outlives this process."""

import importlib.util
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from socket import socket
from typing import TYPE_CHECKING, Any

from .. import processes
from ..definitions.project import Project
from ..folders import IMPORT_ROOT
from ..instances.run_history import entry_of, in_words
from ..problems import platform_error, problem, user_error
from ..runtime import OperationError
from .dev_service import GRACE_SECONDS, Assignment

if TYPE_CHECKING:
    from dagster import DagsterInstance
    from dagster._core.instance import InstanceRef

    from ..private_api.dagster_dev_server_api import CodeServers

_STOPPED = "The dev server was stopped while the run was in progress"


@dataclass(frozen=True)
class _Service:
    """A process of the server."""

    name: str
    process: "subprocess.Popen[bytes]"

    def assign(self, assignment: Assignment) -> None:
        """Tells it what to serve."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps(assignment).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            # It has ended already: whoever waits for it is told.
            return

    def hang_up(self) -> None:
        """Asks it to end."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.close()
        except OSError:
            return


class DevServer:
    """Code servers, webserver and daemon. Made with its processes starting; they serve once they are ``assigned``."""

    def __init__(self, sockets: list[socket]) -> None:
        self._sockets = sockets
        self._code_servers: CodeServers | None = None
        # Now, so that they import Dagster while the code servers load the definitions.
        self._daemon = _start("daemon", [])
        self._webserver = _start("webserver", sockets)

    def serve(
        self, instance: "DagsterInstance", reference: "InstanceRef", origins: Sequence[Any], project: Project
    ) -> None:
        """Loads the code locations, each in a server of its own, and lets webserver and daemon work on them."""
        from ..private_api import dagster_dev_server_api

        self._instance = instance
        self._code_servers = dagster_dev_server_api.CodeServers(instance, origins)
        assignment: Assignment = {
            "directory": project.working_directory,
            "import_folders": project.import_folders(),
            "instance": dagster_dev_server_api.serialized(reference),
            "servers": [{kind: dict(entry[kind]) for kind in entry} for entry in self._code_servers.entries()],
            "descriptors": [listening.fileno() for listening in self._sockets],
        }
        for service in self._services():
            service.assign(assignment)
        # The webserver's alone from here on: when it has gone, nobody pretends to listen.
        self._close_sockets()

    def ended(self) -> OperationError | None:
        """Why it does not serve any more; None as long as it does."""
        for service in self._services():
            code = service.process.poll()
            if code is not None:
                how = f"signal {-code}" if code < 0 else f"exit code {code}"
                return platform_error(
                    "dev_server_ended",
                    f"The {service.name} of the dev server has ended with {how}",
                    remedy="See dev.log in target/dagster/logs for what it has printed",
                )
        return None

    def stop(self) -> list[str]:
        """Ends all of it, by force what does not end when asked to, and records the runs that it interrupts: these."""
        self._close_sockets()
        for service in self._services():
            service.hang_up()
        closing: threading.Thread | None = None
        if self._code_servers is not None:
            closing = threading.Thread(target=self._code_servers.close, name="code servers", daemon=True)
            closing.start()
        deadline = time.monotonic() + GRACE_SECONDS
        for service in self._services():
            try:
                service.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                service.process.kill()
        if closing is not None:
            closing.join(max(0.0, deadline - time.monotonic()))
        processes.kill_descendants()
        return self._recorded_interrupted_runs()

    def _recorded_interrupted_runs(self) -> list[str]:
        from ..private_api import dagster_dev_server_api
        from ..runs.run_ends import end_run

        if self._code_servers is None:
            return []
        records = dagster_dev_server_api.runs_in_progress(self._instance, self._code_servers.entries())
        for record in records:
            end_run(self._instance, record.dagster_run, _STOPPED, cancelled=True)
        return [in_words(entry_of(record)) for record in records]

    def _close_sockets(self) -> None:
        for listening in self._sockets:
            listening.close()

    def _services(self) -> tuple[_Service, _Service]:
        return self._webserver, self._daemon


def require_webserver() -> None:
    """The environments that the plugin builds have it; one that the user names need not."""
    if importlib.util.find_spec("dagster_webserver") is not None:
        return
    import dagster

    raise user_error(
        problem(
            "missing_package",
            f"dagster-webserver is not installed in {sys.executable}",
            subject="Python",
            value=sys.executable,
            parameter="python",
            remedy=f"Install dagster-webserver=={dagster.__version__} there, or leave out <python> (-Ddagster.python)"
            " to have an environment with it provided",
        )
    )


def give_import_folders(project: Project, python_path: list[str]) -> None:
    """Lets the processes that this one starts import what it can.

    Without the working directory, which Dagster gives to a code server itself once Python needs nothing any more that a
    module of the project could stand in for.
    """
    folders = [*python_path, *project.import_folders()]
    others = [folder for folder in dict.fromkeys(folders) if folder != project.working_directory]
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([*filter(None, given), *others]))


def _start(name: str, sockets: list[socket]) -> _Service:
    inherited: dict[str, Any] = {"pass_fds": [listening.fileno() for listening in sockets]}
    if os.name != "posix":
        # Windows hands on everything that is marked as inheritable, or nothing.
        for listening in sockets:
            listening.set_inheritable(True)
        inherited = {"close_fds": not sockets}
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", f"{__package__}.dev_service", name],
        # Not the project: -m imports from the folder it is started in.
        cwd=IMPORT_ROOT,
        stdin=subprocess.PIPE,
        stdout=2,
        **inherited,
    )
    return _Service(name, process)
