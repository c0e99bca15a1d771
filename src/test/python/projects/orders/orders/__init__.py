"""A project with one of everything, for the tests."""

import dagster as dg


class Store(dg.ConfigurableResource):
    """Where orders are kept."""

    url: str


@dg.asset(group_name="raw", tags={"domain": "sales"}, kinds={"csv"}, owners=["team:sales"], code_version="3")
def raw_orders() -> int:
    """Orders as they come."""
    return 1


@dg.asset(deps=[raw_orders])
def clean_orders(store: Store) -> None:
    assert store.url


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2024-01-01"), deps=[clean_orders])
def daily_orders() -> None: ...


@dg.asset_check(asset=daily_orders, blocking=True)
def has_rows() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=True)


@dg.op
def clean_up() -> None: ...


@dg.job
def housekeeping() -> None:
    clean_up()


refresh = dg.define_asset_job("refresh", selection=["raw_orders", "clean_orders"], tags={"team": "sales"})

nightly = dg.ScheduleDefinition(
    name="nightly", job=refresh, cron_schedule="0 2 * * *", execution_timezone="Europe/Berlin"
)


@dg.sensor(job=housekeeping)
def on_demand() -> None: ...


defs = dg.Definitions(
    assets=[raw_orders, clean_orders, daily_orders],
    asset_checks=[has_rows],
    jobs=[refresh, housekeeping],
    schedules=[nightly],
    sensors=[on_demand],
    resources={"store": Store(url="memory")},
)
