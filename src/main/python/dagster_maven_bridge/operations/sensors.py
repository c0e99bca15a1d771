"""Sensors."""

from typing import Literal, TypedDict

from ..automation.automations import NameParameters, automation_named, automations, automations_here
from ..automation.tick_preview import TickPreview, evaluation_failed, preview_of
from ..definitions.narrowing import loaded_location, project_of
from ..dispatch import operation, planned_by
from ..instances.instance import instance_of
from ..instances.times import moment
from ..model import Narrowing
from ..private_api import dagster_automation_api as api
from ..problems import problem, user_error
from ..protocol import PlanResult, SourceLocation
from ..runtime import Call


class ListedSensor(TypedDict):
    """A sensor and its state; see the Java record ``SensorList.Sensor``."""

    location: str
    repository: str
    name: str
    description: str | None
    type: str
    status: Literal["RUNNING", "STOPPED"]
    jobs: list[str]
    minimum_interval_seconds: float
    cursor: str | None
    defined_at: SourceLocation | None


class SensorList(TypedDict):
    """Sensors, by repository and name."""

    sensors: list[ListedSensor]


class PreviewParameters(TypedDict):
    """``sensors.preview``: which sensor, and what it is told of its past."""

    name: str
    location: str | None
    repository: str | None
    cursor: str | None
    since: str | None
    last_run_key: str | None


class SetCursorParameters(TypedDict):
    """``sensors.set_cursor``: the new cursor; None deletes it."""

    name: str
    location: str | None
    repository: str | None
    cursor: str | None


class SensorCursor(TypedDict):
    """A sensor's cursor; see the Java record of the same name."""

    name: str
    cursor: str | None
    previous: str | None


def _here(call: Call, request: NameParameters) -> PlanResult:
    return automations_here(call, "sensor", request["name"], request["repository"])


@operation
def list_(call: Call, parameters: Narrowing) -> SensorList:
    """Lists sensors with their state, with the one that Dagster adds for automation conditions."""
    from ..definitions.description import RepositoryDescription

    instance = instance_of(call.session)
    location = loaded_location(call.session).name
    defined_at = {
        (repository.name, sensor["name"]): sensor["defined_at"]
        for repository in loaded_location(call.session).repositories
        for sensor in RepositoryDescription(repository, call.session).sensors()
    }
    listed: list[ListedSensor] = []
    for automation in automations(call, "sensor", instance, parameters["location"], parameters["repository"]):
        remote = automation.remote
        targets = [target.job_name for target in remote.get_targets()]
        listed.append(
            {
                "location": location,
                "repository": automation.repository.name,
                "name": automation.name,
                "description": remote.description or None,
                "type": api.type_of_sensor(remote),
                "status": automation.status(instance),
                "jobs": sorted(name for name in targets if not name.startswith("__")),
                "minimum_interval_seconds": float(remote.min_interval_seconds),
                "cursor": _cursor(api.stored_state(instance, remote)),
                # Nowhere for the one that Dagster adds.
                "defined_at": defined_at.get((automation.repository.name, automation.name)),
            }
        )
    return {"sensors": listed}


@operation
@planned_by(_here)
def preview(call: Call, parameters: PreviewParameters) -> TickPreview:
    """Evaluates a tick of a sensor and tells what it would do."""
    instance = instance_of(call.session)
    sensor = automation_named(
        call, "sensor", instance, parameters["name"], parameters["location"], parameters["repository"]
    )
    location = loaded_location(call.session)
    if api.is_evaluated_by_daemon(sensor.remote):
        raise user_error(
            problem(
                "not_previewable",
                f"The sensor '{sensor.name}' cannot be previewed: the daemon itself evaluates automation conditions",
                subject="sensor",
                value=sensor.name,
                code_location=location.name,
                remedy="Define it as AutomationConditionSensorDefinition(…, use_user_code_server=True), or start it "
                "and a daemon",
            )
        )
    since = parameters["since"]
    result = api.evaluate_sensor(
        location,
        sensor.repository,
        instance,
        sensor.name,
        since=moment(since, None, "since") if since is not None else None,
        last_run_key=parameters["last_run_key"],
        cursor=parameters["cursor"],
    )
    if (error := getattr(result, "error", None)) is not None:
        raise evaluation_failed(sensor, error, location.name, project_of(call.session))
    return preview_of(sensor, instance, result, given_cursor=parameters["cursor"])


@operation
@planned_by(_here)
def cursor(call: Call, parameters: NameParameters) -> SensorCursor:
    """Tells the cursor of a sensor."""
    instance = instance_of(call.session)
    assert parameters["name"] is not None
    sensor = automation_named(
        call, "sensor", instance, parameters["name"], parameters["location"], parameters["repository"]
    )
    kept = _cursor(api.stored_state(instance, sensor.remote))
    return {"name": sensor.name, "cursor": kept, "previous": kept}


@operation
@planned_by(_here)
def set_cursor(call: Call, parameters: SetCursorParameters) -> SensorCursor:
    """Sets the cursor of a sensor, or deletes it."""
    instance = instance_of(call.session)
    sensor = automation_named(
        call, "sensor", instance, parameters["name"], parameters["location"], parameters["repository"]
    )
    previous = _cursor(api.stored_state(instance, sensor.remote))
    if previous != parameters["cursor"]:
        api.set_cursor(instance, sensor.remote, parameters["cursor"])
    return {"name": sensor.name, "cursor": parameters["cursor"], "previous": previous}


def _cursor(state: object) -> str | None:
    return getattr(getattr(state, "instigator_data", None), "cursor", None)
