"""What the manifest says of definitions, and what tells that the code of one has changed."""

import ast
import hashlib
from pathlib import Path

import pytest
from dagster_maven_bridge.fingerprints.syntax import written
from dagster_maven_bridge.fingerprints.trees import tree_of
from described import Describe, by_key
from running import Message


def test_the_partitions_of_an_asset_are_told_in_detail(describe: Describe) -> None:
    assets = by_key(
        describe(
            """
            daily = dg.DailyPartitionsDefinition("2024-01-01", end_date="2025-01-01", timezone="Europe/Berlin")
            colours = dg.StaticPartitionsDefinition(["red", "green"])

            @dg.asset(partitions_def=daily)
            def days(): ...

            @dg.asset(partitions_def=dg.MultiPartitionsDefinition({"day": daily, "colour": colours}))
            def both(): ...

            @dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="customers"))
            def customers(): ...

            @dg.asset(partitions_def=dg.StaticPartitionsDefinition([str(number) for number in range(1001)]))
            def many(): ...

            @dg.asset
            def single(): ...

            defs = dg.Definitions(assets=[days, both, customers, many, single])
            """
        )
    )
    days = assets["days"]["partitions"]
    assert {name: days[name] for name in ("type", "start", "end", "cron", "timezone", "format", "end_offset")} == {
        "type": "time_window",
        "start": "2024-01-01T00:00:00+01:00",
        "end": "2025-01-01T00:00:00+01:00",
        "cron": "0 0 * * *",
        "timezone": "Europe/Berlin",
        "format": "%Y-%m-%d",
        "end_offset": 0,
    }
    dimensions = assets["both"]["partitions"]["dimensions"]
    assert [dimension["name"] for dimension in dimensions] == ["colour", "day"]
    assert dimensions[0]["partitions"]["keys"] == ["red", "green"]
    assert dimensions[1]["partitions"] == days
    assert assets["customers"]["partitions"]["name"] == "customers"
    many = assets["many"]["partitions"]
    assert (len(many["keys"]), many["key_count"], len(many["keys_hash"])) == (1000, 1001, 16)
    assert assets["single"]["partitions"] is None


def test_how_an_asset_is_stored_made_and_automated_is_told(describe: Describe) -> None:
    definitions = describe(
        """
        @dg.asset(
            metadata={"rows": 3, "note": dg.MetadataValue.md("*all*"), "dagster/code_references": 1, "thing": object()},
            automation_condition=dg.AutomationCondition.eager(),
            io_manager_key="lake",
            required_resource_keys={"api"},
        )
        def raw(): ...

        daily = dg.DailyPartitionsDefinition("2024-01-01")

        @dg.asset(partitions_def=daily, backfill_policy=dg.BackfillPolicy.single_run())
        def days(): ...

        @dg.asset(
            partitions_def=daily,
            backfill_policy=dg.BackfillPolicy.multi_run(1),
            automation_condition=~dg.AutomationCondition.in_progress() & dg.AutomationCondition.on_cron("@daily"),
            deps=[dg.AssetDep(days, partition_mapping=dg.TimeWindowPartitionMapping(start_offset=-1))],
        )
        def trend(): ...

        @dg.asset_check(asset=raw, blocking=True, additional_deps=["source"], metadata={"owner": "ada"})
        def holds(): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(
            assets=[raw, days, trend, dg.AssetSpec("source")],
            asset_checks=[holds],
            resources={"lake": dg.FilesystemIOManager(), "api": 1},
        )
        """
    )
    assets = by_key(definitions)
    raw = assets["raw"]
    assert raw["metadata"] == {"note": "*all*", "rows": 3, "thing": "<object"}
    assert (raw["automation_condition"], raw["backfill_policy"]) == ("eager", None)
    assert (raw["io_manager_key"], raw["required_resources"]) == ("lake", ["api", "lake"])
    assert assets["days"]["backfill_policy"] == "single run"
    trend = assets["trend"]
    assert trend["backfill_policy"] == "1 partition a run"
    assert trend["automation_condition"].startswith("NOT ")
    assert trend["automation_condition"].endswith(" AND on_cron(@daily, UTC)")
    assert "start_offset=-1" in trend["partition_mappings"]["days"]
    source = assets["source"]
    assert (source["code_hash"], source["io_manager_key"], source["required_resources"]) == (None, None, [])
    (check,) = definitions["checks"]
    assert (check["blocking"], check["deps"], check["metadata"]) == (True, ["source"], {"owner": "ada"})
    assert check["code_hash"] not in (None, raw["code_hash"])


