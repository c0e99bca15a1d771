"""Looking after an instance: what it says of itself, its storage, its limits, what it keeps of assets and runs."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from running import Message, RunningBridge

SHOP = """
from dagster import Definitions, StaticPartitionsDefinition, asset, define_asset_job

@asset
def orders() -> None: ...

@asset(key_prefix="shop", partitions_def=StaticPartitionsDefinition(["north", "south"]))
def sales() -> None: ...

defs = Definitions(assets=[orders, sales], jobs=[define_asset_job("refresh", selection=[orders])])
"""

LABEL = ".dagster/repository"

Open = Callable[..., RunningBridge]


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Open]:
    (tmp_path / "shop.py").write_text(SHOP)
    bridges: list[RunningBridge] = []

    def open_bridge(**changes: Any) -> RunningBridge:
        bridges.append(RunningBridge(tmp_path, **changes))
        return bridges[-1]

    yield open_bridge
    for bridge in bridges:
        bridge.close()


@pytest.fixture
def shop(open_shop: Open) -> RunningBridge:
    return open_shop()


def runs(bridge: RunningBridge, **chosen: Any) -> list[Message]:
    found: list[Message] = bridge.call("runs.list", {"job": None, "statuses": [], "limit": None, **chosen})["runs"]
    return found


def wipe(bridge: RunningBridge, *keys: str, confirmed: bool = True, what: str = "wipe") -> Message:
    return bridge.call(f"asset_history.{what}", {"asset_keys": list(keys), "confirmed": confirmed})


ON_NOTHING: list[tuple[str, Message]] = [
    ("runs.list", {"job": None, "statuses": [], "limit": None}),
    ("runs.delete", {"run_id": "x", "confirmed": True}),
    ("runs.wipe", {"confirmed": True}),
    ("instance.info", {}),
    ("instance.migrate", {}),
    ("instance.reindex", {}),
    ("instance.widen_ids", {"confirmed": True}),
    ("concurrency.list", {"key": None}),
    ("asset_history.wipe", {"asset_keys": [], "confirmed": True}),
    ("asset_history.wipe", {"asset_keys": ["orders"], "confirmed": True}),
    ("asset_history.wipe_partitions_status_cache", {"asset_keys": [], "confirmed": True}),
    ("debug.export", {"run_id": "x", "file": "/x"}),
    ("runs.migrate", {"origin": "a@b", "job": "refresh", "location": "shop", "repository": "x", "confirmed": True}),
]


def test_no_question_makes_an_instance(shop: RunningBridge) -> None:
    for operation, parameters in ON_NOTHING:
        answer = shop.call(operation, parameters)
        for problem in answer.get("problems", []):
            assert problem["message"] == f"There is no Dagster instance in {shop.home} yet", operation
            assert problem["parameter"] == "home"
        assert not shop.home.exists(), operation
    assert shop.call("instance.info", {})["exists"] is False
    assert shop.call("runs.list", {"job": None, "statuses": [], "limit": None}) == {"runs": [], "no_instance": True}
    assert shop.call("instance.migrate", {}) == {"exists": False, "before": [], "after": []}


@pytest.mark.parametrize("text", ["", "storage:\n  sqlite:\n    base_dir: {home}/elsewhere\n"])
def test_no_question_makes_an_instance_of_the_users_settings(open_shop: Open, tmp_path: Path, text: str) -> None:
    settings = tmp_path / "dagster.yaml"
    settings.write_text(text.format(home=tmp_path))
    shop = open_shop(instance_config=str(settings))
    assert shop.call("instance.info", {})["exists"] is False
    assert not shop.home.exists()
    shop.materialize("orders")
    info = shop.call("instance.info", {})
    assert (info["exists"], info["runs"], info["settings_file"]) == (True, 1, str(settings))


def test_an_instance_that_dagsters_own_tools_made_without_settings_is_one(open_shop: Open) -> None:
    first = open_shop()
    first.materialize("orders")
    first.close()
    (first.home / "dagster.yaml").unlink()
    assert len(runs(open_shop())) == 1


def test_settings_in_the_home_are_the_users_own_once_they_are_changed(open_shop: Open, tmp_path: Path) -> None:
    home = tmp_path / "kept"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    info = open_shop(home=home).call("instance.info", {})
    assert (info["exists"], info["settings_file"]) == (False, str(home / "dagster.yaml"))


def test_a_copy_that_the_goal_cli_has_left_is_not_the_users_own(open_shop: Open, tmp_path: Path) -> None:
    home = tmp_path / "kept"
    home.mkdir()
    copy = home / "dagster.yaml"
    copy.write_text(
        "# Copied by dagster-maven-plugin for programs that it starts, from /home/ada/shop/dagster.yaml\n"
        f"storage:\n  sqlite:\n    base_dir: {tmp_path}/elsewhere\n"
    )
    shop = open_shop(home=home)
    assert shop.call("instance.info", {})["exists"] is False
    shop.materialize("orders")
    info = shop.call("instance.info", {})
    assert (info["settings_file"], info["settings"]["run_storage"]["class"]) == (None, "LeanRunStorage")
    assert (home / "history" / "runs.db").is_file() and not (tmp_path / "elsewhere").exists()
    assert copy.read_text() == (
        "# Written by dagster-maven-plugin; change it and it is used exactly as it says.\n"
        "telemetry:\n  enabled: false\n"
    )


def test_info_tells_settings_and_schema(shop: RunningBridge) -> None:
    shop.materialize("orders")
    info = shop.call("instance.info", {})
    assert (info["exists"], info["home"], info["runs"], info["settings_file"]) == (True, str(shop.home), 1, None)
    assert info["settings"]["run_storage"]["class"] == "LeanRunStorage"
    assert info["settings"]["telemetry"] == {"enabled": False}
    # Not opened by any run of this process.
    assert info["settings"]["run_coordinator"]["class"] == "QueuedRunCoordinator"
    assert "NoneType" not in str(info["settings"])
    assert [schema["storage"] for schema in info["schema"]] == ["run_storage", "event_log_storage", "schedule_storage"]
    assert all(schema["revision"] == schema["wanted"] for schema in info["schema"])


def test_settings_are_shown_without_what_looks_like_a_secret() -> None:
    from dagster_maven_bridge.instances.instance_settings import shown

    assert shown(
        {
            "postgres_db": {"username": "ada", "password": "hunter2", "port": 5432, "hostname": {"env": "PG_HOST"}},
            "postgres_url": "postgresql://ada:hun/ter@2@db.example.com:5432/dagster?sslmode=require&password=x",
            "mysql_url": {"env": "MYSQL_URL"},
            "api_token": {"env": "TOKEN"},
            "apiKey": 12345678,
            "headers": ["secret=hunter2;a=b"],
            "credentials": {"account": "ada", "token": "hunter2"},
            "use_secrets": True,
            "connection": "https://example.com:443/a",
            "empty_password": "",
        }
    ) == {
        "postgres_db": {"username": "ada", "password": "********", "port": 5432, "hostname": {"env": "PG_HOST"}},
        "postgres_url": "postgresql://ada:********@db.example.com:5432/dagster?sslmode=require&password=********",
        "mysql_url": {"env": "MYSQL_URL"},
        "api_token": {"env": "TOKEN"},
        "apiKey": "********",
        "headers": ["secret=********;a=b"],
        "credentials": {"account": "ada", "token": "********"},
        "use_secrets": True,
        "connection": "https://example.com:443/a",
        "empty_password": "",
    }


def test_an_instance_of_an_older_schema_is_migrated_and_used_on(open_shop: Open) -> None:
    first = open_shop()
    first.materialize("orders")
    wanted = {schema["storage"]: schema["wanted"] for schema in first.call("instance.info", {})["schema"]}
    first.close()
    for file in [*first.home.rglob("*.db"), *first.home.rglob("*.sqlite")]:
        older(file)
    shop = open_shop()
    migrated = shop.call("instance.migrate", {})
    assert {schema["storage"]: schema["revision"] for schema in migrated["before"]} == dict.fromkeys(wanted, OLDER)
    assert {schema["storage"]: schema["revision"] for schema in migrated["after"]} == wanted
    assert "Updating run storage..." in [event["line"] for event in shop.of("output")]
    assert all("%|" not in event["line"] for event in shop.of("output"))
    # What is made from now on is up to date as well.
    shop.materialize("orders")
    assert shop.statuses() == ["SUCCESS"]
    shards = (shop.home / "history" / "runs").glob("*.db")
    assert {revision(file) for file in shards} == {wanted["event_log_storage"]}


OLDER = "16e3655b4d9b"


def revision(file: Path) -> str:
    import sqlite3

    with sqlite3.connect(file) as connection:
        found: str = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    connection.close()
    return found


def older(file: Path) -> None:
    """Takes back the last migration, which has added a column and an index."""
    import sqlite3

    with sqlite3.connect(file) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "concurrency_limits" in tables:
            connection.execute("ALTER TABLE concurrency_limits DROP COLUMN using_default_limit")
        connection.execute("DROP INDEX IF EXISTS idx_run_tags_run_id")
        connection.execute("UPDATE alembic_version SET version_num = ?", (OLDER,))
    connection.close()


def test_reindexing_tells_what_it_does(shop: RunningBridge) -> None:
    shop.materialize("orders")
    answer = shop.call("instance.reindex", {})
    assert (answer["exists"], answer["before"]) == (True, answer["after"])
    assert shop.of("output")[0]["line"] == "Checking for reindexing..."


def test_ids_of_sqlite_are_wide_already(shop: RunningBridge) -> None:
    shop.materialize("orders")
    assert shop.call("instance.widen_ids", {"confirmed": True}) == {"subjects": [], "done": True}


def test_concurrency_limits_are_set_and_told(shop: RunningBridge) -> None:
    set_ = {"key": "warehouse", "limit": 3}
    assert shop.call("concurrency.set", set_) == {**set_, "before": None}
    assert shop.call("concurrency.set", {**set_, "limit": 0}) == {"key": "warehouse", "limit": 0, "before": 3}
    shop.call("concurrency.set", {"key": "api", "limit": 1})
    told = shop.call("concurrency.list", {"key": None})
    assert [(limit["key"], limit["limit"], limit["occupied"]) for limit in told["limits"]] == [
        ("api", 1, 0),
        ("warehouse", 0, 0),
    ]
    assert [limit["key"] for limit in shop.call("concurrency.list", {"key": "api"})["limits"]] == ["api"]
    problem = shop.call("concurrency.list", {"key": "warehuose"})["problems"][0]
    assert problem["message"] == "No concurrency limit is set for 'warehuose'"
    assert problem["choices"] == ["api", "warehouse"]


@pytest.mark.parametrize("limit", [-1, 1001])
def test_a_number_that_is_no_limit_is_refused_before_anything_is_made(shop: RunningBridge, limit: int) -> None:
    problem = shop.call("concurrency.set", {"key": "api", "limit": limit})["problems"][0]
    assert problem["message"] == f"{limit} is no concurrency limit"
    assert problem["remedy"].endswith("to a number from 0 to 1000")
    assert not shop.home.exists()


def test_an_asset_is_wiped_once_it_is_confirmed(shop: RunningBridge) -> None:
    shop.materialize("orders")
    shop.materialize("shop/sales", partition="north")
    told = wipe(shop, "orders", confirmed=False)
    assert told["done"] is False and told["subjects"][0].startswith("orders (last materialised 20")
    assert len(wipe(shop, confirmed=False)["subjects"]) == 2
    assert wipe(shop, "orders")["done"] is True
    assert [subject.split()[0] for subject in wipe(shop, confirmed=False)["subjects"]] == ["shop/sales"]
    # Its runs are the instance's, not the asset's.
    assert len(runs(shop)) == 2
    wipe(shop)
    assert wipe(shop) == {"subjects": [], "done": True}


def test_assets_that_the_instance_does_not_know_are_all_told_and_none_is_wiped(shop: RunningBridge) -> None:
    shop.materialize("orders")
    problems = wipe(shop, "orders", "ordesr", "shop/sales")["problems"]
    assert [problem["message"] for problem in problems] == [
        "The instance knows nothing of an asset 'ordesr'",
        "The instance knows nothing of an asset 'shop/sales'",
    ]
    assert problems[0]["choices"] == ["orders"]
    assert len(wipe(shop, confirmed=False)["subjects"]) == 1


def test_an_asset_that_is_no_longer_defined_can_be_wiped(open_shop: Open, tmp_path: Path) -> None:
    first = open_shop()
    first.materialize("orders")
    first.close()
    (tmp_path / "shop.py").write_text("from dagster import Definitions\n\ndefs = Definitions()\n")
    assert wipe(open_shop(), "orders")["done"] is True


CACHE = """
import sys
from dagster import AssetKey, DagsterInstance, StaticPartitionsDefinition
from dagster._core.storage.partition_status_cache import AssetStatusCacheValue

