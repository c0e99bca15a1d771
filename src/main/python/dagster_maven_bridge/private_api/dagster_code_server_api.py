"""The private interfaces of Dagster that a code server needs. Tried on 1.10.21 and 1.13.27."""

import inspect
import logging
import threading
from typing import Any

from dagster._core.utils import FuturesAwareThreadPoolExecutor
from dagster._grpc.proxy_server import DagsterProxyApiServicer
from dagster._grpc.server import CouldNotBindGrpcServerToAddress as CouldNotBindGrpcServerToAddress
from dagster._grpc.server import DagsterGrpcServer


def code_server(
    *, loadable: Any, location: str, host: str, port: int | None, socket: str | None, ended: threading.Event
) -> Any:
    """A server that ``serve()`` runs until the event is set; its code is loaded by a process of its own."""
    logger = logging.getLogger("dagster.code_server")
    given = {
        "loadable_target_origin": loadable,
        "fixed_server_id": None,
        "container_image": None,
        "container_context": None,
        "inject_env_vars_from_instance": False,
        "location_name": location,
        "log_level": "info",
        "startup_timeout": 0,
        "instance_ref": None,
        "server_termination_event": ended,
        "logger": logger,
        "server_heartbeat": False,
        "server_heartbeat_timeout": 30,
        # The last two are younger than 1.10.
        "heartbeat_ttl": 30,
        "defs_state_info": None,
    }
    known = inspect.signature(DagsterProxyApiServicer).parameters
    servicer = DagsterProxyApiServicer(**{name: value for name, value in given.items() if name in known})
    return DagsterGrpcServer(
        server_termination_event=ended,
        dagster_api_servicer=servicer,
        port=port,
        socket=socket,
        host=host,
        threadpool_executor=FuturesAwareThreadPoolExecutor(),
        logger=logger,
    )
