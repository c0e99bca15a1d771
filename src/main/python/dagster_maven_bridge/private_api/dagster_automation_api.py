"""The private interfaces of Dagster that schedules and sensors need. Tried on 1.10.21, 1.11.16, 1.12.22 and 1.13.27.

What differs between these versions is told apart by what is there, never by a version number.
"""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dagster import DagsterInstance, DagsterRun
from dagster._core.definitions.run_request import AddDynamicPartitionsRequest as AddDynamicPartitionsRequest
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.definitions.sensor_definition import SensorType
from dagster._core.errors import DagsterExecutionInterruptedError
from dagster._core.remote_representation.external import RemoteRepository
from dagster._core.remote_representation.external_data import RepositorySnap
from dagster._core.remote_representation.handle import RepositoryHandle
from dagster._core.scheduler.instigation import (
    InstigatorState,
    InstigatorStatus,
    SensorInstigatorData,
)
from dagster._grpc.impl import get_external_schedule_execution, get_external_sensor_execution
from dagster._utils.error import serializable_error_info_from_exc_info

from ..runtime import LoadedLocation, LoadedRepository

# A schedule or sensor as other processes know it: with the ids that an instance keeps its state under.
RemoteAutomation = Any


def automations_of(
    kind: str, location: LoadedLocation, repository: LoadedRepository, instance: DagsterInstance
) -> Sequence[RemoteAutomation]:
    """The schedules or the sensors of a repository, with the sensor that Dagster adds for automation conditions."""
    handle = RepositoryHandle(
        repository_name=repository.name,
        code_location_origin=location.origin,
        repository_python_origin=repository.reconstructable.get_python_origin(),
        display_metadata={},
    )
    remote = RemoteRepository(
        RepositorySnap.from_def(repository.definition, defer_snapshots=True),
        repository_handle=handle,
        auto_materialize_use_sensors=instance.auto_materialize_use_sensors,
        ref_to_data_fn=_no_job,
    )
    found: Sequence[RemoteAutomation] = remote.get_schedules() if kind == "schedule" else remote.get_sensors()
    return sorted(found, key=lambda automation: str(automation.name))


def _no_job(reference: Any) -> Any:
    raise LookupError(f"The snapshot of the job {reference.name} was not asked for")


def type_of_sensor(sensor: RemoteAutomation) -> str:
    """Dagster's word for the kind of a sensor, in lower case."""
    return str(sensor.sensor_type.value).lower()


def is_evaluated_by_daemon(sensor: RemoteAutomation) -> bool:
    """Whether the daemon evaluates it itself, without user code."""
    return bool(sensor.sensor_type == SensorType.AUTO_MATERIALIZE)


def stored_states(instance: DagsterInstance, kind: str | None = None) -> Sequence[Any]:
    """What an instance keeps of schedules and sensors, whether they are still defined or not."""
    states: Sequence[Any] = instance.all_instigator_state(instigator_type=_type(kind) if kind else None)
    return states


def stored_state(instance: DagsterInstance, automation: RemoteAutomation) -> Any:
    """What an instance keeps of a schedule or sensor; None for nothing."""
    return instance.get_instigator_state(automation.get_remote_origin_id(), automation.selector_id)


def current_state(instance: DagsterInstance, automation: RemoteAutomation) -> Any:
    """The state of a schedule or sensor: what the instance keeps, else what the definition says."""
    return automation.get_current_instigator_state(stored_state(instance, automation))


def kind_of_state(state: Any) -> str:
    """Whether a state is that of a schedule or of a sensor."""
    return "schedule" if state.instigator_type == InstigatorType.SCHEDULE else "sensor"


def is_started(state: Any) -> bool:
    """Whether somebody has started it, as opposed to one that runs because its definition says so."""
    return bool(state.status == InstigatorStatus.RUNNING)


def start(instance: DagsterInstance, kind: str, automation: RemoteAutomation) -> None:
    """Starts a schedule or sensor."""
    if kind == "schedule":
        instance.start_schedule(automation)
    else:
        instance.start_sensor(automation)


