"""Finds every module of the target that cannot be imported, not just the first.

Looked at are the modules that the target imports, directly or not: importing whatever else lies in the project would
run code that Dagster never runs.
"""

import ast
import importlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from .project import Project


def failing_imports(loadable: Any, project: Project) -> list[BaseException]:
    """The exceptions that importing the target's modules one by one ends in; an exception may come up several times."""
    modules = _Modules(project)
    if loadable.python_file:
        modules.follow(None, os.path.abspath(loadable.python_file))
    else:
        components: str | None = getattr(loadable, "autoload_defs_module_name", None)
        name: Any = loadable.module_name or loadable.package_name or components
        modules.start(name, everything=components is not None)
    errors: list[BaseException] = list(modules.syntax_errors)
    with _standing_in() as stand_ins:
        for name in sorted(modules.files):
            if (error := _import(name, modules.files[name], stand_ins)) is not None:
                errors.append(error)
    return errors


class _Modules:
    """The user's modules that are reachable from a start, by name, found without running any of them."""

    def __init__(self, project: Project) -> None:
        self.files: dict[str, str] = {}
        self.syntax_errors: list[SyntaxError] = []
        self._project = project
        self._seen: set[str] = set()

    def start(self, name: str, everything: bool) -> None:
        """Follows a module, and for components all modules below it."""
        self._reach(name)
        file = self.files.get(name)
        if everything and file is not None:
            folder = os.path.dirname(file)
            for path in self._project.python_files(folder):
                relative = os.path.relpath(path, folder).removesuffix(".py").removesuffix("__init__").strip(os.sep)
                self._reach(".".join([name, *relative.split(os.sep)]) if relative else name)

    def _reach(self, name: str) -> None:
        """A module with the packages around it."""
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            partial = ".".join(parts[:end])
            if partial not in self.files and (file := self._find(parts[:end])) is not None:
                self.files[partial] = file
                self.follow(partial, file)

    def _find(self, parts: list[str]) -> str | None:
        for folder in self._project.import_folders():
            base = os.path.join(folder, *parts)
            for file in (os.path.join(base, "__init__.py"), base + ".py"):
                if os.path.isfile(file):
                    return file
        return None

    def follow(self, name: str | None, file: str) -> None:
        """Reads a file and follows its imports."""
        if file in self._seen:
            return
        self._seen.add(file)
        try:
            with open(file, "rb") as source:
                tree = ast.parse(source.read(), file)
        except SyntaxError as error:
            self.syntax_errors.append(error)
            return
        except (OSError, ValueError):
            return
        package = name if name is not None and file.endswith("__init__.py") else (name or "").rpartition(".")[0]
        for imported in _imported(tree, package or ""):
            self._reach(imported)


def _imported(tree: ast.Module, package: str) -> Iterator[str]:
    """The modules that a file may import; ``from a import b`` may mean ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                around = package.split(".")
                around = around[: len(around) - node.level + 1]
                base = ".".join([*around, base] if base else around)
            if base:
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names if alias.name != "*")


def _import(name: str, file: str, stand_ins: dict[str, ModuleType]) -> BaseException | None:
    try:
        importlib.import_module(name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if file.endswith("__init__.py"):
            # The modules in a package can be imported only when the package is there.
            stand_in = ModuleType(name)
            stand_in.__path__ = [os.path.dirname(file)]
            stand_ins[name] = sys.modules[name] = stand_in
        return None if _is_about(error, stand_ins) else error
    return None


def _is_about(error: BaseException, stand_ins: dict[str, ModuleType]) -> bool:
    """Whether an error only says that a stand-in is not the real package."""
    if isinstance(error, ImportError) and error.name in stand_ins:
        return True
    return isinstance(error, AttributeError) and any(error.obj is module for module in stand_ins.values())


@contextmanager
def _standing_in() -> Iterator[dict[str, ModuleType]]:
    stand_ins: dict[str, ModuleType] = {}
    try:
        yield stand_ins
    finally:
        for name, module in stand_ins.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
