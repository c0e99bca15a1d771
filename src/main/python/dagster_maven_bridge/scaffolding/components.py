"""What a project of components says of itself."""

import os
from typing import Any

from ..definitions.project import Project


def defs_module_of(project: Project) -> str | None:
    """The module that holds the definitions, as ``[tool.dg.project]`` names it; None when it does not."""
    file = os.path.join(project.directory, "pyproject.toml")
    if not os.path.isfile(file):
        return None
    # Python has a reader of its own from 3.11 on; Dagster depends on this one.
    import tomli

    with open(file, "rb") as stream:
        settings: Any = tomli.load(stream)
    for name in ("tool", "dg", "project"):
        settings = settings.get(name) or {}
    root = settings.get("root_module")
    module: str | None = settings.get("defs_module") or (f"{root}.defs" if root else None)
    return module
