"""The definitions as the plugin is told of them: the records of the Java class ``Definitions``, in snake_case."""

from typing import Any, TypedDict

from .protocol import SourceLocation


class Partitions(TypedDict):
    """A partitions definition."""

    type: str
    description: str
    start: str | None
    end: str | None
    cron: str | None
    timezone: str | None
    format: str | None
    end_offset: int | None
    exclusions: list[str]
    keys: list[str]
    key_count: int | None
    keys_hash: str | None
    dimensions: "list[PartitionsDimension]"
    name: str | None


class PartitionsDimension(TypedDict):
    """One of the dimensions of a partitions definition."""

    name: str
    partitions: Partitions


class Asset(TypedDict):
    """An asset."""

    location: str
    repository: str
    key: str
    group: str
    description: str | None
    type: str | None
    kinds: list[str]
    owners: list[str]
    tags: dict[str, str]
    deps: list[str]
    partitions: Partitions | None
    partition_mappings: dict[str, str]
    code_version: str | None
    code_hash: str | None
    metadata: dict[str, Any]
    automation_condition: str | None
    backfill_policy: str | None
    io_manager_key: str | None
    required_resources: list[str]
    materializable: bool
    jobs: list[str]
    defined_at: SourceLocation | None


class AssetCheck(TypedDict):
    """An asset check."""

    location: str
    repository: str
    asset: str
    name: str
    description: str | None
    blocking: bool
    deps: list[str]
    code_hash: str | None
    metadata: dict[str, Any]
    automation_condition: str | None
    defined_at: SourceLocation | None


class Job(TypedDict):
    """A job."""

    location: str
    repository: str
    name: str
    description: str | None
    tags: dict[str, str]
    ops: list[str]
    assets: list[str]
    partitions: Partitions | None
    executor: str | None
    config_hash: str | None
    code_hash: str | None
    defined_at: SourceLocation | None


class Schedule(TypedDict):
    """A schedule."""

    location: str
    repository: str
    name: str
    description: str | None
    cron: list[str]
    timezone: str | None
    job: str | None
    assets: list[str]
    running: bool
    code_hash: str | None
    defined_at: SourceLocation | None


class Sensor(TypedDict):
    """A sensor."""

    location: str
    repository: str
    name: str
    description: str | None
    type: str
    jobs: list[str]
    assets: list[str]
    minimum_interval_seconds: float
    running: bool
    code_hash: str | None
    defined_at: SourceLocation | None


class Resource(TypedDict):
    """A top-level resource."""

    location: str
    repository: str
    name: str
    type: str
    description: str | None
    code_hash: str | None
    defined_at: SourceLocation | None


class LintFinding(TypedDict):
    """What a lint rule has found; see the Java record of the same name."""

    location: str
    repository: str
    rule: str
    subject: str
    name: str
    message: str
    value: str | None
    suppressed: bool
    at: SourceLocation | None


class Definitions(TypedDict):
    """Everything that a code location defines, and what lint has found in it."""

    locations: list[str]
    assets: list[Asset]
    checks: list[AssetCheck]
    jobs: list[Job]
    schedules: list[Schedule]
    sensors: list[Sensor]
    resources: list[Resource]
    findings: list[LintFinding]


class AssetList(TypedDict):
    """The result of ``assets.list``."""

    assets: list[Asset]


class JobList(TypedDict):
    """The result of ``jobs.list``."""

    jobs: list[Job]


class Narrowing(TypedDict):
    """What narrows an operation to a part of the definitions."""

    location: str | None
    repository: str | None


class DescribeParameters(Narrowing):
    """The parameters of ``definitions.describe``.

    ``dry_ticks`` tells to evaluate schedules and sensors, too; ``append_assets`` selects those that are appended to.
    """

    dry_ticks: bool | None
    append_assets: str | None


class ListAssetsParameters(Narrowing):
    """The parameters of ``assets.list``."""

    select: str | None


class CompleteParameters(Narrowing):
    """The parameters of ``assets.complete``.

    ``materialized`` tells that the assets are to be made; else it is checks of theirs that are to be run.
    """

    select: str
    materialized: bool


class AssetNode(TypedDict):
    """What a selection can be resolved with: an asset as one repository knows it.

    ``made`` tells that it is materialised there, ``checked`` that it is not and that checks of it can be run there.
    """

    key: str
    parents: list[str]
    group: str | None
    tags: dict[str, str]
    owners: list[str]
    made: bool
    checked: bool


class GraphParameters(TypedDict):
    """The parameters of ``assets.graph``."""

    repository: str | None


class AssetNodes(TypedDict):
    """The result of ``assets.graph``."""

    assets: list[AssetNode]


class ResolveParameters(TypedDict):
    """The parameters of ``assets.resolve``: a selection, and the assets of all code locations.

    ``to_run`` tells that the assets are to be run, so that a selection is an error which leaves nothing to run.
    ``parameter`` is what the user has written the selection in.
    """

    select: str
    parameter: str
    assets: list[AssetNode]
    to_run: bool


class SelectByStateParameters(TypedDict):
    """The parameters of ``assets.select_by_state``: a selection, all assets, and the keys of each state."""

    select: str
    assets: list[AssetNode]
    states: dict[str, list[str]]


class ResolvedAssets(TypedDict):
    """The result of ``assets.resolve``, ``assets.select_by_state`` and ``assets.complete``: the keys selected."""

    keys: list[str]
