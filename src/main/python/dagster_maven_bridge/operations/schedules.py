"""Schedules."""

import time
from typing import Literal, TypedDict

from ..automation.automations import (
    Automation,
    NameParameters,
    automation_named,
    automations,
    automations_here,
    kept_states,
)
from ..automation.tick_history import Tick, tick_of
from ..automation.tick_preview import TickPreview, evaluation_failed, preview_of
from ..definitions.narrowing import loaded_location, project_of, repositories_here
from ..dispatch import operation, planned_by
from ..instances.daemons import last_heartbeat
from ..instances.instance import instance_of
from ..instances.instance_requests import Change, ConfirmParameters
from ..instances.times import moment
from ..model import Narrowing
from ..private_api import dagster_automation_api as api
from ..protocol import NoParameters, PlanResult, SourceLocation
from ..runtime import Call


class ListedSchedule(TypedDict):
    """A schedule and its state; see the Java record ``ScheduleList.Schedule``."""

    location: str
    repository: str
    name: str
    description: str | None
    status: Literal["RUNNING", "STOPPED"]
    cron: list[str]
    timezone: str | None
    job: str | None
    next_tick: float | None
    defined_at: SourceLocation | None


class ScheduleList(TypedDict):
    """Schedules, by repository and name."""

    schedules: list[ListedSchedule]


class PreviewParameters(TypedDict):
    """``schedules.preview``: which schedule, and the time it is to be evaluated for; without one the next."""

    name: str
    location: str | None
    repository: str | None
    scheduled_execution_time: str | None


class ScheduleChange(TypedDict):
    """How a definition differs from what the instance keeps; see the Java record ``ScheduleChanges.ScheduleChange``."""

    location: str
    repository: str
    name: str
    kind: Literal["added", "changed", "removed"]
    kept_cron: list[str]
    cron: list[str]


class ScheduleChanges(TypedDict):
    """All differences, and the number of schedules without any."""

    changes: list[ScheduleChange]
    unchanged: int


class TicksParameters(TypedDict):
    """``schedules.ticks``: of which schedule, how many at most."""

    name: str
    location: str | None
    repository: str | None
    limit: int | None


class TickList(TypedDict):
    """Ticks, the newest first."""

    ticks: list[Tick]


class KeptSchedule(TypedDict):
    """What an instance keeps of a schedule or sensor; see the Java record ``SchedulerDescription.State``."""

    kind: Literal["schedule", "sensor"]
    name: str
    location: str
    repository: str
    status: str
    cron: list[str]
    origin_id: str
    repository_origin_id: str


class SchedulerDescription(TypedDict):
    """The scheduler of an instance, and all that it keeps."""

    scheduler: str
    information: str
    errors: list[str]
    last_heartbeat: float | None
    states: list[KeptSchedule]


def _here(call: Call, request: NameParameters) -> PlanResult:
    return automations_here(call, "schedule", request["name"], request["repository"])


@operation
def list_(call: Call, parameters: Narrowing) -> ScheduleList:
    """Lists schedules with their state."""
    from ..definitions.description import RepositoryDescription

    instance = instance_of(call.session)
    location = loaded_location(call.session).name
    definitions = {
        (repository.name, schedule["name"]): schedule
        for repository in loaded_location(call.session).repositories
        for schedule in RepositoryDescription(repository, call.session).schedules()
    }
    listed: list[ListedSchedule] = []
    for automation in automations(call, "schedule", instance, parameters["location"], parameters["repository"]):
        definition = definitions[automation.repository.name, automation.name]
        listed.append(
            {
                "location": location,
                "repository": automation.repository.name,
                "name": automation.name,
                "description": definition["description"],
                "status": automation.status(instance),
                "cron": definition["cron"],
                "timezone": definition["timezone"],
                "job": definition["job"],
                "next_tick": automation.next_tick(instance),
                "defined_at": definition["defined_at"],
            }
        )
    return {"schedules": listed}


@operation
@planned_by(_here)
def preview(call: Call, parameters: PreviewParameters) -> TickPreview:
    """Evaluates a tick of a schedule and tells what it would do."""
    instance = instance_of(call.session)
    schedule = automation_named(
        call, "schedule", instance, parameters["name"], parameters["location"], parameters["repository"]
    )
    given = parameters["scheduled_execution_time"]
    if given is None:
        at = next(api.execution_times(schedule.remote, time.time())).timestamp()
    else:
        at = moment(given, schedule.remote.execution_timezone, "scheduledExecutionTime")
    result = api.evaluate_schedule(schedule.repository, instance, schedule.remote, at)
    if (error := getattr(result, "error", None)) is not None:
        raise evaluation_failed(schedule, error, loaded_location(call.session).name, project_of(call.session))
    on_schedule = next(api.execution_times(schedule.remote, at)).timestamp() == at
    return preview_of(schedule, instance, result, scheduled_at=at, on_schedule=on_schedule)


