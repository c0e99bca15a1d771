"""The runs that evaluate checks without making assets, planned so that blocking checks come first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster import AssetCheckKey, DagsterInstance, JobDefinition

from ..definitions.project import Project
from ..partitions.owners import listed, no_partition_yet
from ..partitions.partition_choice import PartitionChoice
from ..private_api.dagster_run_api import IMPLICIT_ASSET_JOB
from ..problems import problem
from ..protocol import Problem
from ..runs.run_config import RunConfig
from ..runs.run_requests import ExecuteChecksParameters
from ..runs.run_specs import RunSpec, configured
from ..runtime import LoadedRepository
from .blocking_order import BlockingOrder
from .check_choice import ChosenChecks, SkippedCheck, choose_checks


@dataclass(frozen=True)
class CheckRun:
    """Checks that run together; ``definition`` partitions all of them, or none."""

    partition: str | None
    definition: Any
    checks: list[AssetCheckKey]

    @property
    def partitions(self) -> tuple[str, ...]:
        """The keys."""
        return () if self.partition is None else (self.partition,)


@dataclass(frozen=True)
class CheckExecution:
    """The runs of one repository with all that is needed to start them.

    ``jobs`` are what they execute, once for all runs of the same; ``created`` the dynamic partitions that are new.
    ``nothing_left`` says what it means that there is nothing to run.
    """

    repository: LoadedRepository
    order: BlockingOrder
    runs: list[CheckRun]
    specs: list[RunSpec]
    jobs: list[JobDefinition]
    skipped: list[SkippedCheck]
    created: Mapping[str, Sequence[str]]
    nothing_left: str | None

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
        partitions = choice.resolve(graph, frozenset(chosen.checks), instance)
        skipped = [
            SkippedCheck(check, None, f"it {no_partition_yet(graph.get(check).partitions_def, partitions.view)}")
            for check in chosen.checks
            if not partitions.of(check) and choice.nothing_left is None
        ]
        order = BlockingOrder(graph, [check for check in chosen.checks if partitions.of(check)])
        runs: list[CheckRun] = []
        for checks in order.rounds():
            groups: dict[tuple[Any, str | None], list[AssetCheckKey]] = {}
            for check in checks:
                for partition in partitions.of(check):
                    groups.setdefault((graph.get(check).partitions_def, partition), []).append(check)
            runs += [CheckRun(partition, definition, group) for (definition, partition), group in groups.items()]
        job = chosen.repository.definition.get_job(IMPLICIT_ASSET_JOB)
        drafts = [
            RunSpec(
                chosen.repository,
                job,
                {},
                {**_partition_tags(run), **tags},
                run.partition,
                (),
                checks=tuple(run.checks),
                partitions=run.partitions,
            )
            for run in runs
        ]
        specs, jobs = configured(drafts, config)
        left_out = [*chosen.skipped, *skipped]
        nothing_left = None if runs else choice.nothing_left
        return cls(chosen.repository, order, runs, specs, jobs, left_out, partitions.created, nothing_left)

    def planned(self, location: str) -> dict[str, Any]:
        """The event that tells what is going to happen."""
        return {
            "location": location,
            "runs": [
                {
                    "job": IMPLICIT_ASSET_JOB,
                    "partition": run.partition,
                    "partitions": list(run.partitions),
                    "assets": [],
                    "checks": [{"asset": check.asset_key.to_user_string(), "name": check.name} for check in run.checks],
                }
                for run in self.runs
            ],
            "skipped": [told(skip) for skip in self.skipped],
            "nothing_left": self.nothing_left,
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
    choice = PartitionChoice(parameters["partitions"], options["carry_on"])
    executions = [CheckExecution.prepare(each, choice, instance, config, options["tags"]) for each in chosen]
    if choice.names_partitions and not any(run.partition for each in executions for run in each.runs):
        checks = [check.to_user_string() for each in chosen for check in each.checks]
        unmatched.append(_not_partitioned(checks, choice.text, parameters["partitions"]["parameter"]))
    jobs = [job for execution in executions for job in execution.jobs]
    return executions, unmatched + (config.unknown_ops(jobs) if jobs else [])


def _partition_tags(run: CheckRun) -> dict[str, str]:
    return {} if run.partition is None else dict(run.definition.get_tags_for_partition_key(run.partition))


def told(skip: SkippedCheck) -> dict[str, Any]:
    """A check that is skipped, as the plugin is told of it."""
    return {
        "asset": skip.check.asset_key.to_user_string(),
        "check": skip.check.name,
        "partition": skip.partition,
        "reason": skip.reason,
    }


def _not_partitioned(checks: Sequence[str], text: str, parameter: str) -> Problem:
    which = f"None of the checks {listed(checks)} is" if len(checks) > 1 else f"The check {''.join(checks)} is not"
    return problem(
        "invalid_parameter",
        f"{which} partitioned, so that there is no partition '{text}'",
        subject="partition",
        value=text,
        parameter=parameter,
        remedy=f"Leave out <{parameter}> (-Ddagster.{parameter}), or give the check a partitions_def of its own",
    )
