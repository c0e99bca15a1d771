"""The private interfaces of Dagster that partitions need. Tried on 1.10.21, 1.11.16, 1.12.22 and 1.13.27.

What differs between these versions is told apart by what is there, never by a version number.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timezone
from typing import Any, NamedTuple, TypeAlias

from dagster import (
    AllPartitionMapping,
    AssetCheckKey,
    AssetKey,
    BackfillPolicy,
    DagsterInstance,
    DagsterRunStatus,
    DynamicPartitionsDefinition,
    IdentityPartitionMapping,
    MultiPartitionsDefinition,
    PartitionsDefinition,
    RunsFilter,
    TimeWindowPartitionMapping,
    TimeWindowPartitionsDefinition,
)
from dagster._core.definitions.backfill_policy import BackfillPolicyType
from dagster._core.instance import DynamicPartitionsStore
from dagster._core.storage.tags import PARTITION_NAME_TAG

Definition: TypeAlias = PartitionsDefinition[Any]
MappedKeys = tuple[list[str], list[str]]
"""The keys of an upstream asset that a partition needs: those that exist, and those that do not."""


class _StoreWithNewKeys(DynamicPartitionsStore):  # type: ignore[misc]
    """An instance as it will be when keys have been added to dynamic partitions."""

    def __init__(self, instance: DagsterInstance, added: Mapping[str, Sequence[str]]) -> None:
        self._instance = instance
        self._added = added

    def get_dynamic_partitions(self, partitions_def_name: str) -> Sequence[str]:
        there = self._instance.get_dynamic_partitions(partitions_def_name)
        return list(dict.fromkeys([*there, *self._added.get(partitions_def_name, ())]))

    def get_paginated_dynamic_partitions(
        self, partitions_def_name: str, limit: int, ascending: bool, cursor: str | None = None
    ) -> Any:
        from dagster._core.types.pagination import PaginatedResults

        keys = self.get_dynamic_partitions(partitions_def_name)
        return PaginatedResults.create_from_sequence(seq=keys, limit=limit, ascending=ascending, cursor=cursor)

    def has_dynamic_partition(self, partitions_def_name: str, partition_key: str) -> bool:
        return partition_key in self.get_dynamic_partitions(partitions_def_name)

    def get_dynamic_partitions_definition_id(self, partitions_def_name: str) -> str:
        # To tell one set of keys from another: what is worked out for this view is stored nowhere.
        return "\n".join(self.get_dynamic_partitions(partitions_def_name))


class PartitionView:
    """Partitions as they are at one moment, in an instance that knows the dynamic ones.

    ``added`` are dynamic partitions, by the name of their definition, which are looked at as if they were there.
    """

    def __init__(self, instance: DagsterInstance, added: Mapping[str, Sequence[str]] | None = None) -> None:
        self._instance = instance
        self._store: Any = _StoreWithNewKeys(instance, added) if added else instance
        self._now = datetime.now(timezone.utc)
        self._same: dict[int, tuple[Definition, Definition]] = {}
        self._first: dict[Definition, Definition] = {}
        self._keys: dict[int, list[str]] = {}
        self._places: dict[int, dict[str, int]] = {}

    def loading(self) -> AbstractContextManager[object]:
        """To be entered around many questions: each of them enters it anew otherwise, which takes longer than most."""
        try:
            from dagster._core.definitions.partitions.context import partition_loading_context
        except ImportError:
            return nullcontext()
        entered: AbstractContextManager[object] = partition_loading_context(self._now, self._store)
        return entered

    def one_of_equals(self, definition: Definition) -> Definition:
        """One and the same object for definitions that are equal, since to compare them takes time."""
        known = self._same.get(id(definition))
        if known is None:
            # With the definition itself, so that its id stays its own.
            known = (definition, self._first.setdefault(definition, definition))
            self._same[id(definition)] = known
        return known[1]

    def keys(self, definition: Definition) -> list[str]:
        """All keys, in order."""
        one = self.one_of_equals(definition)
        if id(one) not in self._keys:
            self._keys[id(one)] = [str(key) for key in one.get_partition_keys(self._now, self._store)]
        return self._keys[id(one)]

    def places(self, definition: Definition) -> Mapping[str, int]:
        """The position of each key in the order."""
        one = self.one_of_equals(definition)
        if id(one) not in self._places:
            self._places[id(one)] = {key: place for place, key in enumerate(self.keys(one))}
        return self._places[id(one)]

    def last_key(self, definition: Definition) -> str | None:
        """The last key, or None when there is no partition yet."""
        try:
            from dagster._core.definitions.partitions.context import partition_loading_context
        except ImportError:
            key = definition.get_last_partition_key(self._now, self._store)
        else:
            with partition_loading_context(self._now, self._store):
                key = definition.get_last_partition_key()
        return None if key is None else str(key)

    def upstream_keys(self, graph: Any, asset: AssetKey, parent: AssetKey, key: str | None) -> MappedKeys:
        """The partitions of one partitioned parent that a partition needs, as the mapping between them says."""
        try:
            from dagster._core.definitions.partitions.context import partition_loading_context
        except ImportError:
            found = graph.get_parent_partition_keys_for_child(key, parent, asset, self._store, self._now)
            return _mapped(found)
        with partition_loading_context(self._now, self._store):
            return _mapped(graph.get_parent_partition_keys_for_child(key, parent, asset))


def _mapped(found: Any) -> MappedKeys:
    return (
        [str(key) for key in found.partitions_subset.get_partition_keys()],
        sorted(str(key) for key in found.required_but_nonexistent_subset.get_partition_keys()),
    )


class Offsets(NamedTuple):
    """A mapping between equal partitions: a partition needs those at these distances in the order, both included."""

    first: int
    last: int


def offsets_of(graph: Any, asset: AssetKey, parent: AssetKey, view: PartitionView) -> Offsets | None:
    """What a mapping comes to when that can be told from the order of the keys alone."""
    downstream, upstream = graph.get(asset).partitions_def, graph.get(parent).partitions_def
    if downstream is None or view.one_of_equals(downstream) is not view.one_of_equals(upstream):
        return None
    mapping = graph.get_partition_mapping(asset, parent_asset_key=parent)
    if type(mapping) is IdentityPartitionMapping:
        return Offsets(0, 0)
    if type(mapping) is TimeWindowPartitionMapping and isinstance(upstream, TimeWindowPartitionsDefinition):
        if mapping.start_offset == 0 and mapping.end_offset == 0:
            return Offsets(0, 0)
        # Windows that are left out count as distance, though they have no key.
        if not getattr(upstream, "exclusions", None):
            return Offsets(mapping.start_offset, mapping.end_offset)
    return None


def needs_all(graph: Any, asset: AssetKey, parent: AssetKey) -> bool:
    """Whether each partition of an asset, or the asset as a whole, needs all partitions of a parent."""
    return type(graph.get_partition_mapping(asset, parent_asset_key=parent)) is AllPartitionMapping


def partitions_per_run(policy: BackfillPolicy | None) -> int | None:
    """How many neighbouring partitions one run may make: 1 without a policy, None for any number."""
    if policy is None:
        return 1
    if policy.policy_type is BackfillPolicyType.SINGLE_RUN:
        return None
    return policy.max_partitions_per_run or 1


class Dimension(NamedTuple):
    """A dimension of partitions of several."""

    name: str
    definition: Definition


def dimensions_of(definition: Definition) -> list[Dimension]:
    """The dimensions in the order in which they stand in a key; none of partitions of one dimension."""
    if not isinstance(definition, MultiPartitionsDefinition):
        return []
    found = [Dimension(each.name, each.partitions_def) for each in definition.partitions_defs]
    return sorted(found, key=lambda dimension: dimension.name)


def dynamic_name(definition: Definition) -> str | None:
    """The name under which an instance keeps dynamic partitions; None where it does not."""
    return definition.name if isinstance(definition, DynamicPartitionsDefinition) else None


def has_several_keys(definition: Definition) -> bool:
    """Whether there is more than one partition in every instance, now and later: an instance may keep any number."""
    parts = [definition, *(dimension.definition for dimension in dimensions_of(definition))]
    if any(dynamic_name(part) is not None for part in parts):
        return False
    return len(definition.get_partition_keys()) > 1


def failed_partitions(instance: DagsterInstance, asset: AssetKey, keys: list[str], definition: Definition) -> set[str]:
    """The partitions whose latest run failed."""
    found = instance.get_status_by_partition(asset, keys, definition) or {}
    return {str(key) for key, status in found.items() if status is not None and status.value == "FAILED"}


def has_failed(instance: DagsterInstance, asset: AssetKey) -> bool:
    """Whether the latest run of an unpartitioned asset failed and did not make it."""
    for record in instance.get_asset_records([asset]):
        entry: Any = record.asset_entry
        if entry.last_run_id is None or entry.last_run_id == getattr(entry.last_materialization, "run_id", None):
            return False
        run = instance.get_run_by_id(entry.last_run_id)
        return run is not None and run.status is DagsterRunStatus.FAILURE
    return False


_EVALUATIONS_AT_A_TIME = 1_000


def evaluations(instance: DagsterInstance, check: AssetCheckKey) -> Iterator[tuple[str | None, str]]:
    """How a check ended, the latest first, and for which partition.

    ``SUCCEEDED`` or ``FAILED``, or ``FAILURE`` when its run failed before it was evaluated. What is under way, or was
    cancelled, has not ended.
    """
    any_instance: Any = instance
    cursor = None
    while True:
        records = any_instance.event_log_storage.get_asset_check_execution_history(
            check, limit=_EVALUATIONS_AT_A_TIME, cursor=cursor
        )
        if not records:
            return
        runs = {run.run_id: run for run in instance.get_runs(RunsFilter(run_ids=[record.run_id for record in records]))}
        for record in records:
            run = runs.get(record.run_id)
            ended = record.status.value
            if ended == "PLANNED":
                if run is None or run.status is not DagsterRunStatus.FAILURE:
                    continue
                ended = "FAILURE"
            # Not all versions write down the partition beside the evaluation.
            partition = getattr(record, "partition", None)
            yield partition or (run.tags.get(PARTITION_NAME_TAG) if run is not None else None), ended
        cursor = records[-1].id


def partitions_of_runs(
    instance: DagsterInstance, job: str, statuses: Sequence[DagsterRunStatus] | None = None
) -> Iterator[tuple[str, DagsterRunStatus]]:
    """The partitions that a job has been run for, each with the status of the latest of those runs."""
    wanted = RunsFilter(job_name=job, statuses=list(statuses) if statuses else None)
    for data in instance.get_run_partition_data(wanted):
        yield data.partition, data.status


def create_partitions(instance: DagsterInstance, created: Mapping[str, Sequence[str]]) -> None:
    """Adds dynamic partitions, by the name of their definition."""
    for name, keys in created.items():
        instance.add_dynamic_partitions(name, list(keys))
