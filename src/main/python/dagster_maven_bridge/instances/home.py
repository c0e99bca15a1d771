"""The folder of the instance: made when something needs it, gone again when nothing has come into it.

Several builds may use one home at the same time. Each of them may find it missing, make it, and take it away again
while another one is about to use it; and Dagster's SQLite storages, ours included, cannot be initialised by two
processes at once.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from typing import BinaryIO

from ..problems import problem, user_error
from ..runtime import OperationError

_LOCK = ".dagster-maven.lock"
_MARK = ".loading-"
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP}


def make_home(home: str) -> None:
    """Makes the folder if it is not there; an OperationError tells why it cannot be used."""
    try:
        os.makedirs(home, exist_ok=True)
    except FileExistsError as error:
        # It is a folder that has been taken away in between, or no folder.
        if os.path.lexists(home):
            raise _unusable(home, "it is a file") from error
        make_home(home)
    except OSError as error:
        raise _unusable(home, error.strerror) from error
    # One that is not there has just been taken away, which whoever puts something into it will see.
    if not os.access(home, os.W_OK | os.X_OK) and os.path.isdir(home):
        raise _unusable(home, "it cannot be written to")


@contextlib.contextmanager
def home_while_loading(home: str) -> Iterator[None]:
    """User code that is imported finds the home; if nobody has used it, none is left behind."""
    stays = _is_kept(home)
    # Another build that has loaded its code does not take the home away while there is something in it.
    mark = os.path.join(home, f"{_MARK}{os.urandom(8).hex()}")
    _new(home, mark).close()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.unlink(mark)
        if not stays:
            # Fails when there is something in it.
            with contextlib.suppress(OSError):
                os.rmdir(home)


def _is_kept(home: str) -> bool:
    """Whether the folder is there for another reason than that somebody loads user code."""
    try:
        content = os.listdir(home)
    except OSError:
        return False
    return not content or not all(name.startswith(_MARK) for name in content)


@contextlib.contextmanager
def locked(folder: str) -> Iterator[None]:
    """Makes a folder for SQLite's files, and has all other processes that want the same wait for the end of this."""
    with _new(folder, os.path.join(folder, _LOCK)) as lock:
        try:
            _lock(lock)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
            raise _without_locks(folder) from error
        # Released when the file is closed, and by the system when the process dies.
        yield


def _lock(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError as error:
                # It gives up after ten seconds.
                if error.errno != errno.EDEADLK:
                    raise
            else:
                return
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _new(folder: str, file: str) -> BinaryIO:
    """Opens a file in a folder, which is made as often as another process takes it away."""
    while True:
        make_home(folder)
        with contextlib.suppress(FileNotFoundError):
            return open(file, "a+b")


def _unusable(home: str, reason: str | None) -> OperationError:
    return user_error(
        problem(
            "home_unusable",
            f"The Dagster home {home} cannot be used: {reason}",
            subject="folder",
            value=home,
            parameter="home",
            remedy="Name a folder that can be written to with <home> (-Ddagster.home=…)",
        )
    )


def _without_locks(folder: str) -> OperationError:
    return user_error(
        problem(
            "home_unusable",
            f"The folder {folder} cannot hold an instance: its file system has no locks, which SQLite needs",
            subject="folder",
            value=folder,
            parameter="home",
            remedy="Name a folder on a local disk (<home> or -Ddagster.home=…, base_dir in a dagster.yaml), or use a "
            "database server",
        )
    )
