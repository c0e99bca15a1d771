"""Schedules and sensors: their state, evaluating a tick without carrying it out, and what an instance keeps."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from conftest import Client, Start, WriteProject, until

SHOP = """
    import dagster as dg

    colours = dg.DynamicPartitionsDefinition(name="colours")
    days = dg.DailyPartitionsDefinition("2024-01-01")


    @dg.asset(partitions_def=days)
    def sales() -> None: ...


    @dg.asset(partitions_def=colours)
    def paint() -> None: ...


    @dg.op(config_schema={"path": str})
    def load(context) -> None: ...


    @dg.job
    def load_files() -> None:
        load()


    class Prices(dg.ConfigurableResource):
        currency: str


    daily_sales = dg.define_asset_job("daily_sales", selection=[sales])
    every_day = dg.build_schedule_from_partitioned_job(daily_sales, name="every_day", hour_of_day=2)


    @dg.schedule(cron_schedule=["0 4 * * 1", "0 5 * * 2"], job=load_files, execution_timezone="Europe/Berlin")
    def weekly(context: dg.ScheduleEvaluationContext, prices: Prices):
        when = context.scheduled_execution_time
        if when.day == 1:
            return dg.SkipReason(f"no {prices.currency} on the first")
        if when.day == 2:
            raise LookupError("no price list") from ValueError("empty")
        return dg.RunRequest(
            run_key=when.isoformat(),
            run_config={"ops": {"load": {"config": {"path": f"{when:%Y-%m-%d}.csv"}}}},
            tags={"currency": prices.currency},
        )


    @dg.schedule(cron_schedule="0 0 * * *", job=load_files, default_status=dg.DefaultScheduleStatus.RUNNING)
    def by_default():
        return dg.SkipReason("never")


    @dg.sensor(target=[paint], minimum_interval_seconds=45)
    def new_colours(context: dg.SensorEvaluationContext):
        \"\"\"Paints what is new.\"\"\"
        known = int(context.cursor or 0)
        if known > 8:
            return dg.SkipReason("nothing new")
        if context.last_run_key == "broken":
            raise RuntimeError("the colour store is closed")
        since = str(context.last_tick_completion_time)
        return dg.SensorResult(
            run_requests=[
                dg.RunRequest(run_key=f"red-{known}", partition_key="red", asset_selection=[dg.AssetKey("paint")]),
                dg.RunRequest(run_key="again", partition_key="red", tags={"since": since}),
            ],
            cursor=str(known + 1),
            dynamic_partitions_requests=[
                colours.build_add_request(["red"]), colours.build_delete_request(["grey"]),
            ],
        )


    @dg.sensor(job=load_files, default_status=dg.DefaultSensorStatus.RUNNING)
    def watching():
        return dg.SkipReason("nothing there")


    defs = dg.Definitions(
        assets=[sales, paint],
        jobs=[daily_sales, load_files],
        schedules=[every_day, weekly, by_default],
        sensors=[new_colours, watching],
        resources={"prices": Prices(currency="EUR")},
    )
"""

ENDLESS = """
    import pathlib
    import sys
    import time

    import dagster as dg


    @dg.op
    def work() -> None: ...


    @dg.job
    def job() -> None:
        work()


    def wait():
        pathlib.Path("waiting").touch()
        time.sleep(600)


    @dg.sensor(job=job)
    def waits():
        wait()


    @dg.schedule(job=job, cron_schedule="0 0 * * *")
    def waits_too():
        wait()


    @dg.sensor(job=job)
    def leaves():
        sys.exit(3)


    defs = dg.Definitions(sensors=[waits, leaves], schedules=[waits_too])
"""

# The id that `dagster dev` with these arguments knows a schedule by.
ORIGIN_ID = """
import click
from dagster._cli.workspace.cli_target import workspace_opts_to_load_target
from dagster_shared.cli import WorkspaceOpts, workspace_options

try:
    from dagster._core.remote_origin import RemoteRepositoryOrigin
