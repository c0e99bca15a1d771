"""Dagster's private interfaces that a development server needs. They hold for Dagster 1.10 to 1.13.

What ``dagster dev`` does, by the functions below its command line. Import this module only in a process that serves.
"""

import json
from collections.abc import Mapping, Sequence
from socket import socket
from typing import TYPE_CHECKING, Any

from dagster import DagsterInstance, DagsterRunStatus, RunRecord, RunsFilter
from dagster._cli.proxy_server_manager import ProxyServerManager
from dagster._core.storage.tags import GRPC_INFO_TAG
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load import location_origins_from_config
from dagster._core.workspace.load_target import WorkspaceLoadTarget
from dagster._serdes import deserialize_value, serialize_value
from dagster._utils.log import configure_loggers

if TYPE_CHECKING:
    from dagster._core.instance import InstanceRef

# As the command line has it.
_CODE_SERVER_LOG_LEVEL = "warning"
_STATEMENT_TIMEOUT_MILLISECONDS = 15_000
_POOL_RECYCLE_SECONDS = 3_600
_POOL_OVERFLOW = 20
_POLL_MILLISECONDS = 2_000
# An open page must not hold up the end for long.
_LAST_ANSWERS_SECONDS = 1

_IN_PROGRESS = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]

# A server's entry in a workspace file: `{"grpc_server": {"location_name": …, "socket": …}}`.
CodeServer = Mapping[str, Mapping[str, Any]]


class _Origins(WorkspaceLoadTarget):  # type: ignore[misc]
    """Code locations that are known already."""

    def __init__(self, origins: Sequence[Any]) -> None:
        self._origins = origins

    def create_origins(self) -> Sequence[Any]:
        return self._origins


class CodeServers:
    """A server for each code location, shared by webserver and daemon, so that a reload reaches both."""

    def __init__(self, instance: DagsterInstance, origins: Sequence[Any]) -> None:
        self._manager = ProxyServerManager(instance, _Origins(origins), code_server_log_level=_CODE_SERVER_LOG_LEVEL)

    def entries(self) -> list[CodeServer]:
        """The servers as a workspace file lists them."""
        return list(self._manager.get_code_server_specs())

    def close(self) -> None:
        """Ends the servers, and what would start them again."""
        self._manager.__exit__(None, None, None)


def serialized(reference: "InstanceRef") -> str:
    """An instance as another process can open it."""
    return str(serialize_value(reference))


def serve_pages(reference: str, servers: Sequence[CodeServer], sockets: list[socket]) -> None:
    """Serves the pages and GraphQL on sockets that listen already, until it is interrupted."""
    import uvicorn
    from dagster_webserver.app import create_app_from_workspace_process_context
    from dagster_webserver.version import __version__

    configure_loggers()
    with (
        _instance(reference) as instance,
        WorkspaceProcessContext(
            instance,
            workspace_load_target=_origins_of(servers),
            version=__version__,
            code_server_log_level=_CODE_SERVER_LOG_LEVEL,
        ) as context,
    ):
        instance.optimize_for_webserver(_STATEMENT_TIMEOUT_MILLISECONDS, _POOL_RECYCLE_SECONDS, _POOL_OVERFLOW)
        app = create_app_from_workspace_process_context(context, live_data_poll_rate=_POLL_MILLISECONDS)
        settings = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_LAST_ANSWERS_SECONDS)
        uvicorn.Server(settings).run(sockets=sockets)


def run_daemon(reference: str, servers: Sequence[CodeServer]) -> None:
    """Launches queued runs and evaluates schedules and sensors, until it is interrupted."""
    from dagster._daemon.controller import daemon_controller_from_instance

    with (
        _instance(reference) as instance,
        daemon_controller_from_instance(
            instance, _origins_of(servers), code_server_log_level=_CODE_SERVER_LOG_LEVEL
        ) as controller,
    ):
        controller.check_daemon_loop()


def runs_in_progress(instance: DagsterInstance, servers: Sequence[CodeServer]) -> list[RunRecord]:
    """The runs that these servers have begun and not finished, as the storage keeps them."""
    addresses = [_address(entry["grpc_server"]) for entry in servers]
    return [
        record
        for record in instance.get_run_records(RunsFilter(statuses=_IN_PROGRESS))
        if _address(json.loads(record.dagster_run.tags.get(GRPC_INFO_TAG, "{}"))) in addresses
    ]


def _address(server: Mapping[str, Any]) -> tuple[Any, Any]:
    return server.get("socket"), server.get("port")


def _instance(reference: str) -> DagsterInstance:
    from dagster._core.instance import InstanceRef

    return DagsterInstance.from_ref(deserialize_value(reference, InstanceRef))


def _origins_of(servers: Sequence[CodeServer]) -> WorkspaceLoadTarget:
    # The path is what relative files are relative to, and there are none.
    return _Origins(list(location_origins_from_config({"load_from": list(servers)}, "workspace.yaml").values()))
