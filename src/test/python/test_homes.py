"""One home and several builds: initialised once, written by all, and whole whenever one of them is killed."""

import errno
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from conftest import until
from running import MAIN, Message, RunningBridge, latest, materialization, selection

SHOP = """
import dagster as dg

def asset_of(number):
    @dg.asset(name=f"a{number}", partitions_def=dg.StaticPartitionsDefinition(["x", "y"]))
    def made(): ...
    return made

defs = dg.Definitions(assets=[asset_of(number) for number in range(4)])
"""

# The oldest Dagster differs in nothing that is measured here in depth.
ROUNDS, CALLS = (4, 10) if version("dagster").startswith("1.10.") else (20, 50)

CONTENDERS = Path(__file__).with_name("contenders.py")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "shop.py").write_text(SHOP)
    return tmp_path


def contend(project: Path, **task: Any) -> list[Message]:
    """What each round of builds that start at the same moment has come to."""
    whole = {"project": str(project), "settings": None, "builds": 4, "calls": 1, **task}
    ended = subprocess.run([sys.executable, str(CONTENDERS), json.dumps(whole)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def assert_all_succeeded(rounds: list[Message], calls: int = 1) -> None:
    for each in rounds:
        for build in each["builds"]:
            assert (build["error"], build["statuses"]) == (None, ["SUCCESS"] * calls), each["home"]


def test_fresh_homes_each_with_four_builds_at_once(project: Path) -> None:
    homes = [str(project / f"{number}" / "home") for number in range(ROUNDS)]
    rounds = contend(project, homes=homes)
    assert len(rounds) == ROUNDS
    assert_all_succeeded(rounds)
    for home in homes:
        assert count(Path(home) / "history" / "runs.db", "runs") == 4


def test_builds_with_homes_of_their_own_and_one_folder_of_storage(project: Path) -> None:
    for number in range(2):
        settings = project / f"dagster{number}.yaml"
        storage = project / f"storage{number}"
        settings.write_text(f"storage:\n  sqlite:\n    base_dir: {storage}\ntelemetry:\n  enabled: false\n")
        # Each build appends its number.
        assert_all_succeeded(
            contend(project, homes=[str(project / f"home{number}")], settings=str(settings), own_homes=True)
        )
        assert count(storage / "history" / "runs.db", "runs") == 4


def test_four_builds_write_into_one_home_at_the_same_time(project: Path) -> None:
    home = project / "home"
    assert_all_succeeded(contend(project, homes=[str(home)], calls=CALLS), calls=CALLS)
    assert count(home / "history" / "runs.db", "runs") == 4 * CALLS
    assert_whole(home)


@pytest.mark.parametrize("own_settings", [False, True])
def test_a_build_waits_for_whoever_writes(project: Path, own_settings: bool) -> None:
    settings = project / "dagster.yaml"
    settings.write_text("telemetry:\n  enabled: false\n")
    bridge = RunningBridge(project, instance_config=str(settings) if own_settings else None)
    bridge.materialize("a0")
    # Longer than SQLite waits by itself.
    with closing(sqlite3.connect(bridge.home / "history" / "runs.db", check_same_thread=False)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        threading.Timer(6.5, writer.commit).start()
        bridge.materialize("a1")
    bridge.close()
    assert bridge.statuses() == ["SUCCESS"]


def test_a_process_that_user_code_forks_has_connections_of_its_own(project: Path) -> None:
    (project / "shop.py").write_text(FORKS)
    bridge = RunningBridge(project)
    bridge.materialize("forked")
    assert bridge.statuses() == ["SUCCESS"]
    assert [record["message"] for record in bridge.of("log_record")] == ["by the parent"] * 50
    bridge.close()
    (run,) = (file for file in (bridge.home / "history" / "runs").glob("*-*.db"))
    with closing(sqlite3.connect(run)) as connection:
        events = [json.loads(row[0])["user_message"] for row in connection.execute("SELECT event FROM event_logs")]
    assert (events.count("by the parent"), events.count("by the child")) == (50, 50)
    assert_whole(bridge.home)


FORKS = """
import dagster as dg
import os

@dg.asset
def forked(context) -> None:
    child = os.fork()
    for _ in range(50):
        context.log.info("by the child" if child == 0 else "by the parent")
    if child == 0:
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0

defs = dg.Definitions(assets=[forked])
"""


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as connection:
        found: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return found


def assert_whole(home: Path) -> None:
    files = list(home.rglob("*.db"))
    assert files
    for file in files:
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), file


@pytest.mark.parametrize("moment", [0.1, 0.5, 1.0])
def test_what_was_told_before_a_kill_is_in_the_instance(project: Path, moment: float) -> None:
    bridge = RunningBridge(project)
    told: list[tuple[str, Message]] = []

    def kill_at_the_moment(event: str, data: Message) -> None:
        told.append((event, data))
        if event == "asset_materialized" and time.monotonic() > start + moment:
            os.kill(bridge.process.pid, signal.SIGKILL)

    start = time.monotonic()
    with pytest.raises(AssertionError, match="the bridge ended"):
        while True:
            bridge.materialize("*", partition="x", on=kill_at_the_moment)
    bridge.close()
    assert_whole(bridge.home)
    next_bridge = RunningBridge(project)
    runs = {run["run_id"]: run["status"] for run in all_runs(next_bridge)}
    for event, data in told:
        if event == "run_started":
            assert data["run_id"] in runs
        if event == "run_ended":
            assert runs[data["run_id"]] == data["status"]
        if event == "asset_materialized":
            assert ("ASSET_MATERIALIZATION", data["asset"]) in stored(bridge.home, data["run_id"])
    # And the home is as good as before.
    next_bridge.materialize("*", partition="y")
    assert set(next_bridge.statuses()) == {"SUCCESS"}
    next_bridge.close()


def all_runs(bridge: RunningBridge) -> list[Message]:
    runs: list[Message] = bridge.call("runs.list", {"job": None, "statuses": [], "limit": None})["runs"]
    return runs


def stored(home: Path, run: str) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(home / "history" / "runs" / f"{run}.db")) as connection:
        rows = connection.execute("SELECT dagster_event_type, asset_key FROM event_logs WHERE asset_key IS NOT NULL")
        return {(kind, json.loads(key)[0]) for kind, key in rows}


def test_a_build_that_is_killed_while_it_initialises_leaves_a_home_for_the_next_one(project: Path) -> None:
    first = RunningBridge(project)
    lock = first.home / ".dagster-maven.lock"
    for killed in range(3):
        bridge = first if killed == 0 else RunningBridge(project)
        request = {
            "id": 99,
            "operation": "assets.materialize",
            "parameters": materialization("a0", selection(latest()), {}),
        }
        bridge._send(request)
        # Later and later, from the first file on.
        until(lambda: lock.exists() if killed == 0 else len(list(first.home.rglob("*"))) > 2 * killed)  # noqa: B023
        bridge.process.kill()
        bridge.process.wait()
        bridge.close()
    last = RunningBridge(project)
    last.materialize("a0")
    assert last.statuses() == ["SUCCESS"]
    last.close()
    assert_whole(last.home)


def test_what_a_killed_tool_of_dagsters_own_left_half_made_is_finished(project: Path) -> None:
    first = RunningBridge(project)
    first.materialize("a0")
    first.close()
    history = first.home / "history"
    for file in [*first.home.rglob("*.db"), *first.home.rglob("*.db-*"), *first.home.rglob("*.sqlite")]:
        file.unlink()
    (history / "runs" / "index.db").touch()
    (first.home / "schedules" / "schedules.db").touch()
    with closing(sqlite3.connect(history / "runs.db")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    again = RunningBridge(project)
    again.materialize("a0")
    assert again.statuses() == ["SUCCESS"]
    assert len(all_runs(again)) == 1
    again.close()


def test_a_file_that_is_no_database_is_told(project: Path) -> None:
    history = project / "home" / "history"
    history.mkdir(parents=True)
    (history / "runs.db").write_bytes(b"not a database" * 100)
    bridge = RunningBridge(project)
    (problem,) = bridge.materialize("a0")["problems"]
    bridge.close()
    assert problem["message"].endswith("cannot be opened: file is not a database")
    assert problem["remedy"] == "Delete that folder, or name another one with <home> (-Ddagster.home=…)"


sys.path.insert(0, str(MAIN))


def test_a_home_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dagster_maven_bridge.instances.home import locked
    from dagster_maven_bridge.runtime import OperationError

    # Who runs the tests may be root, who is never refused.
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OperationError) as refused, locked(str(tmp_path)):
        raise AssertionError
    assert refused.value.data["problems"][0]["message"] == (
        f"The Dagster home {tmp_path} cannot be used: it cannot be written to"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="file locks are another thing there")
def test_a_file_system_without_locks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    from dagster_maven_bridge.instances.home import locked
    from dagster_maven_bridge.runtime import OperationError

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(OperationError) as refused, locked(str(tmp_path)):
        raise AssertionError
    (problem,) = refused.value.data["problems"]
    assert problem["message"] == (
        f"The folder {tmp_path} cannot hold an instance: its file system has no locks, which SQLite needs"
    )


def test_a_home_that_others_make_and_take_away_is_there_when_it_is_needed(tmp_path: Path) -> None:
    from dagster_maven_bridge.instances.home import home_while_loading, locked

    home = tmp_path / "home"
    with home_while_loading(str(home)):
        with home_while_loading(str(home)):
            pass
        # The other one has ended: what it has found is not its own to take away.
        assert home.is_dir()
    assert not home.exists()
    takes_away = "import os, sys\nwhile True:\n try: os.rmdir(sys.argv[1])\n except OSError: pass"
    taker = subprocess.Popen([sys.executable, "-c", takes_away, str(home)])
    try:
        for _ in range(500):
            with locked(str(home)):
                assert home.is_dir()
            shutil.rmtree(home, ignore_errors=True)
    finally:
        taker.kill()
        taker.wait()
