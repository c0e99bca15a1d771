"""Lint: what each rule finds and what it must not find, in the projects that users write."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster
import pytest
from conftest import MAIN, Start, WriteProject

Find = Callable[..., list[dict[str, Any]]]

CERTAIN = {
    "unknown-upstream",
    "unknown-checked-asset",
    "upstream-type-mismatch",
    "upstream-without-value",
    "missing-resource",
    "unused-resource",
    "unset-environment-variable",
    "invalid-cron",
    "invalid-timezone",
    "failing-schedule",
    "failing-sensor",
    "unknown-suppression",
    "unloaded-definition",
}
"""What is an error or a warning by default: a false finding of these stops somebody's build."""


@pytest.fixture
def find(start: Start, write_project: WriteProject) -> Find:
    """Lints a module; what it finds of some rules, in short."""

    def lint(code: str, *rules: str, environment: dict[str, str] | None = None, **parameters: Any) -> Any:
        project = write_project({"definitions.py": code})
        client = start(project, environment=environment or {})
        client.open("python_file", str(project / "definitions.py"))
        findings = client.ask("definitions.describe", parameters)["findings"]
        return [one for one in findings if one["rule"] in (rules or CERTAIN)]

    return lint


def _line(finding: dict[str, Any]) -> str:
    assert finding["at"] is not None, finding
    source: str = finding["at"]["source"]
    return source


def test_an_upstream_key_that_nothing_defines_is_found_at_its_line(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.asset
        def raw_orders(): ...

        @dg.asset(
            deps=[
                "raw_order",
            ],
        )
        def orders(): ...

        defs = dg.Definitions(assets=[raw_orders, orders])
        """
    )
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("unknown-upstream", "asset", "orders", "raw_order")
    ]
    assert found[0]["message"] == "the asset 'orders' depends on 'raw_order', which nothing defines"
    assert _line(found[0]) == '"raw_order",'
    assert found[0]["suppressed"] is False


def test_declared_external_assets_are_known_upstream(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        spec = dg.AssetSpec(dg.AssetKey(["warehouse", "customers"]))
        slashed = dg.AssetSpec("a/b")
        source = dg.SourceAsset("legacy")

        @dg.observable_source_asset
        def observed(): return dg.DataVersion("1")

        @dg.multi_asset(specs=[dg.AssetSpec("a"), dg.AssetSpec("b", deps=["a"])])
        def both(): ...

        @dg.asset(deps=[spec, source, observed, "a", dg.AssetKey(["warehouse", "customers"])])
        def orders(): ...

        @dg.asset_check(asset=spec.key)
        def checked(): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(assets=[spec, slashed, source, observed, both, orders], asset_checks=[checked])
        """
    )
    assert found == []


def test_what_the_tool_of_an_integration_reads_need_not_be_an_asset(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        made = {"dagster_sling/sling_replication_config": "replication.yaml"}
        own = {"dagster/uri": "s3://shop", "shop/format": "csv"}

        @dg.multi_asset(specs=[dg.AssetSpec("replica", deps=["public_orders"], metadata=made)])
        def replicated(): ...

        @dg.asset(deps=["replicas"], metadata=own)
        def orders(): ...

        defs = dg.Definitions(assets=[replicated, orders])
        """
    )
    assert [(one["rule"], one["name"], one["value"]) for one in found] == [("unknown-upstream", "orders", "replicas")]


def test_a_check_of_an_asset_that_nothing_defines_is_found(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.asset
        def orders(): ...

        @dg.asset_check(asset="ordres")
        def not_empty(): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(assets=[orders], asset_checks=[not_empty])
        """
    )
    assert [(one["rule"], one["name"], one["value"]) for one in found] == [
        ("unknown-checked-asset", "ordres:not_empty", "ordres")
    ]
    assert _line(found[0]) == '@dg.asset_check(asset="ordres")'


@pytest.mark.parametrize(
    ("produced", "expected"),
    [
        ("int", "str"),
        ("int", "float"),
        ("list[int]", "dict[str, int]"),
        ("dict", "list"),
        ("Optional[int]", "str"),
        ("Row", "Table"),
        ("dg.Output[int]", "str"),
        ("int", "None"),
    ],
)
def test_types_that_cannot_fit_are_found(find: Find, produced: str, expected: str) -> None:
    found = find(_edge(produced, expected))
    assert [(one["rule"], one["name"], one["value"]) for one in found] == [
        ("upstream-type-mismatch", "downstream", "upstream")
    ]
    assert _line(found[0]) == f"upstream: {expected},"


@pytest.mark.parametrize(
    ("produced", "expected"),
    [
        ("int", "int"),
        ("bool", "int"),
        ("int", "Any"),
        ("Any", "int"),
        ("int", "object"),
        ("int", "int | None"),
        ("Optional[str]", "Optional[int]"),
        ("list[int]", "list[str]"),
        ("Table", "HasRows"),
        ("HasRows", "Table"),
        ("Base", "Table"),
        ("Table", "Base"),
        ("Base", "Mixin"),
        ("Shape", "Table"),
        ("Movie", "dict"),
        ("Optional[str]", "str"),
    ],
)
def test_types_that_may_fit_are_not_found(find: Find, produced: str, expected: str) -> None:
    assert find(_edge(produced, expected)) == []


