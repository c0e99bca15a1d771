"""Jobs."""

from ..description import RepositoryDescription
from ..dispatch import operation, planned_by
from ..location_part import job_here
from ..model import Job, JobList, Narrowing
from ..narrowing import loaded_location, project_of, repositories
from ..run_requests import ExecuteParameters, RunSummary
from ..runtime import Call


@operation
def list_(call: Call, parameters: Narrowing) -> JobList:
    """Lists the jobs that the user defined."""
    location = loaded_location(call.session)
    jobs: list[Job] = []
    for repository in repositories(call.session, parameters["location"], parameters["repository"]):
        jobs += RepositoryDescription(location.name, repository, project_of(call.session)).jobs()
    return {"jobs": jobs}


@operation
@planned_by(job_here)
def execute(call: Call, parameters: ExecuteParameters) -> RunSummary:
    """Executes a job, or a part of it, for one partition when it is partitioned."""
    from ..execution import RunExecutor
    from ..executors import ExecutorChoice
    from ..instance import instance_of
    from ..job_choice import choose_job, planned_run, run_spec_of_job

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    repository, job = choose_job(chosen, parameters["job"])
    spec = run_spec_of_job(repository, job, parameters, instance_of(call.session), project_of(call.session))
    location = loaded_location(call.session).name
    call.emit("planned", {"location": location, "runs": [planned_run(spec)], "skipped": []})
    options = parameters["options"]
    parallelism = options["parallelism"] or call.session.parameters["parallelism"]
    outcome = RunExecutor(call, ExecutorChoice(options["executor"], parallelism)).execute(spec)
    return {"run_ids": [outcome.run_id]}
