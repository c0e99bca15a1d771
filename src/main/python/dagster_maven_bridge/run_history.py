"""The runs that an instance keeps, as the plugin is told of them."""

from typing import TYPE_CHECKING, Any, TypedDict

from .problems import problem, unknown_name, user_error

if TYPE_CHECKING:
    from dagster import DagsterInstance, DagsterRun


# Tags that only Dagster itself reads.
_INTERNAL = (".dagster/", "dagster/")


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
        "tags": {name: value for name, value in sorted(run.tags.items()) if not name.startswith(_INTERNAL)},
    }


def in_words(entry: RunHistoryEntry) -> str:
    """A run in a line, for lists of what is deleted."""
    partition = f"[{entry['partition']}]" if entry["partition"] is not None else ""
    return f"{entry['run_id']} ({entry['job']}{partition}, {entry['status']})"


def run_named(instance: "DagsterInstance", run_id: str) -> RunHistoryEntry:
    """The run with that id, or the only one whose id begins so."""
    entries = {record.dagster_run.run_id: record for record in instance.get_run_records()}
    if run_id in entries:
        return entry_of(entries[run_id])
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
