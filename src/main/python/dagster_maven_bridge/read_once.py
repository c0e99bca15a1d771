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
    known: dict[str, tuple[int | None, Content]] = {}

    def of(file: str) -> Content:
        modified = _modified(file)
        found = known.get(file)
        if found is None or found[0] != modified:
            found = known[file] = modified, read(file)
        return found[1]

    return of


def _modified(file: str) -> int | None:
    try:
        return os.stat(file).st_mtime_ns
    except OSError:
        return None
