"""Which job a request is for, and the runs that it asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dagster import AssetKey, DagsterInstance, JobDefinition

from ..definitions.code_hash import CodeHashes, code_tags
from ..definitions.project import Project
from ..partitions.owners import no_partition_yet
from ..partitions.partition_choice import PartitionChoice
from ..partitions.partition_chunks import chunks_of, range_tags, text_of
from ..partitions.partition_problems import shown_choices
from ..private_api.dagster_api import public_jobs
from ..private_api.dagster_partition_api import Definition, PartitionView, partitions_per_run
from ..private_api.dagster_run_api import (
    DagsterInvalidSubsetError,
    assets_of_job,
    partition_run_config,
    partition_tags,
)
from ..problems import problem, unknown_name, user_error
from ..protocol import Problem
from ..runtime import LoadedRepository
from .job_order import plan_of_job
from .planning import Plan
from .run_config import RunConfig
from .run_requests import ExecuteParameters, PartitionSelection
from .run_specs import RunSpec


def job_names(repository: LoadedRepository) -> list[str]:
    """The names of the jobs that users have defined."""
    return sorted(job.name for job in public_jobs(repository.definition))


def choose_job(repositories: list[LoadedRepository], name: str | None) -> tuple[LoadedRepository, JobDefinition]:
    """The job of that name, or the only one; an OperationError that lists them otherwise."""
    jobs = [(repository, job) for repository in repositories for job in job_names(repository)]
    choices = [job for _, job in jobs]
    found = [(repository, job) for repository, job in jobs if name is None or job == name]
    if len(found) == 1:
        return found[0][0], found[0][0].definition.get_job(found[0][1])
    if name is None:
        raise user_error(
            problem(
                "missing_parameter",
                "There is no job to execute"
                if not jobs
                else f"There are {len(jobs)} jobs: which one is to be executed?",
                subject="job",
                parameter="job",
                choices=choices,
                remedy="Name it with <job> (-Ddagster.job=…)" if jobs else "Define a job, or materialise assets",
            )
        )
    if not found:
        raise user_error(unknown_name("job", name, choices, parameter="job"))
    owners = [repository.name for repository, _ in found]
    raise user_error(
        problem(
            "ambiguous_name",
            f"The job '{name}' is defined in the repositories {', '.join(owners)}",
            subject="job",
            value=name,
            parameter="job",
            choices=owners,
            remedy="Name one with <repository> (-Ddagster.repository=…)",
        )
    )


@dataclass(frozen=True)
class JobRuns:
    """The runs of a job that a request asks for, in order.

    ``created`` are the dynamic partitions that are absent, by the name of their definition. ``nothing_left`` says what
    it means that there are none. ``plan`` tells which needs which; it is None when none needs another.
    """

    specs: list[RunSpec]
    created: Mapping[str, Sequence[str]]
    nothing_left: str | None
    plan: Plan | None = None


def runs_of_job(
    repository: LoadedRepository,
    job: JobDefinition,
    parameters: ExecuteParameters,
    instance: DagsterInstance,
    project: Project,
    hashes: CodeHashes,
) -> JobRuns:
    """The runs of a job that a request asks for, their configuration checked."""
    selection = parameters["partitions"]
    definition = job.partitions_def
    graph: Any = repository.definition.asset_graph
    run = _RunOfJob(repository, job, parameters, project, code_tags(graph, assets_of_job(job), hashes))
    if definition is None:
        _check_unpartitioned(job, selection)
        if selection is None or (choice := PartitionChoice(selection)).runs_unpartitioned(job, instance):
            return JobRuns([run.spec(())], {}, None)
        return JobRuns([], {}, choice.nothing_left)
    if selection is None:
        raise user_error(_which_partition(job, definition, PartitionView(instance)))
    choice = PartitionChoice(selection, parameters["options"]["carry_on"])
    partitions = choice.resolve_job(job, definition, instance)
    keys = [str(key) for chosen in partitions.by_asset.values() for key in chosen]
    if not keys and choice.nothing_left is None:
        raise user_error(_which_partition(job, definition, partitions.view))
    chunks = chunks_of(keys, definition, _partitions_per_run(job), partitions.view)
    specs = [run.spec(chunk) for chunk in chunks]
    with partitions.view.loading():
        plan = plan_of_job(graph, run.assets, definition, chunks, partitions.view) if len(chunks) > 1 else None
    return JobRuns(specs, partitions.created, None if specs else choice.nothing_left, plan)


class _RunOfJob:
    """What the runs of a job have in common, read and checked once."""

    def __init__(
        self,
        repository: LoadedRepository,
        job: JobDefinition,
        parameters: ExecuteParameters,
        project: Project,
        code: Mapping[str, str],
    ) -> None:
        self._code = code
        self._repository = repository
        self._job = job
        self._parameters = parameters
        self._subset = _subset(job, parameters["op_selection"])
        options = parameters["options"]
        self._config = RunConfig.read(options["config_files"], options["config_json"], project)
        self._common: dict[str, Any] | None = None
        if self._config.values:
            if unknown := self._config.unknown_ops([job]):
                raise user_error(*unknown)
            self._common = self._config.for_job(self._subset)
        elif job.partitioned_config is None:
            self._common = dict(job.run_config or {})
        if self._common is not None:
            self._config.check(self._subset, self._common)

    @property
    def assets(self) -> set[AssetKey]:
        """Those that it makes."""
        return assets_of_job(self._subset)

    def spec(self, partitions: Sequence[str]) -> RunSpec:
        """The run for neighbouring partitions, or for none."""
        return RunSpec(
            self._repository,
            self._job,
            self._values(partitions) if self._common is None else self._common,
            {**self._code, **_tags(self._job, partitions), **self._parameters["options"]["tags"]},
            text_of(partitions),
            op_selection=tuple(self._parameters["op_selection"]),
            partitions=tuple(partitions),
        )

    def _values(self, partitions: Sequence[str]) -> dict[str, Any]:
        values = dict(partition_run_config(self._job, partitions[0]))
        self._config.check(self._subset, values)
        return values


def _tags(job: JobDefinition, partitions: Sequence[str]) -> dict[str, str]:
    if len(partitions) == 1:
        return partition_tags(job, partitions[0], None)
    return range_tags(partitions) if partitions else {}


def _partitions_per_run(job: JobDefinition) -> int | None:
    """As many as the policy says that all partitioned assets of the job have; one when they have none or several."""
    nodes = [job.asset_layer.get(key) for key in assets_of_job(job)]
    found = {partitions_per_run(node.backfill_policy) for node in nodes if node.is_partitioned}
    return found.pop() if len(found) == 1 else 1


def _subset(job: JobDefinition, op_selection: list[str]) -> JobDefinition:
    if not op_selection:
        return job
    try:
        return job.get_subset(op_selection=op_selection)
    except DagsterInvalidSubsetError as error:
        raise user_error(
            problem(
                "no_match",
                f"The op selection {', '.join(op_selection)} matches nothing in the job '{job.name}'",
                subject="op",
                value=", ".join(op_selection),
                parameter="opSelection",
                choices=[node.name for node in job.nodes],
                remedy="Correct <opSelection> (-Ddagster.opSelection=…)",
            )
        ) from error


def _check_unpartitioned(job: JobDefinition, selection: PartitionSelection | None) -> None:
    if selection is None or PartitionChoice(selection).is_by_its_own:
        return
    text, parameter = PartitionChoice(selection).text, selection["parameter"]
    raise user_error(
        problem(
            "invalid_parameter",
            f"The job '{job.name}' is not partitioned, so that there is no partition '{text}'",
            subject="partition",
            value=text,
            parameter=parameter,
            remedy=f"Leave out <{parameter}> (-Ddagster.{parameter})",
        )
    )


def _which_partition(job: JobDefinition, definition: Definition, view: PartitionView) -> Problem:
    keys = view.keys(definition)
    if not keys:
        return problem(
            "no_match",
            f"The job '{job.name}' {no_partition_yet(definition, view)}",
            subject="job",
            value=job.name,
            parameter="job",
            remedy="Run it when its partitions definition has one",
        )
    return problem(
        "missing_parameter",
        f"The job '{job.name}' is partitioned: which partition is to be run?",
        subject="partition",
        parameter="partition",
        choices=shown_choices(keys),
        remedy="Name it with <partition> (-Ddagster.partition=…), several with <partitions> (-Ddagster.partitions=…)",
    )
