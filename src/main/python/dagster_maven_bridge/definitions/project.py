"""The user's project on disk: which files are the user's own, what is in scope of an import, what ``.env`` says."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

# Never the user's own code, whatever Python finds there.
_FOREIGN = frozenset(
    ("site-packages", "dist-packages", "node_modules", "__pycache__", "target", "venv", "env", "build")
)


@dataclass(frozen=True)
class Project:
    """The folders that user code is loaded from: the project's and the target's working directory."""

    directory: str
    working_directory: str
    _roots: tuple[str, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        roots = {os.path.realpath(self.directory), os.path.realpath(self.working_directory)}
        object.__setattr__(self, "_roots", tuple(sorted(roots)))

    def owns(self, file: str) -> bool:
        """Whether a file is the user's own: below the project, and not in an environment or in build output."""
        return _is_own(file, self._roots)

    def relative(self, file: str) -> str:
        """A file as the user sees it: relative to the project where it lies below it."""
        relative = os.path.relpath(os.path.realpath(file), os.path.realpath(self.directory))
        return file if relative.startswith(os.pardir) else relative

    def import_folders(self) -> list[str]:
        """The folders that modules are imported from, the most important first."""
        folders: list[str] = []
        for base in (self.working_directory, self.directory):
            source = os.path.join(base, "src")
            for folder in (base, source):
                is_package = os.path.isfile(os.path.join(folder, "__init__.py")) and folder == source
                if folder not in folders and os.path.isdir(folder) and not is_package:
                    folders.append(folder)
        return folders

    def enter(self, python_path: list[str]) -> None:
        """Makes this process one that runs in the project: working directory, import path, ``.env``.

        ``PYTHONPATH`` stays as it is. Workers are given ``sys.path``; in another interpreter that user code starts, a
        module of the project would come before Python's own, as it does not below the ``dagster`` command line either.
        """
        os.chdir(self.working_directory)
        for folder in reversed(list(dict.fromkeys([*python_path, *self.import_folders()]))):
            if folder in sys.path[1:]:
                sys.path.remove(folder)
            # At 1, because Dagster drops the first entry while it imports user code.
            sys.path.insert(1, folder)
        for file in self.environment_files():
            _load_environment(file)

    def environment_files(self) -> list[str]:
        """Where a ``.env`` file is looked for, the most important first."""
        files = [os.path.join(self.working_directory, ".env"), os.path.join(self.directory, ".env")]
        return list(dict.fromkeys(files))

    def modules(self) -> list[str]:
        """The top-level modules and packages of the project, sorted."""
        names: set[str] = set()
        for folder in self.import_folders():
            for entry in os.scandir(folder):
                name, ending = os.path.splitext(entry.name)
                is_package = entry.is_dir() and os.path.isfile(os.path.join(entry.path, "__init__.py"))
                if name.isidentifier() and (is_package or (ending == ".py" and name != "setup")):
                    names.add(name)
        return sorted(names)

    def folders(self, folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
        """A folder and those below it that may hold the user's own files, as ``os.walk`` gives them."""
        for path, folders, files in os.walk(folder):
            folders[:] = sorted(name for name in folders if not is_foreign(name))
            yield path, folders, files

    def python_files(self, folder: str) -> Iterator[str]:
        """The user's Python files below a folder, sorted."""
        for path, _, files in self.folders(folder):
            yield from (os.path.join(path, name) for name in sorted(files) if name.endswith(".py"))


@lru_cache(maxsize=4096)
def _is_own(file: str, roots: tuple[str, ...]) -> bool:
    # Thousands of definitions ask for the same few files.
    if file.startswith("<"):
        # Code that stands in no file, as <string> or Python's own <frozen os>.
        return False
    folder, name = os.path.split(file)
    real = os.path.join(_real_folder(folder), name)
    for root in roots:
        if real.startswith(os.path.join(root, "")):
            folders = os.path.dirname(real[len(root) :]).split(os.sep)
            return not any(is_foreign(folder) for folder in folders if folder)
    return False


@lru_cache(maxsize=4096)
def _real_folder(folder: str) -> str:
    """A folder without links. Remembered: asked for the files of some thousand modules in a few hundred folders."""
    return os.path.realpath(folder)


def is_foreign(folder: str) -> bool:
    """Whether a folder of this name never holds the user's own code."""
    return folder in _FOREIGN or folder.startswith(".")


def _load_environment(file: str) -> None:
    if not os.path.isfile(file):
        return
    # Dagster's own reader of these files and a dependency of it.
    from dotenv import dotenv_values

    for name, value in dotenv_values(file).items():
        if value is not None:
            os.environ.setdefault(name, value)
