"""Resources that nothing uses, and such that nothing provides."""

from collections.abc import Iterable, Iterator
from typing import Any

from ..definitions.asked_once import each_once
from ..private_api import dagster_api
from ..private_api.dagster_lint_api import definition_of, nested_resources
from . import places
from .findings import Found, Linted


def unused(linted: Linted) -> Iterator[Found]:
    """Top-level resources that no asset, check, job, schedule, sensor or other resource asks for."""
    provided = linted.definition.get_top_level_resources()
    used = _used_keys(linted, provided) | _nested_keys(provided)
    for resource in linted.described["resources"]:
        if resource["name"] not in used:
            yield Found(
                "unused-resource",
                "resource",
                resource["name"],
                f"nothing uses the resource '{resource['name']}'",
                linted.mentions.binding(resource["name"]) or resource["defined_at"],
            )


def missing(linted: Linted) -> Iterator[Found]:
    """Resources that a schedule or sensor asks for: unlike those of assets, Dagster first looks for them at a tick."""
    provided = set(linted.definition.get_top_level_resources())
    described = [("schedule", one) for one in linted.described["schedules"]]
    described += [("sensor", one) for one in linted.described["sensors"]]  # type: ignore[misc]
    places_of = {(subject, one["name"]): one["defined_at"] for subject, one in described}
    for subject, definition in _automations(linted):
        for key in sorted(set(definition.required_resource_keys) - provided):
            yield Found(
                "missing-resource",
                subject,
                definition.name,
                f"the {subject} '{definition.name}' needs the resource '{key}', which nothing provides",
                places.mention(places_of.get((subject, definition.name)), key),
                key,
            )


def _automations(linted: Linted) -> "Iterator[tuple[str, Any]]":
    for schedule in sorted(linted.definition.schedule_defs, key=lambda one: str(one.name)):
        yield "schedule", schedule
    for sensor in sorted(linted.definition.sensor_defs, key=lambda one: str(one.name)):
        yield "sensor", sensor


def _used_keys(linted: Linted, provided: Any) -> set[str]:
    used: set[str] = set()
    by_key = (
        linted.definition.assets_defs_by_key,
        # What is made elsewhere has an IO manager that reads it, and may be observed by means of resources.
        linted.definition.source_assets_by_key,
        linted.definition.asset_checks_defs_by_key,
    )
    # Each is asked for all of its keys.
    for definition in each_once(definition for definitions in by_key for definition in definitions.values()):
        used |= set(definition.required_resource_keys)
    for job in dagster_api.public_jobs(linted.definition):
        used |= _keys_of_job(job)
    for _, definition in _automations(linted):
        used |= set(definition.required_resource_keys)
    for resource in provided.values():
        used |= set(resource.required_resource_keys)
    return used


def _keys_of_job(job: Any) -> set[str]:
    used = {key for hook in job.hook_defs for key in hook.required_resource_keys}
    for node in _nodes(job.graph.nodes):
        used |= {key for hook in getattr(node, "hook_defs", ()) for key in hook.required_resource_keys}
        definition = node.definition
        used |= set(getattr(definition, "required_resource_keys", None) or ())
        used |= {made.io_manager_key for made in definition.output_defs if hasattr(made, "io_manager_key")}
        used |= {
            taken.input_manager_key for taken in definition.input_defs if getattr(taken, "input_manager_key", None)
        }
    return used


def _nodes(nodes: Iterable[Any]) -> Iterator[Any]:
    for node in nodes:
        yield node
        yield from _nodes(getattr(node.definition, "nodes", ()))


def _nested_keys(provided: Any) -> set[str]:
    """The keys of resources that are given to other resources as values."""
    waiting = [nested for resource in provided.values() for nested in nested_resources(resource)]
    given: set[int] = set()
    while waiting:
        resource = waiting.pop()
        if id(resource) not in given:
            given.add(id(resource))
            if (as_bound := definition_of(resource)) is not None:
                given.add(id(as_bound))
            waiting += nested_resources(resource)
    return {
        key
        for key, resource in provided.items()
        if id(resource) in given or id(getattr(getattr(resource, "resource_fn", None), "__self__", None)) in given
    }
