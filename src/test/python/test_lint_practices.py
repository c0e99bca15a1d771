"""Lint: what good practice asks for."""

from conftest import Start, WriteProject
from linted import Find

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
