"""Modules that are not there: the target itself, one of the project's own, or one of a package to be installed."""

import difflib
import os
import re
from typing import Any

from ..definitions.project import Project
from ..problems import problem
from ..protocol import Problem, SourceLocation
from . import yaml_places
from .errors import chain

_KEYS = r"root_module|autoload_defs_module_name|code_location_target_module|module_name|package_name|python_module"


def missing_target(error: BaseException, location: str, loadable: Any, project: Project) -> Problem | None:
    """The target itself is not there, as opposed to something that it imports."""
    wanted = loadable.module_name or loadable.package_name or getattr(loadable, "autoload_defs_module_name", None)
    root = list(chain(error))[-1]
    if not wanted or not isinstance(root, ModuleNotFoundError) or root.name is None:
        return None
    if wanted != root.name and not wanted.startswith(root.name + "."):
        return None
    named = _named(wanted, project)
    parameter = "packageName" if loadable.package_name else "moduleName"
    if getattr(loadable, "autoload_defs_module_name", None):
        parameter = "autoloadDefsModuleName"
    correct = f"Correct <{parameter}> (-Ddagster.{parameter})"
    if named is not None:
        key, place = named
        correct = f"Correct {key} in {os.path.basename(place['file'])}"
    return problem(
        "missing_module",
        f"There is no module '{root.name}' in {' or '.join(project.import_folders())}",
        subject="module",
        value=root.name if named is not None else wanted,
        parameter=None if named is not None else parameter,
        choices=_beside(root.name, project),
        at=named[1] if named is not None else None,
        code_location=location,
        remedy=f"{correct}, or name its folder with <workingDirectory> (-Ddagster.workingDirectory)",
    )


def _named(wanted: str, project: Project) -> tuple[str, SourceLocation] | None:
    """The key and line of the project's files that name a module, or the package that its definitions are below."""
    for name in dict.fromkeys((wanted, wanted.partition(".")[0])):
        for file in ("pyproject.toml", "workspace.yaml"):
            stated = rf"(?P<key>{_KEYS})['\"]?\s*[=:]\s*['\"]?{re.escape(name)}['\"]?\s*(?:[,}}#].*)?$"
            place = yaml_places.line_with(os.path.join(project.directory, file), stated)
            if place is not None and (found := re.search(stated, place["source"] or "")):
                return found["key"], place
    return None


def with_advice(found: Problem, name: str, project: Project) -> Problem:
    """A problem with a module that user code imports, with what can be done: the project is known here."""
    package = name.partition(".")[0]
    if package in project.modules():
        # A package of the project's own lacks the module: nothing that could be installed has it.
        return {**found, "choices": _beside(name, project), "remedy": None}
    folder = _folder_of(package, project)
    if folder is not None:
        remedy = f"It lies in {folder}: name that folder with <workingDirectory> (-Ddagster.workingDirectory)"
        return {**found, "remedy": remedy}
    return {**found, "choices": difflib.get_close_matches(package, project.modules())}


def _beside(name: str, project: Project) -> list[str]:
    """The modules that could have been meant: those in the same package, when that is there."""
    parent = name.rpartition(".")[0]
    found: set[str] = set()
    for base in project.import_folders() if parent else ():
        folder = os.path.join(base, *parent.split("."))
        for entry in os.scandir(folder) if os.path.isdir(folder) else ():
            module, ending = os.path.splitext(entry.name)
            is_package = entry.is_dir() and os.path.isfile(os.path.join(entry.path, "__init__.py"))
            if module.isidentifier() and module != "__init__" and (is_package or ending == ".py"):
                found.add(f"{parent}.{module}")
    return sorted(found) or project.modules()


def _folder_of(module: str, project: Project) -> str | None:
    """The folder of the project in which a module lies that is not found where modules are imported from."""
    for folder, folders, files in project.folders(project.directory):
        is_package = module in folders and os.path.isfile(os.path.join(folder, module, "__init__.py"))
        # Inside a package it is a part of that.
        if (f"{module}.py" in files or is_package) and "__init__.py" not in files:
            return project.relative(folder)
    return None
