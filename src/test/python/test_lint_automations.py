"""Lint: schedules, sensors and conditions that cannot work."""

from conftest import Start, WriteProject
from linted import Find, line_of


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
    assert line_of(found[0]) == '"Europe/Berln",'


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
    assert [line_of(one) for one in found] == ['raise KeyError("no such region")', "return 1 / 0"]


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
