"""Which assets share a run: as few runs as possible, each after what it needs, in time that grows with their number."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dagster import AssetCheckKey, AssetKey

from ..partitions.partition_chunks import Chunk, chunks_of, text_of
from ..private_api.dagster_partition_api import Definition, PartitionView
from .needs import Node, Upstream

_Kind = tuple[int, object]
"""What runs must have in common to be one: the partitions definition, and how its partitions are spread over runs."""

_WHOLE: _Kind = (0, None)


@dataclass(frozen=True)
class Unit:
    """Assets that can only be made together, with the partitions they are made for; ``[None]`` when unpartitioned.

    ``per_run`` is how many neighbouring partitions one run may make, None for any number.
    """

    assets: tuple[AssetKey, ...]
    definition: Definition | None
    per_run: int | None
    keys: Sequence[str | None]

    def at(self, keys: Sequence[str | None]) -> "Unit":
        """The same for some of its partitions."""
        return self if len(keys) == len(self.keys) else replace(self, keys=keys)


@dataclass
class RunGroup:
    """Assets that run together, in dependency order, and checks of assets that are not made here.

    ``partitions`` are in order and without a gap; none of them when the assets are not partitioned.
    """

    partitions: tuple[str, ...]
    definition: Definition | None
    assets: list[AssetKey] = field(default_factory=list)
    checks: list[AssetCheckKey] = field(default_factory=list)

    @property
    def keys(self) -> tuple[str | None, ...]:
        """The partitions as they stand in nodes."""
        return self.partitions or (None,)

    @property
    def partition(self) -> str | None:
        """The partition, or the range of them, by which people know the run."""
        return text_of(self.partitions)


@dataclass(frozen=True)
class _Stage:
    """Runs of one kind, by the partitions that they make; they need nothing of each other but what is earlier."""

    kind: _Kind
    runs: dict[Chunk, RunGroup] = field(default_factory=dict)


class RunGrouping:
    """Puts units, which come in dependency order, into the runs of stages.

    A unit stands in a stage after those of all that it needs; in the same one only where each of its runs needs nothing
    but what the very same run makes. The runs of a stage come before those of the next one.
    """

    def __init__(self, graph: Any, view: PartitionView, upstream: Upstream) -> None:
        self._graph = graph
        self._view = view
        self._upstream = upstream
        self._stages: list[_Stage] = []
        self._stage_of: dict[AssetKey, int] = {}
        self._chunk_of: dict[Node, Chunk] = {}

    def add(self, unit: Unit) -> None:
        """Puts a unit into the first runs of its kind that come after what it needs."""
        chunks: list[Chunk] = [()]
        kind = _WHOLE
        if unit.definition is not None:
            keys = [str(key) for key in unit.keys]
            chunks = chunks_of(keys, unit.definition, unit.per_run, self._view)
            alone = all(len(chunk) == 1 for chunk in chunks)
            kind = (id(unit.definition), None if alone else tuple(chunks))
        for chunk in chunks:
            for key in chunk or (None,):
                for asset in unit.assets:
                    self._chunk_of[asset, key] = chunk
        number = self._stage(kind, self._earliest(unit, kind))
        runs = self._stages[number].runs
        for chunk in chunks:
            if chunk not in runs:
                runs[chunk] = RunGroup(chunk, unit.definition)
            runs[chunk].assets.extend(unit.assets)
        self._stage_of.update(dict.fromkeys(unit.assets, number))

    def add_checks(self, checks: Sequence[AssetCheckKey]) -> None:
        """Puts checks into the first unpartitioned run after what they need; they may block what is in it."""
        needs = {parent for check in checks for parent in self._graph.get(check).parent_entity_keys}
        earliest = max((self._stage_of[need] for need in needs if need in self._stage_of), default=0)
        runs = self._stages[self._stage(_WHOLE, earliest)].runs
        runs.setdefault((), RunGroup((), None)).checks.extend(checks)

    def runs(self) -> list[RunGroup]:
        """All runs in order."""
        ordered: list[RunGroup] = []
        for stage in self._stages:
            runs = list(stage.runs.values())
            # To order a single one its definition, which may have very many partitions, need not list them.
            ordered += sorted(runs, key=self._place) if len(runs) > 1 else runs
        return ordered

    def _place(self, run: RunGroup) -> int:
        return self._view.places(run.definition)[run.partitions[0]] if run.definition is not None else 0

    def _stage(self, kind: _Kind, earliest: int) -> int:
        for number in range(earliest, len(self._stages)):
            if self._stages[number].kind == kind:
                return number
        self._stages.append(_Stage(kind))
        return len(self._stages) - 1

    def _earliest(self, unit: Unit, kind: _Kind) -> int:
        together: set[AssetKey] = set()
        apart: set[AssetKey] = set()
        settled: set[int] = set()
        own = frozenset(unit.assets)
        for asset in unit.assets:
            for key in unit.keys:
                chunk = self._chunk_of[asset, key]
                for needs in self._upstream[asset, key]:
                    if id(needs) in settled:
                        continue
                    for need in needs:
                        parent = need[0]
                        if parent in apart or parent in own or parent not in self._stage_of:
                            continue
                        if self._stages[self._stage_of[parent]].kind == kind and self._chunk_of.get(need) == chunk:
                            together.add(parent)
                        else:
                            apart.add(parent)
                    if all(need[0] in apart for need in needs):
                        # Thousands of partitions may have one and the same set of needs, of thousands.
                        settled.add(id(needs))
        return max((self._stage_of[parent] + (parent in apart) for parent in together | apart), default=0)