def stop(instance: DagsterInstance, kind: str, automation: RemoteAutomation) -> None:
    """Stops a schedule or sensor."""
    stop_one = instance.stop_schedule if kind == "schedule" else instance.stop_sensor
    stop_one(automation.get_remote_origin_id(), automation.selector_id, automation)


def ticks_of(instance: DagsterInstance, automation: RemoteAutomation, limit: int | None) -> Sequence[Any]:
    """The ticks of a schedule or sensor, the newest first."""
    ticks: Sequence[Any] = instance.get_ticks(automation.get_remote_origin_id(), automation.selector_id, limit=limit)
    return ticks


def ticks_of_state(instance: DagsterInstance, state: Any) -> Sequence[Any]:
    """The ticks of what a state is kept for."""
    ticks: Sequence[Any] = instance.get_ticks(state.instigator_origin_id, state.selector_id)
    return ticks


def set_cursor(instance: DagsterInstance, sensor: RemoteAutomation, cursor: str | None) -> None:
    """Sets the cursor of a sensor, or deletes it, and leaves the rest of its state as it is."""
    state = stored_state(instance, sensor)
    if state is None:
        data = SensorInstigatorData(
            min_interval=sensor.min_interval_seconds, cursor=cursor, sensor_type=sensor.sensor_type
        )
        status = current_state(instance, sensor).status
        instance.add_instigator_state(InstigatorState(sensor.get_remote_origin(), InstigatorType.SENSOR, status, data))
    else:
        data = state.instigator_data or SensorInstigatorData(
            min_interval=sensor.min_interval_seconds, sensor_type=sensor.sensor_type
        )
        instance.update_instigator_state(state.with_data(data._replace(cursor=cursor)))


def execution_times(schedule: RemoteAutomation, since: float) -> Iterator[datetime]:
    """The times of a schedule from that one on."""
    times: Iterator[datetime] = schedule.execution_time_iterator(since)
    return times


def evaluate_schedule(
    repository: LoadedRepository, instance: DagsterInstance, schedule: RemoteAutomation, at: float
) -> Any:
    """What a tick of a schedule returns, or an object with an ``error``."""
    timezone = schedule.execution_timezone
    with _leaving() as left:
        return get_external_schedule_execution(
            repository.definition, instance.get_ref(), schedule.name, at, timezone, log_key=None
        )
    return left


def evaluate_sensor(
    location: LoadedLocation,
    repository: LoadedRepository,
    instance: DagsterInstance,
    name: str,
    *,
    since: float | None,
    last_run_key: str | None,
    cursor: str | None,
) -> Any:
    """What a tick of a sensor returns, or an object with an ``error``."""
    with _leaving() as left:
        return get_external_sensor_execution(
            repository.definition,
            location.origin,
            instance.get_ref(),
            name,
            since,
            last_run_key,
            cursor,
            log_key=None,
            last_sensor_start_timestamp=None,
        )
    return left


@dataclass
class _Left:
    """What a tick comes to that ends the process: in a daemon's code server that is an error of the tick."""

    error: Any = None


@contextlib.contextmanager
def _leaving() -> Iterator[_Left]:
    left = _Left()
    try:
        yield left
    except SystemExit:
        left.error = serializable_error_info_from_exc_info(sys.exc_info())
    except DagsterExecutionInterruptedError:
        # Dagster's word for it while resources are set up; the plugin has interrupted it.
        raise KeyboardInterrupt from None


def runs_by_key(instance: DagsterInstance, sensor: RemoteAutomation, requests: Sequence[Any]) -> dict[str, DagsterRun]:
    """The runs that a sensor has requested before under the same run keys: the daemon requests none of them again."""
    from dagster._daemon import sensor as daemon

    # The second is its name in 1.10.
    fetch = getattr(daemon, "fetch_existing_runs", None) or daemon._fetch_existing_runs
    runs: dict[str, DagsterRun] = fetch(instance, sensor, requests)
    return runs


def _type(kind: str) -> Any:
    return InstigatorType.SCHEDULE if kind == "schedule" else InstigatorType.SENSOR