except ImportError:
    from dagster._core.remote_representation.origin import RemoteRepositoryOrigin


@click.command
@workspace_options
def tell(**given):
    target = workspace_opts_to_load_target(WorkspaceOpts.extract_from_cli_options(given))
    [origin] = target.create_origins()
    print(RemoteRepositoryOrigin(origin, "__repository__").get_instigator_origin("weekly").get_id())


tell()
"""

NAMED = {"location": None, "repository": None}


@pytest.fixture
def shop(start: Start, write_project: WriteProject) -> Client:
    client = start(write_project({"shop.py": SHOP}))
    client.open("module_name", "shop")
    return client


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The same for tests that change nothing."""
    folder = tmp_path_factory.mktemp("unchanged")
    project = folder / "project"
    project.mkdir()
    (project / "shop.py").write_text(textwrap.dedent(SHOP), encoding="utf-8")
    client = Client(project, folder / "home")
    client.open("module_name", "shop")
    yield client
    client.close()


def switch(client: Client, kind: str, action: str, name: str | None) -> Any:
    return client.ask("automations.switch", {"kind": kind, "action": action, "name": name, **NAMED})


def statuses(client: Client) -> dict[str, str]:
    listed = client.ask("schedules.list", NAMED)["schedules"] + client.ask("sensors.list", NAMED)["sensors"]
    return {item["name"]: item["status"] for item in listed}


def preview(client: Client, name: str, **given: Any) -> Any:
    kind = "sensors" if name in ("new_colours", "watching") else "schedules"
    return client.ask(f"{kind}.preview", {"name": name, **given})


@contextlib.contextmanager
def opened(client: Client) -> Iterator[dg.DagsterInstance]:
    """The instance as any other process opens it: with Dagster's own storages."""
    with dg.DagsterInstance.from_config(str(client.home)) as instance:
        yield instance


def content(home: Path) -> dict[str, list[Any]]:
    """Every row of every table of an instance."""
    rows: dict[str, list[Any]] = {}
    for file in sorted(home.rglob("*.db")):
        with contextlib.closing(sqlite3.connect(file)) as database:
            tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
            for table in tables:
                rows[f"{file.relative_to(home)} {table}"] = database.execute(f'select * from "{table}"').fetchall()
    return rows


def test_schedules_are_listed_with_their_state_and_next_tick(shop: Client) -> None:
    switch(shop, "schedule", "start", "weekly")
    listed = {item["name"]: item for item in shop.ask("schedules.list", NAMED)["schedules"]}
    assert list(listed) == ["by_default", "every_day", "weekly"]
    assert {name: item["status"] for name, item in listed.items()} == {
        "by_default": "RUNNING",
        "every_day": "STOPPED",
        "weekly": "RUNNING",
    }
    assert listed["weekly"]["cron"] == ["0 4 * * 1", "0 5 * * 2"]
    assert listed["weekly"]["timezone"] == "Europe/Berlin"
    assert listed["every_day"]["job"] == "daily_sales"
    assert listed["every_day"]["next_tick"] is None
    assert 0 < listed["by_default"]["next_tick"] - time.time() <= 24 * 3600
    assert listed["by_default"]["next_tick"] % (24 * 3600) == 0
    assert listed["weekly"]["defined_at"]["file"].endswith("shop.py")


def test_sensors_are_listed_with_their_state(unchanged: Client) -> None:
    listed = {item["name"]: item for item in unchanged.ask("sensors.list", NAMED)["sensors"]}
    assert list(listed) == ["new_colours", "watching"]
    assert listed["new_colours"]["status"] == "STOPPED"
    assert listed["new_colours"]["minimum_interval_seconds"] == 45.0
    assert listed["new_colours"]["type"] == "standard"
    assert listed["new_colours"]["jobs"] == []
    assert listed["watching"]["status"] == "RUNNING"
    assert listed["watching"]["jobs"] == ["load_files"]


