"""Which assets and partitions are missing or stale, and why.

Beyond what Dagster finds: code that declares no ``code_version`` is told by its hash, which each run keeps in its tags;
what Dagster does not look at is looked at here; and what went wrong since the last materialisation counts.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dagster import AssetKey, DagsterInstance, DagsterRunStatus, RepositoryDefinition

from ..definitions.code_hash import CODE_TAG, CodeHashes
from ..partitions.partition_edges import PartitionEdges
from ..private_api.dagster_staleness_api import Cause, Materialization, StalenessView
from .needs import Node, Upstream, shown
from .run_checks import is_shared

_REASONS_SHOWN = 3


@dataclass(frozen=True)
class Upkeep:
    """What of a plan is stale, with the reasons, and what is up to date."""

    stale: dict[Node, str] = field(default_factory=dict)
    up_to_date: list[Node] = field(default_factory=list)


class StaleAssets:
    """Judges the assets of a repository, as they are at one moment."""

    def __init__(self, repository: RepositoryDefinition, instance: DagsterInstance, hashes: CodeHashes) -> None:
        self._repository = repository
        self._graph: Any = repository.asset_graph
        self._instance = instance
        self._hashes = hashes
        self._view = StalenessView(instance, self._graph)
        self._runs: dict[str, Any] = {}
        self._again: dict[int, tuple[AbstractSet[Node], _Stale]] = {}
        self._latest: dict[tuple[AssetKey, AssetKey], _Latest] = {}
        self.upkeep = Upkeep()

    def is_stale(
        self,
        assets: Sequence[AssetKey],
        partition: str | None,
        upstream: Upstream,
        edges: PartitionEdges,
    ) -> bool:
        """Whether one of some assets that are made together is stale, also because what it needs is made again.

        To be asked in dependency order; ``upkeep`` has the answers.
        """
        members = [(key, partition) for key in assets]
        reasons = {node: self._reason(node, upstream.get(node, ()), edges) for node in members}
        cause = next((node for node, reason in reasons.items() if reason), None)
        if cause is None:
            self.upkeep.up_to_date.extend(members)
            return False
        for node, reason in reasons.items():
            self.upkeep.stale[node] = reason or f"it is made together with {shown(cause)}"
        return True

    def _reason(self, node: Node, upstream: Sequence[AbstractSet[Node]], edges: PartitionEdges) -> str | None:
        materialization = self._last_materialization(node)
        if materialization is None:
            return "never materialised"
        reasons = self._own_reasons(node, materialization, edges)
        if len(reasons) < _REASONS_SHOWN and (again := self._made_again(upstream)) is not None:
            reasons.append(again)
        more = f" and {len(reasons) - _REASONS_SHOWN} more" if len(reasons) > _REASONS_SHOWN else ""
        return ", ".join(reasons[:_REASONS_SHOWN]) + more if reasons else None

    def _made_again(self, upstream: Sequence[AbstractSet[Node]]) -> str | None:
        """What of its upstream is stale itself; all of that has been judged before."""
        again = [each for needs in upstream if (each := self._stale_in(needs)).number]
        number = sum(each.number for each in again)
        if number == 0:
            return None
        first = min(each.first for each in again)
        return f"its upstream {first} is materialised again" if number == 1 else _several(first, number)

    def _stale_in(self, needs: AbstractSet[Node]) -> "_Stale":
        known = self._again.get(id(needs))
        # Thousands of partitions may share one set of thousands.
        if known is None or known[0] is not needs:
            names = [shown(need) for need in needs if need in self.upkeep.stale]
            known = self._again[id(needs)] = needs, _Stale(min(names, default=""), len(names))
        return known[1]

    def _last_materialization(self, node: Node) -> Materialization | None:
        key, partition = node
        if partition is not None and partition not in self._view.newest(key):
            return None
        return self._view.last_materialization(node)

    def _own_reasons(self, node: Node, materialization: Materialization, edges: PartitionEdges) -> list[str]:
        reasons = [self._in_words(node, cause, materialization) for cause in self._view.causes(node)]
        reasons += [
            reason
            for reason in (
                self._changed_code(node, materialization),
                self._failed_attempt(node, materialization),
            )
            if reason is not None
        ]
        reasons += self._newer_partitions(node, materialization, edges)
        reasons += self._unsound_checks(node, materialization)
        return list(dict.fromkeys(reasons))

    def _in_words(self, node: Node, cause: Cause, materialization: Materialization) -> str:
        key, _ = node
        if cause.dependency is None:
            version = self._graph.get(key).code_version
            was = f", and was '{materialization.code_version}'" if materialization.code_version else ""
            return f"its code version is '{version}'{was}"
        match cause.category:
            case "removed":
                return f"it does not depend on {shown(cause.dependency)} any more"
            case "added":
                return f"it now depends on {shown(cause.dependency)}"
            case _:
                return f"its upstream {shown(cause.dependency)} has new data"

    def _changed_code(self, node: Node, materialization: Materialization) -> str | None:
        definition = self._graph.get(node[0])
        if definition.code_version is not None:
            return None
        run = self._run(materialization.run_id)
        before = run.tags.get(CODE_TAG + node[0].to_user_string()) if run is not None else None
        if before is None:
            return "it declares no code_version, and the code that made it is not known"
        return None if before == self._hashes.of(definition.assets_def) else "its code has changed"

    def _failed_attempt(self, node: Node, materialization: Materialization) -> str | None:
        run_id = self._view.attempt_after(node, materialization)
        run = self._run(run_id) if run_id is not None else None
        if run is None or run.status is DagsterRunStatus.SUCCESS:
            # An asset may decide not to be materialised.
            return None
        how = {DagsterRunStatus.FAILURE: "failed", DagsterRunStatus.CANCELED: "was cancelled"}
        return f"its last run {how.get(run.status, 'has not ended')}"

    def _newer_partitions(self, node: Node, materialization: Materialization, edges: PartitionEdges) -> list[str]:
        """The upstream assets of which a partition is newer, where Dagster does not look."""
        key, partition = node
        reasons = []
        for parent in sorted(self._graph.get(key).parent_keys):
            if parent == key or not edges.is_partitioned(parent):
                continue
            keys = edges.between(key, parent).needed(partition).existing
            if self._view.is_unchecked(key, parent, len(keys)):
                newer = self._latest_of((key, parent), keys).newer_than(materialization)
                if newer is not None:
                    reasons.append(f"its upstream {shown((parent, newer))} has new data")
        return reasons

    def _latest_of(self, edge: tuple[AssetKey, AssetKey], keys: Sequence[str]) -> "_Latest":
        known = self._latest.get(edge)
        # As above: one list for all partitions, or one for each.
        if known is None or known.keys is not keys:
            known = self._latest[edge] = _Latest(keys, self._view.newest(edge[1]))
        return known

    def _unsound_checks(self, node: Node, materialization: Materialization) -> list[str]:
        reasons = []
        for check in sorted(self._graph.get(node[0]).check_keys, key=lambda check: str(check.name)):
            record = self._view.check(check, materialization)
            if record is None or record.passed is None:
                # A run of this asset alone leaves such a check out, each time.
                if is_shared(self._repository, check):
                    continue
                reasons.append(f"its check {check.name} was not evaluated")
            elif not record.passed and not record.is_warning:
                reasons.append(f"its check {check.name} failed")
        return reasons

    def _run(self, run_id: str) -> Any:
        if run_id not in self._runs:
            self._runs[run_id] = self._instance.get_run_by_id(run_id)
        return self._runs[run_id]


class _Stale(NamedTuple):
    """What is stale of a set: the first by name, and how many there are."""

    first: str
    number: int


class _Latest:
    """The last materialisations of some upstream partitions, to be asked about many partitions downstream."""

    def __init__(self, keys: Sequence[str], newest: Mapping[str | None, int]) -> None:
        self.keys = keys
        # Of two with the earlier one older as well, the later one is the answer to whatever the earlier one would be.
        self._storage_ids: list[int] = []
        self._partitions: list[str] = []
        for partition in reversed(keys):
            storage_id = newest.get(partition, 0)
            if storage_id > (self._storage_ids[-1] if self._storage_ids else 0):
                self._storage_ids.append(storage_id)
                self._partitions.append(partition)

    def newer_than(self, materialization: Materialization) -> str | None:
        """The last of the partitions, in their order, that is newer; None when none is."""
        place = bisect_right(self._storage_ids, materialization.storage_id)
        return self._partitions[place] if place < len(self._partitions) else None


def _several(first: str, number: int) -> str:
    return f"its upstream {first} and {number - 1} more are materialised again"
