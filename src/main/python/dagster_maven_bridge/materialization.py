"""Carrying out a plan of runs, and leaving out what depends on something that went wrong."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from dagster import AssetKey, DagsterInstance, JobDefinition

from .code_hash import CodeHashes
from .dagster_run_api import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    IMPLICIT_ASSET_JOB,
    partition_tags,
)
from .execution import RunExecutor, RunSpec, subset_of
from .needs import Node
from .partition_choice import RANGE_SEPARATOR, PartitionChoice
from .planning import Plan, RunGroup, partitions_definitions, plan_assets
from .project import Project
from .protocol import Problem
from .run_config import RunConfig
from .run_requests import MaterializeParameters
from .runtime import Call, LoadedRepository
from .staleness import StaleAssets, shown


@dataclass(frozen=True)
class Materialization:
    """The runs of one plan with all that is needed to start them; what is wrong with their parameters is known."""

    repository: LoadedRepository
    plan: Plan
    specs: list[RunSpec]

    @classmethod
    def prepare(
        cls, repository: LoadedRepository, plan: Plan, config: RunConfig, tags: Mapping[str, str]
    ) -> "Materialization":
        """Checks the configuration of every run before the first one starts."""
        job = repository.definition.get_job(IMPLICIT_ASSET_JOB)
        specs = []
        for run in plan.runs:
            run_tags = {**_run_tags(job, run), **tags}
            spec = RunSpec(repository, job, {}, run_tags, run.partition, tuple(run.assets), checks=tuple(run.checks))
            subset = subset_of(spec)
            values = config.for_job(subset)
            config.check(subset, values)
            specs.append(replace(spec, run_config=values))
        return cls(repository, plan, specs)

    def jobs(self) -> list[JobDefinition]:
        """What each of the runs executes."""
        return [subset_of(spec) for spec in self.specs]

    def planned(self, location: str) -> dict[str, Any]:
        """The event that tells what is going to happen."""
        return {
            "location": location,
            "runs": [self._planned_run(run) for run in self.plan.runs],
            "skipped": [
                {"asset": skip.asset.to_user_string(), "partition": skip.partition, "reason": skip.reason}
                for skip in self.plan.skipped
            ],
        }

    def judged(self) -> dict[str, Any]:
        """What is stale, with the reason, and what is up to date, with the checks that are left out with it."""
        graph: Any = self.repository.definition.asset_graph
        return {
            "stale": [
                {"asset": asset.to_user_string(), "partition": partition, "reason": reason}
                for (asset, partition), reason in self.plan.upkeep.stale.items()
            ],
            "up_to_date": [
                {
                    "asset": asset.to_user_string(),
                    "partition": partition,
                    "checks": sorted(check.name for check in graph.get(asset).check_keys),
                }
                for asset, partition in self.plan.upkeep.up_to_date
            ],
        }

    def carry_out(self, call: Call, executor: RunExecutor) -> list[str]:
        """Executes the runs in order; returns their ids."""
        run_ids: list[str] = []
        broken: dict[Node, str] = {}
        for run, spec in zip(self.plan.runs, self.specs, strict=True):
            if call.cancelled:
                # What is planned and not started is told by the plugin, which knows why it cancels.
                break
            doomed = self._doomed(run, broken)
            for asset, reason in doomed.items():
                self._skip(call, run, [asset], broken, reason)
            left = [asset for asset in run.assets if asset not in doomed]
            if not left and not run.checks:
                continue
            outcome = executor.execute(self._narrowed(spec, left) if doomed else spec)
            run_ids.append(outcome.run_id)
            for asset in left:
                if asset not in outcome.materialized:
                    broken[asset, run.partition] = "failed" if outcome.status != "SUCCESS" else ""
                elif asset in outcome.blocked:
                    broken[asset, run.partition] = "failed a blocking check"
            # An asset may decide not to be materialised: that is no failure, and what loads it says so itself.
            for node in [node for node, how in broken.items() if not how]:
                del broken[node]
        return run_ids

    def _narrowed(self, spec: RunSpec, left: list[AssetKey]) -> RunSpec:
        narrowed = replace(spec, assets=tuple(left))
        return replace(narrowed, run_config=RunConfig(spec.run_config).for_job(subset_of(narrowed)))

    def _doomed(self, run: RunGroup, broken: Mapping[Node, str]) -> dict[AssetKey, str]:
        """The assets of a run that need something broken, through others of the same run too, with the reason."""
        doomed: dict[AssetKey, str] = {}
        for asset in run.assets:
            if asset in doomed:
                continue
            for need in sorted(self.plan.upstream.get((asset, run.partition), ()), key=str):
                how = broken.get(need) or ("is skipped" if need[1] == run.partition and need[0] in doomed else None)
                if how:
                    reason = f"its upstream asset {shown(need)} {how}"
                    doomed.update(dict.fromkeys(self.plan.units.get(asset, {asset}), reason))
                    break
        return doomed

    def _skip(self, call: Call, run: RunGroup, assets: list[AssetKey], broken: dict[Node, str], reason: str) -> None:
        for asset in assets:
            broken[asset, run.partition] = "is skipped"
            call.emit(
                "asset_skipped",
                {"asset": asset.to_user_string(), "partition": run.partition, "reason": reason},
            )

    def _planned_run(self, run: RunGroup) -> dict[str, Any]:
        graph: Any = self.repository.definition.asset_graph
        of_assets = {check for key in run.assets for check in graph.get(key).check_keys}
        checks = sorted((check.asset_key.to_user_string(), check.name) for check in of_assets | set(run.checks))
        return {
            "job": IMPLICIT_ASSET_JOB,
            "partition": run.partition,
            "assets": [asset.to_user_string() for asset in run.assets],
            "checks": [{"asset": asset, "name": name} for asset, name in checks],
        }


@dataclass(frozen=True)
class PreparedRequest:
    """A request in all repositories of a code location, checked as a whole before anything of it runs.

    ``unmatched`` is what of its parameters concerns none of them: an error, unless it concerns another code location.
    """

    materializations: list[Materialization]
    unmatched: list[Problem]


def prepare(
    parameters: MaterializeParameters,
    selected: Sequence[tuple[LoadedRepository, Set[AssetKey]]],
    instance: DagsterInstance,
    project: Project,
    hashes: CodeHashes | None = None,
) -> PreparedRequest:
    """Plans and checks a request; an OperationError tells what is wrong with its parameters.

    With the hashes of the code, only what is stale is planned.
    """
    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"], project)
    choice = PartitionChoice(parameters["partitions"])
    explicit = parameters["select"] is not None
    found = [
        Materialization.prepare(
            repository,
            plan_assets(
                repository.definition,
                instance,
                keys,
                choice,
                explicit=explicit,
                stale=StaleAssets(repository.definition, instance, hashes) if hashes is not None else None,
            ),
            config,
            options["tags"],
        )
        for repository, keys in selected
    ]
    definitions = [partitions_definitions(repository.definition, keys) for repository, keys in selected]
    unmatched = choice.unmatched({key: found for each in definitions for key, found in each.items()})
    jobs = [job for materialization in found for job in materialization.jobs()]
    # Without a run there is nothing that an op could be of: why nothing runs is what is to be told.
    return PreparedRequest(found, unmatched + (config.unknown_ops(jobs) if jobs or not selected else []))


def _run_tags(job: JobDefinition, run: RunGroup) -> dict[str, str]:
    if run.partition is None:
        return {}
    if run.is_range:
        first, last = run.partition.split(RANGE_SEPARATOR)
        return {ASSET_PARTITION_RANGE_START_TAG: first, ASSET_PARTITION_RANGE_END_TAG: last}
    return partition_tags(job, run.partition, run.assets)
