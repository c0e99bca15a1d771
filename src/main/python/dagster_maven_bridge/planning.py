"""Which runs materialise a set of assets, in which order, and what is left out and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from dagster import AssetCheckKey, AssetKey, DagsterInstance, PartitionsDefinition, RepositoryDefinition

from .dagster_run_api import PartitionView
from .external_checks import external_checks
from .needs import Needs, Node
from .partition_choice import NO_PARTITION, PartitionChoice, Partitions
from .problems import problem, user_error
from .protocol import Problem


@dataclass(frozen=True)
class Skip:
    """An asset that is selected and not run."""

    asset: AssetKey
    partition: str | None
    reason: str


@dataclass
class RunGroup:
    """Assets that run together, in dependency order, and checks of assets that are not made here."""

    partition: str | None
    group: object
    assets: list[AssetKey] = field(default_factory=list)
    checks: list[AssetCheckKey] = field(default_factory=list)
    is_range: bool = False

    @property
    def partitions(self) -> tuple[str, ...]:
        """The keys."""
        return () if self.partition is None else (self.partition,)


@dataclass(frozen=True)
class Plan:
    """The runs of a request, in order, and what depends on what across them.

    ``checked`` has the assets that a check of no asset's run looks at.
    """

    runs: list[RunGroup]
    skipped: list[Skip]
    upstream: Mapping[Node, AbstractSet[Node]]
    units: Mapping[AssetKey, frozenset[AssetKey]]
    checked: Mapping[AssetCheckKey, AbstractSet[AssetKey]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Unit:
    """Assets that can only be made together, for one partition."""

    assets: tuple[AssetKey, ...]
    partition: str | None


def plan_assets(
    repository: RepositoryDefinition,
    instance: DagsterInstance,
    selected: AbstractSet[AssetKey],
    choice: PartitionChoice,
    *,
    explicit: bool,
) -> Plan:
    """Plans the materialisation of assets; ``explicit`` tells that the user selected them by name."""
    return _Planner(repository, instance, selected, choice, explicit).plan()


def partitions_definitions(
    repository: RepositoryDefinition, assets: AbstractSet[AssetKey]
) -> "dict[AssetKey, PartitionsDefinition[Any] | None]":
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
        self._instance = instance
        self._view = PartitionView(instance)
        self._choice = choice
        self._materializable = {key for key in selected if self._graph.get(key).is_materializable}
        checks = external_checks(self._graph)
        self._checks = {key: checks[key] for key in selected if key in checks}
        self._skipped: list[Skip] = []
        if explicit:
            for key in sorted(selected - self._materializable - self._checks.keys()):
                self._skipped.append(Skip(key, None, "it is not materialised by this project"))
        self._needs = Needs(repository, instance, self._view, choice)

    def plan(self) -> Plan:
        units = self._units()
        partitions = self._choice.resolve(self._graph, self._materializable, self._view)
        nodes = self._unit_nodes(units, partitions)
        upstream = self._upstream(nodes)
        planned = {member for node in nodes for member in _members(node)}
        kept = [node for node in nodes if not self._is_left_out(node, planned)]
        return Plan(self._runs(kept, upstream, partitions), self._skipped, upstream, units)

    # What belongs together.

    def _units(self) -> dict[AssetKey, frozenset[AssetKey]]:
        units: dict[AssetKey, frozenset[AssetKey]] = {}
        problems: list[Problem] = []
        for key in sorted(self._materializable):
            together = frozenset(
                other for other in self._graph.get(key).execution_set_entity_keys if isinstance(other, AssetKey)
            ) or frozenset({key})
            missing = sorted(other.to_user_string() for other in together - self._materializable)
            units[key] = together
            if missing:
                problems.append(_split(key, missing))
        if problems:
            raise user_error(*problems)
        return units

    def _unit_nodes(self, units: Mapping[AssetKey, frozenset[AssetKey]], partitions: Partitions) -> list[_Unit]:
        nodes: list[_Unit] = []
        seen: set[frozenset[AssetKey]] = set()
        order = {key: position for position, key in enumerate(self._graph.toposorted_asset_keys)}
        for members in self._in_order(units, order):
            if members in seen:
                continue
            seen.add(members)
            assets = tuple(sorted(members, key=order.__getitem__))
            missing = [key for key in assets if not partitions.of(key)]
            if missing:
                for key in assets:
                    of_another = f"{missing[0].to_user_string()} has no partition yet"
                    self._leave_out((key, None), NO_PARTITION if key == missing[0] else of_another)
                continue
            for partition in partitions.of(assets[0]):
                nodes.append(_Unit(assets, partition))
        return nodes

    def _in_order(
        self, units: Mapping[AssetKey, frozenset[AssetKey]], order: Mapping[AssetKey, int]
    ) -> Iterable[frozenset[AssetKey]]:
        """The units so that each comes after those it depends on."""
        done: set[frozenset[AssetKey]] = set()
        result: list[frozenset[AssetKey]] = []

        def visit(unit: frozenset[AssetKey]) -> None:
            if unit in done:
                return
            done.add(unit)
            parents = {parent for key in unit for parent in self._graph.get(key).parent_keys}
            for parent in sorted(parents & units.keys(), key=order.__getitem__):
                visit(units[parent])
            result.append(unit)

        for key in sorted(units, key=order.__getitem__):
            visit(units[key])
        return result

    # What depends on what.

    def _upstream(self, nodes: Sequence[_Unit]) -> dict[Node, set[Node]]:
        """For each node what it needs within the plan."""
        planned = {member for node in nodes for member in _members(node)}
        partitions_of: dict[AssetKey, list[str | None]] = defaultdict(list)
        for key, partition in planned:
            partitions_of[key].append(partition)
        upstream: dict[Node, set[Node]] = {}
        for node in nodes:
            for key, partition in _members(node):
                parents = self._graph.get(key).parent_keys
                needs: set[Node] = {(parent, None) for parent in parents if None in partitions_of[parent]}
                if self._choice.is_range:
                    needs |= {(parent, p) for parent in parents for p in partitions_of[parent]}
                elif any(self._needs.is_partitioned(parent) for parent in parents):
                    needs |= {item for item in self._view.parents(self._graph, key, partition)[0] if item in planned}
                upstream[key, partition] = needs - set(_members(node))
        return upstream

    # What is left out.

    def _is_left_out(self, unit: _Unit, planned: AbstractSet[Node]) -> bool:
        reasons = (self._needs.lack(key, unit.partition, unit.assets, planned) for key in unit.assets)
        reason = next(filter(None, reasons), None)
        if reason is None:
            return False
        for member in _members(unit):
            self._leave_out(member, reason)
        return True

    def _leave_out(self, node: Node, reason: str) -> None:
        self._needs.left_out.add(node)
        self._skipped.append(Skip(node[0], node[1], reason))

    # Runs.

    def _runs(
        self, nodes: Sequence[_Unit], upstream: Mapping[Node, AbstractSet[Node]], partitions: Partitions
    ) -> list[RunGroup]:
        """As few runs as possible: each unit joins the first run of its kind that comes after what it needs."""
        runs: list[RunGroup] = []
        place: dict[Node, int] = {}
        for unit in nodes:
            group = self._graph.get(unit.assets[0]).partitions_def
            needs = {need for member in _members(unit) for need in upstream[member]}
            first = max((place[need] for need in needs if need in place), default=0)
            position = next(
                (i for i in range(first, len(runs)) if _same(runs[i], group, unit.partition)),
                len(runs),
            )
            if position == len(runs):
                runs.append(RunGroup(unit.partition, group, is_range=partitions.is_range and group is not None))
            runs[position].assets.extend(unit.assets)
            for member in _members(unit):
                place[member] = position
        for asset in sorted(self._checks):
            self._place_checks(sorted(self._checks[asset], key=lambda check: check.name), runs, place)
        return runs

    def _place_checks(self, checks: list[AssetCheckKey], runs: list[RunGroup], place: Mapping[Node, int]) -> None:
        """Puts checks into the first unpartitioned run after what they need; they may block what is in it."""
        needs = {parent for check in checks for parent in self._graph.get(check).parent_entity_keys}
        first = max((position for (asset, _), position in place.items() if asset in needs), default=0)
        position = next((i for i in range(first, len(runs)) if _same(runs[i], None, None)), len(runs))
        if position == len(runs):
            runs.append(RunGroup(None, None))
        runs[position].checks.extend(checks)


def _members(unit: _Unit) -> list[Node]:
    return [(key, unit.partition) for key in unit.assets]


def _same(run: RunGroup, group: "PartitionsDefinition[Any] | None", partition: str | None) -> bool:
    return run.group == group and run.partition == partition


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
