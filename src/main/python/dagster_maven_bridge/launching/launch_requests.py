"""What requests that launch runs are given and answer; the Java records of the same names tell each field."""

from typing import TypedDict

from ..runs.run_requests import ExecuteParameters


class LaunchParameters(ExecuteParameters):
    """``jobs.launch``; see the Java record ``LaunchJobRequest``."""

    run_id: str | None
    waiting: bool


class BackfillParameters(TypedDict):
    """``jobs.backfill``; see the Java record ``BackfillJobRequest``."""

    job: str | None
    location: str | None
    repository: str | None
    partitions: list[str]
    first: str | None
    last: str | None
    tags: dict[str, str]
    confirmed: bool
    waiting: bool


class FollowParameters(TypedDict):
    """``runs.follow``; see the Java record ``FollowRunsRequest``."""

    run_ids: list[str]
    seconds: float | None


class LaunchedRun(TypedDict):
    """A run that was handed to the instance's run coordinator."""

    run_id: str
    job: str
    partition: str | None
    status: str


class Launch(TypedDict):
    """What a request launched, or would launch; see the Java record of the same name."""

    job: str
    backfill_id: str | None
    partitions: list[str]
    runs: list[LaunchedRun]
    queued: bool
    daemon: bool
    held: bool
