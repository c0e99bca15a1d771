"""Code servers."""

import threading
import time
from typing import TypedDict

from ..dispatch import operation
from ..runtime import Call


class ServeParameters(TypedDict):
    """``code_servers.serve``; see the Java record ``ServeCodeRequest``. Neither port nor socket is a free port."""

    location: str
    host: str
    port: int | None
    socket: str | None


class Served(TypedDict):
    """Where the server was."""

    address: str


@operation
def serve(call: Call, parameters: ServeParameters) -> Served:
    """Serves the code of this location until the call is cancelled; a log record tells the address."""
    from ..servers.code_server import CodeServer

    ended = threading.Event()
    call.on_cancel = ended.set
    server = CodeServer(call.session, parameters["host"], parameters["port"], parameters["socket"])

    def tell(message: str) -> None:
        call.emit("log_record", {"run_id": "", "step": None, "level": "info", "message": message, "time": time.time()})

    server.serve(ended, tell)
    return {"address": server.address}
