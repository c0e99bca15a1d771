"""One definition of each kind, made in each way."""
# What is written down here must be as users write it.
# ruff: noqa: ANN001, ANN201, ANN202, ARG001, ARG002

import datetime
import os

import dagster as dg


@dg.asset
def plain():
    return 1


@dg.multi_asset(specs=[dg.AssetSpec("multi_a"), dg.AssetSpec("multi_b")])
def multi():
    yield dg.MaterializeResult("multi_a")
    yield dg.MaterializeResult("multi_b")


@dg.op
def an_op():
    return 1


@dg.graph_asset
def from_graph():
    return an_op()


@dg.graph_multi_asset(outs={"gm_a": dg.AssetOut(), "gm_b": dg.AssetOut()})
def from_graph_multi():
    return {"gm_a": an_op(), "gm_b": an_op()}


@dg.graph
def a_graph():
    return an_op()


of_graph = dg.AssetsDefinition.from_graph(a_graph, keys_by_output_name={"result": dg.AssetKey("of_graph")})
of_op = dg.AssetsDefinition.from_op(an_op, keys_by_output_name={"result": dg.AssetKey("of_op")})

external = dg.AssetSpec(["raw", "external"])
SPECS = [dg.AssetSpec(key=f"spec_{number}") for number in range(2)]
external_key = dg.AssetSpec(dg.AssetKey(["raw", "keyed"]))
source = dg.SourceAsset(key="source")


@dg.observable_source_asset
def observable():
    return dg.DataVersion("1")


def factory(name):
    @dg.asset(name=name)
    def made():
        return 1

    return made


made = [factory(name) for name in ("made_a", "made_b")]


@dg.asset_check(asset=plain)
def a_check():
    return dg.AssetCheckResult(passed=True)


@dg.multi_asset_check(specs=[dg.AssetCheckSpec("many_a", asset="plain"), dg.AssetCheckSpec("many_b", asset="plain")])
def many_checks():
    yield dg.AssetCheckResult(passed=True, check_name="many_a")
    yield dg.AssetCheckResult(passed=True, check_name="many_b")


@dg.asset(check_specs=[dg.AssetCheckSpec("inner", asset="checked")])
def checked():
    yield dg.MaterializeResult(check_results=[dg.AssetCheckResult(passed=True, check_name="inner")])


fresh = dg.build_last_update_freshness_checks(assets=[plain], lower_bound_delta=datetime.timedelta(days=1))


@dg.job
def decorated_job():
    an_op()


asset_job = dg.define_asset_job("asset_job", [plain])
graph_job = a_graph.to_job(name="graph_job")
graph_job_unnamed = a_graph.to_job()
daily = dg.DailyPartitionsDefinition("2024-01-01")
partitioned = dg.define_asset_job(name="partitioned", selection="daily_asset", partitions_def=daily)


@dg.asset(partitions_def=daily)
def daily_asset():
    return 1


@dg.schedule(cron_schedule="0 6 * * *", job=asset_job)
def decorated_schedule():
    return dg.RunRequest()


named_schedule = dg.ScheduleDefinition(name="named_schedule", job=asset_job, cron_schedule="0 7 * * *")
unnamed_schedule = dg.ScheduleDefinition(job=decorated_job, cron_schedule="0 8 * * *")
built_schedule = dg.build_schedule_from_partitioned_job(partitioned)


@dg.sensor(job=asset_job)
def decorated_sensor():
    yield dg.SkipReason("no")


def evaluate(context):
    return dg.SkipReason("no")


plain_sensor = dg.SensorDefinition(name="plain_sensor", job=asset_job, evaluation_fn=evaluate)
automation = dg.AutomationConditionSensorDefinition("automation", target=dg.AssetSelection.all())


@dg.asset_sensor(asset_key=dg.AssetKey("plain"), job=asset_job)
def an_asset_sensor():
    return dg.RunRequest()


@dg.multi_asset_sensor(monitored_assets=[dg.AssetKey("plain")], job=asset_job)
def a_multi_sensor(context):
    return dg.SkipReason("no")


@dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS)
def a_status_sensor(context):
    pass


@dg.run_failure_sensor
def a_failure_sensor(context):
    pass


class Warehouse(dg.ConfigurableResource):
    url: str = "x"


class Files(dg.ConfigurableIOManager):
    def handle_output(self, context, obj):
        pass

    def load_input(self, context):
        return 1


class Plain:
    pass


class LegacyFiles(dg.IOManager):
    def handle_output(self, context, obj):
        pass

    def load_input(self, context):
        return 1


@dg.resource
def legacy():
    return 1


@dg.io_manager
def legacy_io():
    return LegacyFiles()


from_function = dg.ResourceDefinition(lambda _: 1)
hard = dg.ResourceDefinition.hardcoded_resource(5)

defs = dg.Definitions(
    assets=[
        plain,
        multi,
        from_graph,
        from_graph_multi,
        of_graph,
        of_op,
        external,
        external_key,
        *SPECS,
        source,
        observable,
        *made,
        checked,
        daily_asset,
    ],
    asset_checks=[a_check, many_checks, *fresh],
    jobs=[decorated_job, asset_job, graph_job, graph_job_unnamed, partitioned],
    schedules=[decorated_schedule, named_schedule, unnamed_schedule, built_schedule],
    sensors=[
        decorated_sensor,
        plain_sensor,
        automation,
        an_asset_sensor,
        a_multi_sensor,
        a_status_sensor,
        a_failure_sensor,
    ],
    resources={
        "warehouse": Warehouse(),
        "files": Files(),
        "legacy": legacy,
        "legacy_io": legacy_io,
        "plain": Plain(),
        "legacy_files": LegacyFiles(),
        "from_function": from_function,
        "hard": hard,
        "text": os.sep,
    },
)
