"""Where things are defined in the user's code."""

import inspect
import linecache
import os
import sys
from collections.abc import Iterable, Mapping
from types import CodeType, ModuleType
from typing import Any

from ..protocol import SourceLocation
from .project import Project


def at(file: str, line: int) -> SourceLocation:
    """A place, with the text of its line."""
    path = os.path.abspath(file)
    linecache.checkcache(path)
    text = linecache.getline(path, line).strip() if line > 0 else ""
    return {"file": path, "line": line, "source": text or None}


def of_code(code: CodeType, project: Project) -> SourceLocation | None:
    """The place of a function's ``def``; None when it is not the user's own."""
    if not project.owns(code.co_filename):
        return None
    return at(code.co_filename, _def_line(code))


def _def_line(code: CodeType) -> int:
    """A function starts at its first decorator; readers look for its ``def``."""
    first = code.co_firstlineno
    for line in range(first, first + 40):
        text = linecache.getline(code.co_filename, line).lstrip()
        if text.startswith(("def ", "async def ")):
            return line
    return first


def of_definition(definition: Any, project: Project) -> SourceLocation | None:
    """Where an asset, check, job, schedule, sensor or resource is defined; None when Dagster does not know."""
    for candidate in functions_behind(definition):
        code = getattr(candidate, "__code__", None)
        if isinstance(code, CodeType) and (place := of_code(code, project)) is not None:
            return place
    return None


def functions_behind(definition: Any) -> list[Any]:
    """The functions that may stand behind a definition, the nearest to the user's code first."""
    found: list[Any] = []
    for owner_name in ("", "node_def", "graph"):
        owner = _quietly(definition, owner_name) if owner_name else definition
        if owner is None:
            continue
        # Graphs and jobs keep the function that composes them as decorators do.
        found.append(_quietly(owner, "__wrapped__"))
        for name in (
            "compute_fn",
            "_compute_fn",
            "_evaluation_fn",
            "_raw_fn",
            "_decorated_fn",
            "resource_fn",
            "_execution_fn",
            "_run_status_sensor_fn",
            "_asset_materialization_fn",
            "load_fn",
        ):
            function = _quietly(owner, name)
            if function is None:
                continue
            found += [_quietly(function, "decorated_fn"), _quietly(function, "__wrapped__"), function]
    return [_unwrapped(function) for function in found if function is not None]


def called_function(op: Any) -> Any:
    """What Dagster calls to compute an op: a function of the user's, or what a decorator of theirs puts around it."""
    computing = _quietly(op, "compute_fn")
    return _quietly(computing, "decorated_fn") or computing


def _unwrapped(function: Any) -> Any:
    while (inner := getattr(function, "__wrapped__", None)) is not None:
        function = inner
    return function


def _quietly(owner: Any, name: str) -> Any:
    try:
        return getattr(owner, name, None)
    except Exception:
        # Dagster's properties raise for definitions that they do not apply to.
        return None


def has_own_function(job: Any) -> bool:
    """Whether a job is made by a decorator, of the function below that."""
    return _quietly(job, "__wrapped__") is not None


def of_class(cls: type | None, project: Project) -> SourceLocation | None:
    """Where a class is defined; None when it is not the user's own."""
    if cls is None:
        return None
    try:
        file = inspect.getsourcefile(cls)
        if file is None or not project.owns(file):
            return None
        return at(file, inspect.getsourcelines(cls)[1])
    except (OSError, TypeError):
        return None


def modules_by_file(project: Project) -> dict[str, ModuleType]:
    """The user's modules that are loaded, by their files, in the order of these."""
    files = ((getattr(module, "__file__", None), module) for module in list(sys.modules.values()))
    owned = {file: module for file, module in files if isinstance(file, str) and file.endswith(".py")}
    return {file: owned[file] for file in sorted(owned) if project.owns(file)}


def own_modules(project: Project) -> list[str]:
    """The files of the modules that are loaded and the user's own, sorted."""
    return sorted({file for file in _loaded_files() if project.owns(file) and os.path.isfile(file)})


def _loaded_files() -> list[str]:
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return [file for file in files if isinstance(file, str) and file.endswith(".py")]


def first_places(lines_of_files: Iterable[tuple[str, Mapping[str, int]]]) -> dict[str, tuple[str, int]]:
    """The first file, in their order, and the line in it, of each name that files have lines of."""
    found: dict[str, tuple[str, int]] = {}
    for file, lines in lines_of_files:
        for name, line in lines.items():
            found.setdefault(name, (file, line))
    return found
