"""The runs that evaluate checks without making assets, planned so that blocking checks come first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dagster import AssetCheckKey, DagsterInstance, JobDefinition

from .blocking_order import BlockingOrder
from .check_choice import ChosenChecks, SkippedCheck, choose_checks
from .dagster_run_api import IMPLICIT_ASSET_JOB, PartitionView
from .execution import RunSpec, subset_of
from .partition_choice import NO_PARTITION, PartitionChoice
from .problems import problem
from .project import Project
from .protocol import Problem
from .run_config import RunConfig
from .run_requests import ExecuteChecksParameters, PartitionSelection
from .runtime import LoadedRepository


@dataclass(frozen=True)
class CheckRun:
    """Checks that run together; ``definition`` partitions all of them, or none."""

    partition: str | None
    definition: Any
    checks: list[AssetCheckKey]


@dataclass(frozen=True)
class CheckExecution:
    """The runs of one repository with all that is needed to start them."""

    repository: LoadedRepository
    order: BlockingOrder
    runs: list[CheckRun]
    specs: list[RunSpec]
    skipped: list[SkippedCheck]

    @classmethod
    def prepare(
        cls,
        chosen: ChosenChecks,
        choice: PartitionChoice,
        instance: DagsterInstance,
        config: RunConfig,
        tags: Mapping[str, str],
    ) -> "CheckExecution":
        """Plans the runs and checks the configuration of each before the first one starts."""
        graph: Any = chosen.repository.definition.asset_graph
        partitions = choice.resolve(graph, frozenset(chosen.checks), PartitionView(instance))
        skipped = [SkippedCheck(check, None, NO_PARTITION) for check in chosen.checks if not partitions.of(check)]
        order = BlockingOrder(graph, [check for check in chosen.checks if partitions.of(check)])
        runs: list[CheckRun] = []
        for checks in order.rounds():
            groups: dict[tuple[Any, str | None], list[AssetCheckKey]] = {}
            for check in checks:
                for partition in partitions.of(check):
                    groups.setdefault((graph.get(check).partitions_def, partition), []).append(check)
            runs += [CheckRun(partition, definition, group) for (definition, partition), group in groups.items()]
        specs = [cls._spec(chosen.repository, run, config, tags) for run in runs]
        return cls(chosen.repository, order, runs, specs, [*chosen.skipped, *skipped])

    @staticmethod
    def _spec(repository: LoadedRepository, run: CheckRun, config: RunConfig, tags: Mapping[str, str]) -> RunSpec:
        of_partition = {} if run.partition is None else run.definition.get_tags_for_partition_key(run.partition)
        job = repository.definition.get_job(IMPLICIT_ASSET_JOB)
        spec = RunSpec(repository, job, {}, {**of_partition, **tags}, run.partition, (), checks=tuple(run.checks))
        subset = subset_of(spec)
        values = config.for_job(subset)
        config.check(subset, values)
        return replace(spec, run_config=values)

    def jobs(self) -> list[JobDefinition]:
        """What each of the runs executes."""
        return [subset_of(spec) for spec in self.specs]

    def planned(self, location: str) -> dict[str, Any]:
        """The event that tells what is going to happen."""
        return {
            "location": location,
            "runs": [
                {
                    "job": IMPLICIT_ASSET_JOB,
                    "partition": run.partition,
                    "assets": [],
                    "checks": [{"asset": check.asset_key.to_user_string(), "name": check.name} for check in run.checks],
                }
                for run in self.runs
            ],
            "skipped": [told(skip) for skip in self.skipped],
        }


def prepare_checks(
    parameters: ExecuteChecksParameters,
    repositories: list[LoadedRepository],
    instance: DagsterInstance,
    project: Project,
) -> tuple[list[CheckExecution], list[Problem]]:
    """Plans and checks a request in all repositories of a code location, and tells what of it concerns none of them."""
    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"], project)
    chosen, unmatched = choose_checks(repositories, parameters["select"], parameters["check_names"], project)
    choice = PartitionChoice(parameters["partitions"])
    executions = [CheckExecution.prepare(each, choice, instance, config, options["tags"]) for each in chosen]
    if not choice.is_latest and not any(run.partition for each in executions for run in each.runs):
        unmatched.append(_not_partitioned(parameters["partitions"]))
    jobs = [job for execution in executions for job in execution.jobs()]
    return executions, unmatched + (config.unknown_ops(jobs) if jobs else [])


def told(skip: SkippedCheck) -> dict[str, Any]:
    """A check that is skipped, as the plugin is told of it."""
    return {
        "asset": skip.check.asset_key.to_user_string(),
        "check": skip.check.name,
        "partition": skip.partition,
        "reason": skip.reason,
    }


def _not_partitioned(selection: PartitionSelection) -> Problem:
    value = ",".join(selection["keys"])
    return problem(
        "invalid_parameter",
        f"None of the checks is partitioned, so that there is no partition '{value}'",
        subject="partition",
        value=value,
        parameter="partition",
        remedy="Leave out <partition> (-Ddagster.partition), or give the check a partitions_def of its own",
    )
