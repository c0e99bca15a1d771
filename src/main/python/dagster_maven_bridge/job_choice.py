"""Which job a request is for, and the run that it asks for."""

from typing import Any

from dagster import DagsterInstance, JobDefinition

from .code_hash import CodeHashes, code_tags
from .dagster_api import public_jobs
from .dagster_run_api import (
    DagsterInvalidSubsetError,
    PartitionView,
    assets_of_job,
    partition_run_config,
    partition_tags,
)
from .execution import RunSpec
from .partition_choice import PartitionChoice, shown_choices
from .problems import problem, unknown_name, user_error
from .project import Project
from .run_config import RunConfig
from .run_requests import ExecuteParameters, PartitionSelection
from .runtime import LoadedRepository


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


def run_spec_of_job(
    repository: LoadedRepository,
    job: JobDefinition,
    parameters: ExecuteParameters,
    instance: DagsterInstance,
    project: Project,
    hashes: CodeHashes,
) -> RunSpec:
    """The run of a job that a request asks for, its configuration checked."""
    options = parameters["options"]
    config = RunConfig.read(options["config_files"], options["config_json"], project)
    subset = _subset(job, parameters["op_selection"])
    partition = _partition(job, parameters["partitions"], instance)
    tags = partition_tags(job, partition, None) if partition is not None else {}
    if config.values:
        if unknown := config.unknown_ops([job]):
            raise user_error(*unknown)
        values: dict[str, Any] = config.for_job(subset)
    elif partition is not None:
        values = dict(partition_run_config(job, partition))
    else:
        values = dict(job.run_config or {})
    config.check(subset, values)
    code = code_tags(repository.definition.asset_graph, assets_of_job(job), hashes)
    return RunSpec(
        repository,
        job,
        values,
        {**code, **tags, **options["tags"]},
        partition,
        op_selection=tuple(parameters["op_selection"]),
    )


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


def _partition(job: JobDefinition, selection: PartitionSelection | None, instance: DagsterInstance) -> str | None:
    definition = job.partitions_def
    view = PartitionView(instance)
    if definition is None:
        if selection is None or selection["mode"] == "latest":
            return None
        raise user_error(
            problem(
                "invalid_parameter",
                f"The job '{job.name}' is not partitioned, so that there is no partition '{selection['keys'][0]}'",
                subject="partition",
                value=selection["keys"][0],
                parameter="partition",
                remedy="Leave out <partition> (-Ddagster.partition)",
            )
        )
    keys = [] if selection is not None else view.keys(definition)
    chosen = PartitionChoice(selection).resolve_job(definition, view) if selection is not None else None
    if chosen is not None:
        return chosen
    there = "" if keys or selection is None else ", and has none yet"
    raise user_error(
        problem(
            "missing_parameter",
            f"The job '{job.name}' is partitioned{there}: which partition is to be run?",
            subject="partition",
            parameter="partition",
            choices=shown_choices(keys),
            remedy="Name it with <partition> (-Ddagster.partition=…)",
        )
    )
