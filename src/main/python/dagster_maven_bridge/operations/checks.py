"""Asset checks."""

from typing import Any, TypedDict

from ..definitions.location_part import part_to_check
from ..definitions.narrowing import loaded_location, project_of, repositories
from ..dispatch import operation, planned_by
from ..model import Narrowing
from ..problems import user_error
from ..runs.run_requests import ExecuteChecksParameters, RunSummary
from ..runtime import Call


class FailedCheck(TypedDict):
    """A check; the severity is ``ERROR`` or ``WARN``."""

    asset: str
    name: str
    severity: str


class FailedCheckList(TypedDict):
    """Checks, by asset and name."""

    checks: list[FailedCheck]


@operation
def list_failed(call: Call, parameters: Narrowing) -> FailedCheckList:
    """The checks that are defined and did not pass when they were evaluated last."""
    from ..instances.instance import existing_instance_of

    chosen = repositories(call.session, parameters["location"], parameters["repository"])
    instance = existing_instance_of(call.session)
    if instance is None:
        return {"checks": []}
    keys = sorted({key for repository in chosen for key in repository.definition.asset_graph.asset_check_keys})
    records = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    found: list[FailedCheck] = []
    for key in keys:
        record = records.get(key)
        severity = _severity_of_failure(record.event.get_dagster_event()) if record and record.event else None
        if severity is not None:
            found.append({"asset": key.asset_key.to_user_string(), "name": key.name, "severity": severity})
    return {"checks": found}


def _severity_of_failure(event: Any) -> str | None:
    """Of a check that did not pass; None for one that did, or that is planned: its run tells what became of it."""
    data = event.event_specific_data
    return None if getattr(data, "passed", True) else str(data.severity.value)


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
            "nothing_left": next((part["nothing_left"] for part in planned if part["nothing_left"]), None),
        },
    )
    for execution in executions:
        create_partitions(instance, execution.created)
    choice = ExecutorChoice.of(options, call.session)
    return {"run_ids": carry_out(call, [PlannedCheckRuns(call, executions)], choice, options)}
