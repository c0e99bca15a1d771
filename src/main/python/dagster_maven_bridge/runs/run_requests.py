"""What a request that starts runs is given; the Java records of the same names tell each field."""

from typing import Literal, TypedDict


class DimensionTerm(TypedDict):
    """The part of a term for one dimension; see the Java record ``PartitionTerm.Dimension``."""

    name: str
    term: "PartitionTerm"


class PartitionTerm(TypedDict):
    """Some partitions, as the user named them; see the Java record of the same name."""

    text: str
    kind: Literal["key", "range", "latest", "missing", "failed", "all", "dimensions"]
    keys: list[str]
    count: int
    dimensions: list[DimensionTerm]


class PartitionSelection(TypedDict):
    """Which partitions; see the Java record of the same name."""

    terms: list[PartitionTerm]
    parameter: str
    create: bool
    most: int


class Reruns(TypedDict):
    """What is tried again when it fails; see the Java record ``RunOptions.Reruns``."""

    times: int
    checks: Literal["error", "warn", "never"]


class PlannedBefore(TypedDict):
    """A run of a plan that a process which has died was carrying out; see the Java record ``RunEvent.PlannedRun``."""

    job: str
    partition: str | None
    partitions: list[str]
    assets: list[str]
    checks: list["CheckName"]


class CheckName(TypedDict):
    """An asset check."""

    asset: str
    name: str


class CarryOn(TypedDict):
    """What a process which has died had planned for a request, and the runs of that which it had begun."""

    planned: list[PlannedBefore]
    run_ids: list[str]


class BrokenAsset(TypedDict):
    """What another code location was to make in this request and did not; see the Java record of the same name."""

    asset: str
    partition: str | None
    how: str


class RunOptions(TypedDict):
    """How runs are started; see the Java record of the same name."""

    config_files: list[str]
    config_json: str | None
    tags: dict[str, str]
    executor: Literal["auto", "definitions", "in-process", "multiprocess"]
    parallelism: int
    reruns: Reruns | None
    carry_on: CarryOn | None
    broken: list[BrokenAsset] | None


class MaterializeParameters(TypedDict):
    """``assets.materialize``; see the Java record ``MaterializeRequest``."""

    select: str | None
    location: str | None
    repository: str | None
    partitions: PartitionSelection
    only_stale: bool
    options: RunOptions


class ExecuteChecksParameters(TypedDict):
    """``checks.execute``; see the Java record ``ExecuteChecksRequest``."""

    select: str | None
    check_names: list[str]
    location: str | None
    repository: str | None
    partitions: PartitionSelection
    options: RunOptions


class ExecuteParameters(TypedDict):
    """``jobs.execute``; see the Java record ``ExecuteJobRequest``."""

    job: str | None
    location: str | None
    repository: str | None
    op_selection: list[str]
    partitions: PartitionSelection | None
    options: RunOptions


class RetryParameters(TypedDict):
    """``runs.retry``; see the Java record ``RetryRunsRequest``."""

    run_ids: list[str]
    job: str | None
    location: str | None
    repository: str | None
    options: RunOptions


class RunSummary(TypedDict):
    """The runs that were started, in order; what happened in them is told by events."""

    run_ids: list[str]