def test_a_type_is_told_as_it_is_annotated(describe: Describe) -> None:
    assets = by_key(
        describe(
            """
            import typing

            Frame = dg.DagsterType(lambda context, value: True, name="Frame", typing_type=typing.List[int])

            @dg.asset
            def records() -> list[dict]: ...

            @dg.asset
            def prices() -> dict[str, list[float | None]]: ...

            @dg.asset
            def rows() -> list: ...

            @dg.asset
            def number() -> int: ...

            @dg.asset(dagster_type=Frame)
            def frame(): ...

            @dg.asset
            def anything() -> typing.Any: ...

            defs = dg.Definitions(assets=[records, prices, rows, number, frame, anything])
            """
        )
    )
    assert {key: asset["type"] for key, asset in assets.items()} == {
        "records": "list[dict]",
        "prices": "dict[str, list[float | None]]",
        "rows": "list",
        "number": "int",
        "frame": "Frame",
        "anything": None,
    }


def test_what_jobs_schedules_sensors_and_resources_do_is_told(describe: Describe) -> None:
    definitions = describe(
        """
        class Api(dg.ConfigurableResource):
            url: str

        @dg.asset
        def raw(): ...

        @dg.asset(deps=[raw])
        def report(): ...

        @dg.op
        def load(): ...

        @dg.job(executor_def=dg.in_process_executor, config={"ops": {}})
        def etl(): load()

        assets_job = dg.define_asset_job("assets_job", selection="*")
        every_day = dg.ScheduleDefinition(name="every_day", cron_schedule="@daily", target=["raw"])

        @dg.schedule(cron_schedule="@hourly", job=etl)
        def every_hour(): return {}

        @dg.sensor(target=["report"])
        def files(): ...

        conditions = dg.AutomationConditionSensorDefinition("conditions", target=["raw"])

        defs = dg.Definitions(
            assets=[raw, report], jobs=[etl, assets_job], schedules=[every_day, every_hour],
            sensors=[files, conditions], resources={"api": Api(url="https://example.com")},
        )
        """
    )
    jobs = {job["name"]: job for job in definitions["jobs"]}
    # Without the hidden ones by which a schedule or sensor launches its assets.
    assert sorted(jobs) == ["assets_job", "etl"]
    assert (jobs["etl"]["executor"], len(jobs["etl"]["config_hash"])) == ("in_process", 16)
    assert jobs["etl"]["code_hash"] is not None
    assert [jobs["assets_job"][name] for name in ("executor", "config_hash", "code_hash")] == [None, None, None]
    schedules = {schedule["name"]: schedule for schedule in definitions["schedules"]}
    assert (schedules["every_day"]["assets"], schedules["every_day"]["code_hash"]) == (["raw"], None)
    assert (schedules["every_hour"]["job"], schedules["every_hour"]["assets"]) == ("etl", [])
    assert schedules["every_hour"]["code_hash"] is not None
    sensors = {sensor["name"]: sensor for sensor in definitions["sensors"]}
    assert sensors["files"]["assets"] == ["report"] and sensors["files"]["code_hash"] is not None
    assert sensors["conditions"]["assets"] == ["raw"]
    (api,) = definitions["resources"]
    assert api["code_hash"] is not None