def _edge(produced: str, expected: str) -> str:
    return f"""
        from abc import ABC, abstractmethod
        from typing import *
        import dagster as dg

        T = TypeVar("T")
        class Row: ...
        class Base: ...
        class Mixin: ...
        class Table(Base, Mixin): ...
        class Movie(TypedDict): title: str
        class HasRows(Protocol):
            def rows(self) -> int: ...
        class Shape(ABC):
            @abstractmethod
            def area(self) -> int: ...

        @dg.asset
        def upstream() -> {produced}: ...

        @dg.asset
        def downstream(
            upstream: {expected},
        ): ...

        defs = dg.Definitions(assets=[upstream, downstream])
        """


def test_what_a_check_takes_is_compared_with_what_the_asset_is(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.asset
        def orders() -> int: return 1

        @dg.asset
        def customers() -> list[str]: return []

        @dg.asset_check(asset=orders)
        def fits(orders: int): return dg.AssetCheckResult(passed=True)

        @dg.asset_check(asset=orders)
        def without(): return dg.AssetCheckResult(passed=True)

        @dg.asset_check(asset=orders)
        def wrong(
            orders: str,
        ): return dg.AssetCheckResult(passed=True)

        @dg.asset_check(asset=orders, additional_ins={"others": dg.AssetIn("customers")})
        def wrong_other(orders: int, others: dict): return dg.AssetCheckResult(passed=True)

        specs = [dg.AssetCheckSpec("one", asset=orders), dg.AssetCheckSpec("two", asset=orders)]

        @dg.multi_asset_check(specs=specs, ins={"orders": dg.AssetIn("orders")})
        def several(orders: str): ...

        @dg.multi_asset(
            specs=[dg.AssetSpec("own", deps=["orders"])],
            check_specs=[dg.AssetCheckSpec("of_own", asset="own")],
        )
        def own(): ...

        defs = dg.Definitions(
            assets=[orders, customers, own], asset_checks=[fits, without, wrong, wrong_other, several]
        )
        """
    )
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("upstream-type-mismatch", "asset check", "orders:one", "orders"),
        ("upstream-type-mismatch", "asset check", "orders:wrong", "orders"),
        ("upstream-type-mismatch", "asset check", "orders:wrong_other", "customers"),
    ]
    assert found[1]["message"] == "the check 'orders:wrong' takes 'orders' as str, but the asset 'orders' is int"
    assert _line(found[1]) == "orders: str,"


@pytest.mark.parametrize("parameter", ["upstream", "upstream: str", "upstream: None", "upstream: str | None = None"])
@pytest.mark.parametrize(
    ("produced", "body"),
    [
        ("-> None", "..."),
        ("-> dg.Output[None]", "return dg.Output(None)"),
        ("-> dg.MaterializeResult", "return dg.MaterializeResult(metadata={'rows': 1})"),
        ("", "return dg.MaterializeResult()"),
        ("", "return MaterializeResult(tags={'a': 'b'})"),
    ],
)
def test_a_parameter_that_takes_an_asset_of_which_nothing_is_stored_is_found(
    find: Find, parameter: str, produced: str, body: str
) -> None:
    found = find(_taken(parameter, produced, body))
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("upstream-without-value", "asset", "downstream", "upstream"),
        ("upstream-without-value", "asset check", "upstream:checked", "upstream"),
    ]
    assert found[0]["message"].startswith("the asset 'downstream' takes 'upstream', but the asset 'upstream' ")
    assert found[0]["message"].endswith(
        ", and nothing is stored: return a value, or take no 'upstream' and name it in deps=['upstream']"
    )
    assert found[1]["message"].endswith(", and nothing is stored: return a value, or take no 'upstream'")
    assert [_line(one) for one in found] == [f"{parameter},"] * 2


@pytest.mark.parametrize(
    ("produced", "body"),
    [
        ("", "..."),
        ("-> Any", "return None"),
        ("-> Optional[int]", "return None"),
        ("", "return made()"),
        ("", "return dg.MaterializeResult(**given)"),
        ("", "yield dg.MaterializeResult(metadata={})"),
        ("", "return dg.MaterializeResult() if given else 1"),
        ("", "if given: return dg.MaterializeResult()"),
        ("", "return Other.MaterializeResult()"),
    ],
)
def test_an_asset_of_which_something_may_be_stored_can_be_taken(find: Find, produced: str, body: str) -> None:
    assert find(_taken("upstream", produced, body)) == []


@pytest.mark.skipif(dagster.__version__.startswith("1.10."), reason="a result has a value since Dagster 1.11")
@pytest.mark.parametrize("produced", ["-> dg.MaterializeResult", "-> dg.MaterializeResult[int]", ""])
def test_a_result_with_a_value_can_be_taken(find: Find, produced: str) -> None:
    assert find(_taken("upstream", produced, "return dg.MaterializeResult(value=3)")) == []


def _taken(parameter: str, produced: str, body: str) -> str:
    return f"""
        from typing import *
        import dagster as dg
        from dagster import MaterializeResult

        given = {{}}
        def made(): return 1
        class Other:
            @staticmethod
            def MaterializeResult(): return 1

        @dg.asset
        def upstream() {produced}:
            {body}

        @dg.asset
        def downstream(
            {parameter},
        ): ...

        @dg.asset_check(asset=upstream)
        def checked(
            {parameter},
        ): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(assets=[upstream, downstream], asset_checks=[checked])
        """


def test_an_asset_without_a_value_may_be_depended_on_and_read_by_an_io_manager(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        days = dg.DailyPartitionsDefinition("2024-01-01")

        class Warehouse(dg.IOManager):
            def handle_output(self, context, obj): ...
            def load_input(self, context): return "read from the table"

        @dg.asset
        def plain() -> None: ...

        @dg.asset(io_manager_key="warehouse")
        def stored() -> None: ...

        @dg.asset(partitions_def=days)
        def daily() -> None: ...

        @dg.multi_asset(specs=[dg.AssetSpec("first"), dg.AssetSpec("second")])
        def several(): ...

        @dg.asset(deps=[plain, stored, "first"])
        def by_deps(): ...

        @dg.asset(ins={"plain": dg.AssetIn(dagster_type=dg.Nothing)})
        def by_nothing(): ...

        @dg.asset(ins={"plain": dg.AssetIn(input_manager_key="warehouse")})
        def by_own_manager(plain, stored): ...

        @dg.asset(ins={"daily": dg.AssetIn(metadata={"allow_missing_partitions": True})})
        def by_some_days(daily): ...

        @dg.op(ins={"start": dg.In(dg.Nothing)})
        def step(): ...

        @dg.graph_asset
        def by_graph(plain): return step(plain)

        @dg.asset
        def by_value(second): ...

        @dg.asset_check(asset=plain, additional_deps=["daily"])
        def checked(): return dg.AssetCheckResult(passed=True)

        defs = dg.Definitions(
            assets=[plain, stored, daily, several, by_deps, by_nothing, by_own_manager, by_some_days, by_graph,
                by_value],
            asset_checks=[checked],
            resources={"warehouse": Warehouse()},
        )
        """,
        "upstream-without-value",
    )
    assert [(one["name"], one["value"]) for one in found] == [("by_value", "second")]


