"""How often what is known of an asset is looked at for the thousands of partitions that are judged by it."""

from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import dagster as dg
import pytest
from dagster_maven_bridge.definitions.code_hash import CodeHashes
from dagster_maven_bridge.partitions.partition_edges import PartitionEdges
from dagster_maven_bridge.private_api.dagster_partition_api import PartitionView
from dagster_maven_bridge.private_api.dagster_staleness_api import (
    CheckHistory,
    CheckRecord,
    Materialization,
    StalenessView,
)
from dagster_maven_bridge.runs.needs import Node
from dagster_maven_bridge.runs.staleness import StaleAssets

CHECK = dg.AssetCheckKey(dg.AssetKey("sales"), "holds")


class Record:
    """An evaluation that counts how often it is looked at."""

    looks = 0

    def __init__(self, number: int, passed: bool) -> None:
        self.id = number
        self.status = None
        self.evaluation = SimpleNamespace(
            passed=passed,
            severity=dg.AssetCheckSeverity.ERROR,
            target_materialization_data=SimpleNamespace(storage_id=number % 12_000),
        )

    @property
    def run_id(self) -> str:
        Record.looks += 1
        return f"run {self.id}"


class Storage:
    """The evaluations of a check, as Dagster answers."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._newest_first = records[::-1]

    def get_asset_check_execution_history(
        self, key: dg.AssetCheckKey, limit: int, cursor: int | None = None
    ) -> Sequence[Record]:
        assert key == CHECK
        return [record for record in self._newest_first if cursor is None or record.id < cursor][:limit]


def test_the_evaluation_of_each_of_thousands_of_partitions_is_found_by_one_look_at_each() -> None:
    Record.looks = 0
    # All of them twice: failed, and then passed.
    history = CheckHistory(Storage([Record(number, number > 12_000) for number in range(1, 24_001)]), CHECK)
    found = [history.last_of(Materialization(place, "of others", None)) for place in range(12_000)]
    assert found == [CheckRecord(True, False)] * 12_000
    assert Record.looks < 13_000, "what is older than what is asked for is not read"
    assert history.last_of(Materialization(0, "run 7", None)) == CheckRecord(True, False)
    assert history.last_of(Materialization(-1, "run 7", None)) == CheckRecord(False, False)
    assert history.last_of(Materialization(-1, "of others", None)) is None
    assert Record.looks == 24_000


def test_pages_of_dagsters_own_history_follow_each_other() -> None:
    @dg.asset
    def sales() -> None: ...

    with dg.DagsterInstance.ephemeral() as instance:
        runs = []
        for number in range(30):
            run_id = str(uuid4())
            runs.append(run_id)
            instance.report_dagster_event(_evaluated(passed=number % 2 == 0), run_id)
        history = CheckHistory(instance.event_log_storage, CHECK)
        found = [history.last_of(Materialization(-1, run, None)) for run in runs]
    assert [one is not None and one.passed for one in found] == [number % 2 == 0 for number in range(30)]


def _evaluated(*, passed: bool) -> dg.DagsterEvent:
    evaluation = dg.AssetCheckEvaluation(asset_key=CHECK.asset_key, check_name=CHECK.name, passed=passed, metadata={})
    return dg.DagsterEvent(dg.DagsterEventType.ASSET_CHECK_EVALUATION.value, "a job", event_specific_data=evaluation)


class CountingSet(frozenset[Node]):
    """Counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[Node]:
        CountingSet.times += 1
        return super().__iter__()


class CountingMapping(dict[Any, int]):
    """Counts how often something is looked up."""

    looks = 0

    def get(self, key: Any, default: Any = None) -> Any:
        CountingMapping.looks += 1
        return super().get(key, default)


def test_what_all_partitions_need_is_gone_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [f"part {number}" for number in range(200)]
    parts = dg.StaticPartitionsDefinition(keys)

    @dg.asset(partitions_def=parts, code_version="1")
    def raw() -> None: ...

    @dg.asset(
        partitions_def=parts,
        code_version="1",
        deps=[dg.AssetDep(raw, partition_mapping=dg.AllPartitionMapping())],
    )
    def ranked() -> None: ...

    repository = dg.Definitions(assets=[raw, ranked]).get_repository_def()
    with dg.DagsterInstance.ephemeral() as instance:
        _materialize(instance, "raw", keys)
        _materialize(instance, "ranked", keys[:100])
        # The last one in the order of the definition counts.
        _materialize(instance, "raw", [keys[150], keys[7]])
        _materialize(instance, "ranked", keys[100:])
        known = StalenessView.newest

        def newest(view: StalenessView, key: dg.AssetKey) -> Mapping[str | None, int]:
            return CountingMapping(known(view, key))

        monkeypatch.setattr(StalenessView, "newest", newest)
        monkeypatch.setattr(StalenessView, "causes", lambda *_: [])
        stale = StaleAssets(repository, instance, cast(CodeHashes, None))
        edges = PartitionEdges(repository.asset_graph, PartitionView(instance))
        assert not any(stale.is_stale([raw.key], key, {}, edges) for key in keys)
        every = [CountingSet((raw.key, key) for key in keys)]
        upstream: dict[Node, list[CountingSet]] = {(ranked.key, key): every for key in keys}
        CountingSet.times = CountingMapping.looks = 0
        found = [key for key in keys if stale.is_stale([ranked.key], key, upstream, edges)]
    assert found == keys[:100]
    assert {stale.upkeep.stale[ranked.key, key] for key in found} == {"its upstream raw[part 150] has new data"}
    assert (CountingSet.times, CountingMapping.looks) == (1, len(keys))


def _materialize(instance: dg.DagsterInstance, asset: str, keys: Sequence[str]) -> None:
    for key in keys:
        instance.report_runless_asset_event(dg.AssetMaterialization(asset, partition=key))
