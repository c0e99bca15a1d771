"""What a tick returns, as the plugin is told of it; nothing of it is carried out."""

from typing import Any, TypedDict

from dagster import DagsterInstance

from ..definitions.project import Project
from ..diagnosis.failures import Failure, FailureReader
from ..instances.run_history import users_tags
from ..private_api import dagster_automation_api as api
from ..private_api.dagster_yaml_api import config_as_yaml
from ..problems import problem, user_error
from ..runtime import OperationError
from .automations import Automation

_PARTITION = "dagster/partition"


class RequestedRun(TypedDict):
    """A run that the tick asks for; see the Java record ``TickPreview.RequestedRun``."""

    run_key: str | None
    job: str | None
    partition: str | None
    assets: list[str]
    checks: list[str]
    tags: dict[str, str]
    run_config_yaml: str | None
    existing_run_id: str | None


class PartitionsRequest(TypedDict):
    """Dynamic partitions that the tick asks to add or to delete."""

    partitions_definition: str
    added: list[str]
    deleted: list[str]


class TickPreview(TypedDict):
    """A tick that was evaluated and not carried out; see the Java record of the same name."""

    name: str
    scheduled_at: float | None
    on_schedule: bool
    timezone: str | None
    requested_runs: list[RequestedRun]
    skip_reason: str | None
    given_cursor: str | None
    stored_cursor: str | None
    new_cursor: str | None
    partitions_requests: list[PartitionsRequest]
    handled_run_ids: list[str]


def preview_of(
    automation: Automation,
    instance: DagsterInstance,
    result: Any,
    *,
    scheduled_at: float | None = None,
    on_schedule: bool = True,
    given_cursor: str | None = None,
) -> TickPreview:
    """What a tick has returned."""
    remote, is_sensor = automation.remote, automation.kind == "sensor"
    requests = list(result.run_requests or ())
    existing = api.runs_by_key(instance, remote, requests) if is_sensor else {}
    state = api.stored_state(instance, remote) if is_sensor else None
    reactions = getattr(result, "dagster_run_reactions", None) or ()
    return {
        "name": automation.name,
        "scheduled_at": scheduled_at,
        "on_schedule": on_schedule,
        "timezone": None if is_sensor else remote.execution_timezone,
        "requested_runs": [_requested_run(request, remote, existing) for request in requests],
        "skip_reason": result.skip_message or None,
        "given_cursor": given_cursor,
        "stored_cursor": getattr(state.instigator_data, "cursor", None) if state is not None else None,
        "new_cursor": getattr(result, "cursor", None),
        "partitions_requests": [
            _partitions_request(request) for request in getattr(result, "dynamic_partitions_requests", None) or ()
        ],
        "handled_run_ids": [reaction.dagster_run.run_id for reaction in reactions if reaction.dagster_run],
    }


def _requested_run(request: Any, remote: Any, existing: dict[str, Any]) -> RequestedRun:
    job = request.job_name or remote.job_name
    known = existing.get(request.run_key) if request.run_key else None
    return {
        "run_key": request.run_key,
        "job": None if job is None or job.startswith("__") else job,
        "partition": request.partition_key or request.tags.get(_PARTITION),
        "assets": sorted(key.to_user_string() for key in request.asset_selection or ()),
        "checks": sorted(f"{key.asset_key.to_user_string()}:{key.name}" for key in request.asset_check_keys or ()),
        "tags": users_tags(request.tags),
        "run_config_yaml": config_as_yaml(request.run_config) if request.run_config else None,
        "existing_run_id": known.run_id if known is not None else None,
    }


def _partitions_request(request: Any) -> PartitionsRequest:
    keys = [str(key) for key in request.partition_keys]
    is_added = isinstance(request, api.AddDynamicPartitionsRequest)
    return {
        "partitions_definition": request.partitions_def_name,
        "added": keys if is_added else [],
        "deleted": [] if is_added else keys,
    }


def evaluation_failed(automation: Automation, error: Any, location: str, project: Project) -> OperationError:
    """The user's function failed: where and why."""
    failure = FailureReader(project, lambda: False).read(error, "no reason was given")
    return user_error(
        problem(
            "tick_failed",
            "\n".join([f"The {automation.kind} '{automation.name}' failed: {_headline(failure)}", *_behind(failure)]),
            subject=automation.kind,
            value=automation.name,
            at=failure["at"],
            code_location=location,
        ),
        trace=failure["stack"] or error.to_string(),
    )


def _headline(failure: Failure) -> str:
    return f"{failure['type']}: {failure['message']}" if failure["message"] else failure["type"]


def _behind(failure: Failure) -> list[str]:
    words = {"cause": "caused by ", "context": "raised while handling ", "member": "- "}
    return [f"{words[cause['relation']]}{cause['type']}: {cause['message']}" for cause in failure["causes"]]
