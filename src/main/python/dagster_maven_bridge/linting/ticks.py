"""Schedules and sensors whose evaluation raises: each is evaluated once, and nothing of what it asks for is done."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from ..diagnosis.failures import FailureReader
from ..private_api import dagster_automation_api as api
from .findings import Found, Linted

if TYPE_CHECKING:
    from dagster import DagsterInstance

    from ..runtime import LoadedLocation


def failing_ticks(linted: Linted, location: "LoadedLocation", instance: "DagsterInstance") -> Iterator[Found]:
    """The schedules and sensors that raise."""
    for schedule in api.automations_of("schedule", location, linted.repository, instance):
        tick = next(api.execution_times(schedule, time.time())).timestamp()
        result = api.evaluate_schedule(linted.repository, instance, schedule, tick)
        yield from _judged("schedule", schedule.name, result, linted)
    for sensor in api.automations_of("sensor", location, linted.repository, instance):
        # The daemon evaluates automation conditions itself, without code of the user's.
        if not api.is_evaluated_by_daemon(sensor):
            result = api.evaluate_sensor(
                location, linted.repository, instance, sensor.name, since=None, last_run_key=None, cursor=None
            )
            yield from _judged("sensor", sensor.name, result, linted)


def _judged(subject: Literal["schedule", "sensor"], name: str, result: Any, linted: Linted) -> Iterator[Found]:
    error = getattr(result, "error", None)
    if error is None:
        return
    failure = FailureReader(linted.project, lambda: False).read(error, "no reason was given")
    described = linted.described["schedules"] if subject == "schedule" else linted.described["sensors"]
    at = failure["at"] or next((one["defined_at"] for one in described if one["name"] == name), None)
    said = f"{failure['type']}: {failure['message']}" if failure["message"] else failure["type"]
    yield Found(f"failing-{subject}", subject, name, f"the {subject} '{name}' raises {said}", at, failure["type"])
