"""The private interfaces of Dagster that tell what is stale. Tried on 1.10.21, 1.11.16, 1.12.22 and 1.13.27."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dagster import (
    AllPartitionMapping,
    AssetCheckKey,
    AssetCheckSeverity,
    AssetKey,
    DagsterEventType,
    DagsterInstance,
    TimeWindowPartitionsDefinition,
)
from dagster._core.definitions.data_version import (
    SKIP_PARTITION_DATA_VERSION_DEPENDENCY_THRESHOLD as _CHECKED_PARTITIONS,
)
from dagster._core.definitions.data_version import (
    CachingStaleStatusResolver,
    StaleCauseCategory,
    extract_data_provenance_from_entry,
)
from dagster._core.loader import LoadingContext
from dagster._core.storage.asset_check_execution_record import AssetCheckExecutionRecordStatus

Node = tuple[AssetKey, str | None]

# An asset without partitions has what is asked for among the first; the others need pages that are worth their query.
_FIRST_PAGE = 25
_PAGE = 1_000


@dataclass(frozen=True)
class Materialization:
    """The last one of an asset or partition; ``code_version`` is None when the asset declared none."""

    storage_id: int
    run_id: str
    code_version: str | None


@dataclass(frozen=True)
class Cause:
    """Why Dagster finds something stale; ``dependency`` is what it is about, if not the code."""

    category: Literal["code", "data", "added", "removed"]
    dependency: Node | None


@dataclass(frozen=True)
class CheckRecord:
    """The last evaluation of a check for a materialisation; ``passed`` is None while it has not been evaluated."""

    passed: bool | None
    is_warning: bool


class StalenessView:
    """What an instance knows of assets, as it is at one moment."""

    def __init__(self, instance: DagsterInstance, graph: Any) -> None:
        self._instance: Any = instance
        self._graph = graph
        self._resolver: Any = CachingStaleStatusResolver(instance, graph, _Context(instance))
        self._latest: dict[AssetKey, Mapping[str, int]] = {}
        self._planned: dict[AssetKey, Mapping[str, int]] = {}
        self._checks: dict[AssetCheckKey, CheckHistory] = {}

    def last_materialization(self, node: Node) -> Materialization | None:
        """The last materialisation; None when there is none, or it was wiped."""
        key, partition = node
        record = self._instance.get_latest_data_version_record(key, False, partition)
        if record is None:
            return None
        provenance = extract_data_provenance_from_entry(record.event_log_entry)
        version = provenance.code_version if provenance is not None else None
        # Without a code version of the asset, Dagster takes the run's id for it.
        return Materialization(record.storage_id, record.run_id, version if version != record.run_id else None)

    def causes(self, node: Node) -> list[Cause]:
        """Why Dagster finds something stale that has been materialised: one level up, and not everything."""
        key, partition = node
        return [self._cause(key, cause) for cause in self._resolver.get_stale_causes(key, partition)]

    def _cause(self, key: AssetKey, cause: Any) -> Cause:
        if cause.dependency is None:
            return Cause("code", None)
        dependency = (cause.dependency.asset_key, cause.dependency.partition_key)
        if cause.category is StaleCauseCategory.DATA:
            return Cause("data", dependency)
        return Cause("added" if dependency[0] in self._graph.get(key).parent_keys else "removed", dependency)

    def newest(self, key: AssetKey) -> Mapping[str | None, int]:
        """The storage ids of the last materialisations of an asset, by partition."""
        if key not in self._latest:
            self._latest[key] = self._instance.event_log_storage.get_latest_storage_id_by_partition(
                key, DagsterEventType.ASSET_MATERIALIZATION
            )
        return self._latest[key]  # type: ignore[return-value]

    def is_unchecked(self, key: AssetKey, upstream: AssetKey, partitions: int) -> bool:
        """Whether Dagster takes upstream partitions for unchanged without looking at their materialisations."""
        node = self._graph.get(upstream)
        return (
            partitions >= _CHECKED_PARTITIONS
            # Of what another code location makes it looks at observations alone.
            or bool(node.is_external)
            or (
                isinstance(node.partitions_def, TimeWindowPartitionsDefinition)
                and isinstance(self._graph.get_partition_mapping(key, upstream), AllPartitionMapping)
            )
        )

    def attempt_after(self, node: Node, materialization: Materialization) -> str | None:
        """The run that was to materialise it later than that; None when there was none."""
        key, partition = node
        # One question for all partitions: few of them have been tried since.
        if partition is not None and self._attempts(key).get(partition, 0) <= materialization.storage_id:
            return None
        planned = self._instance.get_latest_planned_materialization_info(*node)
        if planned is None or planned.storage_id <= materialization.storage_id:
            return None
        return str(planned.run_id)

    def _attempts(self, key: AssetKey) -> Mapping[str, int]:
        """The storage ids of the last attempts at the partitions of an asset; a run of several has one for each."""
        if key not in self._planned:
            self._planned[key] = self._instance.event_log_storage.get_latest_storage_id_by_partition(
                key, DagsterEventType.ASSET_MATERIALIZATION_PLANNED
            )
        return self._planned[key]

    def check(self, key: AssetCheckKey, materialization: Materialization) -> CheckRecord | None:
        """How a check of a materialisation ended; None when it never ran for it."""
        if key not in self._checks:
            # The partitions of an asset share the history of a check.
            self._checks[key] = CheckHistory(self._instance.event_log_storage, key)
        return self._checks[key].last_of(materialization)


class CheckHistory:
    """The evaluations of a check, the newest first: each is read once, and only when it is needed."""

    def __init__(self, storage: Any, key: AssetCheckKey) -> None:
        self._unread = self._pages(storage, key)
        # With the ids of the records, the newest of which counts.
        self._by_run: dict[str, tuple[int, CheckRecord]] = {}
        self._by_target: dict[int, tuple[int, CheckRecord]] = {}

    def last_of(self, materialization: Materialization) -> CheckRecord | None:
        """The last one in the run of a materialisation, or of what that made; None when there is none."""
        while True:
            found = [
                one
                for one in (
                    self._by_run.get(materialization.run_id),
                    self._by_target.get(materialization.storage_id),
                )
                if one is not None
            ]
            if found:
                return max(found, key=lambda one: one[0])[1]
            page = next(self._unread, None)
            if page is None:
                return None
            self._add(page)

    @staticmethod
    def _pages(storage: Any, key: AssetCheckKey) -> Iterator[Any]:
        size, cursor = _FIRST_PAGE, None
        while page := storage.get_asset_check_execution_history(key, limit=size, cursor=cursor):
            yield page
            if len(page) < size:
                return
            size, cursor = _PAGE, page[-1].id

    def _add(self, page: Any) -> None:
        for record in page:
            evaluation = record.evaluation if record.status is not AssetCheckExecutionRecordStatus.PLANNED else None
            if evaluation is None:
                known, target = (record.id, CheckRecord(None, False)), None
            else:
                is_warning = evaluation.severity is AssetCheckSeverity.WARN
                known = record.id, CheckRecord(bool(evaluation.passed), is_warning)
                target = evaluation.target_materialization_data
            self._by_run.setdefault(record.run_id, known)
            if target is not None:
                self._by_target.setdefault(target.storage_id, known)


class _Context(LoadingContext):  # type: ignore[misc]
    """What Dagster's loaders of one request share."""

    def __init__(self, instance: DagsterInstance) -> None:
        self._instance = instance
        self._loaders: dict[type, Any] = {}

    @property
    def instance(self) -> DagsterInstance:
        """The instance that they read."""
        return self._instance

    @property
    def loaders(self) -> dict[type, Any]:
        """Those that have been made."""
        return self._loaders