with DagsterInstance.from_config(sys.argv[1]) as instance:
    value = AssetStatusCacheValue(1, "x", "y", "", "z", None)
    instance.update_asset_cached_status_data(AssetKey(["shop", "sales"]), value)
"""


def test_only_a_partitions_status_that_is_cached_is_wiped(shop: RunningBridge) -> None:
    import subprocess
    import sys

    what = "wipe_partitions_status_cache"
    shop.materialize("orders")
    shop.materialize("shop/sales", partition="north")
    assert wipe(shop, what=what)["subjects"] == []
    subprocess.run([sys.executable, "-c", CACHE, str(shop.home)], check=True)
    assert wipe(shop, "orders", what=what)["subjects"] == []
    assert wipe(shop, confirmed=False, what=what) == {"subjects": ["shop/sales"], "done": False}
    assert wipe(shop, "shop/sales", what=what) == {"subjects": ["shop/sales"], "done": True}
    assert wipe(shop, what=what)["subjects"] == []
    assert len(wipe(shop, confirmed=False)["subjects"]) == 2


def test_a_run_goes_into_a_file_and_out_of_it_into_another_home(open_shop: Open, tmp_path: Path) -> None:
    shop = open_shop()
    shop.materialize("orders")
    [run] = runs(shop)
    file = tmp_path / "new folder" / "run.gz"
    [exported] = shop.call("debug.export", {"run_id": run["run_id"][:8], "file": str(file)})["runs"]
    assert (exported["run_id"], exported["status"], exported["done"]) == (run["run_id"], "SUCCESS", True)
    assert [entry.name for entry in file.parent.iterdir()] == ["run.gz"]
    other = open_shop(home=tmp_path / "other home")
    [imported] = other.call("debug.import", {"files": [str(file)]})["runs"]
    assert imported == exported
    [found] = runs(other)
    assert (found["run_id"], found["status"], found["assets"]) == (run["run_id"], "SUCCESS", ["orders"])
    assert len(wipe(other, "orders", confirmed=False)["subjects"]) == 1
    # Once more changes nothing.
    [again] = other.call("debug.import", {"files": [str(file)]})["runs"]
    assert again == {**imported, "done": False}
    [copy] = other.call("debug.export", {"run_id": run["run_id"], "file": str(file)})["runs"]
    assert copy["events"] == exported["events"]


def test_a_run_with_masked_secrets_goes_from_home_to_home(open_shop: Open, tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "from dagster import Config, Definitions, asset\n\n"
        "class Sender(Config):\n    token: str = 'hunter2'\n\n"
        "@asset\ndef orders(config: Sender) -> None: ...\n\ndefs = Definitions([orders])\n"
    )
    shop = open_shop(secrets={"TOKEN": "hunter2"})
    shop.materialize("orders")
    file = tmp_path / "run.gz"
    shop.call("debug.export", {"run_id": runs(shop)[0]["run_id"], "file": str(file)})
    assert b"hunter2" not in gzip.decompress(file.read_bytes())
    other = open_shop(home=tmp_path / "other home")
    other.call("debug.import", {"files": [str(file)]})
    [run] = other.call("debug.export", {"run_id": runs(other)[0]["run_id"], "file": str(file)})["runs"]
    assert run["status"] == "SUCCESS"


def test_files_that_are_no_debug_files_are_all_told_and_nothing_is_imported(
    shop: RunningBridge, tmp_path: Path
) -> None:
    plain, packed, cut = tmp_path / "plain.gz", tmp_path / "packed.gz", tmp_path / "cut.gz"
    plain.write_text("hello")
    packed.write_bytes(gzip.compress(json.dumps({"a": 1}).encode()))
    cut.write_bytes(gzip.compress(b"x" * 1000)[:-12])
    missing = tmp_path / "paked.gz"
    problems = shop.call("debug.import", {"files": [str(plain), str(packed), str(cut), str(missing)]})["problems"]
    assert [problem["message"] for problem in problems] == [
        f"{plain} is no debug file: it is not compressed",
        f"{packed} is no debug file of a run",
        f"{cut} is no debug file of a run",
        f"There is no file {missing}",
    ]
    assert str(packed) in problems[3]["choices"]
    assert not shop.home.exists()


def test_runs_are_listed_by_job_status_and_number(shop: RunningBridge) -> None:
    shop.execute("refresh")
    shop.materialize("orders")
    assert [run["job"] for run in runs(shop)] == ["__ASSET_JOB", "refresh"]
    assert [run["job"] for run in runs(shop, job="refresh")] == ["refresh"]
    assert runs(shop, statuses=["failure", "CANCELED"]) == []
    assert len(runs(shop, statuses=["success"])) == 2
    assert len(runs(shop, limit=1)) == 1
    wrong = shop.call("runs.list", {"job": None, "statuses": ["succes"], "limit": None})["problems"][0]
    assert wrong["message"] == "There is no run status 'succes'"
    assert {"success", "failure", "canceled"} <= set(wrong["choices"])


def test_runs_that_would_be_deleted_are_told_by_what_they_materialised(shop: RunningBridge) -> None:
    shop.execute("refresh")
    shop.materialize("shop/sales", partition="north")
    told = shop.call("runs.wipe", {"confirmed": False})["subjects"]
    assert [subject.split(" ", 1)[1] for subject in told] == ["(shop/sales[north], SUCCESS)", "(refresh, SUCCESS)"]


def move(bridge: RunningBridge, origin: str = "old@shop.py", **changes: Any) -> Message:
    parameters = {
        "origin": origin,
        "job": "refresh",
        "location": "shop",
        "repository": "__repository__",
        "confirmed": True,
        **changes,
    }
    return bridge.call("runs.migrate", parameters)


def test_runs_of_a_job_follow_it_into_its_new_repository(shop: RunningBridge) -> None:
    shop.execute("refresh", tags={LABEL: "old@shop.py"})
    shop.execute("refresh", tags={LABEL: "other@shop.py"})
    shop.execute("refresh")
    told = move(shop, confirmed=False)
    assert (len(told["subjects"]), told["done"]) == (1, False)
    assert len(move(shop)["subjects"]) == 1
    problem = move(shop)["problems"][0]
    assert problem["message"] == "There are no runs of the job 'refresh' in 'old@shop.py'"
    assert problem["choices"] == ["__repository__@shop", "other@shop.py"]
    assert move(shop, "__repository__@shop") == {"subjects": [], "done": True}
    assert len(runs(shop)) == 3
