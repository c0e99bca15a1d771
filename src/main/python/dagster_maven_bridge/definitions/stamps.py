"""Whether a file that the definitions came from has changed since they were loaded."""

import os
import sys
import time
from collections.abc import Iterable

from .project import Project, is_foreign

_Stamp = tuple[int, int] | None

# Next to code, these decide what components define, and code reads them while it is imported. Not in folders of data,
# which runs write to.
_ENDINGS = (".py", ".yaml", ".yml", ".sql", ".toml", ".json", ".jinja", ".jinja2", ".j2")
_DATA_FOLDERS = frozenset({"data", "output", "outputs"})


class Stamps:
    """The state of the user's files at the time the definitions were loaded.

    Watched are the modules that were imported from the project, every file of code, templates and settings in the
    folders of those modules (a new one may be found by whatever lists its folder), and what decides what is loaded.

    ``since`` is when loading began, in nanoseconds: loading goes on beside the rest of the build, and a file that was
    written meanwhile may have been read before.
    """

    def __init__(self, project: Project, extra: Iterable[str], since: int) -> None:
        self._project = project
        self._extra = [os.path.abspath(file) for file in extra]
        loading = range(since, time.time_ns())
        self._taken = {file: None if stamp and stamp[0] in loading else stamp for file, stamp in self._now().items()}

    def first_change(self) -> str | None:
        """A file that was changed, added or removed; None when there is none."""
        now = self._now()
        if now == self._taken:
            return None
        return min(file for file in {*now, *self._taken} if now.get(file) != self._taken.get(file))

    def files(self) -> set[str]:
        """What is watched, as far as it is known by now: a step may import more."""
        modules = [os.path.abspath(file) for file in _module_files() if self._project.owns(file)]
        files = {*modules, *self._extra}
        for folder in _outermost({os.path.dirname(file) for file in modules if file.endswith("__init__.py")}):
            files.update(_below(folder))
        return files

    def _now(self) -> dict[str, _Stamp]:
        return {file: _stamp(file) for file in self.files()}


def _module_files() -> list[str]:
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return [file for file in files if isinstance(file, str)]


def _outermost(folders: set[str]) -> list[str]:
    found: list[str] = []
    for folder in sorted(folders):
        if not found or not folder.startswith(os.path.join(found[-1], "")):
            found.append(folder)
    return found


def _below(folder: str) -> list[str]:
    found: list[str] = []
    for path, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not is_foreign(name) and name not in _DATA_FOLDERS]
        found.extend(os.path.join(path, name) for name in files if name.endswith(_ENDINGS))
    return found


def _stamp(file: str) -> _Stamp:
    try:
        status = os.stat(file)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
