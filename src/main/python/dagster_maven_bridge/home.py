"""The folder of the instance: made when something needs it, gone again when nothing has come into it."""

import contextlib
import os
from collections.abc import Iterator

from .problems import problem, user_error


def make_home(home: str) -> None:
    """Makes the folder if it is not there; an OperationError tells why it cannot be used."""
    try:
        os.makedirs(home, exist_ok=True)
    except OSError as error:
        reason = "it is a file" if os.path.isfile(home) else error.strerror
    else:
        if os.access(home, os.W_OK | os.X_OK):
            return
        reason = "it cannot be written to"
    raise user_error(
        problem(
            "home_unusable",
            f"The Dagster home {home} cannot be used: {reason}",
            subject="folder",
            value=home,
            parameter="home",
            remedy="Name a folder that can be written to with <home> (-Ddagster.home=…)",
        )
    )


@contextlib.contextmanager
def home_while_loading(home: str) -> Iterator[None]:
    """User code that is imported finds the home; if it has not used it, none is left behind."""
    existed = os.path.isdir(home)
    make_home(home)
    try:
        yield
    finally:
        if not existed:
            # Fails when there is something in it.
            with contextlib.suppress(OSError):
                os.rmdir(home)
