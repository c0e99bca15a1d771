"""Opening a session: every form of a target, the environment of user code, and what counts as a change."""

import os
import sys
import time
from pathlib import Path

import pytest
from conftest import PROJECTS, Client, Start, WriteProject

DEFS = "import dagster as dg\n\n@dg.asset\ndef a() -> None: ...\n\ndefs = dg.Definitions([a])\n"


def keys(client: Client) -> list[str]:
    return [asset["key"] for asset in client.ask("assets.list", {})["assets"]]


def test_a_file(start: Start, write_project: WriteProject) -> None:
    project = write_project({"défs.py": DEFS})
    client = start(project)
    assert client.open("python_file", str(project / "défs.py"))["loaded"] == "défs.py"
    assert keys(client) == ["a"]


def test_a_file_is_executed_once(start: Start, write_project: WriteProject) -> None:
    project = write_project({"defs.py": "print('EXECUTED')\n" + DEFS})
    client = start(project)
    client.open("python_file", str(project / "defs.py"))
    assert client.printed().count("EXECUTED") == 1


def test_a_package_below_src(start: Start, write_project: WriteProject) -> None:
    project = write_project({"src/shop/__init__.py": DEFS})
    client = start(project)
    client.open("package_name", "shop")
    assert keys(client) == ["a"]


def test_an_attribute_that_is_a_function_is_called(start: Start, write_project: WriteProject) -> None:
    project = write_project({"d.py": DEFS + "def make():\n    return dg.Definitions()\n"})
    client = start(project)
    client.open("module_name", "d", attribute="make")
    assert keys(client) == []


