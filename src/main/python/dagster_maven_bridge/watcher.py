"""A tiny process beside the bridge that ends it when the plugin is gone and the bridge itself cannot notice.

The reader thread of the bridge sees the end of the stream, but only while Python runs: native code of an asset that
keeps Python's lock (a long match of a regular expression, a call into a C library) stops every thread. Forked before
there are threads and before user code is imported, so it costs a few milliseconds and shares its memory.
"""

import contextlib
import os
import select
import signal
from collections.abc import Callable

from . import processes

# The bridge ends by itself within its own grace and the two seconds that ending its descendants may take.
_GRACE_SECONDS = 6.5
# Far more than an interpreter has open before it has imported anything.
_DESCRIPTORS = 256


def start(incoming: int) -> None:
    """Starts the watcher of this process; ``incoming`` is the stream whose end tells that the plugin is gone.

    Does nothing where the system cannot fork: there the plugin's own end is all there is.
    """
    if not hasattr(os, "fork"):
        return
    bridge = os.getpid()
    alive, lifeline = os.pipe()
    if not _fork(lambda: _watch(bridge, incoming, alive)):
        return
    os.close(alive)
    # A child that is forked must not keep the lifeline up. It is never closed here: the end of the process does that.
    os.register_at_fork(after_in_child=lambda: _close(lifeline))


def guard(plugin: int) -> None:
    """Ends this process, whatever program it becomes, with all that it has started once the process ``plugin`` is gone.

    Does nothing where the system cannot tell of the end of another process.
    """
    if hasattr(os, "fork") and hasattr(os, "pidfd_open"):
        program = os.getpid()
        _fork(lambda: _watch_program(program, plugin))


def _fork(watch: Callable[[], None]) -> bool:
    """Does something in another process that is no child of this one; whether the system had a process for it."""
    try:
        intermediate = os.fork()
    except OSError:
        # No more processes here: what this one does must not depend on it.
        return False
    if intermediate == 0:
        try:
            # Twice, so that it is no child of this one: code that waits for all its children waits for its own.
            if os.fork() == 0:
                watch()
        finally:
            os._exit(0)
    os.waitpid(intermediate, 0)
    return True


def _watch_program(program: int, plugin: int) -> None:
    """In the watcher: until the program has ended, or has outlived the plugin."""
    running, building = os.pidfd_open(program), os.pidfd_open(plugin)
    _leave_everything_but(running, building)
    both = select.poll()
    both.register(running, select.POLLIN)
    both.register(building, select.POLLIN)
    if running not in (descriptor for descriptor, _ in both.poll()):
        processes.kill_tree(program)


def _close(descriptor: int) -> None:
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _watch(bridge: int, incoming: int, alive: int) -> None:
    """In the watcher: until the bridge has ended, or has outlived the plugin for too long."""
    _leave_everything_but(incoming, alive)
    plugin_and_bridge = select.poll()
    plugin_and_bridge.register(incoming, 0)
    plugin_and_bridge.register(alive, 0)
    if alive in (descriptor for descriptor, _ in plugin_and_bridge.poll()):
        return
    only_bridge = select.poll()
    only_bridge.register(alive, 0)
    if not only_bridge.poll(_GRACE_SECONDS * 1000):
        processes.kill_tree(bridge)


def _leave_everything_but(*kept: int) -> None:
    """Keeps no stream and no folder of the bridge busy, and lives on when a terminal or the plugin asks all to end."""
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    os.chdir("/")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(0, 1)
    os.dup2(0, 2)
    for descriptor in set(range(3, _DESCRIPTORS)) - set(kept):
        _close(descriptor)