def test_types_are_not_compared_where_an_io_manager_may_convert_them(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Warehouse(dg.IOManager):
            def handle_output(self, context, obj): ...
            def load_input(self, context): return ""

        class Files(dg.FilesystemIOManager): ...

        @dg.asset(io_manager_key="warehouse")
        def stored() -> int: return 1

        @dg.asset(io_manager_key="files")
        def filed() -> int: return 1

        @dg.asset
        def plain() -> int: return 1

        @dg.asset(ins={"plain": dg.AssetIn(input_manager_key="warehouse")})
        def downstream(stored: str, filed: str, plain: str): ...

        defs = dg.Definitions(
            assets=[stored, filed, plain, downstream],
            resources={"warehouse": Warehouse(), "files": Files()},
        )
        """
    )
    assert found == []


def test_several_partitions_are_passed_as_a_dictionary(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        days = dg.DailyPartitionsDefinition("2024-01-01")

        @dg.asset(partitions_def=days)
        def daily() -> int: return 1

        @dg.asset
        def total(daily: dict[str, int]): ...

        @dg.asset(partitions_def=days)
        def label(daily: str): ...

        defs = dg.Definitions(assets=[daily, total, label])
        """
    )
    assert [(one["rule"], one["name"]) for one in found] == [("upstream-type-mismatch", "label")]


UNGATHERED = """
        import dagster as dg

        @dg.asset
        def orders(): ...

        source = dg.SourceAsset("source")

        @dg.multi_asset(specs=[dg.AssetSpec("first"), dg.AssetSpec("second")])
        def several(): ...

        others = [dg.AssetsDefinition(specs=[dg.AssetSpec("listed")])]
        specs = [dg.AssetSpec("specified")]

        @dg.multi_asset(specs=specs)
        def specified(): ...
        {more}
        """


UNLOADED = """
        declared = dg.AssetSpec("declared")

        @dg.asset_check(asset=orders)
        def not_empty(): return dg.AssetCheckResult(passed=True)

        made_checks = dg.build_column_schema_change_checks(assets=[orders])

        nightly = dg.define_asset_job("nightly", selection="orders")
        again = nightly

        every_night = dg.ScheduleDefinition(name="every_night", job=nightly, cron_schedule="0 0 * * *")

        @dg.sensor(job=nightly)
        def looking(context): ...

        days = dg.DailyPartitionsDefinition("2024-01-01")
        daily = dg.define_asset_job("daily", selection="orders", partitions_def=days)
        every_day = dg.build_schedule_from_partitioned_job(daily, name="every_day")
        """


def test_what_dagster_does_not_load_of_a_module_without_definitions_is_found(find: Find) -> None:
    found = find(UNGATHERED.format(more=UNLOADED), "unloaded-definition")
    assert [(one["subject"], one["name"], one["at"] and one["at"]["source"]) for one in found] == [
        ("asset", "declared", 'declared = dg.AssetSpec("declared")'),
        (
            "asset check",
            "orders:column_schema_change",
            "made_checks = dg.build_column_schema_change_checks(assets=[orders])",
        )
        if False
        else ("asset check", found[1]["name"], "made_checks = dg.build_column_schema_change_checks(assets=[orders])"),
        ("asset check", "orders:not_empty", "def not_empty(): return dg.AssetCheckResult(passed=True)"),
        ("job", "daily", 'daily = dg.define_asset_job("daily", selection="orders", partitions_def=days)'),
        ("job", "nightly", 'nightly = dg.define_asset_job("nightly", selection="orders")'),
        ("schedule", "every_day", 'every_day = dg.build_schedule_from_partitioned_job(daily, name="every_day")'),
        (
            "schedule",
            "every_night",
            'every_night = dg.ScheduleDefinition(name="every_night", job=nightly, cron_schedule="0 0 * * *")',
        ),
        ("sensor", "looking", "def looking(context): ..."),
    ]
    assert found[2]["message"] == (
        "the check 'orders:not_empty' is not loaded: the module 'definitions' has no Definitions, and of such a one"
        " Dagster loads only assets; give it to Definitions(asset_checks=[…])"
    )


