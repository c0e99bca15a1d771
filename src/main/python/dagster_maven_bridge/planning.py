"""Which runs materialise a set of assets, in which order, and what is left out and why."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from dagster import AssetKey, DagsterInstance, PartitionsDefinition, RepositoryDefinition

from .dagster_run_api import PartitionView
from .partition_choice import NO_PARTITION, PartitionChoice, Partitions
from .problems import problem, user_error
from .protocol import Problem

Node = tuple[AssetKey, str | None]


@dataclass(frozen=True)
class Skip:
    """An asset that is selected and not run."""

    asset: AssetKey
    partition: str | None
    reason: str


@dataclass
class RunGroup:
    """Assets that run together, in dependency order."""

    partition: str | None
    group: object
    assets: list[AssetKey] = field(default_factory=list)
    is_range: bool = False


@dataclass(frozen=True)
class Plan:
    """The runs of a request, in order, and what depends on what across them."""

    runs: list[RunGroup]
    skipped: list[Skip]
    upstream: Mapping[Node, AbstractSet[Node]]
    units: Mapping[AssetKey, frozenset[AssetKey]]


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
        self._skipped: list[Skip] = []
        if explicit:
            for key in sorted(selected - self._materializable):
                self._skipped.append(Skip(key, None, "it is not materialised by this project"))
        self._there: dict[AssetKey, AbstractSet[str]] = {}
        self._left_out: dict[Node, str] = {}

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
                elif any(self._is_partitioned(parent) for parent in parents):
                    needs |= {item for item in self._parents(key, partition)[0] if item in planned}
                upstream[key, partition] = needs - set(_members(node))
        return upstream

    def _parents(self, key: AssetKey, partition: str | None) -> tuple[list[Node], list[Node]]:
        return self._view.parents(self._graph, key, partition)

    def _is_partitioned(self, key: AssetKey) -> bool:
        return bool(self._graph.has(key) and self._graph.get(key).is_partitioned)

    # What is left out.

    def _is_left_out(self, unit: _Unit, planned: AbstractSet[Node]) -> bool:
        reason = next(filter(None, (self._lack(key, unit, planned) for key in unit.assets)), None)
        if reason is None:
            return False
        for member in _members(unit):
            self._leave_out(member, reason)
        return True

    def _leave_out(self, node: Node, reason: str) -> None:
        self._left_out[node] = reason
        self._skipped.append(Skip(node[0], node[1], reason))

    def _lack(self, key: AssetKey, unit: _Unit, planned: AbstractSet[Node]) -> str | None:
        """Why an asset cannot be made: what it needs is neither planned nor there."""
        for parent in sorted(self._graph.get(key).parent_keys):
            if parent in unit.assets or not self._graph.has(parent):
                continue
            loaded = self._loading(key, parent)
            if not self._is_partitioned(parent):
                if loaded and (parent, None) in self._left_out:
                    return f"its upstream asset {parent.to_user_string()} is skipped"
                continue
            if self._choice.is_latest and self._graph.get(parent).is_materializable:
                lack = self._lacking_partitions(key, unit, parent, loaded, planned)
                if lack is not None:
                    return lack
        return None

    def _lacking_partitions(
        self, key: AssetKey, unit: _Unit, parent: AssetKey, loaded: bool, planned: AbstractSet[Node]
    ) -> str | None:
        existing, missing = self._parents(key, unit.partition)
        needed = [item for item in existing if item[0] == parent and item not in _members(unit)]
        name = parent.to_user_string()
        absent = [item for item in missing if item[0] == parent]
        if absent:
            return f"its upstream partition {absent[0][1]} of {name} does not exist"
        if not needed:
            # A first partition needs nothing of its own past; an upstream asset without any partition can give nothing.
            lacks = loaded and (parent, None) in self._left_out
            return f"its upstream asset {name} has no partition yet" if lacks else None
        lacking = [item for item in needed if not self._is_there(item, planned)]
        if not lacking or (not loaded and len(lacking) < len(needed)):
            return None
        if len(needed) == 1:
            return f"its upstream partition {needed[0][1]} of {name} is neither planned nor materialised"
        example = lacking[0][1]
        return (
            f"{len(lacking)} of the {len(needed)} upstream partitions of {name} that it needs are neither planned nor"
            f" materialised, for example {example}"
        )

    def _is_there(self, node: Node, planned: AbstractSet[Node]) -> bool:
        if node in planned and node not in self._left_out:
            return True
        if node[0] not in self._there:
            self._there[node[0]] = self._instance.get_materialized_partitions(node[0])
        return node[1] in self._there[node[0]]

    def _loading(self, key: AssetKey, parent: AssetKey) -> bool:
        """Whether the asset's function is given the value of the parent, all of it."""
        definition = self._graph.get(key).assets_def
        for name, upstream in definition.keys_by_input_name.items():
            if upstream == parent:
                given = definition.node_def.input_def_named(name)
                # The IO managers that Dagster brings take this for leave to load what there is.
                partial = bool((given.metadata or {}).get("allow_missing_partitions"))
                return not (given.dagster_type.is_nothing or partial)
        return False

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
        return runs


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
