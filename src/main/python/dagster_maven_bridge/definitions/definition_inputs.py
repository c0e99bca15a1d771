"""What definitions come from beside the files of their project: code of other folders, and the time."""

import os
import sys
import sysconfig
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any

from dagster import (
    DynamicPartitionsDefinition,
    MultiPartitionsDefinition,
    StaticPartitionsDefinition,
    TimeWindowPartitionsDefinition,
)

from ..folders import PACKAGE
from ..runtime import LoadedRepository

_FOREIGN_FOLDERS = ("site-packages", "dist-packages")


def own_files() -> set[str]:
    """The files of all modules that belong neither to Python nor to an installed package, nor to the plugin."""
    roots = {sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), PACKAGE}
    foreign = tuple(os.path.join(os.path.realpath(root), "") for root in roots)
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    real = {os.path.realpath(file) for file in files if isinstance(file, str)}
    return {
        file
        for file in real
        if not file.startswith(foreign) and not any(name in file.split(os.sep) for name in _FOREIGN_FOLDERS)
    }


def next_partition(repositories: Iterable[LoadedRepository]) -> tuple[float | None, str | None]:
    """When a new partition comes with the time, None for never; and why that cannot be told, None when it can."""
    times: list[float] = []
    for repository in repositories:
        for name, definition in _partitions_definitions(repository.definition):
            if isinstance(definition, TimeWindowPartitionsDefinition):
                times += _next_window(definition)
            elif isinstance(definition, DynamicPartitionsDefinition) and definition.name is not None:
                # The instance has them.
                continue
            elif not isinstance(definition, StaticPartitionsDefinition):
                return None, f"the partitions of {name} are computed by code"
    return min(times, default=None), None


def _next_window(definition: Any) -> list[float]:
    now = datetime.now(timezone.utc)
    if definition.end is not None and definition.end.timestamp() <= now.timestamp():
        return []
    window = definition.get_next_partition_window(now, respect_bounds=False)
    # A partition is there when its window has ended, which is when the next one begins.
    return [window.start.timestamp() if window is not None else time.time()]


def _partitions_definitions(repository: Any) -> Iterator[tuple[str, Any]]:
    for node in repository.asset_graph.asset_nodes:
        for definition in _dimensions(node.partitions_def):
            yield node.key.to_user_string(), definition
    for job in repository.get_all_jobs():
        for definition in _dimensions(job.partitions_def):
            yield job.name, definition


def _dimensions(definition: Any) -> list[Any]:
    if definition is None:
        return []
    if isinstance(definition, MultiPartitionsDefinition):
        return [dimension.partitions_def for dimension in definition.partitions_defs]
    return [definition]