@pytest.mark.parametrize("made", ["@dg.job", "@dg.graph"])
def test_a_job_of_ops_is_all_that_is_loaded_of_a_module_without_definitions(find: Find, made: str) -> None:
    job = f"""
        @dg.op
        def step(): ...

        {made}
        def stepping(): step()
        """
    found = find(UNGATHERED.format(more=job), "unloaded-definition")
    names = ["first", "listed", "orders", "source", "specified"]
    assert [(one["subject"], one["name"]) for one in found] == [("asset", name) for name in names]
    assert "of such a one Dagster loads only the job 'stepping'; " in found[0]["message"]


@pytest.mark.parametrize(
    "gathering",
    [
        "",
        UNLOADED + "defs = dg.Definitions(assets=[orders])",
        UNLOADED + "@dg.repository\n        def everything(): return [orders]",
    ],
)
def test_what_is_loaded_or_left_out_by_whoever_gathers_definitions_is_not_missed(find: Find, gathering: str) -> None:
    assert find(UNGATHERED.format(more=gathering), "unloaded-definition") == []


def test_a_job_that_is_named_is_meant_to_be_loaded_alone(start: Start, write_project: WriteProject) -> None:
    job = "@dg.op\n        def step(): ...\n        @dg.job\n        def stepping(): step()\n"
    project = write_project({"definitions.py": UNGATHERED.format(more=UNLOADED + job)})
    client = start(project)
    client.open("python_file", str(project / "definitions.py"), attribute="stepping")
    findings = client.ask("definitions.describe", {})["findings"]
    assert [one for one in findings if one["rule"] == "unloaded-definition"] == []


RESOURCES = """
        import dagster as dg

        class Database(dg.ConfigurableResource):
            password: str

        class Queue(dg.ConfigurableResource):
            address: str = dg.EnvVar("QUEUE_ADDRESS")

        class Store(dg.ConfigurableResource):
            database: Database
            queue: Queue
            bucket: str = "x"

        class Settings(dg.Config):
            region: str = dg.EnvVar("REGION")

        @dg.resource(config_schema={"token": dg.StringSource})
        def client(context): ...

        @dg.asset
        def orders(store: Store, config: Settings): ...

        @dg.op(required_resource_keys={"client", "mail"})
        def send(context): ...

        @dg.job(config={"resources": {"mail": {"config": {"token": {"env": "JOB_TOKEN"}}}}})
        def sending(): send()

        nightly = dg.define_asset_job(
            "nightly",
            selection="orders",
            config={"ops": {"orders": {"config": {"region": {"env": "NIGHTLY_REGION"}}}}},
        )

        database = Database(password=dg.EnvVar("DATABASE_PASSWORD"))

        defs = dg.Definitions(
            assets=[orders],
            jobs=[sending, nightly],
            resources={
                "store": Store(database=Database(password=dg.EnvVar("STORE_PASSWORD")), queue=Queue()),
                "client": client.configured({"token": {"env": "CLIENT_TOKEN"}}),
                "mail": client,
                "database": database,
            },
        )
        """


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
    assert all(one["value"] in _line(one) for one in found)


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


def test_a_resource_that_nothing_uses_is_found_at_its_key(find: Find) -> None:
    found = find(RESOURCES, "unused-resource")
    assert [(one["name"], one["message"]) for one in found] == [("database", "nothing uses the resource 'database'")]
    assert _line(found[0]) == '"database": database,'


def test_every_way_to_use_a_resource_counts(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Plain(dg.ConfigurableResource): ...

        class Outer(dg.ConfigurableResource):
            inner: Plain

        @dg.resource(required_resource_keys={"of_resource"})
        def legacy(context): ...

        @dg.asset(io_manager_key="of_output", required_resource_keys={"legacy"})
        def made(context): ...

        @dg.asset(ins={"made": dg.AssetIn(input_manager_key="of_input")})
        def read(made, outer: Outer): ...

        @dg.asset_check(asset=made)
        def checked(of_check: Plain): return dg.AssetCheckResult(passed=True)

        @dg.success_hook(required_resource_keys={"of_hook"})
        def hook(context): ...

        @dg.op
        def step(of_op: Plain): ...

        @dg.graph
        def steps(): step()

        @dg.job
        def stepping(): steps()

        @dg.sensor(job=stepping)
        def looking(context, of_sensor: Plain): ...

        @dg.schedule(job=stepping, cron_schedule="0 0 * * *")
        def nightly(context, of_schedule: Plain): ...

        hooked = dg.define_asset_job("hooked", selection="made", hooks={hook})
        inner = Plain()
        store = dg.FilesystemIOManager()

        defs = dg.Definitions(
            assets=[made, read],
            asset_checks=[checked],
            jobs=[stepping, hooked],
            sensors=[looking],
            schedules=[nightly],
            resources={
                "of_resource": Plain(), "legacy": legacy, "of_output": store, "of_input": store,
                "outer": Outer(inner=inner), "inner": inner, "of_check": Plain(), "of_hook": Plain(),
                "of_op": Plain(), "of_sensor": Plain(), "of_schedule": Plain(),
            },
        )
        """
    )
    assert found == []


def test_resources_that_a_schedule_or_sensor_needs_and_nothing_provides_are_found(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.op
        def step(): ...

        @dg.job
        def stepping(): step()

        @dg.sensor(job=stepping, required_resource_keys={"mail"})
        def looking(context): ...

        @dg.schedule(job=stepping, cron_schedule="0 0 * * *", required_resource_keys={"clock"})
        def nightly(context): ...

        defs = dg.Definitions(jobs=[stepping], sensors=[looking], schedules=[nightly])
        """
    )
    assert [(one["rule"], one["subject"], one["name"], one["value"]) for one in found] == [
        ("missing-resource", "schedule", "nightly", "clock"),
        ("missing-resource", "sensor", "looking", "mail"),
    ]


