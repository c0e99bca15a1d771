"""Connections to SQLite files, pooled by file, as several processes write to the same files.

They wait for each other, whatever Dagster asks for; and none is ever used by two processes.
"""

import os
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as db
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool, QueuePool

BUSY_TIMEOUT_SECONDS = 30


class Engines:
    """Pooled engines by database file; the least recently used one is closed when there are too many."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._engines: OrderedDict[str, Engine] = OrderedDict()
        self._donor: Engine | None = None
        self._compiled: dict[Any, Any] = {}
        self._of_parents: list[Engine] = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._abandon)

    @contextmanager
    def transaction(self, file: str) -> Iterator[Connection]:
        """A connection to a database file in a transaction."""
        with self.get(file).connect() as connection, connection.begin():
            yield connection

    def get(self, file: str) -> Engine:
        """The engine for a database file."""
        with self._lock:
            engine = self._engines.pop(file, None) or self._create(file)
            self._engines[file] = engine
            if len(self._engines) > self._limit:
                self._engines.popitem(last=False)[1].dispose()
            return engine

    def dispose(self) -> None:
        """Closes every connection."""
        with self._lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()

    def _abandon(self) -> None:
        # In a process that user code has forked. SQLite's locks belong to the process that has taken them, so that not
        # even closing what is the parent's is safe: it is kept as it is. Another thread may have held the lock.
        self._of_parents += self._engines.values()
        self._engines = OrderedDict()
        self._lock = threading.Lock()

    def _create(self, file: str) -> Engine:
        # A dialect learns about its database on the first connection, which costs more than a small run's events do:
        # every file here is of the same kind, so that all engines share what the first one has learnt.
        if self._donor is None:
            donor = db.create_engine("sqlite://", poolclass=NullPool)
            with donor.connect():
                pass
            # Not before: a cancel may interrupt it, and a dialect that knows nothing fails whoever uses it.
            self._donor = donor

        def connect() -> Any:
            connection = sqlite3.connect(file, timeout=BUSY_TIMEOUT_SECONDS, check_same_thread=False)
            connection.execute("PRAGMA synchronous=NORMAL")
            return connection

        pool = QueuePool(connect, pool_size=2, max_overflow=8)
        engine = Engine(pool, self._donor.dialect, db.engine.make_url(f"sqlite:///{file}"))
        engine.update_execution_options(compiled_cache=self._compiled)
        return keeping_writers_out(engine)


def keeping_writers_out(engine: Engine) -> Engine:
    """The engine, whose transactions that select rows for update keep out all other writers until their end.

    SQLite has no FOR UPDATE, and leaves it out: two steps would both find the last free slot of a pool, and take it.
    """
    db.event.listen(engine, "before_execute", _write_from_the_beginning)
    return engine


def _write_from_the_beginning(connection: Connection, statement: Any, *_: Any) -> None:
    if getattr(statement, "_for_update_arg", None) is not None:
        raw: Any = connection.connection
        if not raw.in_transaction:
            raw.execute("BEGIN IMMEDIATE")
