"""One of the processes of a development server: ``python -m dagster_maven_bridge.servers.dev_service webserver``.

Standard input is its lifeline: one line that says what to serve, and its end when it is time to go. So a service ends
with the process that has started it, however that one has ended.
"""

import json
import os
import socket
import sys
import threading
from typing import TypedDict

# How long an orderly end may take.
GRACE_SECONDS = 2.0


class Assignment(TypedDict):
    """What to serve. Sent on its own line, so that a service can import Dagster while its assignment is made."""

    directory: str
    import_folders: list[str]
    instance: str
    servers: list[dict[str, dict[str, object]]]
    descriptors: list[int]


def run(service: str) -> None:
    """Serves until the lifeline ends."""
    from dagster_maven_bridge.private_api import dagster_dev_server_api

    line = sys.stdin.buffer.readline()
    if not line:
        return
    assignment: Assignment = json.loads(line)
    threading.Thread(target=_end_with_lifeline, name="lifeline", daemon=True).start()
    # Settings of an instance may name modules of the project.
    os.chdir(assignment["directory"])
    sys.path.extend(folder for folder in assignment["import_folders"] if folder not in sys.path)
    if service == "webserver":
        sockets = [socket.socket(fileno=descriptor) for descriptor in assignment["descriptors"]]
        dagster_dev_server_api.serve_pages(assignment["instance"], assignment["servers"], sockets)
    else:
        dagster_dev_server_api.run_daemon(assignment["instance"], assignment["servers"])


def _end_with_lifeline() -> None:
    from dagster_maven_bridge.bridge import interrupt_main_thread

    sys.stdin.buffer.read()
    interrupt_main_thread()
    threading.Event().wait(GRACE_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    try:
        run(sys.argv[1])
    except KeyboardInterrupt:
        # Somebody has asked it to end.
        os._exit(0)