def test_a_time_zone_of_an_automation_condition_that_does_not_exist_is_found(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.asset(
            automation_condition=dg.AutomationCondition.on_cron(
                "0 6 * * *",
                "Europe/Berln",
            ) & ~dg.AutomationCondition.in_progress(),
        )
        def orders(): ...

        defs = dg.Definitions(assets=[orders])
        """
    )
    assert [(one["rule"], one["name"], one["value"]) for one in found] == [
        ("invalid-timezone", "orders", "Europe/Berln")
    ]
    assert _line(found[0]) == '"Europe/Berln",'


def test_ticks_are_evaluated_only_when_asked_for(find: Find) -> None:
    code = """
        import dagster as dg

        @dg.op
        def step(): ...

        @dg.job
        def stepping(): step()

        @dg.schedule(job=stepping, cron_schedule="0 0 * * *")
        def nightly(context):
            raise KeyError("no such region")

        @dg.schedule(job=stepping, cron_schedule="0 0 * * *")
        def daily(context): return dg.RunRequest()

        @dg.sensor(job=stepping)
        def looking(context):
            return 1 / 0

        @dg.sensor(job=stepping)
        def idle(context): return dg.SkipReason("nothing")

        defs = dg.Definitions(jobs=[stepping], schedules=[nightly, daily], sensors=[looking, idle])
        """
    assert find(code) == []
    found = find(code, dry_ticks=True)
    assert [(one["rule"], one["name"], one["message"]) for one in found] == [
        ("failing-schedule", "nightly", "the schedule 'nightly' raises KeyError: 'no such region'"),
        ("failing-sensor", "looking", "the sensor 'looking' raises ZeroDivisionError: division by zero"),
    ]
    assert [_line(one) for one in found] == ['raise KeyError("no such region")', "return 1 / 0"]


def test_ticks_are_evaluated_once_however_often_definitions_are_described(
    start: Start, write_project: WriteProject
) -> None:
    code = """
        from pathlib import Path
        import dagster as dg

        @dg.op
        def step(): ...

        @dg.job
        def stepping(): step()

        @dg.sensor(job=stepping)
        def looking(context):
            with (Path(__file__).parent / "asked.txt").open("a") as asked:
                asked.write("once\\n")
            return 1 / 0

        defs = dg.Definitions(jobs=[stepping], sensors=[looking])
        """
    project = write_project({"definitions.py": code})
    client = start(project)
    client.open("python_file", str(project / "definitions.py"))
    found = [client.ask("definitions.describe", {"dry_ticks": True})["findings"] for _ in range(2)]
    assert found[0] == found[1]
    assert [one["name"] for one in found[0] if one["rule"] == "failing-sensor"] == ["looking"]
    assert (project / "asked.txt").read_text(encoding="utf-8") == "once\n"


PRACTICES = """
        import dagster as dg

        @dg.asset
        def bare(context, described): return 1

        @dg.asset(group_name="sales", owners=["team:data"], kinds={"python"}, partitions_def=None)
        def described() -> dg.MaterializeResult:
            "What it is."
            return dg.MaterializeResult(metadata={"rows": 1})

        @dg.asset(group_name="sales", owners=["team:data"], description="d", metadata={"table": "orders"})
        def declared(described: int) -> None: ...

        @dg.asset_check(asset=described)
        def undescribed(): return dg.AssetCheckResult(passed=True)

        @dg.op
        def step(): ...

        @dg.job
        def stepping(): step()

        defs = dg.Definitions(assets=[bare, described, declared], asset_checks=[undescribed], jobs=[stepping])
        """


def test_what_good_practice_asks_for_is_found(find: Find) -> None:
    rules = ("missing-description", "missing-owner", "missing-group", "missing-metadata", "missing-type-annotation")
    found = find(PRACTICES, *rules, "op-job", "unpartitioned-append")
    assert [(one["rule"], one["subject"], one["name"]) for one in found] == [
        ("missing-description", "asset", "bare"),
        ("missing-description", "asset check", "described:undescribed"),
        ("missing-group", "asset", "bare"),
        ("missing-metadata", "asset", "bare"),
        ("missing-owner", "asset", "bare"),
        ("missing-type-annotation", "asset", "bare"),
        ("op-job", "job", "stepping"),
    ]
    assert found[5]["message"] == "the asset 'bare' declares no type of its parameter 'described' and its value"


def test_types_that_are_declared_to_dagster_are_declared(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        Prices = dg.DagsterType(lambda _context, value: True, name="Prices")

        @dg.asset(dagster_type=Prices)
        def prices(): ...

        @dg.asset(dagster_type=Prices, ins={"taken": dg.AssetIn("prices", dagster_type=Prices)})
        def typed(taken): ...

        @dg.asset(dagster_type=Prices)
        def half(prices): ...

        @dg.multi_asset(outs={"high": dg.AssetOut(dagster_type=Prices), "low": dg.AssetOut()})
        def both(): return 1, 2

        @dg.op
        def doubled(value: int) -> int: return 2 * value

        @dg.op
        def untold(value): return value

        @dg.graph_asset
        def twice(prices): return doubled(prices)

        @dg.graph_asset
        def passed(prices): return untold(prices)

        defs = dg.Definitions(assets=[prices, typed, half, both, twice, passed])
        """,
        "missing-type-annotation",
    )
    assert [one["message"] for one in found] == [
        "the asset 'half' declares no type of its parameter 'prices'",
        "the asset 'low' declares no type of its value",
        "the asset 'passed' declares no type of its parameter 'prices' and its value",
    ]


