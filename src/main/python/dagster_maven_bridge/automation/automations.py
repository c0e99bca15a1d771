"""Schedules and sensors, together called automations: finding one by its name, its status, its state in words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypedDict

from dagster import DagsterInstance

from ..definitions.narrowing import loaded_location, repositories, repositories_here
from ..instances.daemons import daemon_lives
from ..private_api import dagster_automation_api as api
from ..problems import problem, unknown_name, user_error
from ..protocol import PlanResult
from ..runtime import Call, LoadedRepository

Kind = Literal["schedule", "sensor"]

_PARAMETERS = {"schedule": "scheduleName", "sensor": "sensorName"}


class NameParameters(TypedDict):
    """Which schedules or sensors, by their name and where they are defined; without a name all."""

    name: str | None
    location: str | None
    repository: str | None


@dataclass(frozen=True)
class Automation:
    """A schedule or sensor of a loaded repository; ``remote`` is it as other processes know it."""

    kind: Kind
    repository: LoadedRepository
    remote: api.RemoteAutomation

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.remote.name)

    def status(self, instance: DagsterInstance) -> Literal["RUNNING", "STOPPED"]:
        """Whether it ticks, as the instance has it; as the definition says while the instance has nothing."""
        return "RUNNING" if api.current_state(instance, self.remote).is_running else "STOPPED"

    def next_tick(self, instance: DagsterInstance) -> float | None:
        """When a schedule ticks next; None for one that is stopped, and for a sensor."""
        if self.kind == "sensor" or self.status(instance) == "STOPPED":
            return None
        return next(api.execution_times(self.remote, time.time())).timestamp()


def automations(
    call: Call, kind: Kind, instance: DagsterInstance, location: str | None, repository: str | None
) -> list[Automation]:
    """All schedules or sensors, in the order of repositories and names."""
    return [
        Automation(kind, loaded, remote)
        for loaded in repositories(call.session, location, repository)
        for remote in api.automations_of(kind, loaded_location(call.session), loaded, instance)
    ]


def automation_named(
    call: Call, kind: Kind, instance: DagsterInstance, name: str, location: str | None, repository: str | None
) -> Automation:
    """The one of that name; an OperationError that lists the others if there is none."""
    known = automations(call, kind, instance, location, repository)
    found = [automation for automation in known if automation.name == name]
    if not found:
        choices = [automation.name for automation in known]
        raise user_error(unknown_name(kind, name, choices, parameter=_PARAMETERS[kind]))
    if len(found) > 1:
        owners = [automation.repository.name for automation in found]
        raise user_error(
            problem(
                "ambiguous_name",
                f"The {kind} '{name}' is defined in the repositories {', '.join(owners)}",
                subject=kind,
                value=name,
                parameter="repository",
                choices=owners,
                remedy="Name one with <repository> (-Ddagster.repository=…)",
            )
        )
    return found[0]


def automations_here(call: Call, kind: Kind, name: str | None, repository: str | None) -> PlanResult:
    """What this code location has of a request for one schedule or sensor."""
    from ..instances.instance import instance_of

    location = loaded_location(call.session)
    loaded = repositories_here(call.session, repository)
    instance = instance_of(call.session)
    names = {str(remote.name) for item in loaded for remote in api.automations_of(kind, location, item, instance)}
    return {
        "matches": sorted(known for known in names if name is None or known == name),
        "checked": [],
        "upstream": [],
        "choices": sorted(names),
        "unmatched": [],
    }


def has_daemon(instance: DagsterInstance, kind: Kind) -> bool:
    """Whether a daemon that evaluates schedules, or sensors, works on the instance."""
    return daemon_lives(instance, "SCHEDULER" if kind == "schedule" else "SENSOR")


def kept_states(instance: DagsterInstance) -> Iterator[str]:
    """What an instance keeps of schedules and sensors, each in a line, for lists of what is deleted."""
    for state in sorted(api.stored_states(instance), key=lambda kept: (api.kind_of_state(kept), kept.name)):
        ticks = len(api.ticks_of_state(instance, state))
        cursor = getattr(state.instigator_data, "cursor", None)
        told = ["running" if state.is_running else "stopped", f"{ticks} tick" + ("" if ticks == 1 else "s")]
        if cursor is not None:
            told.append(f"cursor '{cursor}'")
        yield f"{api.kind_of_state(state)} {state.name} ({', '.join(told)})"
