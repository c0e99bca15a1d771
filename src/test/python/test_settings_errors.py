"""Errors of configuration and settings: the reason whole, the path, the file and line, and the parameter to change."""

import json
from typing import Any

import pytest
from conftest import Start, WriteProject
from running import latest, selection

CODE = """
    import dagster as dg

    class Config(dg.Config):
        rows: int
        mode: str = "a"

    class Service(dg.ConfigurableResource):
        url: str
        port: int = 80

    @dg.asset
    def raw(config: Config): ...

    @dg.asset
    def asked(service: Service): ...
"""
PLAIN = "import dagster as dg\n@dg.asset\ndef raw(): ...\ndefs = dg.Definitions([raw])\n"


def materialize(**options: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "config_files": [],
        "config_json": None,
        "tags": {},
        "executor": "in-process",
        "parallelism": 0,
    }
    return {
        "select": None,
        "location": None,
        "repository": None,
        "partitions": selection(latest()),
        "options": {**base, **options},
    }


def problems_of_run(start: Start, write: WriteProject, definitions: str, **options: Any) -> list[dict[str, Any]]:
    client = start(write({"d.py": CODE + "    " + definitions}))
    client.open("module_name", "d")
    error = client.refused("assets.materialize", materialize(**options))
    assert error["fault"] == "user"
    found: list[dict[str, Any]] = error["problems"]
    return found


@pytest.mark.parametrize(
    ("argument", "variable", "message"),
    [
        (
            'url=dg.EnvVar("SERVICE_URL")',
            "SERVICE_URL",
            "resources.service.config.url: the environment variable 'SERVICE_URL' is not set",
        ),
        (
            'url="x", port=dg.EnvVar.int("SERVICE_PORT")',
            "SERVICE_PORT",
            "resources.service.config.port: the environment variable 'SERVICE_PORT' is not set",
        ),
    ],
)
def test_a_variable_that_a_resource_lacks_is_told_with_its_place_and_the_ways_to_set_it(
    start: Start, write_project: WriteProject, argument: str, variable: str, message: str
) -> None:
    definitions = f'defs = dg.Definitions([asked], resources={{"service": Service({argument})}})'
    (problem,) = problems_of_run(start, write_project, definitions)
    assert (problem["kind"], problem["value"], problem["message"]) == ("unset_variable", variable, message)
    assert problem["parameter"] is None
    assert problem["at"]["file"].endswith("d.py") and problem["at"]["source"] == definitions
    assert problem["remedy"] == (
        "Set it with <environmentVariables> (-Ddagster.environmentVariables), <secrets> or a .env file"
    )


def test_a_variable_of_the_wrong_type_is_named_without_its_value(start: Start, write_project: WriteProject) -> None:
    definitions = (
        "__import__('os').environ['SERVICE_PORT'] = 'eighty'\n"
        '    service = Service(url="x", port=dg.EnvVar.int("SERVICE_PORT"))\n'
        '    defs = dg.Definitions([asked], resources={"service": service})'
    )
    (problem,) = problems_of_run(start, write_project, definitions)
    expected = "resources.service.config.port: the value of the environment variable 'SERVICE_PORT' is not of type int"
    assert problem["message"] == expected and "eighty" not in json.dumps(problem)


def test_each_error_of_the_configuration_keeps_its_reason_and_names_the_json_it_came_from(
    start: Start, write_project: WriteProject
) -> None:
    document = json.dumps({"ops": {"raw": {"config": {"row": 3, "nodes": 2}}}})
    found = problems_of_run(start, write_project, "defs = dg.Definitions([raw])", config_json=document)
    assert [(problem["message"], problem["value"], problem["parameter"]) for problem in found] == [
        ('ops.raw.config: Received unexpected config entry "nodes"', "nodes", "configJson"),
        ('ops.raw.config: Received unexpected config entry "row"', "row", "configJson"),
    ]
    # That "rows" is missing is the same mistake.
    assert found[1]["choices"] == ["mode", "rows"]


def test_a_value_of_the_wrong_type_is_told_with_its_path_and_both_types(
    start: Start, write_project: WriteProject
) -> None:
    document = json.dumps({"ops": {"raw": {"config": {"rows": "many"}}}})
    (problem,) = problems_of_run(start, write_project, "defs = dg.Definitions([raw])", config_json=document)
    assert problem["message"] == 'ops.raw.config.rows: Value "many" of type "str" is not valid for expected type "Int"'


def test_configuration_that_is_missing_altogether_names_both_ways_to_give_it(
    start: Start, write_project: WriteProject
) -> None:
    (problem,) = problems_of_run(start, write_project, "defs = dg.Definitions([raw])")
    assert problem["remedy"] == (
        "Give it with <config> (-Ddagster.config=file.yaml) or <configJson> (-Ddagster.configJson={…})"
    )