@operation
def compare(call: Call, parameters: Narrowing) -> ScheduleChanges:
    """Tells how the schedules differ from what the instance keeps of them."""
    instance = instance_of(call.session)
    location = loaded_location(call.session).name
    defined = automations(call, "schedule", instance, parameters["location"], parameters["repository"])
    kept = {state.selector_id: state for state in api.stored_states(instance, "schedule")}
    changes: list[ScheduleChange] = []
    for automation in defined:
        state = kept.pop(automation.remote.selector_id, None)
        cron = _cron(automation.remote.cron_schedule)
        kept_cron = _cron(state.instigator_data.cron_schedule) if state is not None else []
        if cron != kept_cron:
            changes.append(_change(location, automation, "changed" if state is not None else "added", kept_cron, cron))
    unchanged = len(defined) - len(changes)
    names = _repository_names(call, parameters)
    for state in sorted(kept.values(), key=lambda state: str(state.name)):
        place = state.repository_selector
        if place.location_name == location and place.repository_name in names:
            changes.append(
                {
                    "location": location,
                    "repository": place.repository_name,
                    "name": state.name,
                    "kind": "removed",
                    "kept_cron": _cron(state.instigator_data.cron_schedule),
                    "cron": [],
                }
            )
    return {"changes": changes, "unchanged": unchanged}


@operation
@planned_by(_here)
def ticks(call: Call, parameters: TicksParameters) -> TickList:
    """Lists the ticks of a schedule."""
    instance = instance_of(call.session)
    schedule = automation_named(
        call, "schedule", instance, parameters["name"], parameters["location"], parameters["repository"]
    )
    found = api.ticks_of(instance, schedule.remote, parameters["limit"])
    return {"ticks": [tick_of(tick, project_of(call.session)) for tick in found]}


@operation
def debug(call: Call, _parameters: NoParameters) -> SchedulerDescription:
    """Describes the scheduler of the instance, and all that it keeps."""
    instance = instance_of(call.session)
    information = instance.scheduler_debug_info()
    states = sorted(api.stored_states(instance), key=lambda state: (api.kind_of_state(state), str(state.name)))
    return {
        "scheduler": type(instance.scheduler).__name__,
        "information": information.scheduler_info,
        "errors": list(information.errors),
        "last_heartbeat": last_heartbeat(instance, "SCHEDULER"),
        "states": [
            {
                "kind": "schedule" if api.kind_of_state(state) == "schedule" else "sensor",
                "name": state.name,
                "location": state.repository_selector.location_name,
                "repository": state.repository_selector.repository_name,
                "status": state.status.value,
                "cron": _cron(getattr(state.instigator_data, "cron_schedule", None)),
                "origin_id": state.instigator_origin_id,
                "repository_origin_id": state.repository_origin_id,
            }
            for state in states
        ],
    }


@operation
def wipe(call: Call, parameters: ConfirmParameters) -> Change:
    """Turns off all schedules and deletes their history, and that of sensors, which Dagster keeps in the same place."""
    instance = instance_of(call.session)
    subjects = list(kept_states(instance))
    if parameters["confirmed"]:
        # Also without a state: ticks may have been left by definitions that are gone.
        instance.wipe_all_schedules()
    return {"subjects": subjects, "done": parameters["confirmed"]}


def _repository_names(call: Call, parameters: Narrowing) -> set[str]:
    return {item.name for item in repositories_here(call.session, parameters["repository"])}


def _cron(schedule: str | list[str] | None) -> list[str]:
    if schedule is None:
        return []
    return [schedule] if isinstance(schedule, str) else list(schedule)


def _change(
    location: str,
    automation: Automation,
    kind: Literal["added", "changed", "removed"],
    kept_cron: list[str],
    cron: list[str],
) -> ScheduleChange:
    return {
        "location": location,
        "repository": automation.repository.name,
        "name": automation.name,
        "kind": kind,
        "kept_cron": kept_cron,
        "cron": cron,
    }
