"""Whether a function calls what it does not name: an element, what another call returns, or a variable of its own.

What it imports itself counts as well when that is of the project: it may not be loaded before the function is called.
"""

import ast
import os
from collections.abc import Iterable
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from ..definitions.project import Project
from ..fingerprints.trees import nodes_of


def calls_unknown(function: ast.AST, project: Project) -> bool:
    """Whether a function, given by its syntax, calls something of which nothing is known before it runs."""
    body: Any = getattr(function, "body", [])
    # Of a lambda it is one expression.
    nodes = [node for part in (body if isinstance(body, list) else [body]) for node in nodes_of(part)]
    variables = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return any(_is_unknown(node, variables) or _imports_own(node, project) for node in nodes)


def is_own_module(module: ModuleType, project: Project) -> bool:
    """Whether a module is the user's; a folder of modules without a file of its own as well."""
    file = getattr(module, "__file__", None)
    return project.owns(file) if file else _owns_folder(getattr(module, "__path__", ()), project)


def _is_unknown(node: ast.AST, variables: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return isinstance(called, ast.Subscript | ast.Call) or (isinstance(called, ast.Name) and called.id in variables)


def _imports_own(node: ast.AST, project: Project) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or _is_own(node.module or "", project)
    return isinstance(node, ast.Import) and any(_is_own(alias.name, project) for alias in node.names)


def _is_own(name: str, project: Project) -> bool:
    try:
        # Of the first part alone: for others Python would import what is around them.
        found = find_spec(name.partition(".")[0])
    except (ImportError, ValueError):
        return True
    if found is None:
        return False
    if found.submodule_search_locations is not None:
        return _owns_folder(found.submodule_search_locations, project)
    return found.has_location and found.origin is not None and project.owns(found.origin)


def _owns_folder(folders: Iterable[str], project: Project) -> bool:
    return any(project.owns(os.path.join(folder, "__init__.py")) for folder in folders)
