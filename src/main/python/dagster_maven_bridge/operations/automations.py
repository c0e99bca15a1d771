"""Schedules and sensors alike: starting, stopping and restarting them."""

from typing import Literal, TypedDict

from ..automation.automations import Automation, Kind, automation_named, automations, automations_here, has_daemon
from ..definitions.narrowing import loaded_location
from ..dispatch import operation, planned_by
from ..instances.instance import instance_of
from ..private_api import dagster_automation_api as api
from ..problems import problem, user_error
from ..protocol import PlanResult, Problem
from ..runtime import Call


class SwitchParameters(TypedDict):
    """``automations.switch``: what to do with which schedules or sensors; without a name with all."""

    kind: Kind
    action: Literal["start", "stop", "restart"]
    name: str | None
    location: str | None
    repository: str | None


class Switched(TypedDict):
    """A schedule or sensor after it; see the Java record ``AutomationSwitch.Switched``."""

    location: str
    repository: str
    name: str
    changed: bool
    next_tick: float | None


class AutomationSwitch(TypedDict):
    """All of them, and whether a daemon is there to evaluate them."""

    automations: list[Switched]
    has_daemon: bool


def _here(call: Call, request: SwitchParameters) -> PlanResult:
    return automations_here(call, request["kind"], request["name"], request["repository"])


@operation
@planned_by(_here)
def switch(call: Call, parameters: SwitchParameters) -> AutomationSwitch:
    """Starts, stops or restarts one or all. What is in that state already stays as it is."""
    instance = instance_of(call.session)
    kind, action, name = parameters["kind"], parameters["action"], parameters["name"]
    place = parameters["location"], parameters["repository"]
    if name is not None:
        chosen = [automation_named(call, kind, instance, name, *place)]
        if action == "restart" and chosen[0].status(instance) == "STOPPED":
            raise user_error(_stopped(kind, name))
    else:
        chosen = automations(call, kind, instance, *place)
        if action == "restart":
            chosen = [automation for automation in chosen if automation.status(instance) == "RUNNING"]
    switched: list[Switched] = []
    for automation in chosen:
        running = automation.status(instance) == "RUNNING"
        changed = action == "restart" or running != (action == "start")
        if changed:
            _carry_out(automation, action, call)
        switched.append(
            {
                "location": loaded_location(call.session).name,
                "repository": automation.repository.name,
                "name": automation.name,
                "changed": changed,
                "next_tick": automation.next_tick(instance),
            }
        )
    return {"automations": switched, "has_daemon": has_daemon(instance, kind)}


def _carry_out(automation: Automation, action: str, call: Call) -> None:
    instance = instance_of(call.session)
    if action != "start":
        api.stop(instance, automation.kind, automation.remote)
    if action != "stop":
        api.start(instance, automation.kind, automation.remote)


def _stopped(kind: Kind, name: str) -> Problem:
    return problem(
        "not_running",
        f"The {kind} '{name}' is stopped, so that it cannot be restarted",
        subject=kind,
        value=name,
        remedy=f"Start it with the goal {kind}-start",
    )
