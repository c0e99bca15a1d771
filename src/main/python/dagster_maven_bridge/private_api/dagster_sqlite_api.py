"""How Dagster's own SQLite storages come to terms with each other: those of a home with the user's settings.

Their connections are made from a text that one function composes, in 1.10.21 as in 1.11.16, 1.12.22 and 1.13.27. Of
these only the newest waits longer than the five seconds that are Python's default, and in one of three storages: on a
slow disk several builds at once need more, and the user would read "database is locked". The engines of the one that
keeps the slots of pools are made by another function, whose name it has imported in all of these.
"""

from typing import Any

from dagster._core.storage.event_log.sqlite import sqlite_event_log
from dagster._core.storage.runs.sqlite import sqlite_run_storage
from dagster._core.storage.schedules.sqlite import sqlite_schedule_storage
from dagster._core.storage.sqlite import create_db_conn_string

from ..instances.engines import BUSY_TIMEOUT_SECONDS, keeping_writers_out

_create_engine = sqlite_event_log.create_engine


def wait_for_other_writers() -> None:
    """Has this process wait as with the plugin's own storages, whatever opens an instance in it."""
    for module in (sqlite_event_log, sqlite_run_storage, sqlite_schedule_storage):
        module.create_db_conn_string = _patient
    sqlite_event_log.create_engine = _create_considerate_engine


def _patient(base_dir: str, db_name: str) -> str:
    return f"{create_db_conn_string(base_dir, db_name)}?timeout={BUSY_TIMEOUT_SECONDS}"


def _create_considerate_engine(*arguments: Any, **options: Any) -> Any:
    return keeping_writers_out(_create_engine(*arguments, **options))
