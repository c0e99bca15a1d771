"""Warm worker processes: a fork server that has Dagster, the lean storage and the user's definitions in it.

Imported by this process to start the server, and by the server itself, where it preloads. The server opens no instance
and starts no thread, so that it can be forked safely at any time.
"""

import contextlib
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import forkserver, get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster._core.definitions.reconstruct import ReconstructableRepository

_PRELOAD_VARIABLE = "DAGSTER_MAVEN_PRELOAD"
_SECONDS_BETWEEN_LOOKS = 0.5


def ensure_fork_server(repository: "ReconstructableRepository") -> list[str]:
    """Starts the fork server unless it runs; returns the modules that it preloads.

    It runs on while it loads: whoever asks for the first worker waits for it.
    """
    from .dagster_run_api import serialize_value

    modules = ["dagster._core.executor.multiprocess", __name__]
    get_context("forkserver").set_forkserver_preload(modules)
    # The server imports with the path of a new interpreter, and tells nobody when an import fails.
    path = os.pathsep.join(dict.fromkeys(entry for entry in sys.path if entry))
    with _environment({"PYTHONPATH": path, _PRELOAD_VARIABLE: serialize_value(repository.pointer)}):
        forkserver.ensure_running()
    return modules


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _preload(pointer: str, bridge: int) -> None:
    """Loads what workers need, in the fork server."""
    gc.disable()
    # Whatever fails here fails again in the worker, which can tell the user about it; the server must live on.
    with contextlib.suppress(Exception, SystemExit):
        from . import storage  # noqa: F401
        from .dagster_run_api import ReconstructableRepository, deserialize_value, silence_console

        silence_console()
        ReconstructableRepository(deserialize_value(pointer)).get_definition()
    # What is frozen is not looked at by the collector of a worker, and so its memory stays shared.
    gc.freeze()
    gc.enable()
    server = os.getpid()
    os.register_at_fork(after_in_child=lambda: _watch(server, bridge))


def _watch(server: int, bridge: int) -> None:
    """In a worker: ends it when the bridge is gone. The server cannot tell, because its workers keep it alive."""
    # Processes that a worker forks itself are its own business.
    if os.getppid() != server:
        return
    threading.Thread(target=_end_with, args=(bridge,), name="bridge watch", daemon=True).start()


def _end_with(bridge: int) -> None:
    while True:
        try:
            os.kill(bridge, 0)
        except OSError:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(_SECONDS_BETWEEN_LOOKS)


_wanted = os.environ.pop(_PRELOAD_VARIABLE, None)
if _wanted is not None:
    _preload(_wanted, os.getppid())
