"""Lint: what good practice asks for."""

from typing import Any

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


def test_a_function_that_lint_cannot_follow_may_tell_metadata(start: Start, write_project: WriteProject) -> None:
    results = """
        import dagster as dg

        def result(rows): return dg.MaterializeResult(metadata={"rows": rows})
        def counted(rows): return len(rows)

        class Rows:
            def result(self): return result(1)
        """
    definitions = """
        import functools
        import dagster as dg
        import lib.results
        import folder.within.results
        from lib import results

        bound = functools.partial(results.result, 1)
        by_name = {"result": results.result}
        several = [results.result]

        @dg.asset
        def by_package(): return lib.results.result(1)

        @dg.asset
        def by_folder(): return folder.within.results.result(1)

        @dg.asset
        def by_class(): return results.Rows().result()

        @dg.asset
        def by_own_import():
            from lib.results import result
            return result(1)

        @dg.asset
        def by_own_import_of_the_module():
            import lib.late
            return lib.late.made()

        @dg.asset
        def by_partial(): return bound()

        @dg.asset
        def by_key(): return by_name["result"](1)

        @dg.asset
        def by_attribute(): return getattr(results, "result")(1)

        @dg.asset
        def by_own_variable():
            for made in several:
                returned = made(1)
            return returned

        def telling(function):
            @functools.wraps(function)
            def told(): return dg.Output(function(), metadata={"rows": 1})
            return told

        @dg.asset
        @telling
        def by_wrapper(): return 1

        def kept(function):
            @functools.wraps(function)
            def inner(): return function()
            return inner

        @dg.asset
        @kept
        def silent_in_wrapper(): return 1

        def make():
            by_lambda = lambda: by_name["result"](1)
            by_lambda.__name__ = "by_lambda"
            return dg.asset(by_lambda)

        @dg.asset
        def silent(): return lib.results.counted([])

        @dg.asset
        def silent_with_import():
            import json, sys
            from os import path
            rows = json.loads("[]")
            return [lib.results.counted(row) for row in rows]

        defs = dg.Definitions(
            assets=[by_package, by_folder, by_class, by_own_import, by_own_import_of_the_module, by_partial, by_key,
                by_attribute, by_own_variable, by_wrapper, make(), silent, silent_in_wrapper, silent_with_import],
        )
        """
    files = ["lib/__init__.py", "lib/results.py", "lib/late.py", "folder/within/results.py", "definitions.py"]
    texts = ["", results, "from lib.results import result\ndef made(): return result(1)\n", results, definitions]
    project = write_project(dict(zip(files, texts, strict=True)))
    client = start(project)
    client.open("python_file", str(project / "definitions.py"))
    findings = client.ask("definitions.describe", {})["findings"]
    missing = [one["name"] for one in findings if one["rule"] == "missing-metadata"]
    assert missing == ["silent", "silent_in_wrapper", "silent_with_import"]


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


def test_a_name_that_one_of_several_code_locations_lacks_may_be_of_another(
    start: Start, write_project: WriteProject
) -> None:
    code = "import dagster as dg\n@dg.asset\ndef {0}(): ...\ndefs = dg.Definitions(assets=[{0}])\n"
    project = write_project({"one.py": code.format("of_one"), "two.py": code.format("of_two")})
    client = start(project)
    client.open("python_file", str(project / "one.py"), str(project / "two.py"), location="one.py")
    for select, expected in (("of_one", ["of_one"]), ("of_two", []), ("of_one,of_two", [])):
        findings = client.ask("definitions.describe", {"location": "one.py", "append_assets": select})["findings"]
        assert [one["name"] for one in findings if one["rule"] == "unpartitioned-append"] == expected
