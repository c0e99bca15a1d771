"""Warm worker processes: a fork server that has Dagster, the lean storage and the user's definitions in it.

Imported by this process to start the server, and by the server itself, where it preloads. The server opens no instance
and starts no thread, so that it can be forked safely at any time.
"""

import contextlib
import faulthandler
import gc
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing import forkserver, get_all_start_methods, get_context
from typing import TYPE_CHECKING, TypedDict

from ..folders import IMPORT_ROOT

if TYPE_CHECKING:
    from dagster import RepositoryDefinition
    from dagster._core.definitions.reconstruct import ReconstructableRepository

_PRELOAD_VARIABLE = "DAGSTER_MAVEN_PRELOAD"
_SECONDS_BETWEEN_LOOKS = 0.5


class _Preload(TypedDict):
    """What the server is told: where it works and imports from, and what it loads."""

    directory: str
    path: list[str]
    pointers: list[str]


def can_fork() -> bool:
    """Whether workers can be forked: unsafe on macOS once certain system libraries were used, unknown to Windows."""
    return sys.platform not in ("darwin", "win32") and "forkserver" in get_all_start_methods()


_LOADED: "dict[str, RepositoryDefinition]" = {}
"""What the fork server has loaded, by its pointer: its workers need not load it again."""


def loaded(repository: "ReconstructableRepository") -> "RepositoryDefinition":
    """The definitions of a repository: those that the fork server has loaded, or loaded now."""
    from ..private_api.dagster_run_api import serialize_value

    # With data of its own, definitions that ask another system what they are need not ask it again.
    found = _LOADED.get(serialize_value(repository.pointer)) if repository.repository_load_data is None else None
    return found if found is not None else repository.get_definition()


def ensure_fork_server(repositories: "Sequence[ReconstructableRepository]") -> list[str]:
    """Starts the fork server unless it runs; returns the modules that it preloads.

    It runs on while it loads: whoever asks for the first worker waits for it.
    """
    from ..private_api.dagster_run_api import serialize_value

    modules = ["dagster._core.executor.multiprocess", __name__]
    get_context("forkserver").set_forkserver_preload(modules)
    told: _Preload = {
        "directory": os.getcwd(),
        "path": [entry for entry in sys.path if entry],
        "pointers": [serialize_value(repository.pointer) for repository in repositories],
    }
    os.environ[_PRELOAD_VARIABLE] = json.dumps(told)
    # A new interpreter imports from its working directory first: a queue.py of the project would stand in for Python's
    # own. It starts beside this package, which it finds there, and enters the project when it is up.
    os.chdir(IMPORT_ROOT)
    try:
        forkserver.ensure_running()
    finally:
        os.chdir(told["directory"])
        del os.environ[_PRELOAD_VARIABLE]
    return modules


def _preload(told: _Preload, bridge: int) -> None:
    """Enters the project and loads what workers need, in the fork server."""
    # A worker that dies of a signal tells where, as the bridge does.
    faulthandler.enable()
    gc.disable()
    # Whatever fails here fails again in the worker, which can tell the user about it; the server must live on.
    with contextlib.suppress(Exception, SystemExit):
        # Dagster before the project, whose modules could stand in for those of Python's that it needs.
        import queue  # noqa: F401

        from ..definitions.user_warnings import silent_about_dagster
        from ..diagnosis.exception_groups import keep_members
        from ..instances import storage  # noqa: F401
        from ..private_api.dagster_run_api import ReconstructableRepository, deserialize_value, silence_console
        from . import run_worker  # noqa: F401

        silence_console()
        keep_members()
        os.chdir(told["directory"])
        sys.path[:] = told["path"]
        with silent_about_dagster():
            # The bridge has loaded the same, and told what Dagster warns of.
            for pointer in told["pointers"]:
                _LOADED[pointer] = ReconstructableRepository(deserialize_value(pointer)).get_definition()
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
    _preload(json.loads(_wanted), os.getppid())
