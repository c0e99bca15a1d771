"""Dagster's SQLite storages without what makes them slow: the storage of the plugin's own home.

The files are Dagster's own, in its format: any Dagster tool opens the same home with the original classes. What differs
is how they are reached. The originals open a connection, ask alembic for the schema's revision and build a new engine
for each statement, and build the schema of each run's file anew. These keep pooled engines that share one dialect and
one cache of compiled statements, and copy a template file that the original classes have made once.

``synchronous=NORMAL`` means that a loss of power can lose the last commits, never the file's integrity.

Dagster's private names are imported here and not in ``dagster_run_api``, because other processes load this module by
its name from an instance's settings, and need nothing else. They are the same from 1.10 to 1.13.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster import DagsterRun
from dagster import __version__ as VERSION
from dagster._core.events.log import EventLogEntry
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from dagster._core.storage.runs.sqlite.sqlite_run_storage import SqliteRunStorage
from dagster._core.storage.schedules.sqlite.sqlite_schedule_storage import SqliteScheduleStorage
from dagster._core.storage.sqlite import create_db_conn_string
from dagster._serdes import ConfigurableClassData, deserialize_value, serialize_value
from sqlalchemy.engine import Connection

from ..masking import Masker, masker_of_environment
from .engines import Engines
from .schemas import Schema, is_whole

SCHEMAS_VARIABLE = "DAGSTER_MAVEN_SCHEMAS"
"""Names the folder in which the homes of all builds share the templates of their databases."""

OPEN_RUN_FILES = 8

_ENGINES = Engines(OPEN_RUN_FILES + 3)


def _database(base_dir: str, name: str) -> str:
    return os.path.join(os.path.abspath(base_dir), f"{name}.db")


def _schema(base_dir: str) -> Schema:
    # One folder for the three storages would need their common root in each one's configuration: not worth it.
    own = Path(base_dir) / ".schema"
    shared = os.environ.get(SCHEMAS_VARIABLE)
    # What is developed has another schema without another version.
    return Schema([own] if not shared or "dev" in VERSION else [Path(shared) / VERSION, own])


def _make_runs(scratch: Path) -> Path:
    SqliteRunStorage.from_local(str(scratch))
    return scratch / "runs.db"


def _make_schedules(scratch: Path) -> Path:
    SqliteScheduleStorage.from_local(str(scratch))
    return scratch / "schedules.db"


def _make_event_index(scratch: Path) -> Path:
    return _make_event_shard(scratch, INDEX_SHARD_NAME)


def _make_event_shard(scratch: Path, shard: str = "shard") -> Path:
    with SqliteEventLogStorage(str(scratch)).run_connection(shard):
        return scratch / f"{shard}.db"


class LeanRunStorage(SqliteRunStorage):  # type: ignore[misc]
    """Runs in Dagster's ``runs.db``; secrets in run configuration and tags are masked before they are stored."""

    def __init__(self, conn_string: str, file: str, inst_data: ConfigurableClassData | None) -> None:
        super().__init__(conn_string, inst_data)
        self._file = file
        self._masker = masker_of_environment()

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "LeanRunStorage":
        """Called by Dagster for the ``run_storage`` of an instance."""
        base_dir: str = config_value["base_dir"]
        file = _database(base_dir, "runs")
        _schema(base_dir).create(file, "runs", _make_runs)
        if not is_whole(file):
            _make_runs(Path(base_dir))
        return cls(create_db_conn_string(base_dir, "runs"), file, inst_data)

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction."""
        return _ENGINES.transaction(self._file)

    def upgrade(self) -> None:
        """Migrates the schema, that of files to come included."""
        super().upgrade()
        _schema(os.path.dirname(self._file)).forget()

    def add_run(self, dagster_run: DagsterRun) -> DagsterRun:
        """Stores the run without secrets; the run that is executed keeps them."""
        super().add_run(_masked_run(dagster_run, self._masker))
        return dagster_run

    def add_historical_run(self, dagster_run: DagsterRun, run_creation_time: datetime) -> DagsterRun:
        """The same for a run that is brought from elsewhere."""
        super().add_historical_run(_masked_run(dagster_run, self._masker), run_creation_time)
        return dagster_run

    def add_run_tags(self, run_id: str, new_tags: Mapping[str, str]) -> None:
        """Stores further tags without secrets."""
        super().add_run_tags(run_id, self._masker.data(new_tags))

    def _add_snapshot(self, snapshot_id: str, snapshot_obj: Any, snapshot_type: Any) -> str:
        # A job's snapshot has the configuration of its resources in it, which user code reads from the environment.
        # It keeps the name that runs refer to it by, although that is computed from what is masked.
        snapshot = _masked_snapshot(snapshot_obj, self._masker)
        return str(super()._add_snapshot(snapshot_id, snapshot, snapshot_type))

    def dispose(self) -> None:
        """Closes the connections, so that the files can be deleted on every system."""
        super().dispose()
        _ENGINES.dispose()


def _masked_snapshot(snapshot: Any, masker: Masker) -> Any:
    if not masker:
        return snapshot
    serialized = serialize_value(snapshot)
    masked = masker.serialized_record(serialized)
    return snapshot if masked == serialized else deserialize_value(masked, type(snapshot))


def _masked_run(run: DagsterRun, masker: Masker) -> DagsterRun:
    if not masker:
        return run
    return run._replace(run_config=masker.data(run.run_config), tags=masker.data(run.tags))


class LeanScheduleStorage(SqliteScheduleStorage):  # type: ignore[misc]
    """Schedules in Dagster's ``schedules.db``."""

    def __init__(self, conn_string: str, file: str, inst_data: ConfigurableClassData | None) -> None:
        super().__init__(conn_string, inst_data)
        self._file = file

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "LeanScheduleStorage":
        """Called by Dagster for the ``schedule_storage`` of an instance."""
        base_dir: str = config_value["base_dir"]
        file = _database(base_dir, "schedules")
        _schema(base_dir).create(file, "schedules", _make_schedules)
        if not is_whole(file):
            _make_schedules(Path(base_dir))
        return cls(create_db_conn_string(base_dir, "schedules"), file, inst_data)

    def connect(self) -> AbstractContextManager[Connection]:
        """A connection in a transaction."""
        return _ENGINES.transaction(self._file)

    def upgrade(self) -> None:
        """Migrates the schema, that of files to come included."""
        super().upgrade()
        _schema(os.path.dirname(self._file)).forget()