def test_the_ops_of_a_graph_tell_the_metadata_of_its_assets(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        @dg.op
        def counted(): return dg.Output(1, metadata={"rows": 1})

        @dg.op
        def silent(): return 1

        @dg.graph
        def inner(): return counted()

        @dg.graph_asset
        def told(): return inner()

        @dg.graph_asset
        def untold(): return silent()

        defs = dg.Definitions(assets=[told, untold])
        """,
        "missing-metadata",
    )
    assert [one["name"] for one in found] == ["untold"]


def test_what_a_function_calls_of_the_project_may_tell_metadata(start: Start, write_project: WriteProject) -> None:
    helpers = """
        import dagster as dg

        def told(rows): return dg.MaterializeResult(metadata={"rows": rows})
        def passed(rows): return told(rows)
        def counted(rows): return len(rows)
        """
    definitions = """
        from functools import partial
        import dagster as dg
        import helpers
        from helpers import counted, told
        from typing import TYPE_CHECKING

        class Warehouse(dg.ConfigurableResource):
            def load(self, rows): return dg.MaterializeResult(metadata={"rows": rows})
            def count(self, rows): return len(rows)

        class Rows:
            def __init__(self, rows): self.rows = rows
            def result(self): return dg.Output(self.rows, metadata={"rows": len(self.rows)})

        def make(name, function):
            @dg.asset(name=name)
            def made(): return function([])
            return made

        @dg.asset
        def by_name(): return told([])

        @dg.asset
        def by_module(): return helpers.told([])

        @dg.asset
        def by_another(): return helpers.passed([])

        @dg.asset
        def by_variable():
            result = told([])
            return result

        @dg.asset
        def by_resource(warehouse: Warehouse): return warehouse.load([])

        @dg.asset
        def by_object(): return Rows([]).result()

        by_factory = make("by_factory", told)

        @dg.asset
        def by_somebody_else() -> dg.MaterializeResult: return partial(told, [])()

        @dg.asset
        def silent(): return helpers.counted([])

        @dg.asset
        def silent_by_resource(warehouse: Warehouse): return warehouse.count([])

        @dg.asset
        def silent_by_object(): return Rows([]).rows

        @dg.asset
        def silent_result() -> dg.MaterializeResult: return dg.MaterializeResult()

        silent_by_factory = make("silent_by_factory", counted)

        defs = dg.Definitions(
            assets=[by_name, by_module, by_another, by_variable, by_resource, by_object, by_factory, by_somebody_else,
                silent, silent_by_resource, silent_by_object, silent_result, silent_by_factory],
            resources={"warehouse": Warehouse()},
        )
        """
    project = write_project({"helpers.py": helpers, "definitions.py": definitions})
    client = start(project)
    client.open("python_file", str(project / "definitions.py"))
    findings = client.ask("definitions.describe", {})["findings"]
    assert [one["name"] for one in findings if one["rule"] == "missing-metadata"] == [
        "silent",
        "silent_by_factory",
        "silent_by_object",
        "silent_by_resource",
        "silent_result",
    ]


def test_resources_of_classes_that_stand_nowhere_in_the_code_are_linted(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Client: ...

        class Shop(dg.ConfigurableResource[Client]):
            url: str

        Made = type("Made", (Shop,), {"__module__": __name__})

        @dg.asset
        def orders(shop: Shop): ...

        defs = dg.Definitions(assets=[orders], resources={"shop": Made(url="x"), "spare": Made(url="x")})
        """
    )
    assert [(one["rule"], one["name"]) for one in found] == [("unused-resource", "spare")]


