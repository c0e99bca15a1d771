"""Every definition has a place in the user's code, whatever kind it is and however it is made."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECTS
from running import RunningBridge, opening

KINDS = ("assets", "checks", "jobs", "schedules", "sensors", "resources")


def described(project: Path, home: Path, **opened: Any) -> dict[str, Any]:
    bridge = RunningBridge(project, home=home, **opened)
    try:
        return bridge.call("definitions.describe", {})
    finally:
        bridge.close()


def sources(found: dict[str, Any], kind: str) -> dict[str, str]:
    return {
        entry.get("key") or entry["name"]: entry["defined_at"] and entry["defined_at"]["source"]
        for entry in found[kind]
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PROJECTS / "kinds", tmp_path / "kinds"))


def test_every_kind_of_definition_has_its_line(project: Path, tmp_path: Path) -> None:
    found = described(project, tmp_path / "home")
    functions = {
        entry.get("key") or entry["name"]: entry["defined_at"]["source"].partition("(")[0].removeprefix("def ")
        for kind in KINDS
        for entry in found[kind]
        if entry["defined_at"]["source"].startswith("def ")
    }
    assert functions == {
        "a_check": "a_check",
        "a_failure_sensor": "a_failure_sensor",
        "a_graph": "a_graph",
        "a_multi_sensor": "a_multi_sensor",
        "a_status_sensor": "a_status_sensor",
        "an_asset_sensor": "an_asset_sensor",
        "checked": "checked",
        "daily_asset": "daily_asset",
        "decorated_job": "decorated_job",
        "decorated_schedule": "decorated_schedule",
        "decorated_sensor": "decorated_sensor",
        "from_graph": "from_graph",
        "gm_a": "from_graph_multi",
        "gm_b": "from_graph_multi",
        "inner": "checked",
        "legacy": "legacy",
        "legacy_io": "legacy_io",
        "made_a": "made",
        "made_b": "made",
        "many_a": "many_checks",
        "many_b": "many_checks",
        "multi_a": "multi",
        "multi_b": "multi",
        "observable": "observable",
        "of_graph": "a_graph",
        "of_op": "an_op",
        "plain": "plain",
        "plain_sensor": "evaluate",
    }


def test_what_has_no_function_is_where_it_is_made(project: Path, tmp_path: Path) -> None:
    found = described(project, tmp_path / "home")
    assert {name: source for name, source in sources(found, "assets").items() if not source.startswith("def ")} == {
        "raw/external": 'external = dg.AssetSpec(["raw", "external"])',
        "raw/keyed": 'external_key = dg.AssetSpec(dg.AssetKey(["raw", "keyed"]))',
        "source": 'source = dg.SourceAsset(key="source")',
        "spec_0": 'SPECS = [dg.AssetSpec(key=f"spec_{number}") for number in range(2)]',
        "spec_1": 'SPECS = [dg.AssetSpec(key=f"spec_{number}") for number in range(2)]',
    }
    assert sources(found, "checks")["freshness_check"].startswith("fresh = dg.build_last_update_freshness_checks(")
    jobs = sources(found, "jobs")
    assert jobs["asset_job"].startswith("asset_job = dg.define_asset_job(")
    assert jobs["graph_job"].startswith("graph_job = a_graph.to_job(")
    schedules = sources(found, "schedules")
    assert schedules["named_schedule"].startswith("named_schedule = ")
    assert schedules["decorated_job_schedule"].startswith("unnamed_schedule = ")
    assert schedules["partitioned_schedule"].startswith("built_schedule = ")
    assert sources(found, "sensors")["automation"].startswith("automation = ")


def test_a_resource_is_its_class_or_where_it_is_bound(project: Path, tmp_path: Path) -> None:
    found = sources(described(project, tmp_path / "home"), "resources")
    assert found == {
        "files": "class Files(dg.ConfigurableIOManager):",
        "from_function": "from_function = dg.ResourceDefinition(lambda _: 1)",
        "hard": '"hard": hard,',
        "legacy": "def legacy():",
        "legacy_files": '"legacy_files": LegacyFiles(),',
        "legacy_io": "def legacy_io():",
        "plain": '"plain": Plain(),',
        "text": '"text": os.sep,',
        "warehouse": "class Warehouse(dg.ConfigurableResource):",
    }


def test_what_is_made_within_the_gathering_statement_is_defined_there(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "import dagster as dg\n\n"
        "@dg.job\ndef steps(): pass\n\n"
        'defs = dg.Definitions(jobs=[steps], schedules=[dg.ScheduleDefinition(job=steps, cron_schedule="@daily")])\n'
    )
    found = described(tmp_path, tmp_path / "home")
    assert found["schedules"][0]["defined_at"]["line"] == 6


def test_nothing_of_a_module_that_is_not_dagsters_is_touched(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(
        "import dagster as dg\n\n"
        "class Explosive:\n"
        "    def __getattr__(self, name): raise SystemExit(name)\n\n"
        "explosive = [Explosive()]\n"
        'made = [dg.AssetSpec(f"made_{number}") for number in range(1)]\n'
        "defs = dg.Definitions(made)\n"
    )
    found = described(tmp_path, tmp_path / "home")
    assert found["assets"][0]["defined_at"]["line"] == 7


def test_the_same_definitions_are_described_alike_by_every_process(project: Path, tmp_path: Path) -> None:
    one = described(project, tmp_path / "one", environment={"PYTHONHASHSEED": "1"})
    other = described(project, tmp_path / "other", environment={"PYTHONHASHSEED": "2"})
    assert other == one
    assert list(other["assets"][0]) == list(one["assets"][0])


def test_an_asset_of_a_component_is_in_its_yaml(tmp_path: Path) -> None:
    import dagster

    if tuple(map(int, dagster.__version__.split(".")[:2])) < (1, 11):
        pytest.skip("components tell their files from 1.11 on")
    fixture = PROJECTS.parents[2] / "it" / "asset-materialize-dg-layout"
    folder = Path(shutil.copytree(fixture, tmp_path / "project"))
    target = {**opening(folder / "src", tmp_path)["target"], "values": ["orders_dg.definitions"]}
    found = described(folder, tmp_path / "home", target=target)
    assert sources(found, "assets") == {
        "customers": "asset_key: customers",
        "orders": "def orders() -> dg.MaterializeResult:",
    }