class LeanEventLogStorage(SqliteEventLogStorage):  # type: ignore[misc]
    """Events in Dagster's file for each run and its index; secrets are masked before an event is stored."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        self._shard_schema = _schema(base_dir)
        self._masker = masker_of_environment()
        # With the index in place, the original finds nothing left to initialise.
        index = _database(base_dir, INDEX_SHARD_NAME)
        self._shard_schema.create(index, INDEX_SHARD_NAME, _make_event_index)
        if not is_whole(index):
            _make_event_index(Path(base_dir))
        super().__init__(base_dir, inst_data)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "LeanEventLogStorage":
        """Called by Dagster for the ``event_log_storage`` of an instance."""
        return cls(config_value["base_dir"], inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            file = self.path_for_shard(shard)
            if shard not in self._initialized_dbs:
                self._shard_schema.create(file, "shard", _make_event_shard)
                # A loss of power may have left nothing of a new file but its name.
                if os.path.getsize(file) == 0:
                    _make_event_shard(Path(self._base_dir), shard)
                self._initialized_dbs.add(shard)
            with _ENGINES.transaction(file) as connection:
                yield connection

    def upgrade(self) -> None:
        """Migrates the schema of all files, that of runs to come included."""
        super().upgrade()
        self._shard_schema.forget()

    def has_table(self, table_name: str) -> bool:
        """Whether the index has that table."""
        with _ENGINES.get(self.path_for_shard(INDEX_SHARD_NAME)).connect() as connection:
            return bool(connection.dialect.has_table(connection, table_name))

    def store_event(self, event: EventLogEntry) -> None:
        """Stores the event without secrets."""
        super().store_event(self._masked(event))

    def _masked(self, event: EventLogEntry) -> EventLogEntry:
        if not self._masker:
            return event
        serialized = serialize_value(event)
        masked = self._masker.serialized_record(serialized)
        return event if masked == serialized else deserialize_value(masked, EventLogEntry)

    def delete_events(self, run_id: str) -> None:
        """Deletes the run's events; its file may be deleted, and must be created anew when it is written again."""
        super().delete_events(run_id)
        self._initialized_dbs.discard(run_id)

    def wipe(self) -> None:
        """Deletes all events; connections to files that are deleted must not live on."""
        _ENGINES.dispose()
        super().wipe()

    def dispose(self) -> None:
        """Closes the connections, so that the files can be deleted on every system."""
        super().dispose()
        _ENGINES.dispose()
