"""Templates of the databases of a home, and files that are created from them."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from .engines import BUSY_TIMEOUT_SECONDS

# Templates that this process has looked at.
_GOOD: set[Path] = set()


class Schema:
    """Template database files, made by Dagster's own classes when they are first needed.

    ``folders`` are where they may be, the best first: one that all homes share, which may be read-only, and the home's.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders

    def create(self, file: str, name: str, make: Callable[[Path], Path]) -> None:
        """Creates a database file from the template of that name, unless the file is there."""
        if os.path.exists(file):
            return
        templates = [folder / f"{name}.sqlite" for folder in self._folders]
        if any(_is_copied(template, Path(file)) for template in templates):
            return
        with tempfile.TemporaryDirectory() as scratch:
            made = make(Path(scratch))
            # What is still in the write-ahead log would not be copied with the file.
            with contextlib.closing(sqlite3.connect(made)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # Where the best one cannot be kept, the next best can.
            any(_is_kept(made, template) for template in templates)
            _place(made, Path(file))

    def forget(self) -> None:
        """Removes the home's own templates: what is created from now on has the schema of the installed Dagster."""
        shutil.rmtree(self._folders[-1], ignore_errors=True)


def _is_copied(template: Path, file: Path) -> bool:
    """Whether a database file could be created from a template."""
    if not _is_good(template):
        return False
    try:
        _place(template, file)
    except FileNotFoundError:
        # A build that tidies up the cache may have removed it just now.
        if os.path.exists(template):
            raise
        return False
    return True


def _is_kept(made: Path, template: Path) -> bool:
    """Whether a template is there for later homes; a damaged one is replaced, one that only others may read is not."""
    if _is_good(template):
        return True
    if os.path.lexists(template) and not os.access(template, os.R_OK):
        return False
    try:
        with _copy(made, template) as copy:
            # A loss of power must not leave all builds to come a name with nothing behind it.
            with open(copy, "r+b") as written:
                os.fsync(written.fileno())
            os.replace(copy, template)
    except OSError:
        return False
    return True


def _is_good(template: Path) -> bool:
    """Whether a template can be read and, looked at once in each process, is an undamaged database with its schema."""
    if not os.access(template, os.R_OK):
        return False
    if template not in _GOOD:
        # Nobody writes to it, and in a folder that cannot be written to SQLite opens it in no other way.
        address = f"{template.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
                if not _has_revision(connection) or connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
                    return False
        except sqlite3.DatabaseError:
            return False
        _GOOD.add(template)
    return True


def _place(source: Path, target: Path) -> None:
    """Copies a file so that nobody ever sees a part of it, and so that whoever comes first wins."""
    with _copy(source, target) as copy:
        try:
            os.link(copy, target)
        except FileExistsError:
            return
        except OSError:
            # No hard links on this file system.
            if not target.exists():
                os.replace(copy, target)


@contextlib.contextmanager
def _copy(source: Path, target: Path) -> Iterator[Path]:
    """A copy of a file beside its target, gone at the end unless it has been moved there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    copy = target.parent / f".copy-{os.urandom(8).hex()}"
    # The mode is that of this process's new files: the source may be another user's, or made read-only.
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    try:
        shutil.copyfile(source, copy)
        yield copy
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(copy)


def is_whole(file: str) -> bool:
    """Whether a database file has its schema: what has begun to make it, a tool of Dagster's own, may be dead."""
    with contextlib.closing(sqlite3.connect(file, timeout=BUSY_TIMEOUT_SECONDS)) as connection:
        try:
            return _has_revision(connection)
        except sqlite3.OperationalError:
            return False


def _has_revision(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT version_num FROM alembic_version").fetchone() is not None
