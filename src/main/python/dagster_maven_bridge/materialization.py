"""Carrying out a plan of runs, and leaving out what depends on something that went wrong."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from dagster import AssetKey, DagsterInstance, JobDefinition

from .dagster_run_api import (
    ASSET_PARTITION_RANGE_END_TAG,
    ASSET_PARTITION_RANGE_START_TAG,
    IMPLICIT_ASSET_JOB,
    partition_tags,
)
from .execution import RunSpec, subset_of
from .partition_choice import RANGE_SEPARATOR, PartitionChoice
from .planned_runs import PlannedRuns, needs_of_runs
from .planning import Plan, RunGroup, partitions_definitions, plan_assets
from .project import Project
from .protocol import Problem
from .rerunning import carry_out
from .run_config import RunConfig
from .run_limits import RunLimits
from .run_requests import MaterializeParameters, Reruns
from .run_workers import Runner
from .runtime import Call, LoadedRepository


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

    def carry_out(self, call: Call, runner: Runner, limits: RunLimits, reruns: Reruns | None) -> list[str]:
        """Executes the runs; returns their ids."""
        return carry_out(call, PlannedRuns(call, self.plan, self.specs), runner, limits, reruns)

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


def joined(materializations: Sequence[Materialization]) -> tuple[list[RunSpec], list[set[int]]]:
    """The runs of several, one after the other, and for each those that it needs."""
    specs: list[RunSpec] = []
    needs: list[set[int]] = []
    for materialization in materializations:
        first = len(specs)
        specs += materialization.specs
        needs += [{first + need for need in run} for run in needs_of_runs(materialization.plan)]
    return specs, needs


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
) -> PreparedRequest:
    """Plans and checks a request; an OperationError tells what is wrong with its parameters."""
    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"], project)
    choice = PartitionChoice(parameters["partitions"])
    explicit = parameters["select"] is not None
    found = [
        Materialization.prepare(
            repository,
            plan_assets(repository.definition, instance, keys, choice, explicit=explicit),
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
