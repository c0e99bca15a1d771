"""Jobs."""

import json
from typing import TypedDict

from ..definitions.description import RepositoryDescription
from ..definitions.job_structure import JobStructure, structure_of
from ..definitions.location_part import job_here
from ..definitions.narrowing import loaded_location, project_of, repositories
from ..dispatch import operation, planned_by
from ..launching.launch_requests import BackfillParameters, Launch, LaunchParameters
from ..model import Job, JobList, Narrowing
from ..runs.run_requests import ExecuteParameters, RunSummary
from ..runtime import Call


class JobParameters(TypedDict):
    """A job; see the Java record ``PrintJobRequest``."""

    job: str | None
    location: str | None
    repository: str | None


class ScaffoldConfigParameters(JobParameters):
    """``jobs.scaffold_config``; see the Java record ``ScaffoldConfigRequest``."""

    only_required: bool


class ConfigScaffold(TypedDict):
    """Run configuration to be filled in, as both kinds of document."""

    yaml: str
    json: str


@operation
def list_(call: Call, parameters: Narrowing) -> JobList:
    """Lists the jobs that the user defined."""
    jobs: list[Job] = []
    for repository in repositories(call.session, parameters["location"], parameters["repository"]):
        jobs += RepositoryDescription(repository, call.session).jobs()
    return {"jobs": jobs}


@operation
@planned_by(job_here)
def execute(call: Call, parameters: ExecuteParameters) -> RunSummary:
    """Executes a job, or a part of it, for each of the partitions that are asked for when it is partitioned."""
    from ..definitions.code_hash import code_hashes_of
    from ..private_api.dagster_partition_api import create_partitions
    from ..retries.rerunning import carry_out
    from ..runs.job_choice import choose_job, runs_of_job
    from ..runs.left_runs import instance_to_run_in
    from ..runs.planned_runs import PlannedRuns
    from ..runs.run_specs import plan_of
    from ..runs.scheduling import Work
    from ..runs.steps import planned_run
    from ..workers.executors import ExecutorChoice
    from ..workers.run_workers import expect_runs

    options = parameters["options"]
    choice = ExecutorChoice.of(options, call.session)
    expect_runs(call, choice, parameters["partitions"])
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    repository, job = choose_job(chosen, parameters["job"])
    instance = instance_to_run_in(call.session)
    hashes = code_hashes_of(call.session)
    runs = runs_of_job(repository, job, parameters, instance, project_of(call.session), hashes)
    location = loaded_location(call.session).name
    planned = planned_run(plan_of(runs.specs[0])) if runs.specs else {}
    call.emit(
        "planned",
        {
            "location": location,
            "runs": [
                {"job": job.name, "partition": spec.partition, "partitions": list(spec.partitions), **planned}
                for spec in runs.specs
            ],
            "skipped": [],
            "nothing_left": runs.nothing_left,
        },
    )
    create_partitions(instance, runs.created)
    work = Work(runs.specs) if runs.plan is None else PlannedRuns(call, runs.plan, runs.specs)
    return {"run_ids": carry_out(call, [work], choice, options)}


@operation
def launch(call: Call, parameters: LaunchParameters) -> Launch:
    """Hands a run of a job to the instance's run coordinator."""
    from ..definitions.code_hash import code_hashes_of
    from ..instances.instance import instance_of
    from ..launching.launching import Launcher
    from ..runs.job_choice import choose_job, runs_of_job

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    repository, job = choose_job(chosen, parameters["job"])
    instance, hashes = instance_of(call.session), code_hashes_of(call.session)
    (spec,) = runs_of_job(repository, job, parameters, instance, project_of(call.session), hashes).specs
    return Launcher(call.session, repository, wait=parameters["waiting"]).launch(spec, parameters["run_id"])


@operation
def backfill(call: Call, parameters: BackfillParameters) -> Launch:
    """Hands a run for each of some partitions to the instance's run coordinator, or tells which they would be."""
    from ..instances.instance import instance_of
    from ..launching.backfill_choice import partitions_to_fill
    from ..launching.launching import Launcher
    from ..runs.job_choice import choose_job

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    repository, job = choose_job(chosen, parameters["job"])
    keys = partitions_to_fill(job, parameters, instance_of(call.session))
    if not parameters["confirmed"]:
        return Launcher(call.session, repository, wait=False).preview(job, keys)
    return Launcher(call.session, repository, wait=parameters["waiting"]).backfill(job, keys, parameters["tags"])


@operation
def print_(call: Call, parameters: JobParameters) -> JobStructure:
    """What a job consists of."""
    from ..runs.job_choice import choose_job

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    return structure_of(choose_job(chosen, parameters["job"])[1])


@operation
def scaffold_config(call: Call, parameters: ScaffoldConfigParameters) -> ConfigScaffold:
    """Run configuration of a job to be filled in."""
    from ..definitions.config_skeleton import skeleton_of
    from ..private_api.dagster_yaml_api import config_as_yaml
    from ..runs.job_choice import choose_job

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    values = skeleton_of(choose_job(chosen, parameters["job"])[1], only_required=parameters["only_required"])
    return {"yaml": config_as_yaml(values), "json": json.dumps(values, indent=2, default=str)}
