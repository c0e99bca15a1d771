"""Lint: definitions in a module without a Definitions object."""

import pytest
from conftest import Start, WriteProject
from linted import Find

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
        ),
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


def test_a_specification_that_others_are_made_of_is_not_missed(find: Find) -> None:
    found = find(
        """
        import dagster as dg

        TEMPLATE = dg.AssetSpec("unused_template", group_name="g")
        ALIAS = TEMPLATE
        WANTED = TEMPLATE.replace_attributes(key="wanted")

        @dg.multi_asset(specs=[WANTED])
        def made(): ...

        forgotten = dg.AssetSpec("forgotten")
        needed = dg.AssetSpec("needed")

        @dg.asset(deps=[needed])
        def needing(): ...
        """,
        "unloaded-definition",
    )
    assert [(one["subject"], one["name"]) for one in found] == [("asset", "forgotten"), ("asset", "needed")]


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
