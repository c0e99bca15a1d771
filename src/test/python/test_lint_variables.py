"""Lint: environment variables that are not set, wherever something reads them."""

from typing import Any

import pytest
from conftest import Start, WriteProject
from linted import RESOURCES, Find, line_of


def test_variables_that_are_not_set_are_found_wherever_configuration_names_them(find: Find) -> None:
    found = find(RESOURCES, "unset-environment-variable", environment={"DATABASE_PASSWORD": "x"})
    assert [(one["subject"], one["name"], one["value"]) for one in found] == [
        ("asset", "orders", "REGION"),
        ("job", "nightly", "NIGHTLY_REGION"),
        ("job", "sending", "JOB_TOKEN"),
        ("resource", "client", "CLIENT_TOKEN"),
        ("resource", "store", "QUEUE_ADDRESS"),
        ("resource", "store", "STORE_PASSWORD"),
    ]
    assert all(one["value"] in line_of(one) for one in found)


def test_a_field_that_is_called_env_is_no_variable(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Api(dg.ConfigurableResource):
            env: str

        class Store(dg.ConfigurableResource):
            api: Api
            settings: dict = {}
            labels: dict[str, str] = {}
            regions: list[str] = []
            retries: int | None = None

        class Settings(dg.Config):
            env: str = "prod"

        @dg.resource(config_schema={"api": {"env": dg.StringSource}, "more": dict, "any": dg.Any})
        def client(context): ...

        @dg.asset
        def orders(config: Settings): ...

        @dg.op(config_schema={"env": str})
        def step(context): ...

        @dg.job(config={"ops": {"step": {"config": {"env": "staging"}}}})
        def stepping(): step()

        nightly = dg.define_asset_job(
            "nightly", selection="orders", config={"ops": {"orders": {"config": {"env": "staging"}}}}
        )

        inner = Api(env="prod")

        defs = dg.Definitions(
            assets=[orders],
            jobs=[stepping, nightly],
            resources={
                "api": inner,
                "store": Store(api=inner, settings={"env": "prod"}, labels={"env": "prod"}),
                "client": client.configured(
                    {"api": {"env": "prod"}, "more": {"env": "prod"}, "any": {"x": {"env": "prod"}}}
                ),
                "real": Store(
                    api=Api(env="prod"),
                    labels={"x": dg.EnvVar("OF_A_MAP")},
                    regions=[dg.EnvVar("OF_A_LIST")],
                    retries=dg.EnvVar.int("OF_A_NUMBER"),
                ),
            },
        )
        """,
        "unset-environment-variable",
    )
    assert [(one["name"], one["value"]) for one in found] == [
        ("real", "OF_A_LIST"),
        ("real", "OF_A_MAP"),
        ("real", "OF_A_NUMBER"),
    ]


def test_each_file_is_looked_through_once_however_many_findings_there_are(
    write_project: WriteProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dagster_maven_bridge.definitions import sources
    from dagster_maven_bridge.definitions.project import Project
    from dagster_maven_bridge.fingerprints.trees import tree_of
    from dagster_maven_bridge.linting import mentions

    lines = [f"bind(EnvVar('V{i}'), key={{'r{i}': 1}})" for i in range(600)]
    folder = write_project({f"m{i}.py": line for i, line in enumerate(lines)})
    files = sorted(str(folder / f"m{i}.py") for i in range(600))
    monkeypatch.setattr(sources, "own_modules", lambda _project: files)
    read: list[str] = []

    def counted(file: str) -> Any:
        read.append(file)
        return tree_of(file)

    monkeypatch.setattr(mentions, "tree_of", counted)
    for _ in range(2):
        found = mentions.Mentions(Project(str(folder), str(folder)))
        for i in range(600):
            for place in (found.variable(f"V{i}"), found.binding(f"r{i}")):
                assert place == sources.at(str(folder / f"m{i}.py"), 1)
        assert found.variable("r1") is None
    assert sorted(read) == files


def test_a_variable_of_the_env_file_is_set(start: Start, write_project: WriteProject) -> None:
    code = """
        import dagster as dg

        class Database(dg.ConfigurableResource):
            password: str

        @dg.asset
        def orders(database: Database): ...

        defs = dg.Definitions(assets=[orders], resources={"database": Database(password=dg.EnvVar("FROM_FILE"))})
        """
    project = write_project({"definitions.py": code, ".env": "FROM_FILE=x\n"})
    client = start(project)
    client.open("python_file", str(project / "definitions.py"))
    findings = client.ask("definitions.describe", {})["findings"]
    assert [one for one in findings if one["rule"] == "unset-environment-variable"] == []
