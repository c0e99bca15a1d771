"""The runs of a plan while they are carried out: what depends on something that went wrong is left out."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from dagster import AssetKey

from ..runtime import Call
from .broken_nodes import BrokenNodes
from .execution import RunOutcome
from .needed_runs import NeededRuns
from .needs import Node, shown
from .planning import Plan
from .run_groups import RunGroup
from .run_specs import RunSpec, narrowed
from .scheduling import Work


def needs_of_runs(plan: Plan) -> NeededRuns:
    """For each run of a plan those that must have ended before it starts."""
    place: dict[Node, int] = {}
    by_asset: dict[AssetKey, set[int]] = defaultdict(set)
    for number, run in enumerate(plan.runs):
        for node in nodes_of(run):
            place[node] = number
            by_asset[node[0]].add(number)
    known: dict[int, frozenset[int]] = {}
    needs: list[list[AbstractSet[int]]] = []
    for number, run in enumerate(plan.runs):
        needed: dict[int, AbstractSet[int]] = {}
        for nodes in {id(part): part for node in nodes_of(run) for part in plan.upstream.get(node, ())}.values():
            if id(nodes) not in known:
                known[id(nodes)] = frozenset(place[node] for node in nodes if node in place)
            runs = known[id(nodes)]
            needed[id(nodes)] = runs - {number} if number in runs else runs
        for check in run.checks:
            # What they look at is in runs before theirs; later ones look at what they have checked.
            for key in plan.checked.get(check, ()):
                needed[id(by_asset[key])] = {other for other in by_asset[key] if other < number}
        needs.append([runs for runs in needed.values() if runs])
    return needs


def nodes_of(run: RunGroup) -> list[Node]:
    """What a run makes."""
    return [(asset, partition) for asset in run.assets for partition in run.keys]


class PlannedRuns(Work):
    """The work that a plan is, see ``scheduling.Work``."""

    def __init__(self, call: Call, plan: Plan, specs: Sequence[RunSpec]) -> None:
        super().__init__(specs, needs_of_runs(plan))
        self._call = call
        self._plan = plan
        self._broken = BrokenNodes()
        for node, how in plan.broken.items():
            self._broken.add([node], how)
        self._left: dict[int, list[AssetKey]] = {}

    def ready(self, number: int) -> RunSpec | None:
        """See ``Work``: tells of the assets that are left out, and why."""
        run, spec = self._plan.runs[number], self.specs[number]
        self._forget(run)
        doomed = self._doomed(run)
        if doomed and self._is_waiting:
            self._broken.add(nodes_of(run), "is skipped")
            self._put_off.append(number)
            return None
        for asset, reason in doomed.items():
            self._skip(run, asset, reason)
        left = [asset for asset in run.assets if asset not in doomed]
        if not left and not run.checks:
            return None
        self._left[number] = left
        return narrowed(spec, assets=tuple(left)) if doomed else spec

    def ended(self, number: int, outcome: RunOutcome) -> None:
        """See ``Work``."""
        run = self._plan.runs[number]
        self._forget(run, self._left[number])
        made_assets = {asset for asset, _ in outcome.materialized}
        for asset in self._left[number]:
            for partition in run.keys:
                # User code may tell of the one partition of its run without naming it.
                made = (asset, partition) in outcome.materialized or (len(run.partitions) < 2 and asset in made_assets)
                if made and asset in outcome.blocked:
                    self._broken.add([(asset, partition)], "failed a blocking check")
                elif not made and outcome.status != "SUCCESS":
                    # An asset may also decide not to be materialised: no failure, and what loads it says so itself.
                    self._broken.add([(asset, partition)], "failed")

    def _forget(self, run: RunGroup, assets: Sequence[AssetKey] | None = None) -> None:
        """What went wrong with assets of a run, all of them by default, that is going to be told anew."""
        for asset, partition in nodes_of(run) if self._broken else ():
            if assets is None or asset in assets:
                self._broken.forget((asset, partition))

    def _doomed(self, run: RunGroup) -> dict[AssetKey, str]:
        """The assets of a run that need something broken, through others of the same run too, with the reason."""
        doomed: dict[AssetKey, str] = {}
        if not self._broken:
            return doomed
        for asset in run.assets:
            if asset in doomed:
                continue
            needs = {id(part): part for key in run.keys for part in self._plan.upstream.get((asset, key), ())}
            broken = [node for part in needs.values() if (node := self._broken.first_of(part)) is not None]
            here = ((other, key) for other in doomed for key in run.keys)
            skipped = [node for node in here if any(node in part for part in needs.values())]
            if broken or skipped:
                first = min([*broken, *skipped], key=str)
                how = self._broken.how(first) or "is skipped"
                reason = f"its upstream asset {shown(first)} {how}"
                doomed.update(dict.fromkeys(self._plan.units.get(asset, {asset}), reason))
        return doomed

    def _skip(self, run: RunGroup, asset: AssetKey, reason: str) -> None:
        self._broken.add([(asset, key) for key in run.keys], "is skipped")
        self._call.emit(
            "asset_skipped", {"asset": asset.to_user_string(), "partition": run.partition, "reason": reason}
        )
