"""The runs that an instance keeps, as the plugin is told of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from ..problems import problem, unknown_name, user_error

if TYPE_CHECKING:
    from dagster import DagsterInstance, DagsterRun, RunsFilter


_INTERNAL = (".dagster/", "dagster/")
_ASSETS_NAMED = 3


class RunHistoryEntry(TypedDict):
    """A run; see the Java record ``RunList.Run``. Times are in seconds since 1970."""

    run_id: str
    job: str
    status: str
    created_at: float
    started_at: float | None
    ended_at: float | None
    assets: list[str]
    partition: str | None
    tags: dict[str, str]


def entry_of(record: Any) -> RunHistoryEntry:
    """A record of the run storage."""
    run: DagsterRun = record.dagster_run
    return {
        "run_id": run.run_id,
        "job": run.job_name,
        "status": run.status.value,
        "created_at": record.create_timestamp.timestamp(),
        "started_at": record.start_time,
        "ended_at": record.end_time,
        "assets": sorted(key.to_user_string() for key in run.asset_selection or ()),
        "partition": run.tags.get("dagster/partition"),
        "tags": users_tags(run.tags),
    }


def users_tags(tags: Mapping[str, str]) -> dict[str, str]:
    """Tags in the order of their names, without those that only Dagster itself reads."""
    return {name: value for name, value in sorted(tags.items()) if not name.startswith(_INTERNAL)}


def in_words(entry: RunHistoryEntry) -> str:
    """A run in a line, for lists of what is deleted."""
    what = _assets_in_words(entry["assets"]) if entry["job"].startswith("__") else entry["job"]
    partition = f"[{entry['partition']}]" if entry["partition"] is not None else ""
    return f"{entry['run_id']} ({what}{partition}, {entry['status']})"


def _assets_in_words(assets: list[str]) -> str:
    """What Dagster's own job, whose name says nothing to anybody, was to materialise."""
    more = len(assets) - _ASSETS_NAMED
    named = ", ".join(assets[:_ASSETS_NAMED]) or "assets"
    return f"{named}, … and {more} more" if more > 0 else named


def filter_of(job: str | None, statuses: list[str]) -> "RunsFilter":
    """Which runs: of that job, in one of these statuses, as users write them; an OperationError names what is none."""
    from dagster import DagsterRunStatus, RunsFilter

    known = {status.value.lower(): status for status in DagsterRunStatus if status.value != "MANAGED"}
    unknown = [
        unknown_name("run status", status, known, parameter="status")
        for status in statuses
        if status.lower() not in known
    ]
    if unknown:
        raise user_error(*unknown)
    return RunsFilter(job_name=job, statuses=[known[status.lower()] for status in statuses])


def runs_waiting(instance: "DagsterInstance") -> int:
    """How many runs wait in the queue for a daemon."""
    from dagster import DagsterRunStatus, RunsFilter

    return int(instance.get_runs_count(RunsFilter(statuses=[DagsterRunStatus.QUEUED])))


def runs_of_repository(instance: "DagsterInstance", job: str, label: str) -> list[Any]:
    """The records of a job's runs that are those of a repository; an OperationError when there is none of it."""
    from dagster import RunsFilter

    from ..private_api.dagster_instance_api import REPOSITORY_LABEL_TAG

    records = list(instance.get_run_records(filters=RunsFilter(job_name=job, tags={REPOSITORY_LABEL_TAG: label})))
    if not records:
        of_job = instance.get_run_records(filters=RunsFilter(job_name=job))
        labels = {record.dagster_run.tags.get(REPOSITORY_LABEL_TAG) for record in of_job} - {None}
        raise user_error(
            problem(
                "no_match",
                f"There are no runs of the job '{job}' in '{label}'",
                subject="repository",
                value=label,
                parameter="from",
                choices=[label for label in labels if label is not None],
            )
        )
    return records


def run_named(instance: "DagsterInstance", run_id: str) -> RunHistoryEntry:
    """The run with that id, or the only one whose id begins so."""
    from dagster import RunsFilter

    exact = instance.get_run_records(filters=RunsFilter(run_ids=[run_id]))
    if exact:
        return entry_of(exact[0])
    entries = {record.dagster_run.run_id: record for record in instance.get_run_records()}
    beginning = sorted(known for known in entries if known.startswith(run_id))
    if len(beginning) == 1:
        return entry_of(entries[beginning[0]])
    if beginning:
        raise user_error(
            problem(
                "ambiguous_name",
                f"Several runs begin with '{run_id}'",
                subject="run",
                value=run_id,
                parameter="runId",
                choices=beginning,
            )
        )
    raise user_error(unknown_name("run", run_id, entries, parameter="runId"))