def test_the_sensor_that_dagster_adds_is_listed_and_started_but_not_previewed(
    start: Start, write_project: WriteProject
) -> None:
    client = start(
        write_project(
            {
                "d.py": """
                import dagster as dg

                @dg.asset(automation_condition=dg.AutomationCondition.eager())
                def eager() -> None: ...

                defs = dg.Definitions(assets=[eager])
                """
            }
        )
    )
    client.open("module_name", "d")
    [sensor] = client.ask("sensors.list", NAMED)["sensors"]
    assert (sensor["name"], sensor["type"], sensor["status"]) == (
        "default_automation_condition_sensor",
        "auto_materialize",
        "STOPPED",
    )
    assert switch(client, "sensor", "start", sensor["name"])["automations"][0]["changed"]
    assert statuses(client) == {sensor["name"]: "RUNNING"}
    [problem] = client.refused("sensors.preview", {"name": sensor["name"]})["problems"]
    assert problem["kind"] == "not_previewable"


def test_what_is_started_is_what_another_dagster_on_the_same_home_sees(shop: Client) -> None:
    switch(shop, "schedule", "start", "weekly")
    switch(shop, "sensor", "start", "new_colours")
    listed = subprocess.run(
        [sys.executable, "-m", "dagster", "schedule", "list", "-m", "shop"],
        cwd=shop.directory,
        env={**os.environ, "DAGSTER_HOME": str(shop.home)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    # It looks for the state under an id that holds all of how the code location is loaded.
    assert "Schedule: weekly [RUNNING]" in listed
    assert "Schedule: every_day [STOPPED]" in listed


@pytest.mark.parametrize(
    ("kind", "value", "arguments"),
    [
        ("module_name", "shop", ["-m", "shop"]),
        # The file is a part of the id as it is written; state is found under an id without it as well.
        ("python_file", "shop.py", ["-f", "{project}/shop.py"]),
        ("workspace", "workspace.yaml", ["-w", "workspace.yaml"]),
        ("pyproject", "pyproject.toml", []),
    ],
)
def test_the_ids_are_those_of_a_dev_server_for_the_same_target(
    start: Start, write_project: WriteProject, kind: str, value: str, arguments: list[str]
) -> None:
    project = write_project(
        {
            "shop.py": SHOP,
            "workspace.yaml": "load_from:\n  - python_file: shop.py\n",
            "pyproject.toml": '[tool.dagster]\nmodule_name = "shop"\ncode_location_name = "the shop"\n',
        }
    )
    client = start(project)
    client.open(kind, value if kind == "module_name" else str(project / value))
    switch(client, "schedule", "start", "weekly")
    [state] = client.ask("schedules.debug", {})["states"]
    expected = subprocess.run(
        [sys.executable, "-c", ORIGIN_ID, *(argument.format(project=project) for argument in arguments)],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout
    assert state["origin_id"] == expected.strip()


def test_a_stopped_one_is_seen_as_stopped_also_when_it_runs_by_default(shop: Client) -> None:
    assert switch(shop, "schedule", "stop", "by_default")["automations"][0]["changed"]
    assert switch(shop, "sensor", "stop", "watching")["automations"][0]["changed"]
    assert statuses(shop) == {
        "by_default": "STOPPED",
        "every_day": "STOPPED",
        "weekly": "STOPPED",
        "new_colours": "STOPPED",
        "watching": "STOPPED",
    }
    with opened(shop) as instance:
        assert {state.status.value for state in instance.all_instigator_state()} == {"STOPPED"}


def test_what_is_in_that_state_already_stays_as_it_is(shop: Client) -> None:
    [again] = switch(shop, "schedule", "start", "by_default")["automations"]
    assert not again["changed"] and again["next_tick"] is not None
    assert not switch(shop, "sensor", "stop", "new_colours")["automations"][0]["changed"]
    with opened(shop) as instance:
        assert not instance.all_instigator_state()


def test_all_are_started(shop: Client) -> None:
    result = switch(shop, "schedule", "start", None)
    assert {item["name"]: item["changed"] for item in result["automations"]} == {
        "by_default": False,
        "every_day": True,
        "weekly": True,
    }
    assert result["has_daemon"] is False
    assert set(statuses(shop).values()) == {"RUNNING", "STOPPED"}
    assert statuses(shop)["new_colours"] == "STOPPED"


def test_a_restarted_schedule_counts_from_now(shop: Client) -> None:
    switch(shop, "schedule", "start", "weekly")
    before = _start_of(shop, "weekly")
    assert [item["name"] for item in switch(shop, "schedule", "restart", None)["automations"]] == [
        "by_default",
        "weekly",
    ]
    assert _start_of(shop, "weekly") > before


def _start_of(client: Client, name: str) -> float:
    with opened(client) as instance:
        [state] = [state for state in instance.all_instigator_state() if state.instigator_name == name]
        start: float = state.instigator_data.start_timestamp
        return start


def test_a_stopped_schedule_is_not_restarted(unchanged: Client) -> None:
    error = unchanged.refused(
        "automations.switch", {"kind": "schedule", "action": "restart", "name": "weekly", **NAMED}
    )
    assert error["problems"][0]["message"] == "The schedule 'weekly' is stopped, so that it cannot be restarted"


def test_a_daemon_that_lives_is_noticed(shop: Client) -> None:
    shop.ask("sensors.list", NAMED)
    with opened(shop) as instance:
        for kind, age in (("SCHEDULER", 10.0), ("SENSOR", 3600.0)):
            instance.add_daemon_heartbeat(_heartbeat(kind, time.time() - age))
    assert switch(shop, "schedule", "start", "weekly")["has_daemon"] is True
    assert switch(shop, "sensor", "start", "new_colours")["has_daemon"] is False


def _heartbeat(kind: str, timestamp: float) -> Any:
    from dagster._daemon.types import DaemonHeartbeat

    return DaemonHeartbeat(timestamp=timestamp, daemon_type=kind, daemon_id="1", errors=[])


def test_an_unknown_name_is_told_with_the_choices(unchanged: Client) -> None:
    [problem] = unchanged.refused("schedules.preview", {"name": "weekley"})["problems"]
    assert problem["message"] == "There is no schedule 'weekley'"
    assert problem["parameter"] == "scheduleName"
    assert problem["choices"] == ["by_default", "every_day", "weekly"]
    [problem] = unchanged.refused("sensors.cursor", {"name": "weekly"})["problems"]
    assert (problem["parameter"], problem["choices"]) == ("sensorName", ["new_colours", "watching"])


def test_a_tick_of_a_schedule_at_a_time(unchanged: Client) -> None:
    tick = preview(unchanged, "weekly", scheduled_execution_time="2024-01-08T04:00")
    assert tick["scheduled_at"] == 1704682800.0
    assert tick["on_schedule"] is True
    [run] = tick["requested_runs"]
    assert run["run_key"] == "2024-01-08T04:00:00+01:00"
    assert run["job"] == "load_files"
    assert run["tags"] == {"currency": "EUR"}
    assert run["run_config_yaml"] == "ops:\n  load:\n    config:\n      path: 2024-01-08.csv\n"


def test_a_time_that_is_not_one_of_the_schedule(unchanged: Client) -> None:
    assert preview(unchanged, "weekly", scheduled_execution_time="2024-01-10")["on_schedule"] is False


def test_a_tick_of_a_partitioned_job(unchanged: Client) -> None:
    [run] = preview(unchanged, "every_day", scheduled_execution_time="2024-01-08T02:00Z")["requested_runs"]
    assert (run["job"], run["partition"], run["tags"]) == ("daily_sales", "2024-01-07", {})


def test_without_a_time_it_is_the_next_tick(unchanged: Client) -> None:
    tick = preview(unchanged, "by_default")
    assert tick["scheduled_at"] > time.time()
    assert tick["skip_reason"] == "never"
    assert tick["requested_runs"] == []


def test_a_skipped_tick_of_a_schedule_says_why(unchanged: Client) -> None:
    tick = preview(unchanged, "weekly", scheduled_execution_time="2024-01-01T04:00+01:00")
    assert (tick["skip_reason"], tick["on_schedule"]) == ("no EUR on the first", True)


@pytest.mark.parametrize("text", ["tomorrow", "2024", "2024-13-01", "12:00"])
def test_what_is_no_moment_is_refused(unchanged: Client, text: str) -> None:
    [problem] = unchanged.refused("schedules.preview", {"name": "weekly", "scheduled_execution_time": text})["problems"]
    assert problem["message"] == f"'{text}' is not a moment"
    assert problem["parameter"] == "scheduledExecutionTime"


def test_a_failing_schedule_is_told_with_the_users_line(unchanged: Client) -> None:
    error = unchanged.refused("schedules.preview", {"name": "weekly", "scheduled_execution_time": "2024-01-02T05:00"})
    assert error["fault"] == "user"
    [problem] = error["problems"]
    assert problem["message"] == (
        "The schedule 'weekly' failed: LookupError: no price list\ncaused by ValueError: empty"
    )
    assert problem["at"]["source"] == 'raise LookupError("no price list") from ValueError("empty")'
    assert 'raise LookupError("no price list")' in error["trace"]


def test_a_tick_of_a_sensor(unchanged: Client) -> None:
    tick = preview(unchanged, "new_colours", cursor="4", since="1704682800")
    assert (tick["given_cursor"], tick["stored_cursor"], tick["new_cursor"]) == ("4", None, "5")
    first, second = tick["requested_runs"]
    assert (first["run_key"], first["partition"], first["assets"]) == ("red-4", "red", ["paint"])
    assert first["job"] is None
    assert second["tags"] == {"since": "1704682800.0"}
    assert tick["partitions_requests"] == [
        {"partitions_definition": "colours", "added": ["red"], "deleted": []},
        {"partitions_definition": "colours", "added": [], "deleted": ["grey"]},
    ]


def test_a_run_that_the_sensor_has_requested_before_is_told(shop: Client) -> None:
    shop.ask("sensors.list", NAMED)
    with opened(shop) as instance:
        run = instance.create_run_for_job(
            _any_job(),
            tags={"dagster/run_key": "again", "dagster/sensor_name": "new_colours"},
        )
    first, second = preview(shop, "new_colours")["requested_runs"]
    assert (first["existing_run_id"], second["existing_run_id"]) == (None, run.run_id)


def _any_job() -> dg.JobDefinition:
    @dg.op
    def nothing() -> None: ...

    @dg.job
    def any_job() -> None:
        nothing()

    return any_job


def test_a_skipped_tick_of_a_sensor_says_why(unchanged: Client) -> None:
    tick = preview(unchanged, "new_colours", cursor="9")
    assert (tick["skip_reason"], tick["new_cursor"], tick["requested_runs"]) == ("nothing new", "9", [])


def test_a_failing_sensor_is_told_with_the_users_line(unchanged: Client) -> None:
    [problem] = unchanged.refused("sensors.preview", {"name": "new_colours", "last_run_key": "broken"})["problems"]
    assert problem["message"] == "The sensor 'new_colours' failed: RuntimeError: the colour store is closed"
    assert problem["at"]["source"] == 'raise RuntimeError("the colour store is closed")'


def test_a_sensor_that_leaves_has_failed(start: Start, write_project: WriteProject) -> None:
    client = start(write_project({"d.py": ENDLESS}))
    client.open("module_name", "d")
    error = client.refused("sensors.preview", {"name": "leaves"})
    assert error["fault"] == "user"
    assert error["problems"][0]["message"] == "The sensor 'leaves' failed: SystemExit: 3"
    assert error["problems"][0]["at"]["source"] == "sys.exit(3)"


@pytest.mark.parametrize(("operation", "name"), [("sensors.preview", "waits"), ("schedules.preview", "waits_too")])
def test_an_evaluation_that_does_not_end_is_cancelled(
    start: Start, write_project: WriteProject, operation: str, name: str
) -> None:
    project = write_project({"d.py": ENDLESS})
    client = start(project)
    client.open("module_name", "d")
    number = client.request(operation, {"name": name})
    until((project / "waiting").exists)
    client.send({"cancel": number})
    [problem] = client.answer(number)["error"]["problems"]
    assert problem["kind"] == "cancelled"


def test_a_preview_changes_nothing(shop: Client) -> None:
    switch(shop, "schedule", "start", None)
    switch(shop, "sensor", "start", "new_colours")
    before = content(shop.home)
    assert any(name.endswith(" instigators") and rows for name, rows in before.items())
    preview(shop, "weekly", scheduled_execution_time="2024-01-08T04:00")
    preview(shop, "every_day")
    preview(shop, "new_colours", cursor="4")
    preview(shop, "watching")
    shop.refused("sensors.preview", {"name": "new_colours", "last_run_key": "broken"})
    shop.ask("schedules.compare", NAMED)
    assert content(shop.home) == before


def test_a_cursor_is_told_set_and_deleted(shop: Client) -> None:
    assert shop.ask("sensors.cursor", {"name": "new_colours"})["cursor"] is None
    switch(shop, "sensor", "start", "new_colours")
    assert shop.ask("sensors.set_cursor", {"name": "new_colours", "cursor": "7"}) == {
        "name": "new_colours",
        "cursor": "7",
        "previous": None,
    }
    assert preview(shop, "new_colours")["stored_cursor"] == "7"
    assert shop.ask("sensors.cursor", {"name": "new_colours"})["cursor"] == "7"
    assert shop.ask("sensors.set_cursor", {"name": "new_colours", "cursor": None})["previous"] == "7"
    assert shop.ask("sensors.cursor", {"name": "new_colours"})["cursor"] is None
    assert statuses(shop)["new_colours"] == "RUNNING"


def test_a_cursor_leaves_a_sensor_running_that_runs_by_default(shop: Client) -> None:
    shop.ask("sensors.set_cursor", {"name": "watching", "cursor": "1"})
    assert statuses(shop)["watching"] == "RUNNING"
    with opened(shop) as instance:
        [state] = instance.all_instigator_state()
    assert (state.status.value, state.instigator_data.cursor) == ("DECLARED_IN_CODE", "1")


def test_how_schedules_differ_from_what_the_instance_keeps(
    shop: Client, start: Start, write_project: WriteProject
) -> None:
    compared = shop.ask("schedules.compare", NAMED)
    assert [(change["kind"], change["name"]) for change in compared["changes"]] == [
        ("added", "by_default"),
        ("added", "every_day"),
        ("added", "weekly"),
    ]
    switch(shop, "schedule", "start", "every_day")
    switch(shop, "schedule", "start", "weekly")
    shop.close()
    write_project({"shop.py": SHOP.replace('"0 5 * * 2"', '"0 6 * * 2"').replace('"every_day"', '"each_day"')})
    changed = start(shop.directory)
    changed.open("module_name", "shop")
    compared = changed.ask("schedules.compare", NAMED)
    assert [(change["kind"], change["name"]) for change in compared["changes"]] == [
        ("added", "by_default"),
        ("added", "each_day"),
        ("changed", "weekly"),
        ("removed", "every_day"),
    ]
    weekly = compared["changes"][2]
    assert (weekly["kept_cron"], weekly["cron"]) == (["0 4 * * 1", "0 5 * * 2"], ["0 4 * * 1", "0 6 * * 2"])
    assert compared["unchanged"] == 0


def test_ticks_are_listed_the_newest_first(shop: Client) -> None:
    switch(shop, "schedule", "start", "weekly")
    _add_ticks(shop, "weekly")
    ticks = shop.ask("schedules.ticks", {"name": "weekly"})["ticks"]
    assert [tick["status"] for tick in ticks] == ["FAILURE", "SKIPPED", "SUCCESS"]
    failed, skipped, succeeded = ticks
    assert failed["error"]["message"] == "no price list"
    assert failed["error"]["at"]["file"].endswith("shop.py")
    assert skipped["skip_reason"] == "not today"
    assert (succeeded["run_ids"], succeeded["started_at"], succeeded["ended_at"]) == (["r1"], 100.0, 101.0)
    assert len(shop.ask("schedules.ticks", {"name": "weekly", "limit": 1})["ticks"]) == 1
    assert shop.ask("schedules.ticks", {"name": "every_day"})["ticks"] == []


def _add_ticks(client: Client, name: str) -> None:
    from dagster._core.scheduler.instigation import InstigatorType, TickData, TickStatus
    from dagster._utils.error import SerializableErrorInfo

    file = str(client.directory / "shop.py")
    error = SerializableErrorInfo(
        "LookupError: no price list\n", [f'  File "{file}", line 3, in weekly\n'], "LookupError"
    )
    ticks: list[tuple[TickStatus, dict[str, Any]]] = [
        (TickStatus.SUCCESS, {"run_ids": ["r1"], "end_timestamp": 101.0}),
        (TickStatus.SKIPPED, {"skip_reason": "not today"}),
        (TickStatus.FAILURE, {"error": error}),
    ]
    with opened(client) as instance:
        [state] = [state for state in instance.all_instigator_state() if state.instigator_name == name]
        for number, (status, more) in enumerate(ticks):
            data: dict[str, Any] = {
                "instigator_origin_id": state.instigator_origin_id,
                "instigator_name": name,
                "instigator_type": InstigatorType.SCHEDULE,
                "selector_id": state.selector_id,
                "timestamp": 100.0 * (number + 1),
                "status": status,
                **more,
            }
            instance.create_tick(TickData(**data))


def test_the_scheduler_and_all_that_it_keeps(shop: Client) -> None:
    switch(shop, "schedule", "start", "weekly")
    switch(shop, "sensor", "start", "new_colours")
    described = shop.ask("schedules.debug", {})
    assert described["scheduler"] == "DagsterDaemonScheduler"
    assert described["last_heartbeat"] is None
    schedule, sensor = described["states"]
    assert (schedule["kind"], schedule["name"], schedule["status"]) == ("schedule", "weekly", "RUNNING")
    assert schedule["cron"] == ["0 4 * * 1", "0 5 * * 2"]
    assert (sensor["kind"], sensor["name"], sensor["cron"]) == ("sensor", "new_colours", [])
    with opened(shop) as instance:
        [state] = [state for state in instance.all_instigator_state() if state.instigator_name == "weekly"]
    assert schedule["origin_id"] == state.instigator_origin_id


def test_wiping_tells_what_it_would_delete_and_deletes_it_once_confirmed(shop: Client) -> None:
    switch(shop, "schedule", "start", "weekly")
    _add_ticks(shop, "weekly")
    shop.ask("sensors.set_cursor", {"name": "new_colours", "cursor": "7"})
    told = ["schedule weekly (running, 3 ticks)", "sensor new_colours (stopped, 0 ticks, cursor '7')"]
    assert shop.ask("schedules.wipe", {"confirmed": False}) == {"subjects": told, "done": False}
    assert statuses(shop)["weekly"] == "RUNNING"
    assert shop.ask("schedules.wipe", {"confirmed": True}) == {"subjects": told, "done": True}
    assert statuses(shop)["weekly"] == "STOPPED"
    assert shop.ask("schedules.ticks", {"name": "weekly"})["ticks"] == []
    assert shop.ask("sensors.cursor", {"name": "new_colours"})["cursor"] is None
