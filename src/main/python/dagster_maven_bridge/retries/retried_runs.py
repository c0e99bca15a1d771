"""Runs that are re-executed: one that needs another comes after it, and is left out when that goes wrong again."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dagster import AssetKey, DagsterRun, RepositoryDefinition

from ..partitions.partition_edges import PartitionEdges
from ..private_api.dagster_partition_api import PartitionView
from ..private_api.dagster_run_api import ExecutionPlan
from ..runs.execution import RunOutcome
from ..runs.needs import Node, shown
from ..runs.run_specs import RunSpec
from ..runs.scheduling import Work
from ..runs.steps import planned_run, step_products, steps_to_execute
from ..runtime import Call

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Retry:
    """A run that is re-executed from where it stopped: ``assets`` it makes, of ``checked`` it evaluates checks."""

    parent: DagsterRun
    spec: RunSpec
    plan: ExecutionPlan
    assets: frozenset[AssetKey]
    checked: frozenset[AssetKey]

    @classmethod
    def of(cls, parent: DagsterRun, spec: RunSpec, plan: ExecutionPlan) -> "Retry":
        """What it makes is what its plan has left of the run before."""
        products = [step_products(step) for step in steps_to_execute(plan)]
        assets = frozenset(asset for made, _ in products for asset in made)
        checked = frozenset(AssetKey.from_user_string(asset) for _, checks in products for asset, _ in checks)
        return cls(parent, spec, plan, assets, checked)

    def planned(self) -> dict[str, Any]:
        """What it will make, for the event that tells of the plan."""
        spec = self.spec
        run = {"job": spec.job.name, "partition": spec.partition, "partitions": list(spec.partitions)}
        return {**run, **planned_run(self.plan)}


class Upstream:
    """What runs that are re-executed are made from, by partition."""

    def __init__(self, view: PartitionView) -> None:
        self._view = view
        self._edges: dict[int, tuple[RepositoryDefinition, PartitionEdges]] = {}

    def touched(self, retry: Retry) -> list[Node]:
        """What a run makes, and what it evaluates checks of: both may stop what is made from it."""
        return [(asset, key) for asset in sorted(retry.assets | retry.checked) for key in self._keys(retry, asset)]

    def nodes(self, retry: Retry, among: Collection[AssetKey]) -> Iterator[Node]:
        """What of these assets a run is made from and does not make itself."""
        graph: Any = retry.spec.repository.definition.asset_graph
        edges = self._edges_of(retry.spec.repository.definition)
        for asset in sorted(retry.assets):
            keys = self._keys(retry, asset)
            for parent in sorted(parent for parent in graph.get(asset).parent_keys if parent in among):
                own = frozenset(self._keys(retry, parent) if parent in retry.assets else ())
                for key in keys:
                    existing = edges.between(asset, parent).needed(key).existing if edges.is_partitioned(parent) else ()
                    yield from ((parent, other) for other in existing or (None,) if other not in own)

    def _keys(self, retry: Retry, asset: AssetKey) -> Sequence[str | None]:
        """The partitions of an asset that a run is of."""
        graph: Any = retry.spec.repository.definition.asset_graph
        definition = graph.get(asset).partitions_def if graph.has(asset) else None
        if definition is None:
            return (None,)
        known = self._view.places(definition)
        return [key for key in retry.spec.partitions if key in known]

    def _edges_of(self, repository: RepositoryDefinition) -> PartitionEdges:
        if id(repository) not in self._edges:
            # With the repository itself, so that its id stays its own.
            self._edges[id(repository)] = repository, PartitionEdges(repository.asset_graph, self._view)
        return self._edges[id(repository)][1]


def in_order(retries: Sequence[Retry], upstream: Upstream) -> list[Retry]:
    """Upstream first, else as they are; where runs need each other, the first of them comes first."""
    needs = _needs(retries, upstream)
    downstream: dict[int, list[int]] = defaultdict(list)
    for number, needed in enumerate(needs):
        for other in needed:
            downstream[other].append(number)
    missing = [len(needed) for needed in needs]
    ready = [number for number, count in enumerate(missing) if count == 0]
    order: dict[int, Retry] = {}
    for first in range(len(retries)):
        # What is still to come when nothing is ready is in a circle.
        heap = ready or [first]
        while heap:
            number = heapq.heappop(heap)
            if number in order:
                continue
            order[number] = retries[number]
            for other in downstream[number]:
                missing[other] -= 1
                if missing[other] == 0:
                    heapq.heappush(heap, other)
    return list(order.values())


def _needs(retries: Sequence[Retry], upstream: Upstream) -> list[set[int]]:
    """For each run the others that make what it is made from, or what it evaluates checks of."""
    made: dict[Node, set[int]] = defaultdict(set)
    for number, retry in enumerate(retries):
        for node in upstream.touched(retry):
            made[node].add(number)
    assets = {asset for asset, _ in made}
    needs: list[set[int]] = []
    for number, retry in enumerate(retries):
        needed: set[int] = set()
        for node in upstream.nodes(retry, assets):
            needed |= made.get(node, _NONE)
        for node in upstream.touched(retry):
            if node[0] not in retry.assets:
                needed |= {other for other in made[node] if node[0] in retries[other].assets}
        needs.append(needed - {number})
    return needs


class RetriedRuns(Work):
    """Runs that are re-executed, see ``scheduling.Work``. One is left out as a whole: it is what another left."""

    def __init__(self, call: Call, retries: Sequence[Retry], upstream: Upstream) -> None:
        # In a circle only what comes before is waited for.
        needs = [[{other for other in needed if other < at}] for at, needed in enumerate(_needs(retries, upstream))]
        super().__init__([retry.spec for retry in retries], needs)
        self._call = call
        self._retries = retries
        self._upstream = upstream
        self._broken: dict[Node, str] = {}

    def ready(self, number: int) -> RunSpec | None:
        """See ``Work``."""
        retry = self._retries[number]
        self._forget(retry)
        reason = self._reason(retry)
        if reason is not None:
            self._broken.update(dict.fromkeys(self._upstream.touched(retry), "is skipped"))
            if self._is_waiting:
                self._put_off.append(number)
            else:
                self._tell_skipped(retry, reason)
            return None
        return retry.spec

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """See ``Work``."""
        retry = self._retries[number]
        self._forget(retry)
        made_assets = {asset for asset, _ in outcome.materialized}
        for asset, key in self._upstream.touched(retry):
            # User code may tell of the one partition of its run without naming it.
            made = (asset, key) in outcome.materialized or (len(retry.spec.partitions) < 2 and asset in made_assets)
            if asset in outcome.blocked:
                self._broken[asset, key] = "failed a blocking check"
            elif asset in retry.assets and not made and outcome.status != "SUCCESS":
                self._broken[asset, key] = "failed"

    def _forget(self, retry: Retry) -> None:
        for node in self._upstream.touched(retry) if self._broken else ():
            self._broken.pop(node, None)

    def _reason(self, retry: Retry) -> str | None:
        for node in self._upstream.nodes(retry, {asset for asset, _ in self._broken}) if self._broken else ():
            if node in self._broken:
                return f"its upstream asset {shown(node)} {self._broken[node]}"
        return None

    def _tell_skipped(self, retry: Retry, reason: str) -> None:
        for asset in sorted(retry.assets):
            skipped = {"asset": asset.to_user_string(), "partition": retry.spec.partition, "reason": reason}
            self._call.emit("asset_skipped", skipped)
