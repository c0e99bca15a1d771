"""What Dagster warns the user of: the preview, beta and superseded parts of its interface that user code needs."""

import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from ..folders import PACKAGE
from .project import Project

# By name: the module that has the classes has moved, and is not to be imported for them.
_CATEGORIES = frozenset({"PreviewWarning", "BetaWarning", "SupersessionWarning"})
_OURS = os.path.join(PACKAGE, "")


def tell_each_once(project: Project) -> None:
    """From now on each such warning is one line, at the user's own place, and told once by this process.

    Dagster names the place in itself that found out, and warns anew for each definition. What our own use of Dagster
    makes it warn of is not told at all. Other warnings are shown as ever.
    """
    shown, told = warnings.showwarning, set[tuple[str, str]]()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if category.__name__ not in _CATEGORIES or file is not None:
            shown(message, category, filename, lineno, file, line)
            return
        place = _place(sys._getframe(1), project)
        text = " ".join(str(message).split())
        if place is not None and (category.__name__, text) not in told:
            told.add((category.__name__, text))
            sys.stderr.write(f"{place}: {category.__name__}: {text}\n")

    warnings.showwarning = show


@contextmanager
def silent_about_dagster() -> Iterator[None]:
    """No such warning is told in this time."""
    shown = warnings.showwarning

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if category.__name__ not in _CATEGORIES:
            shown(message, category, filename, lineno, file, line)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = shown


def _place(frame: FrameType | None, project: Project) -> str | None:
    """Where the nearest user code stands in the calls; None when it is our code or Dagster's that does it."""
    marked = False
    while frame is not None:
        file = frame.f_code.co_filename
        folder, name = os.path.split(file)
        if project.owns(file):
            return f"{project.relative(file)}:{frame.f_lineno}"
        if file.startswith(_OURS) and file != os.path.abspath(__file__):
            return None
        if name == "decorator_utils.py":
            # What stands around a marked function or class: the next one is who calls it.
            marked = True
        elif marked and f"{os.sep}dagster{os.sep}" in os.path.join(folder, ""):
            return None
        frame = frame.f_back
    return None
