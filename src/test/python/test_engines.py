"""Connections to SQLite files that several processes write to."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from running import MAIN

sys.path.insert(0, str(MAIN))


@pytest.fixture
def file(tmp_path: Path) -> str:
    made = str(tmp_path / "slots.db")
    with closing(sqlite3.connect(made)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE slots (id INTEGER, step TEXT)")
        connection.execute("INSERT INTO slots VALUES (1, NULL)")
        connection.commit()
    return made


@pytest.mark.parametrize("for_update", [False, True])
def test_who_selects_rows_for_update_keeps_other_writers_out(file: str, for_update: bool) -> None:
    import sqlalchemy as db
    from dagster_maven_bridge.instances.engines import Engines

    query: Any = db.select(db.column("id")).select_from(db.table("slots"))
    engines = Engines(2)
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as other:
        with engines.transaction(file) as connection:
            assert connection.execute(query.with_for_update() if for_update else query).fetchall() == [(1,)]
            if for_update:
                # It would find the same slot free, and take it.
                with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                    other.execute("UPDATE slots SET step = 'other'")
            else:
                other.execute("UPDATE slots SET step = 'other'")
        other.execute("UPDATE slots SET step = 'other'")
    engines.dispose()


def test_so_does_a_storage_of_the_users_settings(tmp_path: Path) -> None:
    import sqlalchemy as db
    from dagster._core.storage.event_log import SqliteEventLogStorage
    from dagster_maven_bridge.private_api.dagster_sqlite_api import wait_for_other_writers

    wait_for_other_writers()
    storage = SqliteEventLogStorage(str(tmp_path))
    slots: Any = db.select(db.column("id")).select_from(db.table("concurrency_slots"))
    with closing(sqlite3.connect(tmp_path / "index.db", timeout=0, isolation_level=None)) as other:
        with storage.index_connection() as connection:
            connection.execute(slots.with_for_update(skip_locked=True)).fetchall()
            with pytest.raises(sqlite3.OperationalError, match="database is locked"):
                other.execute("DELETE FROM concurrency_slots")
        other.execute("DELETE FROM concurrency_slots")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks there")
def test_no_connection_is_used_in_a_forked_process(file: str) -> None:
    from dagster_maven_bridge.instances.engines import Engines

    engines = Engines(2)
    ours = engines.get(file)
    with engines.transaction(file):
        child = os.fork()
        if child == 0:
            os._exit(1 if engines.get(file) is ours else 0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert engines.get(file) is ours
    engines.dispose()


def test_a_cancel_while_the_first_connection_is_made_spoils_no_later_one(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlalchemy as db
    from dagster_maven_bridge.instances.engines import Engines

    def interrupted(_: db.engine.Engine) -> Any:
        raise KeyboardInterrupt

    engines = Engines(2)
    with monkeypatch.context() as patch:
        patch.setattr(db.engine.Engine, "connect", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engines.get(file)
    # Statements ask for it, and would fail for a version that nobody has found out.
    dialect: Any = engines.get(file).dialect
    assert dialect.server_version_info is not None
    engines.dispose()
