"""Lint: keys of assets that nothing defines."""

from conftest import Start, WriteProject
from linted import Find, line_of


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
    assert line_of(found[0]) == '"raw_order",'
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
    assert line_of(found[0]) == '@dg.asset_check(asset="ordres")'
    assert found[0]["message"] == "the check 'ordres:not_empty' is for the asset 'ordres', which nothing defines"


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
