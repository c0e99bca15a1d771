"""Environment variables that definitions name and that are not set."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from ..private_api import dagster_api
from ..private_api.dagster_lint_api import configurations, environment_variables, job_configuration
from .findings import Found, Linted


def unset_variables(linted: Linted) -> Iterator[Found]:
    """Variables in the configuration of resources, assets and jobs: Dagster looks for them when a run begins."""
    resources = linted.definition.get_top_level_resources()
    for resource in linted.described["resources"]:
        for name in _unset(configurations(resources[resource["name"]])):
            place = linted.mentions.variable(name) or resource["defined_at"]
            yield _found("resource", resource["name"], name, place)
    for asset in linted.computations:
        key, at = asset.described["key"], asset.described["defined_at"]
        for name in _unset(configurations(asset.definition.node_def)):
            yield _found("asset", key, name, linted.mentions.variable(name) or at)
    jobs = {job.name: job for job in dagster_api.public_jobs(linted.definition)}
    for job in linted.described["jobs"]:
        given = [job_configuration(jobs[job["name"]])]
        if not job["assets"]:
            given += [one for node in jobs[job["name"]].all_node_defs for one in configurations(node)]
        for name in _unset(given):
            yield _found("job", job["name"], name, linted.mentions.variable(name) or job["defined_at"])


def _found(subject: str, name: str, variable: str, at: Any) -> Found:
    message = f"the {subject} '{name}' reads the environment variable {variable}, which is not set"
    return Found("unset-environment-variable", subject, name, message, at, variable)


def _unset(given: Iterable[tuple[Any, Any]]) -> list[str]:
    names = {name for config_type, value in given for name in environment_variables(config_type, value)}
    return sorted(name for name in names if name not in os.environ)