def test_resources_of_source_assets_and_such_that_are_completed_at_launch_are_used(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        class Credentials(dg.ConfigurableResource):
            user: str

        class Bucket(dg.ConfigurableResource):
            credentials: dg.ResourceDependency[Credentials]

        class Files(dg.ConfigurableIOManager):
            def handle_output(self, context, obj): ...
            def load_input(self, context): ...

        credentials = Credentials.configure_at_launch()
        legacy = dg.SourceAsset("legacy", io_manager_key="files")

        @dg.observable_source_asset(required_resource_keys={"clock"})
        def observed(): return dg.DataVersion("1")

        @dg.asset
        def orders(legacy, bucket: Bucket): ...

        defs = dg.Definitions(
            assets=[legacy, observed, orders],
            resources={
                "bucket": Bucket(credentials=credentials),
                "clock": "now",
                "credentials": credentials,
                "files": Files(),
                "spare": Credentials.configure_at_launch(),
            },
        )
        """
    )
    assert [(one["rule"], one["name"]) for one in found] == [("unused-resource", "spare")]


def test_assets_that_are_appended_to_need_partitions(find: Find) -> None:
    found = find(PRACTICES, "unpartitioned-append", append_assets="group:sales")
    assert [one["name"] for one in found] == ["declared", "described"]


def test_appended_assets_may_be_in_any_repository_of_the_code_location(find: Find) -> None:
    code = """
        import dagster as dg

        @dg.asset
        def of_one(): ...

        @dg.asset
        def of_two(): ...

        @dg.repository
        def one(): return [of_one]

        @dg.repository
        def two(): return [of_two]
        """
    rule, both = "unpartitioned-append", "key:of_one or key:of_two"
    assert [(one["repository"], one["name"]) for one in find(code, rule, append_assets=both)] == [
        ("one", "of_one"),
        ("two", "of_two"),
    ]
    assert [one["name"] for one in find(code, rule, append_assets=both, repository="one")] == ["of_one"]
    assert find(code, rule, append_assets="key:of_two", repository="one") == []


def test_a_selection_of_appended_assets_that_names_nothing_is_refused(
    start: Start, write_project: WriteProject
) -> None:
    project = write_project({"definitions.py": PRACTICES})
    client = start(project)
    client.open("python_file", str(project / "definitions.py"))
    error = client.refused("definitions.describe", {"append_assets": "key:descrbed"})
    assert [(one["parameter"], one["value"]) for one in error["problems"]] == [("appendAssets", "descrbed")]


def test_a_selection_over_several_code_locations_that_names_nothing_is_refused_by_its_parameter(
    start: Start, write_project: WriteProject
) -> None:
    code = "import dagster as dg\n@dg.asset\ndef {0}(): ...\ndefs = dg.Definitions(assets=[{0}])\n"
    project = write_project({"one.py": code.format("of_one"), "two.py": code.format("of_two")})
    assets: list[Any] = []
    for location in ("one.py", "two.py"):
        client = start(project)
        client.open("python_file", str(project / "one.py"), str(project / "two.py"), location=location)
        assets += client.ask("assets.graph", {"repository": None})["assets"]
    request = {"parameter": "appendAssets", "assets": assets, "to_run": False}
    assert client.ask("assets.resolve", {"select": "of_one", **request}) == {"keys": ["of_one"]}
    error = client.refused("assets.resolve", {"select": "of_one,key:of_tow", **request})
    assert [(one["parameter"], one["value"]) for one in error["problems"]] == [("appendAssets", "of_tow")]
    assert "of_two" in error["problems"][0]["choices"]


def test_comments_suppress_findings(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        # Another deployment makes it. dagster-lint: ignore[unknown-upstream]
        @dg.asset(deps=["nothing"])
        def above(): ...

        @dg.asset(
            deps=["nothing"],  # dagster-lint: ignore[unknown-upstream, missing-owner] made by hand
        )
        def inside(): ...

        @dg.asset(deps=["nothing"])
        def signature():  # dagster-lint: ignore
            ...

        @dg.asset(deps=["nothing"])
        def other_rule():  # dagster-lint: ignore[missing-owner]
            ...

        @dg.asset(deps=["nothing"])
        def in_a_string():
            "# dagster-lint: ignore"

        elsewhere = dg.AssetSpec(
            "elsewhere",
            deps=["nothing"],  # dagster-lint: ignore[unknown-upstream]
        )

        defs = dg.Definitions(assets=[above, inside, signature, other_rule, in_a_string, elsewhere])
        """
    )
    assert {one["name"]: one["suppressed"] for one in found} == {
        "above": True,
        "elsewhere": True,
        "in_a_string": False,
        "inside": True,
        "other_rule": False,
        "signature": True,
    }


def test_a_comment_behind_a_statement_is_about_that_alone(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        b = dg.AssetSpec("b", deps=["x2"])  # dagster-lint: ignore[unknown-upstream]
        c = dg.AssetSpec("c", deps=["x3"])
        # dagster-lint: ignore[unknown-upstream]
        d = dg.AssetSpec("d", deps=["x4"])

        defs = dg.Definitions(assets=[b, c, d])
        """
    )
    assert {one["name"]: one["suppressed"] for one in found} == {"b": True, "c": False, "d": True}


def test_a_comment_suppresses_in_a_whole_file(find: Find) -> None:
    found = find(
        """
        # dagster-lint: ignore-file[unknown-upstream]
        import dagster as dg

        @dg.asset(deps=["nothing"])
        def orders(): ...

        defs = dg.Definitions(assets=[orders])
        """,
        "unknown-upstream",
        "missing-owner",
    )
    assert [(one["rule"], one["suppressed"]) for one in found] == [("missing-owner", False), ("unknown-upstream", True)]


def test_a_comment_that_suppresses_nothing_is_found(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        # dagster-lint: ignore[mising-owner]
        @dg.asset
        def orders(): ...

        # dagster-lint: ignroe
        defs = dg.Definitions(assets=[orders])
        """
    )
    assert [(one["rule"], one["name"], one["value"], one["at"]["line"]) for one in found] == [
        ("unknown-suppression", "definitions.py", "ignroe", 7),
        ("unknown-suppression", "definitions.py", "mising-owner", 3),
    ]


