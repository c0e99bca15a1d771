import dagster as dg

regions = dg.DynamicPartitionsDefinition(name="regions")


@dg.asset(partitions_def=regions)
def sales() -> None: ...


@dg.op(config_schema={"path": str})
def load(context) -> None: ...


@dg.job
def load_files() -> None:
    load()


@dg.schedule(cron_schedule="0 4 * * 1", job=load_files, execution_timezone="Europe/Berlin")
def weekly(context: dg.ScheduleEvaluationContext):
    day = f"{context.scheduled_execution_time:%Y-%m-%d}"
    if day == "2024-01-02":
        raise LookupError(f"there is no file of {day}")
    config = {"ops": {"load": {"config": {"path": f"{day}.csv"}}}}
    return dg.RunRequest(run_key=day, run_config=config, tags={"team": "sales"})


@dg.schedule(cron_schedule="0 0 * * *", job=load_files, default_status=dg.DefaultScheduleStatus.RUNNING)
def nightly():
    return dg.SkipReason("nothing to do")


@dg.sensor(target=[sales])
def new_regions(context: dg.SensorEvaluationContext):
    seen = int(context.cursor or 0)
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=f"north-{seen}", partition_key="north")],
        dynamic_partitions_requests=[regions.build_add_request(["north"])],
        cursor=str(seen + 1),
    )


defs = dg.Definitions(assets=[sales], jobs=[load_files], schedules=[weekly, nightly], sensors=[new_regions])