WORKSPACES: dict[str, tuple[str, str, int]] = {
    "not YAML": ("load_from:\n  - python_file: [\n", "it is not YAML: expected the node content", 2),
    "a misspelt key": ("load_from:\n  - python_fil: d.py\n", 'load_from.0: Received unexpected config entry "pyt', 2),
    "a wrong type": ("load_from: 3\n", "load_from: Value must be list", 1),
    "an unknown field": (
        "load_from:\n  - python_file:\n      relative_path: d.py\n      folder: x\n",
        'load_from.0.python_file: Received unexpected config entry "folder"',
        4,
    ),
}


@pytest.mark.parametrize("case", WORKSPACES)
def test_what_is_wrong_with_a_workspace_is_told_with_its_line(
    start: Start, write_project: WriteProject, case: str
) -> None:
    text, reason, line = WORKSPACES[case]
    project = write_project({"d.py": PLAIN, "workspace.yaml": text})
    client = start(project)
    file = str(project / "workspace.yaml")
    (problem,) = client.refused("session.open", client.opening("workspace", file))["problems"]
    assert problem["message"].startswith(f"{file} cannot be read: {reason}")
    assert (problem["at"]["file"], problem["at"]["line"], problem["parameter"]) == (file, line, "workspace")


SETTINGS: dict[str, tuple[str, str, int]] = {
    "not YAML": ("storage:\n  sqlite: [\n", "it is not YAML: expected the node content", 2),
    "an unknown key": ("telemetry:\n  enabled: false\nfoo: 1\n", 'Received unexpected config entry "foo"', 3),
    "a wrong type": (
        "telemetry:\n  enabled: maybe\n",
        'telemetry.enabled: Value "maybe" of type "str" is not valid',
        2,
    ),
    "an unset variable": (
        "storage:\n  sqlite:\n    base_dir:\n      env: NOWHERE\n",
        "base_dir: the environment variable 'NOWHERE' is not set",
        4,
    ),
    "what is wrong with a part that only a run needs": (
        "run_coordinator:\n  module: dagster.core.run_coordinator\n  class: QueuedRunCoordinator\n"
        "  config:\n    max_concurrent_runs: many\n",
        'max_concurrent_runs: Value "many" of type "str" is not valid',
        5,
    ),
    "a module that is not there": (
        "run_coordinator:\n  module: nowhere.near\n  class: Coordinator\n",
        "Couldn't import module nowhere.near",
        2,
    ),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_what_is_wrong_with_the_settings_of_an_instance_is_told_with_its_line(
    start: Start, write_project: WriteProject, case: str
) -> None:
    text, reason, line = SETTINGS[case]
    project = write_project({"d.py": PLAIN, "dagster.yaml": text})
    client = start(project)
    file = str(project / "dagster.yaml")
    client.open("module_name", "d", instance_config=file)
    (problem,) = client.refused("assets.materialize", materialize())["problems"]
    assert problem["message"].startswith(f"The instance of {file} cannot be opened: {reason}")
    assert (problem["at"]["file"], problem["at"]["line"]) == (file, line)


def test_the_notice_of_telemetry_is_two_lines(start: Start, write_project: WriteProject) -> None:
    settings = "retention:\n  schedule:\n    purge_after_days: 90\n"
    project = write_project({"d.py": PLAIN, "dagster.yaml": settings})
    client = start(project)
    client.open("module_name", "d", instance_config=str(project / "dagster.yaml"))
    client.ask("assets.materialize", materialize())
    assert client.printed().splitlines() == [
        "Dagster collects usage statistics: https://docs.dagster.io/about/telemetry",
        f"To opt out, write telemetry: {{enabled: false}} in {project / 'dagster.yaml'}",
    ]


def test_dagster_warns_once_at_the_place_in_user_code_and_not_of_what_is_not_the_users(
    start: Start, write_project: WriteProject
) -> None:
    client = start(
        write_project(
            {
                "d.py": """
                    import dagster as dg

                    @dg.asset(backfill_policy=dg.BackfillPolicy.single_run())
                    def a(): ...

                    @dg.asset(backfill_policy=dg.BackfillPolicy.single_run())
                    def b(): ...

                    # Dagster's own reader of this selection uses something that is in beta.
                    defs = dg.Definitions([a, b], jobs=[dg.define_asset_job("everything", "*")])
                """
            }
        )
    )
    client.open("module_name", "d")
    client.ask("assets.materialize", {**materialize(executor="multiprocess"), "select": "*"})
    warned = [line for line in client.printed().splitlines() if "Warning" in line]
    assert len(warned) == 1
    assert warned[0].startswith("d.py:3: BetaWarning: Parameter `backfill_policy` of function `asset`")