def test_a_comment_that_covers_no_finding_of_its_rule_is_found(find: Find) -> None:
    found = find(
        """
        # dagster-lint: ignore-file[missing-group, op-job]
        import dagster as dg

        # dagster-lint: ignore[unknown-upstream, missing-owner]
        @dg.asset
        def orders(): ...

        @dg.asset(deps=["nothing"])  # dagster-lint: ignore[unknown-upstream]
        def used(): ...

        # dagster-lint: ignore
        @dg.asset(owners=["team:data"])
        def every_rule(): ...

        # dagster-lint: ignore[unset-environment-variable, failing-sensor, unpartitioned-append, unused-suppression]
        # dagster-lint: ignore[mising-owner]
        defs = dg.Definitions(assets=[orders, used, every_rule])

        # dagster-lint: ignore[unknown-checked-asset, unused-suppression]
        """,
        "unused-suppression",
    )
    assert [(one["name"], one["value"], one["at"]["line"], one["suppressed"]) for one in found] == [
        ("definitions.py", "op-job", 1, False),
        ("definitions.py", "unknown-upstream", 4, False),
        ("definitions.py", "unknown-checked-asset", 19, True),
    ]
    assert [one["message"] for one in found][:2] == [
        "the comment ignores 'op-job', of which there is no finding in this file",
        "the comment ignores 'unknown-upstream', of which there is no finding here",
    ]


def test_a_comment_is_of_use_that_covers_a_finding_of_any_repository(find: Find) -> None:
    code = """
        import dagster as dg

        # dagster-lint: ignore[missing-owner, op-job]
        @dg.asset
        def of_two(): ...

        @dg.asset
        def of_one(): ...

        @dg.repository
        def one(): return [of_one]

        @dg.repository
        def two(): return [of_two]
        """
    assert [one["value"] for one in find(code, "unused-suppression")] == ["op-job"]
    assert find(code, "unused-suppression", repository="one") == []


def test_a_comment_is_of_use_for_what_one_code_location_alone_cannot_tell(
    start: Start, write_project: WriteProject
) -> None:
    code = """
        import dagster as dg
        @dg.asset(deps=["of_two"])  # dagster-lint: ignore[unknown-upstream]
        def of_one(): ...
        defs = dg.Definitions(assets=[of_one])
        """
    project = write_project({"one.py": code, "two.py": code})
    client = start(project)
    client.open("python_file", str(project / "one.py"), str(project / "two.py"), location="one.py")
    findings = client.ask("definitions.describe", {"location": "one.py"})["findings"]
    assert [one for one in findings if one["rule"] == "unused-suppression"] == []


def test_an_asset_of_another_code_location_is_not_missed_in_one_alone(
    start: Start, write_project: WriteProject
) -> None:
    files = {
        "one.py": """
            import dagster as dg
            @dg.asset(deps=["of_two"])
            def of_one(): ...
            defs = dg.Definitions(assets=[of_one])
            """,
        "two.py": """
            import dagster as dg
            @dg.asset
            def of_two(): ...
            defs = dg.Definitions(assets=[of_two])
            """,
    }
    project = write_project(files)
    client = start(project)
    client.open("python_file", str(project / "one.py"), str(project / "two.py"), location="one.py")
    everything = client.ask("definitions.describe", {})["findings"]
    # The plugin drops it when it has the definitions of all code locations.
    assert [one["value"] for one in everything if one["rule"] == "unknown-upstream"] == ["of_two"]
    alone = client.ask("definitions.describe", {"location": "one.py"})["findings"]
    assert [one for one in alone if one["rule"] == "unknown-upstream"] == []


def test_the_rules_are_those_that_the_plugin_knows() -> None:
    from dagster_maven_bridge.linting.lint import RULES

    java = MAIN.parent / "java/io/github/dagstermaven/dagster/LintRule.java"
    constants = re.findall(r"^    ([A-Z_]+)\(", Path(java).read_text(encoding="utf-8"), re.MULTILINE)
    assert {name.lower().replace("_", "-") for name in constants} == RULES


def test_an_asset_of_another_repository_of_the_code_location_is_known(find: Find) -> None:
    code = """
        import dagster as dg

        @dg.asset(deps=["of_two", "of_none"])
        def of_one(): ...

        @dg.asset(deps=["of_none"])
        def of_two(): ...

        @dg.repository
        def one(): return [of_one]

        @dg.repository
        def two(): return [of_two]
        """
    assert [(one["repository"], one["value"]) for one in find(code)] == [("one", "of_none"), ("two", "of_none")]
    assert [one["value"] for one in find(code, repository="one")] == ["of_none"]


TEMPLATES = MAIN.parent / "resources/io/github/dagstermaven/scaffold/templates"


@pytest.mark.parametrize(("layout", "module"), [("classic", "shop"), ("dg", "shop.definitions")])
def test_nothing_is_found_in_a_new_project(layout: str, module: str, start: Start, write_project: WriteProject) -> None:
    if layout == "dg" and dagster.__version__.startswith("1.10."):
        pytest.skip("a new project of components is made for Dagster 1.11 and later")
    folder = TEMPLATES / layout
    names = (folder / "contents.txt").read_text(encoding="utf-8").split()
    files = {name: folder / name for name in names if name.endswith((".py", ".yaml", ".csv", "pyproject.toml"))}
    project = write_project(
        {
            name.replace("@name@", "shop"): file.read_text(encoding="utf-8").replace("@name@", "shop")
            for name, file in files.items()
        }
    )
    client = start(project)
    client.open("module_name", module)
    assert client.ask("definitions.describe", {"dry_ticks": True})["findings"] == []
