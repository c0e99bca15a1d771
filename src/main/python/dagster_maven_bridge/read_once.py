"""What is read of files: of each once, as long as it does not change."""

import os
from collections.abc import Callable
from typing import TypeVar

Content = TypeVar("Content")


def read_once(read: Callable[[str], Content]) -> Callable[[str], Content]:
    """A function of a file's path, carried out again only for a file that has been written meanwhile.

    It is also asked of a file that is not there. Not a cache of a size: what is kept is asked for file after file, so
    that a project of one file more than fit would push out each in turn.
    """
    known: dict[str, tuple[tuple[int, int] | None, Content]] = {}

    def of(file: str) -> Content:
        state = _state(file)
        found = known.get(file)
        if found is None or found[0] != state:
            found = known[file] = state, read(file)
        return found[1]

    return of


def _state(file: str) -> tuple[int, int] | None:
    """When it was written, and its size: a tool may set the time back, and two versions may be written in one tick."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
