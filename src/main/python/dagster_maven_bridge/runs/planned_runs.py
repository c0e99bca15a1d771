"""The runs of a plan while they are carried out: what depends on something that went wrong is left out."""

from collections import defaultdict
from collections.abc import Sequence

from dagster import AssetKey

from ..runtime import Call
from .execution import RunOutcome
from .needs import Node, shown
from .planning import Plan
from .run_groups import RunGroup
from .run_specs import RunSpec, narrowed
from .scheduling import Work


def needs_of_runs(plan: Plan) -> list[set[int]]:
    """For each run of a plan those that must have ended before it starts."""
    place: dict[Node, int] = {}
    by_asset: dict[AssetKey, set[int]] = defaultdict(set)
    for number, run in enumerate(plan.runs):
        for node in nodes_of(run):
            place[node] = number
            by_asset[node[0]].add(number)
    needs: list[set[int]] = []
    for number, run in enumerate(plan.runs):
        needed = {place[need] for node in nodes_of(run) for need in plan.upstream.get(node, ()) if need in place}
        for check in run.checks:
            # What they look at is in runs before theirs; later ones look at what they have checked.
            for key in plan.checked.get(check, ()):
                needed |= {other for other in by_asset[key] if other < number}
        needs.append(needed - {number})
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
        self._broken: dict[Node, str] = {}
        self._left: dict[int, list[AssetKey]] = {}

    def ready(self, number: int) -> RunSpec | None:
        """See ``Work``: tells of the assets that are left out, and why."""
        run, spec = self._plan.runs[number], self.specs[number]
        self._forget(run)
        doomed = self._doomed(run)
        if doomed and self._is_waiting:
            self._broken.update(dict.fromkeys(nodes_of(run), "is skipped"))
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
                    self._broken[asset, partition] = "failed a blocking check"
                elif not made and outcome.status != "SUCCESS":
                    # An asset may also decide not to be materialised: no failure, and what loads it says so itself.
                    self._broken[asset, partition] = "failed"

    def _forget(self, run: RunGroup, assets: Sequence[AssetKey] | None = None) -> None:
        """What went wrong with assets of a run, all of them by default, that is going to be told anew."""
        for asset, partition in nodes_of(run) if self._broken else ():
            if assets is None or asset in assets:
                self._broken.pop((asset, partition), None)

    def _doomed(self, run: RunGroup) -> dict[AssetKey, str]:
        """The assets of a run that need something broken, through others of the same run too, with the reason."""
        doomed: dict[AssetKey, str] = {}
        if not self._broken:
            return doomed
        keys = frozenset(run.keys)
        for asset in run.assets:
            if asset in doomed:
                continue
            needs = {need for key in keys for need in self._plan.upstream.get((asset, key), ())}
            for need in sorted(needs, key=str):
                how = self._broken.get(need) or ("is skipped" if need[1] in keys and need[0] in doomed else None)
                if how:
                    reason = f"its upstream asset {shown(need)} {how}"
                    doomed.update(dict.fromkeys(self._plan.units.get(asset, {asset}), reason))
                    break
        return doomed

    def _skip(self, run: RunGroup, asset: AssetKey, reason: str) -> None:
        self._broken.update(((asset, key), "is skipped") for key in run.keys)
        self._call.emit(
            "asset_skipped", {"asset": asset.to_user_string(), "partition": run.partition, "reason": reason}
        )
