"""Which runs materialise a set of assets, in which order, and what is left out and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterInstance, RepositoryDefinition

from ..checks.external_checks import external_checks
from ..definitions.asked_once import AskedOnce
from ..partitions.owners import no_partition_yet
from ..partitions.partition_choice import PartitionChoice, Partitions
from ..partitions.partition_edges import Edge, PartitionEdges
from ..private_api.dagster_partition_api import Definition, partitions_per_run
from ..problems import problem, user_error
from ..protocol import Problem
from .dependency_order import in_dependency_order
from .execution_sets import ExecutionSets, evaluated_with
from .needs import Needs, Node, Upstream
from .run_checks import left_out
from .run_groups import RunGroup, RunGrouping, Unit
from .run_requests import BrokenAsset
from .staleness import StaleAssets, Upkeep


@dataclass(frozen=True)
class Skip:
    """An asset that is selected and not run, or one of its checks."""

    asset: AssetKey
    partition: str | None
    reason: str
    check: str | None = None


@dataclass(frozen=True)
class Plan:
    """The runs of a request, in an order in which each comes after what it needs, and what depends on what across them.

    ``upstream`` has what a partition of an asset needs within the plan and outside what is made with it; ``checked``
    the assets that a check looks at which is part of no asset's run. ``created`` are the dynamic partitions that are
    absent, by the name of their definition. ``nothing_left`` says what it means that there is nothing to run.
    ``broken`` is what another code location has not made, and how that came.
    """

    runs: list[RunGroup]
    skipped: list[Skip]
    upstream: Upstream
    units: Mapping[AssetKey, frozenset[AssetKey]]
    checked: Mapping[AssetCheckKey, AbstractSet[AssetKey]]
    created: Mapping[str, Sequence[str]]
    nothing_left: str | None
    upkeep: Upkeep
    broken: Mapping[Node, str] = field(default_factory=dict)


def plan_assets(
    repository: RepositoryDefinition,
    instance: DagsterInstance,
    selected: AbstractSet[AssetKey],
    choice: PartitionChoice,
    *,
    explicit: bool,
    stale: StaleAssets | None = None,
    broken: Sequence[BrokenAsset] = (),
) -> Plan:
    """Plans the materialisation of assets; ``explicit`` tells that the user selected them by name.

    ``stale`` leaves out what is up to date; ``broken`` is what another code location has not made.
    """
    return _Planner(repository, instance, selected, choice, explicit).plan(stale, broken)


def partitions_definitions(
    repository: RepositoryDefinition, assets: AbstractSet[AssetKey]
) -> "dict[AssetKey, Definition | None]":
    """What partitions those of the assets that can be materialised; None for one that is not partitioned."""
    graph: Any = repository.asset_graph
    return {key: graph.get(key).partitions_def for key in assets if graph.get(key).is_materializable}


class _Planner:
    def __init__(
        self,
        repository: RepositoryDefinition,
        instance: DagsterInstance,
        selected: AbstractSet[AssetKey],
        choice: PartitionChoice,
        explicit: bool,
    ) -> None:
        self._repository = repository
        self._graph: Any = repository.asset_graph
        self._choice = choice
        self._materializable = {key for key in selected if self._graph.get(key).is_materializable}
        checks = external_checks(self._graph)
        self._checks = {key: checks[key] for key in selected if key in checks}
        self._skipped: list[Skip] = []
        if explicit:
            for key in sorted(selected - self._materializable - self._checks.keys()):
                self._skipped.append(Skip(key, None, "it is not materialised by this project"))
        together = self._together()
        self._partitions: Partitions = choice.resolve(self._graph, self._materializable, instance)
        self._view = self._partitions.view
        self._edges = PartitionEdges(self._graph, self._view)
        self._needs = Needs(repository, instance, self._edges, implied=choice.is_by_its_own)
        self._together_with = together

    def plan(self, stale: StaleAssets | None, broken: Sequence[BrokenAsset]) -> Plan:
        elsewhere = self._broken_elsewhere(broken)
        with self._view.loading():
            units = self._units()
            planned: dict[AssetKey, AbstractSet[str | None]] = {}
            for unit in units:
                planned.update(dict.fromkeys(unit.assets, frozenset(unit.keys)))
            kept = [unit for unit in (self._kept(unit, planned) for unit in units) if unit.keys]
            upstream = self._upstream(kept, {**_by_asset(elsewhere), **planned})
            if stale is not None:
                kept = [unit for unit in (self._stale_part(unit, stale, upstream) for unit in kept) if unit.keys]
            grouping = RunGrouping(self._graph, self._view, upstream)
            for unit in kept:
                grouping.add(unit)
            for asset in sorted(self._checks):
                grouping.add_checks(sorted(self._checks[asset], key=lambda check: check.name))
        runs = [run for run in grouping.runs() if self._evaluates(run) or run.assets]
        upkeep = stale.upkeep if stale is not None else Upkeep()
        nothing_left = None if runs or self._skipped or upkeep.up_to_date else self._choice.nothing_left
        checked = {check: self._looked_at(check) for run in runs for check in run.checks}
        created = self._partitions.created
        return Plan(
            runs, self._skipped, upstream, self._together_with, checked, created, nothing_left, upkeep, elsewhere
        )

    def _broken_elsewhere(self, broken: Sequence[BrokenAsset]) -> dict[Node, str]:
        """What is broken, as this code location knows it: the whole asset where it knows of no partitions."""
        found: dict[Node, str] = {}
        for one in broken:
            asset = AssetKey.from_user_string(one["asset"])
            if self._graph.has(asset) and asset not in self._materializable:
                partition = one["partition"] if self._edges.is_partitioned(asset) else None
                found.setdefault((asset, partition), one["how"])
        return found

    def _evaluates(self, run: RunGroup) -> bool:
        """Whether a run evaluates one of the checks that it is to; what it cannot is told."""
        left = left_out(self._repository, run.assets, run.checks)
        for check, others in left.items():
            self._skipped.append(Skip(check.asset_key, run.partition, evaluated_with(others), check.name))
        return any(check not in left for check in run.checks)

    def _looked_at(self, check: AssetCheckKey) -> frozenset[AssetKey]:
        return frozenset(key for key in self._graph.get(check).parent_entity_keys if isinstance(key, AssetKey))

    # What belongs together.

    def _together(self) -> dict[AssetKey, frozenset[AssetKey]]:
        sets = ExecutionSets(self._graph)
        # One function may make thousands, which are looked through once.
        assets_of = AskedOnce(lambda both: frozenset(key for key in both if isinstance(key, AssetKey)))
        missing_of = AskedOnce(
            lambda together: sorted(other.to_user_string() for other in together - self._materializable)
        )
        units: dict[AssetKey, frozenset[AssetKey]] = {}
        problems: list[Problem] = []
        for key in sorted(self._materializable):
            units[key] = assets_of(sets.of(key))
            if missing := missing_of(units[key]):
                problems.append(_split(key, missing))
        if problems:
            raise user_error(*problems)
        return units

    def _units(self) -> list[Unit]:
        """The assets that are made together, in dependency order, with the partitions that any of them is to have."""
        order = {key: position for position, key in enumerate(in_dependency_order(self._graph))}
        units: list[Unit] = []
        for members in self._in_order(order):
            assets = tuple(sorted(members, key=order.__getitem__))
            definitions = [self._graph.get(key).partitions_def for key in assets]
            definition = next((self._view.one_of_equals(each) for each in definitions if each is not None), None)
            chosen = [self._partitions.of(key) for key in assets]
            keys = chosen[0]
            if any(other != keys for other in chosen):
                union = {key for each in chosen for key in each}
                keys = sorted(union, key=self._place_in(definition))
            if not keys and definition is not None:
                self._leave_out_without_partition(assets, definition)
            policy = self._graph.get(assets[0]).backfill_policy
            units.append(Unit(assets, definition, partitions_per_run(policy), keys))
        return units

    def _place_in(self, definition: Definition | None) -> Any:
        places = self._view.places(definition) if definition is not None else {}
        return lambda key: places.get(key, 0)

    def _leave_out_without_partition(self, assets: Sequence[AssetKey], definition: Definition) -> None:
        if self._view.last_key(definition) is None:
            reason = no_partition_yet(definition, self._view)
            for key in assets:
                self._leave_out((key, None), f"{'it' if key == assets[0] else assets[0].to_user_string()} {reason}")

    def _in_order(self, order: Mapping[AssetKey, int]) -> Iterable[frozenset[AssetKey]]:
        """The units so that each comes after those it depends on."""
        units = self._together_with
        begun: set[frozenset[AssetKey]] = set()
        result: list[frozenset[AssetKey]] = []

        def begin(unit: frozenset[AssetKey]) -> Iterator[frozenset[AssetKey]]:
            begun.add(unit)
            parents = {parent for key in unit for parent in self._graph.get(key).parent_keys}
            return (units[parent] for parent in sorted(parents & units.keys(), key=order.__getitem__))

        # A stack of its own: a thousand functions may depend on one another in a row, and Python's is not that deep.
        for first in (units[key] for key in sorted(units, key=order.__getitem__)):
            under_way = [(first, begin(first))] if first not in begun else []
            while under_way:
                unit, upstream = under_way[-1]
                following = next((other for other in upstream if other not in begun), None)
                if following is not None:
                    under_way.append((following, begin(following)))
                else:
                    result.append(unit)
                    under_way.pop()
        return result

    # What depends on what.

    def _upstream(
        self, units: Sequence[Unit], planned: Mapping[AssetKey, AbstractSet[str | None]]
    ) -> dict[Node, Sequence[AbstractSet[Node]]]:
        """For each node what it needs within the plan, and outside what is made with it."""
        upstream: dict[Node, Sequence[AbstractSet[Node]]] = {}
        every: dict[AssetKey, AbstractSet[Node]] = {}
        for unit in units:
            together = self._together_with[unit.assets[0]]
            for asset in unit.assets:
                parents = [parent for parent in sorted(self._graph.get(asset).parent_keys) if planned.get(parent)]
                whole = frozenset(
                    (parent, None) for parent in parents if None in planned[parent] and parent not in together
                )
                shared: list[AbstractSet[Node]] = [whole] if whole else []
                edges: dict[AssetKey, Edge] = {}
                for parent in filter(self._edges.is_partitioned, parents):
                    edge = self._edges.between(asset, parent)
                    if not edge.is_common or parent in together:
                        edges[parent] = edge
                        continue
                    # One set for whatever needs all of it: thousands of equal ones would fill the memory.
                    if parent not in every:
                        needed = edge.needed(unit.keys[0]).existing
                        every[parent] = frozenset((parent, one) for one in needed if one in planned[parent])
                    shared.append(every[parent])
                for key in unit.keys:
                    own = frozenset(
                        (parent, one)
                        for parent, edge in edges.items()
                        for one in edge.needed(key).existing
                        if one in planned[parent] and not (one == key and parent in together)
                    )
                    upstream[asset, key] = [*shared, own] if own else shared
        return upstream

    # What is left out.

    def _kept(self, unit: Unit, planned: Mapping[AssetKey, AbstractSet[str | None]]) -> Unit:
        return unit.at([key for key in unit.keys if not self._is_left_out(unit.assets, key, planned)])

    def _stale_part(self, unit: Unit, stale: StaleAssets, upstream: Upstream) -> Unit:
        return unit.at([key for key in unit.keys if stale.is_stale(unit.assets, key, upstream, self._edges)])

    def _is_left_out(
        self, assets: Sequence[AssetKey], partition: str | None, planned: Mapping[AssetKey, AbstractSet[str | None]]
    ) -> bool:
        together = self._together_with[assets[0]]
        reasons = (self._needs.lack(key, partition, together, planned) for key in assets)
        reason = next(filter(None, reasons), None)
        if reason is None:
            return False
        for asset in assets:
            self._leave_out((asset, partition), reason)
        return True

    def _leave_out(self, node: Node, reason: str) -> None:
        self._needs.left_out.add(node)
        self._skipped.append(Skip(node[0], node[1], reason))


def _by_asset(nodes: Iterable[Node]) -> dict[AssetKey, AbstractSet[str | None]]:
    found: dict[AssetKey, set[str | None]] = {}
    for asset, partition in nodes:
        found.setdefault(asset, set()).add(partition)
    return dict(found)


def _split(key: AssetKey, missing: Sequence[str]) -> Problem:
    names = ", ".join(missing)
    return problem(
        "invalid_selection",
        f"The asset '{key.to_user_string()}' cannot be made without {names}: one function makes them together",
        subject="asset",
        value=key.to_user_string(),
        parameter="select",
        remedy=f"Select {names} as well, or declare the multi-asset with can_subset=True",
    )