BEFORE = """
import helpers

FACTOR = 2

@dg.asset(group_name="sales")
def orders():
    '''All orders.'''
    return helpers.clean(FACTOR)

def _made(name):
    @dg.asset(name=name)
    def made(): return name
    return made

defs = dg.Definitions(assets=[orders, _made("one"), _made("two")])
"""
HELPERS = """
def clean(value):
    return _rounded(value)

def _rounded(value):
    return round(value)
"""


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("a comment", "return helpers", "# Why.\n    return helpers"),
        ("formatting", "helpers.clean(FACTOR)", "helpers.clean( FACTOR, )"),
        ("the docstring", "All orders.", "Orders of all shops."),
        ("the name", "def orders():", "def purchases():"),
        (
            "what the manifest says otherwise",
            '@dg.asset(group_name="sales")',
            '@dg.asset(owners=["team:a"], kinds={"csv"})',
        ),
        ("the place", "FACTOR = 2", "OTHER = 1\n\n\nFACTOR = 2"),
    ],
)
def test_is_no_change_of_the_code(describe: Describe, what: str, old: str, new: str) -> None:
    before = by_key(describe(BEFORE, helpers=HELPERS))
    changed = BEFORE.replace(old, new).replace("[orders", "[purchases" if "purchases" in new else "[orders")
    assert changed != BEFORE, what
    after = by_key(describe(changed, helpers="'''Helpers.'''\n" + HELPERS))
    key = "purchases" if "purchases" in new else "orders"
    assert after[key]["code_hash"] == before["orders"]["code_hash"], what


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("what it does", "clean(FACTOR)", "clean(FACTOR + 1)"),
        ("a constant", "FACTOR = 2", "FACTOR = 3"),
        ("how it is run", 'group_name="sales"', 'group_name="sales", retry_policy=dg.RetryPolicy(max_retries=3)'),
        ("a parameter", "def orders():", "def orders(context: dg.AssetExecutionContext):"),
        ("a helper of another module", "return round(value)", "return round(value, 2)"),
    ],
)
def test_is_a_change_of_the_code(describe: Describe, what: str, old: str, new: str) -> None:
    before = by_key(describe(BEFORE, helpers=HELPERS))
    after = by_key(describe(BEFORE.replace(old, new), helpers=HELPERS.replace(old, new)))
    changed = [key for key in before if after[key]["code_hash"] != before[key]["code_hash"]]
    assert changed == ["orders"], what


def test_what_a_factory_makes_is_told_apart_by_what_it_is_made_from(describe: Describe) -> None:
    assets = by_key(describe(BEFORE, helpers=HELPERS))
    assert assets["one"]["code_hash"] != assets["two"]["code_hash"]


def test_the_same_project_in_another_folder_is_described_the_same(describe: Describe) -> None:
    def without_places(definitions: Message) -> Message:
        for part in definitions.values():
            for definition in part:
                if isinstance(definition, dict):
                    for place in ("defined_at", "at"):
                        definition.pop(place, None)
        return definitions

    here, there = describe(BEFORE, "here", helpers=HELPERS), describe(BEFORE, "there", helpers=HELPERS)
    assert without_places(here) == without_places(there)


ELSEWHERE = """
import os
import sys
import settings
from datetime import date
from settings import TABLE as T

HERE = os.path.dirname(os.path.abspath(__file__))
USER = os.environ.get("MANIFEST_TEST_USER")

def _reads(folder):
    @dg.asset
    def reads(): return folder
    return reads

@dg.asset
def orders():
    return HERE, USER, T, settings.BASE, sys.executable, date.min, __file__, settings.AGE

defs = dg.Definitions(assets=[orders, _reads(HERE)])
"""
SETTINGS = """
import os
from types import SimpleNamespace

BASE = os.getcwd() + "/data"
DEEP = SimpleNamespace(age=1)
AGE = DEEP.age
TABLE = {"user": os.environ.get("MANIFEST_TEST_USER")}
for _name in ("a", "b"):
    TABLE[_name] = 1
"""


