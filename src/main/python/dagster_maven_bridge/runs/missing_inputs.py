"""Why a step could not load an input: what is upstream has never been materialised."""

import re
from typing import Any

from dagster import AssetKey, DagsterInstance, JobDefinition

from ..private_api.dagster_partition_api import PartitionView
from ..private_api.dagster_run_api import ExecutionPlan, SerializableErrorInfo
from .steps import step_asset_keys

# Dagster's own error around the one of the IO manager.
_LOADING = re.compile(r'Error occurred while loading input "(?P<input>[^"]+)" of step "(?P<step>[^"]+)"')


class MissingInputs:
    """Explains the failed steps of a run: an IO manager only says that a file is not there."""

    def __init__(
        self, job: JobDefinition, plan: ExecutionPlan, partition: str | None, instance: DagsterInstance
    ) -> None:
        self._graph: Any = job.asset_layer.asset_graph
        self._plan = plan
        self._partition = partition
        self._instance = instance

    def explanation(self, step: str, error: SerializableErrorInfo) -> str | None:
        """What the step lacks and how to get it; None when it failed for another reason."""
        loading = _LOADING.search(error.message)
        if loading is None:
            return None
        failed = [item for item in self._plan.get_all_steps_in_topo_order() if item.key == step]
        for key in step_asset_keys(failed[0]) if failed else ():
            definition = self._graph.assets_def_for_key(key)
            parent = definition.keys_by_input_name.get(loading["input"])
            if parent is None or not self._graph.has(parent):
                continue
            if self._graph.get(parent).is_partitioned:
                return self._lacking_partition(key, parent)
            if self._instance.get_latest_materialization_event(parent) is None:
                return _told(f"the upstream asset {_name(parent)}", f"-Ddagster.select={_name(parent)}")
        return None

    def _lacking_partition(self, key: Any, parent: AssetKey) -> str | None:
        if self._partition is None or not isinstance(key, AssetKey):
            return None
        needed, _ = PartitionView(self._instance).upstream_keys(self._graph, key, parent, self._partition)
        there = self._instance.get_materialized_partitions(parent)
        lacking = [partition for partition in needed if partition not in there]
        if not lacking:
            return None
        example = f"-Ddagster.select={_name(parent)} -Ddagster.partition={lacking[0]}"
        if len(lacking) == 1:
            return _told(f"the upstream partition {lacking[0]} of {_name(parent)}", example)
        return (
            f"{len(lacking)} upstream partitions of {_name(parent)} have not been materialised, for example"
            f" {lacking[0]}; materialise them first: {example}"
        )


def _told(what: str, how: str) -> str:
    return f"{what} has not been materialised; materialise it first: {how}"


def _name(key: AssetKey) -> str:
    return str(key.to_user_string())
