"""A server of the code of one location, for a webserver or a daemon that another process runs."""

import os
import socket as sockets
import threading
from collections.abc import Callable

from ..definitions.import_path import shared_import_path
from ..definitions.loading import origin_of
from ..definitions.narrowing import loaded_location
from ..private_api.dagster_code_server_api import CouldNotBindGrpcServerToAddress, code_server
from ..problems import problem, user_error
from ..protocol import Problem
from ..runtime import Session


class CodeServer:
    """Listens at a port of a host, or at a socket file; at a free port when neither is given."""

    def __init__(self, session: Session, host: str, port: int | None, socket: str | None) -> None:
        self._session = session
        self._host = host
        self._socket = socket
        self._port = None if socket is not None else port or _free_port(host)
        self.address = f"unix:{os.path.abspath(socket)}" if socket is not None else f"{host}:{self._port}"

    def serve(self, ended: threading.Event, tell: Callable[[str], None]) -> None:
        """Until the event is set; tells the address once the code is loaded and the server listens there."""
        location = loaded_location(self._session).name
        found = origin_of(self._session)
        with shared_import_path(self._session):
            try:
                server = code_server(
                    loadable=found.loadable,
                    location=location,
                    host=self._host,
                    port=self._port,
                    socket=self._socket,
                    ended=ended,
                )
            except (CouldNotBindGrpcServerToAddress, RuntimeError) as error:
                # gRPC has become stricter in between, and then raises an error of its own.
                raise user_error(self._taken()) from error
            tell(f"Code server of {location} at {self.address}")
            server.serve()

    def _taken(self) -> Problem:
        parameter, value = ("port", str(self._port)) if self._socket is None else ("socket", self._socket)
        return problem(
            "address_in_use",
            f"The code server cannot listen at {self.address}: the address is taken, or is none of this machine",
            subject="address",
            value=value,
            parameter=parameter,
            remedy=f"Give another one with <{parameter}> (-Ddagster.{parameter}=…)",
        )


def _free_port(host: str) -> int:
    with sockets.create_server((host, 0)) as server:
        port: int = server.getsockname()[1]
        return port
