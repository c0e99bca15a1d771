"""The private interfaces of Dagster that looking after an instance needs. Tried on 1.10.21, 1.11.16, 1.12.22, 1.13.27.

What differs between these versions is told apart by what is there, never by a version number.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dagster import DagsterInstance, DagsterRun
from dagster._core.debug import DebugRunPayload as DebugRunPayload
from dagster._core.storage.runs.sql_run_storage import SnapshotType, SqlRunStorage
from dagster._core.storage.tags import REPOSITORY_LABEL_TAG as REPOSITORY_LABEL_TAG
from dagster._serdes import deserialize_value
from dagster._utils.concurrency import ConcurrencyKeyInfo as ConcurrencyKeyInfo
from dagster._utils.concurrency import get_max_concurrency_limit_value

from ..runtime import LoadedLocation

try:
    from dagster._core.remote_origin import RemoteRepositoryOrigin
except ImportError:
    from dagster._core.remote_representation.origin import RemoteRepositoryOrigin


def settings_of(instance: DagsterInstance) -> Mapping[str, Any]:
    """The settings of an instance as it understands them: its parts, each a class with its configuration."""
    any_instance: Any = instance
    # Parts that are made when they are first needed; until then Dagster tells of the type of None.
    _ = any_instance.run_coordinator, any_instance.compute_log_manager
    told: Mapping[str, Any] = any_instance.info_dict()
    return {name: None if part == type(None).__name__ else part for name, part in told.items()}


def schema_revisions(instance: DagsterInstance) -> Iterator[tuple[str, str | None, str | None]]:
    """Of each storage with a schema its name, the revision it has, and the one that this Dagster would give it."""
    any_instance: Any = instance
    for name, storage in (
        ("run_storage", any_instance.run_storage),
        ("event_log_storage", any_instance.event_log_storage),
        ("schedule_storage", any_instance.schedule_storage),
    ):
        revisions = storage.alembic_version() if storage is not None else None
        if revisions is not None:
            yield name, revisions[0], revisions[1]


def migrate_schema(instance: DagsterInstance, tell: Callable[[str], None]) -> None:
    """Brings the schema of all storages, and the data in them, to what this Dagster wants."""
    any_instance: Any = instance
    any_instance.upgrade(tell)


def rebuild_indexes(instance: DagsterInstance, tell: Callable[[str], None]) -> None:
    """Builds the indexes over what was recorded before they existed."""
    any_instance: Any = instance
    any_instance.reindex(tell)


def widen_ids(instance: DagsterInstance, tell: Callable[[str], None]) -> None:
    """Makes the id columns of database servers 64 bits wide; does nothing in SQLite, where they are."""
    from dagster._core.storage.migration.bigint_migration import run_bigint_migration

    run_bigint_migration(instance, tell)


def with_narrow_ids(instance: DagsterInstance) -> list[str]:
    """The storages that ``widen_ids`` would work on."""
    any_instance: Any = instance
    storages = {
        "run_storage": any_instance.run_storage,
        "event_log_storage": any_instance.event_log_storage,
        "schedule_storage": any_instance.schedule_storage,
    }
    return [name for name, storage in storages.items() if not _is_sqlite(storage)]


def _is_sqlite(storage: Any) -> bool:
    return any(base.__name__.startswith("Sqlite") for base in type(storage).__mro__)


def has_concurrency_limits(instance: DagsterInstance) -> bool:
    """Whether the storage of an instance keeps concurrency limits."""
    any_instance: Any = instance
    return bool(any_instance.event_log_storage.supports_global_concurrency_limits)


def concurrency_keys(instance: DagsterInstance) -> list[str]:
    """The keys that have a limit."""
    any_instance: Any = instance
    return sorted(any_instance.event_log_storage.get_concurrency_keys())


def concurrency_of(instance: DagsterInstance, key: str) -> ConcurrencyKeyInfo:
    """What is known of a key: its limit, and who occupies it."""
    any_instance: Any = instance
    info: ConcurrencyKeyInfo = any_instance.event_log_storage.get_concurrency_info(key)
    return info


def runs_with_places(instance: DagsterInstance) -> set[str]:
    """The runs whose steps have a place in a pool, or wait for one."""
    any_instance: Any = instance
    return set(any_instance.event_log_storage.get_concurrency_run_ids()) if has_concurrency_limits(instance) else set()


def give_back_places(instance: DagsterInstance, run_id: str) -> None:
    """Gives back the places that a run has in pools, and those that it waits for."""
    any_instance: Any = instance
    if has_concurrency_limits(instance):
        any_instance.event_log_storage.free_concurrency_slots_for_run(run_id)


def runs_in_pool(instance: DagsterInstance, pool: str) -> set[str]:
    """The runs whose steps have a place in a pool."""
    return {slot.run_id for slot in concurrency_of(instance, pool).claimed_slots}


def set_concurrency_limit(instance: DagsterInstance, key: str, limit: int) -> None:
    """Sets the limit of a key."""
    any_instance: Any = instance
    any_instance.event_log_storage.set_concurrency_slots(key, limit)


def highest_concurrency_limit() -> int:
    """The highest limit that Dagster takes."""
    return int(get_max_concurrency_limit_value())


def keeps_partition_status(instance: DagsterInstance) -> bool:
    """Whether the storage of an instance keeps the partitions' status of its assets."""
    any_instance: Any = instance
    return bool(any_instance.can_read_asset_status_cache())


def debug_payload(instance: DagsterInstance, run: DagsterRun) -> DebugRunPayload:
    """All that an instance knows of a run."""
    return DebugRunPayload.build(instance, run)


def read_debug_payload(text: str) -> DebugRunPayload:
    """What ``DebugRunPayload.write`` has written; raises when it is anything else."""
    payload: DebugRunPayload = deserialize_value(text, DebugRunPayload)
    return payload


def add_debug_payload(instance: DagsterInstance, payload: DebugRunPayload) -> bool:
    """Adds a run with its events; False, and nothing is added, when the instance has it."""
    run = payload.dagster_run
    any_instance: Any = instance
    if any_instance.has_run(run.run_id):
        return False
    for snapshot_id, snapshot, kind in (
        (run.execution_plan_snapshot_id, payload.execution_plan_snapshot, SnapshotType.EXECUTION_PLAN),
        (run.job_snapshot_id, payload.job_snapshot, SnapshotType.PIPELINE),
    ):
        if snapshot_id is not None and not any_instance.has_snapshot(snapshot_id):
            storage = any_instance.run_storage
            # As the run refers to it, which is not by its content when secrets are masked in that.
            if isinstance(storage, SqlRunStorage):
                storage._add_snapshot(snapshot_id, snapshot, kind)
            else:
                any_instance.add_snapshot(snapshot)
    any_instance.add_run(run)
    for event in payload.event_list:
        any_instance.store_event(event)
    return True


def moves_runs(instance: DagsterInstance) -> bool:
    """Whether the storage of an instance can give a run another repository."""
    any_instance: Any = instance
    return isinstance(any_instance.run_storage, SqlRunStorage)


def repository_origin(location: LoadedLocation, repository: str) -> Any:
    """A repository as runs refer to it; its label is ``repository@location``."""
    return RemoteRepositoryOrigin(code_location_origin=location.origin, repository_name=repository)


def move_run(instance: DagsterInstance, run: DagsterRun, origin: Any) -> None:
    """Makes a run one of its job in another repository."""
    any_instance: Any = instance
    any_instance.run_storage.replace_job_origin(run, origin.get_job_origin(run.job_name))
