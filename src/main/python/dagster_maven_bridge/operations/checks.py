"""Asset checks."""

from ..definitions.location_part import part_to_check
from ..definitions.narrowing import loaded_location, project_of, repositories
from ..dispatch import operation, planned_by
from ..problems import user_error
from ..runs.run_requests import ExecuteChecksParameters, RunSummary
from ..runtime import Call


@operation
@planned_by(part_to_check)
def execute(call: Call, parameters: ExecuteChecksParameters) -> RunSummary:
    """Evaluates checks without making their assets."""
    from ..checks.check_runs import prepare_checks
    from ..checks.planned_check_runs import PlannedCheckRuns
    from ..private_api.dagster_partition_api import create_partitions
    from ..retries.rerunning import carry_out
    from ..runs.left_runs import instance_to_run_in
    from ..workers.executors import ExecutorChoice

    options = parameters["options"]
    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    instance = instance_to_run_in(call.session)
    executions, unmatched = prepare_checks(parameters, chosen, instance, project_of(call.session))
    # With several code locations `runs.plan` has asked each of them, and something of it may be for another one.
    if unmatched and (parameters["location"] is not None or not call.session.is_one_of_several):
        raise user_error(*unmatched)
    location = loaded_location(call.session).name
    planned = [execution.planned(location) for execution in executions]
    call.emit(
        "planned",
        {
            "location": location,
            "runs": [run for part in planned for run in part["runs"]],
            "skipped": [skip for part in planned for skip in part["skipped"]],
        },
    )
    for execution in executions:
        create_partitions(instance, execution.created)
    choice = ExecutorChoice.of(options, call.session)
    return {"run_ids": carry_out(call, [PlannedCheckRuns(call, executions)], choice, options)}
