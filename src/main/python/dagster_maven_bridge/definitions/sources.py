"""Where things are defined in the user's code."""

import ast
import inspect
import linecache
import os
import sys
from functools import lru_cache
from types import CodeType
from typing import Any

from ..fingerprints.trees import nodes_of, tree_of
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


def of_job(job: Any, project: Project) -> SourceLocation | None:
    """Where a job is defined: its function, or the statement that names it, an asset job or a graph as a job."""
    if _quietly(job, "__wrapped__") is None and (place := of_name(job.name, project)) is not None:
        return place
    return of_definition(job, project)


def of_name(name: str, project: Project) -> SourceLocation | None:
    """Where a definition is made that has no function of its own; the first place that fits."""
    return next(iter(all_of_name(name, project)), None)


def all_of_name(name: str, project: Project) -> list[SourceLocation]:
    """Calls with the name in modules of the user's, and decorated functions of that name.

    ``define_asset_job("name", …)``, ``ScheduleDefinition(name="name", …)``; in the order of files and lines.
    """
    files = own_modules(project)
    return [at(file, line) for file in files for line in _names_in(file, os.stat(file).st_mtime_ns).get(name, ())]


def own_modules(project: Project) -> list[str]:
    """The files of the modules that are loaded and the user's own, sorted."""
    return sorted({file for file in _loaded_files() if project.owns(file) and os.path.isfile(file)})


def _loaded_files() -> list[str]:
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return [file for file in files if isinstance(file, str) and file.endswith(".py")]


@lru_cache(maxsize=512)
def _names_in(file: str, _modified: int) -> dict[str, list[int]]:
    """The lines of a file by the name that is given there."""
    tree = tree_of(file)
    names: dict[str, list[int]] = {}
    for node in nodes_of(tree) if tree is not None else ():
        if isinstance(node, ast.Call):
            given = [keyword.value for keyword in node.keywords if keyword.arg == "name"] or node.args[:1]
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    names.setdefault(value.value, []).append(node.lineno)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.decorator_list:
            names.setdefault(node.name, []).append(node.lineno)
    return {name: sorted(lines) for name, lines in names.items()}
