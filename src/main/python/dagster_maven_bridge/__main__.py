"""Starts the bridge: ``python -m dagster_maven_bridge``.

The descriptors of the protocol are taken before anything else is imported. From then on whatever user code, its native
extensions and its child processes print lands on standard error.
"""

import os
import sys


def _take_descriptors() -> tuple[int, int]:
    incoming, outgoing = os.dup(0), os.dup(1)
    for descriptor in (incoming, outgoing):
        os.set_inheritable(descriptor, False)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return incoming, outgoing


def _shield_imports() -> None:
    """``-m`` puts the working directory first: a ``queue.py`` of the project would stand in for Python's own."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if sys.path and sys.path[0] in ("", os.getcwd()):
        sys.path[0] = here
    elif here not in sys.path[:1]:
        sys.path.insert(0, here)


if __name__ == "__main__":
    _incoming, _outgoing = _take_descriptors()
    _shield_imports()

    # Before there are threads, which a fork would not take along, and before the imports, which would cost it time.
    from dagster_maven_bridge import watcher

    watcher.start(_incoming)

    from dagster_maven_bridge.bridge import Bridge
    from dagster_maven_bridge.channel import Channel

    Bridge(Channel(_incoming, _outgoing)).serve()