def test_assets_of_a_module_without_definitions(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": "import dagster as dg\n@dg.asset\ndef only() -> None: ...\n"}))
    client.open("module_name", "d")
    assert keys(client) == ["only"]


def test_several_repositories_are_narrowed(start: Start, write_project: WriteProject) -> None:
    client = start(
        write_project(
            {
                "d.py": """
                import dagster as dg
                @dg.asset
                def a() -> None: ...
                @dg.repository
                def one():
                    return [a]
                @dg.repository
                def two():
                    return []
                """
            }
        )
    )
    client.open("module_name", "d")
    assert [a["repository"] for a in client.ask("assets.list", {})["assets"]] == ["one"]
    assert client.ask("assets.list", {"repository": "two"}) == {"assets": []}
    problem = client.refused("assets.list", {"repository": "tow"})["problems"][0]
    assert (problem["kind"], problem["subject"], problem["choices"]) == ("unknown_name", "repository", ["one", "two"])


def test_tool_dagster_of_a_pyproject(start: Start, write_project: WriteProject) -> None:
    project = write_project(
        {"pyproject.toml": '[tool.dagster]\nmodule_name = "shop"\ncode_location_name = "till"', "shop.py": DEFS}
    )
    client = start(project)
    assert client.open("pyproject", str(project / "pyproject.toml"))["loaded"] == "till"


def test_tool_dg_of_a_pyproject_with_its_code_below_src(start: Start, write_project: WriteProject) -> None:
    project = write_project(
        {
            "pyproject.toml": '[tool.dg]\ndirectory_type = "project"\n[tool.dg.project]\nroot_module = "shop"',
            "src/shop/__init__.py": "",
            "src/shop/definitions.py": DEFS,
        }
    )
    client = start(project)
    client.open("pyproject", str(project / "pyproject.toml"))
    assert keys(client) == ["a"]


def test_a_module_of_components(start: Start, write_project: WriteProject) -> None:
    project = write_project(
        {
            "pyproject.toml": '[tool.dg]\ndirectory_type = "project"\n[tool.dg.project]\nroot_module = "shop"',
            "shop/__init__.py": "",
            "shop/defs/__init__.py": "",
            "shop/defs/assets.py": "import dagster as dg\n@dg.asset\ndef from_components() -> None: ...\n",
        }
    )
    client = start(project)
    client.open("autoload_defs_module_name", "shop.defs")
    assert keys(client) == ["from_components"]


WORKSPACE = """
load_from:
  - python_file: {{relative_path: one.py, location_name: one}}
  - python_file: {{relative_path: two.py, location_name: two, executable_path: {python}}}
  - python_file: {{relative_path: two.py, location_name: three}}
"""


def test_a_workspace_tells_its_locations_and_loads_the_first(start: Start, write_project: WriteProject) -> None:
    project = write_project(
        {"workspace.yaml": WORKSPACE.format(python="/other/python"), "one.py": DEFS, "two.py": DEFS}
    )
    result = start(project).open("workspace", str(project / "workspace.yaml"))
    assert result["loaded"] == "one"
    assert result["locations"] == [
        {"name": "one", "python": None},
        {"name": "two", "python": "/other/python"},
        {"name": "three", "python": None},
    ]


def test_a_workspace_loads_the_location_that_is_asked_for(start: Start, write_project: WriteProject) -> None:
    project = write_project({"workspace.yaml": WORKSPACE.format(python=sys.executable), "one.py": DEFS, "two.py": DEFS})
    client = start(project)
    assert client.open("workspace", str(project / "workspace.yaml"), location="two")["loaded"] == "two"


def test_a_location_that_is_not_in_the_workspace_is_told_with_those_that_are(
    start: Start, write_project: WriteProject
) -> None:
    project = write_project({"workspace.yaml": WORKSPACE.format(python=sys.executable), "one.py": DEFS, "two.py": DEFS})
    client = start(project)
    opening = client.opening("workspace", str(project / "workspace.yaml"), location="too")
    problem = client.refused("session.open", opening)["problems"][0]
    assert problem["message"] == "There is no code location 'too'"
    assert problem["choices"] == ["one", "three", "two"]


def test_a_grpc_server_in_a_workspace_is_refused(start: Start, write_project: WriteProject) -> None:
    project = write_project({"w.yaml": "load_from:\n  - grpc_server: {host: h, port: 1, location_name: far}\n"})
    client = start(project)
    problem = client.refused("session.open", client.opening("workspace", str(project / "w.yaml")))["problems"][0]
    assert problem["kind"] == "unsupported_location"
    assert problem["message"] == "The code location 'far' is a gRPC server, whose code this build does not have"


def test_a_missing_file_is_told_without_importing_dagster(start: Start, write_project: WriteProject) -> None:
    project = write_project({"defs.py": DEFS})
    client = start(project, environment={"PYTHONVERBOSE": "1"})
    opening = client.opening("python_file", str(project / "deps.py"))
    problem = client.refused("session.open", opening)["problems"][0]
    assert problem["message"] == f"There is no file {project / 'deps.py'}"
    assert problem["choices"] == [str(project / "defs.py")]
    assert problem["remedy"] == "Correct <pythonFile> (-Ddagster.pythonFile)"
    assert "import 'dagster'" not in client.printed()


SHOW = """
import os
print("SEEN", os.environ.get("FROM_FILE"), os.environ.get("BOTH"), os.environ.get("SECRET"), os.environ["DAGSTER_HOME"])
"""


def test_user_code_sees_dotenv_secrets_and_home_and_the_process_wins_over_dotenv(
    start: Start, write_project: WriteProject
) -> None:
    project = write_project({".env": "FROM_FILE=file\nBOTH=file\n", "d.py": SHOW + DEFS})
    client = start(project, environment={"BOTH": "process"})
    client.open("module_name", "d", secrets={"SECRET": "s3cret"})
    assert f"SEEN file process s3cret {client.home}" in client.printed()


@pytest.fixture
def opened(start: Start, write_project: WriteProject) -> Client:
    project = write_project(
        {
            "shop/__init__.py": "from shop.assets import *\n" + DEFS,
            "shop/assets/__init__.py": "",
            "shop/data.yaml": "a: 1",
            "other/unrelated.py": "",
            ".env": "A=1",
        }
    )
    client = start(project)
    client.open("package_name", "shop")
    return client


@pytest.mark.parametrize("name", ["shop/__init__.py", "shop/assets/__init__.py", "shop/data.yaml", ".env"])
def test_a_changed_file_is_noticed(name: str, opened: Client) -> None:
    file = opened.directory / name
    file.write_text(file.read_text() + "\n")
    assert opened.ask("session.changed") == {"file": str(file)}


@pytest.mark.parametrize("name", ["shop/assets/new.py", "shop/query.sql", "shop/schema.json", "pyproject.toml"])
def test_a_new_file_that_may_define_something_is_noticed(name: str, opened: Client) -> None:
    (opened.directory / name).write_text("")
    assert opened.ask("session.changed") == {"file": str(opened.directory / name)}


def test_a_removed_file_is_noticed(opened: Client) -> None:
    (opened.directory / "shop/data.yaml").unlink()
    assert opened.ask("session.changed") == {"file": str(opened.directory / "shop/data.yaml")}


@pytest.mark.parametrize(
    "name", ["other/unrelated.py", "shop/target/x.py", "shop/.venv/x.py", "shop/notes.txt", "shop/data/rows.json"]
)
def test_a_file_that_the_definitions_do_not_come_from_is_no_change(name: str, opened: Client) -> None:
    file = opened.directory / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("changed")
    assert opened.ask("session.changed") == {"file": None}


def test_a_file_that_is_written_while_the_definitions_are_loaded_is_a_change(
    start: Start, write_project: WriteProject
) -> None:
    # Loading goes on beside the rest of the build, which may generate code.
    writing = "import pathlib\npathlib.Path(__file__).with_name('data.yaml').write_text('a: 2')\n"
    project = write_project({"shop/__init__.py": writing + DEFS, "shop/data.yaml": "a: 1"})
    client = start(project)
    client.open("package_name", "shop")
    assert client.ask("session.changed") == {"file": str(project / "shop/data.yaml")}


def test_the_definitions_are_described_with_their_places(start: Start) -> None:
    client = start(PROJECTS / "orders")
    client.open("package_name", "orders")
    found = client.ask("definitions.describe", {})
    assert [asset["key"] for asset in found["assets"]] == ["clean_orders", "daily_orders", "raw_orders"]
    daily = found["assets"][1]
    assert daily["deps"] == ["clean_orders"]
    assert daily["partitions"]["type"] == "time_window"
    assert [(check["asset"], check["name"], check["blocking"]) for check in found["checks"]] == [
        ("daily_orders", "has_rows", True)
    ]
    schedule = found["schedules"][0]
    assert (schedule["cron"], schedule["timezone"], schedule["job"]) == (["0 2 * * *"], "Europe/Berlin", "refresh")
    assert (found["sensors"][0]["type"], found["sensors"][0]["jobs"]) == ("standard", ["housekeeping"])
    assert (found["resources"][0]["name"], found["resources"][0]["type"]) == ("store", "Store")
    sources = {
        entry["name"]: entry["defined_at"]["source"]
        for kind in ("checks", "jobs", "schedules", "sensors", "resources")
        for entry in found[kind]
    }
    assert sources["has_rows"].startswith("def has_rows(")
    assert sources["refresh"].startswith("refresh = dg.define_asset_job(")
    assert sources["housekeeping"].startswith("def housekeeping(")
    assert sources["nightly"].startswith("nightly = dg.ScheduleDefinition(")
    assert sources["on_demand"].startswith("def on_demand(")
    assert sources["store"].startswith("class Store(")


def test_files_are_told_with_their_absolute_path(start: Start) -> None:
    client = start(PROJECTS / "orders")
    client.open("package_name", "orders")
    place = client.ask("assets.list", {})["assets"][0]["defined_at"]
    assert os.path.isabs(place["file"])
    assert Path(place["file"]).read_text(encoding="utf-8").splitlines()[place["line"] - 1].strip() == place["source"]


def test_graphs_and_what_is_made_of_them_are_defined_at_their_function(
    start: Start, write_project: WriteProject
) -> None:
    client = start(
        write_project(
            {
                "d.py": """
                    import dagster as dg

                    @dg.op
                    def one(): return 1

                    @dg.op(out={"left": dg.Out(), "right": dg.Out()})
                    def two(): return 1, 2

                    @dg.graph_asset(name="renamed")
                    def single():
                        return one()

                    @dg.graph_multi_asset(outs={"left": dg.AssetOut(), "right": dg.AssetOut()})
                    def double():
                        return two()

                    @dg.graph
                    def alone():
                        one()

                    @dg.graph
                    def other():
                        one()

                    @dg.job
                    def steps():
                        one()

                    called = other.to_job(name="called")
                    defs = dg.Definitions([single, double], jobs=[alone.to_job(), called, steps])
                """
            }
        )
    )
    client.open("module_name", "d")
    found = client.ask("definitions.describe", {})
    assert {entry.get("key") or entry["name"]: entry["defined_at"]["source"] for entry in found["assets"]} == {
        "left": "def double():",
        "renamed": "def single():",
        "right": "def double():",
    }
    assert {entry["name"]: entry["defined_at"]["source"] for entry in found["jobs"]} == {
        "alone": "def alone():",
        "called": 'called = other.to_job(name="called")',
        "steps": "def steps():",
    }


def test_listing_leaves_no_empty_home(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": DEFS}))
    client.open("module_name", "d")
    assert keys(client) == ["a"]
    assert not client.home.exists()


def test_user_code_that_is_imported_finds_the_home(start: Start, write_project: WriteProject) -> None:
    client = start(
        write_project({"d.py": "import os, pathlib\n(pathlib.Path(os.environ['DAGSTER_HOME']) / 'x').touch()\n" + DEFS})
    )
    client.open("module_name", "d")
    assert [file.name for file in client.home.iterdir()] == ["x"]


def test_a_home_that_is_a_file_is_one_clear_error(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": DEFS}))
    client.home.write_text("")
    error = client.refused("session.open", client.opening("module_name", "d"))
    (found,) = error["problems"]
    assert found["message"] == f"The Dagster home {client.home} cannot be used: it is a file"
    assert found["parameter"] == "home"
    assert "-Ddagster.home" in found["remedy"]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody can write to")
def test_a_home_that_cannot_be_made_is_one_clear_error(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": DEFS}))
    error = client.refused("session.open", client.opening("module_name", "d", home="/proc/x"))
    (found,) = error["problems"]
    assert found["message"].startswith("The Dagster home /proc/x cannot be used: ")
    assert found["value"] == "/proc/x"


PARTITIONED = """
import datetime, dagster as dg
hourly = dg.HourlyPartitionsDefinition("2024-01-01-00:00")
over = dg.DailyPartitionsDefinition("2024-01-01", end_date="2024-01-03")
both = dg.MultiPartitionsDefinition({{"h": hourly, "s": dg.StaticPartitionsDefinition(["x"])}})
@dg.asset(partitions_def={})
def a() -> None: ...
defs = dg.Definitions([a])
"""


@pytest.mark.parametrize(
    ("definition", "moves", "unsure"),
    [
        ("None", False, None),
        ('dg.StaticPartitionsDefinition(["a"])', False, None),
        ('dg.DynamicPartitionsDefinition(name="d")', False, None),
        ("over", False, None),
        ("hourly", True, None),
        ("both", True, None),
        ("dg.DynamicPartitionsDefinition(lambda _: ['a'])", False, "the partitions of a are computed by code"),
    ],
)
def test_the_time_of_the_next_partition_is_an_input(
    start: Start, write_project: WriteProject, definition: str, moves: bool, unsure: str | None
) -> None:
    client = start(write_project({"d.py": PARTITIONED.format(definition)}))
    client.open("module_name", "d")
    inputs = client.ask("session.inputs")
    assert inputs["unsure"] == unsure
    assert (inputs["until"] is not None) == moves
    if moves:
        assert inputs["until"] % 3600 == 0 and 0 <= inputs["until"] - time.time() <= 3600


def test_modules_from_outside_the_project_are_inputs(start: Start, write_project: WriteProject) -> None:
    project = write_project({"d.py": "import common\n" + DEFS})
    elsewhere = project.parent / "elsewhere" / "common.py"
    elsewhere.parent.mkdir()
    elsewhere.write_text("")
    client = start(project)
    client.open("module_name", "d", python_path=[str(elsewhere.parent)])
    files = client.ask("session.inputs")["files"]
    assert {str(project / "d.py"), str(project / ".env"), str(elsewhere)} <= set(files)
    assert not [file for file in files if "dagster_maven_bridge" in file or "site-packages" in file]