def test_folder_environment_and_machine_are_not_in_the_hash(
    describe: Describe, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hashes(folder: str, user: str, source: str = ELSEWHERE, settings: str = SETTINGS) -> dict[str, str]:
        monkeypatch.setenv("MANIFEST_TEST_USER", user)
        assets = by_key(describe(source, folder, settings=settings))
        return {key: assets[key]["code_hash"] for key in assets}

    before = hashes("here", "ann")
    assert hashes("there", "bob") == before
    for old, new in (('"/data"', '"/other"'), ("] = 1", "] = 2"), ('"b"', '"c"'), ("age=1", "age=2")):
        assert hashes("there", "bob", settings=SETTINGS.replace(old, new))["orders"] != before["orders"], new
    changed = hashes("there", "bob", ELSEWHERE.replace("_TEST_USER", "_TEST_OTHER"))
    assert changed["orders"] != before["orders"] and changed["reads"] == before["reads"]


GENERATED = """
namespace = {}
exec("def generated(): return 1", namespace)
defs = dg.Definitions(assets=[dg.asset(namespace["generated"])])
"""


def test_what_has_no_function_in_a_file_is_told_by_all_files_of_the_project(describe: Describe) -> None:
    before = by_key(describe(GENERATED))["generated"]["code_hash"]
    elsewhere = by_key(describe(GENERATED, "elsewhere"))["generated"]["code_hash"]
    assert elsewhere == before, "the folder of the project does not count"
    assert by_key(describe(GENERATED + "\n# More.\n"))["generated"]["code_hash"] != before


EVERYTHING = '''
import os as system
from typing import Generic

@decorated(1, key="x")
async def f(a, /, b: int = 1, *args, c=None, **more) -> None:
    """Says so."""
    async with a as b, c:
        async for x in y: await x
    match a:
        case {"k": [1, *rest], **others} if rest: yield
        case Point(x=0) | None: pass
    try:
        del a[1:2, ...]
    except (A, B) as e:
        raise E(f"{a!r:>{b}} {c:%d}") from e
    else:
        assert (n := 1) and not -n, "no"
    finally:
        global g
    return [i for i in j if k], {**a, 1: 2.5}, {1}, lambda z=1: (yield z), b"x", 1j, u"y", a if b else c

class C(Generic[T], metaclass=M):
    x: int = 1
    x += 1
    while True: break
'''


def test_syntax_is_written_the_same_by_every_version_of_python() -> None:
    # Tests of every version have to agree on it; 3.11 to 3.14 do, 3.12.1 among them, which writes f-strings otherwise.
    text = written(ast.parse(EVERYTHING))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "092979ec723779ea"


def test_code_of_any_depth_has_a_hash(describe: Describe) -> None:
    branches = "".join(f"    elif x == {number}: return {number}\n" for number in range(1000))
    total = " + ".join(f"'a{number}'" for number in range(1100))
    source = f"def chosen(x):\n    if x is None: return 0\n{branches}\nTOTAL = {total}\n"
    asset = "@dg.asset\ndef deep(): return chosen(1), TOTAL\ndefs = dg.Definitions(assets=[deep])\n"
    before = by_key(describe(source + asset))["deep"]["code_hash"]
    assert by_key(describe(source.replace("return 999", "return -1") + asset))["deep"]["code_hash"] != before
    assert by_key(describe(source.replace("'a1099'", "'b'") + asset))["deep"]["code_hash"] != before


def test_what_is_nested_deeper_than_python_recurses_is_written() -> None:
    total: ast.expr = ast.Constant(0)
    for number in range(3000):
        total = ast.BinOp(total, ast.Add(), ast.Constant(number))
    assert written(total).endswith("Constant(value=2998)), op=Add(), right=Constant(value=2999))")


def test_a_file_that_is_nested_too_deeply_to_be_read_is_none_that_is_known(tmp_path: Path) -> None:
    deep = tmp_path / "deep.py"
    deep.write_text("X = " + "-" * 200_000 + "1", encoding="utf-8")
    assert tree_of(str(deep)) is None
