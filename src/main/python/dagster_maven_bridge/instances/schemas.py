"""Templates of the databases of a home, and files that are created from them."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from .engines import BUSY_TIMEOUT_SECONDS


class Schema:
    """Template database files, made by Dagster's own classes when they are first needed.

    ``folders`` are where they may be, the best first: one that all homes share, which may be read-only, and the home's.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def create(self, file: str, name: str, make: Callable[[Path], Path]) -> None:
        """Creates a database file from the template of that name, unless the file is there."""
        if not os.path.exists(file):
            _place(self._template(f"{name}.sqlite", make), Path(file))

    def forget(self) -> None:
        """Removes the home's own templates: what is created from now on has the schema of the installed Dagster."""
        shutil.rmtree(self._folders[-1], ignore_errors=True)

    def _template(self, name: str, make: Callable[[Path], Path]) -> Path:
        # One that another user has made may be there and yet be of no use.
        for folder in self._folders:
            if os.access(folder / name, os.R_OK):
                return folder / name
        with tempfile.TemporaryDirectory() as scratch:
            made = make(Path(scratch))
            # What is still in the write-ahead log would not be copied with the file.
            with contextlib.closing(sqlite3.connect(made)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for folder in self._folders[:-1]:
                with contextlib.suppress(OSError):
                    _place(made, folder / name)
                if os.access(folder / name, os.R_OK):
                    return folder / name
            _place(made, self._folders[-1] / name)
        return self._folders[-1] / name


def _place(source: Path, target: Path) -> None:
    """Copies a file so that nobody ever sees a part of it, and so that whoever comes first wins."""
    target.parent.mkdir(parents=True, exist_ok=True)
    name = target.parent / f".copy-{os.urandom(8).hex()}"
    # The mode is that of this process's new files: the source may be another user's, or made read-only.
    os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        shutil.copyfile(source, name)
        try:
            os.link(name, target)
        except FileExistsError:
            return
        except OSError:
            # No hard links on this file system.
            if not target.exists():
                os.replace(name, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def is_whole(file: str) -> bool:
    """Whether a database file has its schema: what has begun to make it, a tool of Dagster's own, may be dead."""
    with contextlib.closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
        try:
            return connection.execute("SELECT version_num FROM alembic_version").fetchone() is not None
        except sqlite3.OperationalError:
            return False
