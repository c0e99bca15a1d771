"""Runs that wait for others, of which there may be thousands that each need thousands."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import dagster as dg
import pytest
from conftest import MAIN  # noqa: F401
from dagster_maven_bridge.partitions.partition_choice import PartitionChoice
from dagster_maven_bridge.runs.broken_nodes import BrokenNodes
from dagster_maven_bridge.runs.execution import RunOutcome
from dagster_maven_bridge.runs.needed_runs import Waiting, ends_of, renumbered
from dagster_maven_bridge.runs.needs import Node
from dagster_maven_bridge.runs.planned_runs import PlannedRuns, needs_of_runs
from dagster_maven_bridge.runs.planning import Plan, plan_assets
from running import by_status, selection

NUMBER = 10_000


def all_to_all(number: int, *, beside: bool) -> Plan:
    """Each partition of one asset needs all of another, and with ``beside`` one of a third as well."""
    days = dg.StaticPartitionsDefinition([f"part {each}" for each in range(number)])

    @dg.asset(partitions_def=days)
    def raw() -> None: ...

    @dg.asset(partitions_def=days)
    def other() -> None: ...

    every = dg.AssetDep(raw, partition_mapping=dg.AllPartitionMapping())

    @dg.asset(partitions_def=days, deps=[every, other] if beside else [every])
    def ranked() -> None: ...

    repository = dg.Definitions(assets=[raw, other, ranked]).get_repository_def()
    choice = PartitionChoice(selection(by_status("all")))  # type: ignore[arg-type]
    with dg.DagsterInstance.ephemeral() as instance:
        return plan_assets(repository, instance, {raw.key, ranked.key, other.key}, choice, explicit=True)


def edges(groups: Iterable[Iterable[AbstractSet[Any]]]) -> int:
    distinct = {id(group): group for each in groups for group in each}
    return sum(map(len, distinct.values()))


@pytest.mark.parametrize("beside", [False, True])
def test_all_to_all_has_as_many_edges_as_partitions_and_no_pairs(beside: bool) -> None:
    plan = all_to_all(NUMBER, beside=beside)
    needs = needs_of_runs(plan)
    assert edges(plan.upstream.values()) <= 2 * NUMBER
    assert edges(needs) <= 2 * NUMBER
    makers = {asset.to_user_string(): number for number, run in enumerate(plan.runs) for asset in run.assets}
    needed = set().union(*needs[makers["ranked"]])
    assert {asset.to_user_string() for number in needed for asset in plan.runs[number].assets} >= {"raw"}
    assert len(needed) >= NUMBER


def test_what_needs_all_starts_when_the_last_has_ended() -> None:
    group = frozenset({0, 1, 2})
    waiting = Waiting([[], [], [], [group], [group, frozenset({3})], [frozenset({1})]])
    assert waiting.ready() == [0, 1, 2]
    assert waiting.end(1) == [5]
    assert (waiting.end(0), waiting.end(2)) == ([], [3])
    assert waiting.end(3) == [4]
    # An attempt that is made again ends again.
    assert waiting.end(3) == []


def test_the_end_of_runs_is_known_through_groups() -> None:
    group = frozenset({0, 1})
    assert ends_of([1.0, 2.0, 1.0, 1.0], [[], [], [group], [group, frozenset({2})]]) == [1.0, 2.0, 3.0, 4.0]


def test_other_numbers_are_shared_as_before() -> None:
    group = frozenset({0, 1, 7})
    again = renumbered([[group], [group]], {0: 10, 1: 11})
    assert again == [[{10, 11}], [{10, 11}]] and again[0][0] is again[1][0]


class Counted(frozenset[Any]):
    """Counts how often it is gone through."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        Counted.times += 1
        return super().__iter__()


def test_what_thousands_share_is_looked_through_once_after_a_failure() -> None:
    raw, other = dg.AssetKey("raw"), dg.AssetKey("other")
    needs = Counted((raw, str(each)) for each in range(100))
    broken = BrokenNodes()
    broken.add([(raw, "9"), (raw, "10"), (raw, "elsewhere")], "failed")
    assert broken.first_of(needs) == (raw, "10")
    times = Counted.times
    assert times > 0
    for each in range(50):
        broken.add([(other, str(each))], "is skipped")
        assert broken.first_of(needs) == (raw, "10")
    assert Counted.times == times
    broken.forget((raw, "10"))
    assert broken.first_of(needs) == (raw, "9")
    broken.forget((raw, "9"))
    assert broken.first_of(needs) is None and broken.how((raw, "elsewhere")) == "failed"


def test_one_failure_skips_all_that_need_all() -> None:
    plan = all_to_all(200, beside=False)
    told: list[tuple[str, str | None, str]] = []

    class Call:
        def emit(self, _: str, data: dict[str, Any]) -> None:
            told.append((data["asset"], data["partition"], data["reason"]))

    specs: Sequence[Any] = [None] * len(plan.runs)
    work = PlannedRuns(Call(), plan, specs)  # type: ignore[arg-type]
    for number, run in enumerate(plan.runs):
        made: set[Node] = {(asset, partition) for asset in run.assets for partition in run.keys}
        names = {asset.to_user_string() for asset in run.assets}
        if "raw" in names:
            work.ready(number)
            failed = run.partition == "part 7"
            work.ended(number, RunOutcome("id", "FAILURE" if failed else "SUCCESS", set() if failed else made))
        elif "ranked" in names and names == {"ranked"}:
            assert work.ready(number) is None
    assert {(asset, reason) for asset, _, reason in told} == {("ranked", "its upstream asset raw[part 7] failed")}
    assert len(told) == 200
