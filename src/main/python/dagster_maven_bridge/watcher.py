"""A tiny process beside the bridge that ends it when the plugin is gone and the bridge itself cannot notice.

The reader thread of the bridge sees the end of the stream, but only while Python runs: native code of an asset that
keeps Python's lock (a long match of a regular expression, a call into a C library) stops every thread. Forked before
there are threads and before user code is imported, so it costs a few milliseconds and shares its memory.
"""

import contextlib
import os
import select
import signal

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
    try:
        intermediate = os.fork()
    except OSError:
        # No more processes here: what the bridge does must not depend on this one.
        return
    if intermediate == 0:
        try:
            # Twice, so that it is no child of the bridge: user code that waits for all its children waits for its own.
            if os.fork() == 0:
                _watch(bridge, incoming, alive)
        finally:
            os._exit(0)
    os.close(alive)
    os.waitpid(intermediate, 0)
    # A child that is forked must not keep the lifeline up. It is never closed here: the end of the process does that.
    os.register_at_fork(after_in_child=lambda: _close(lifeline))


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
    # Standard input is the null device already.
    os.dup2(0, 1)
    os.dup2(0, 2)
    for descriptor in set(range(3, _DESCRIPTORS)) - set(kept):
        _close(descriptor)
