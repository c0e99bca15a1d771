from dagster import (
    AssetSelection,
    DailyPartitionsDefinition,
    Definitions,
    ScheduleDefinition,
    asset,
    asset_check,
    AssetCheckResult,
    define_asset_job,
)

daily = DailyPartitionsDefinition("2024-06-01", end_date="2025-01-01")


@asset(group_name="sales", owners=["team:sales", "team:finance"])
def raw_orders() -> list:
    """Orders as they come, | of all shops."""
    # A comment is no change.
    return [1, 2, 3]


@asset(group_name="sales", code_version="2")
def clean_orders(raw_orders, currencies) -> list:
    return [order for order in raw_orders if order > 1]


@asset(group_name="sales")
def currencies() -> dict:
    return {"EUR": 1}


@asset(partitions_def=daily)
def revenue() -> None: ...


@asset
def report(clean_orders) -> int:
    return len(clean_orders)


@asset_check(asset=raw_orders, blocking=True)
def is_not_empty(raw_orders) -> AssetCheckResult:
    return AssetCheckResult(passed=len(raw_orders) > 0)


sales = define_asset_job("sales", selection=AssetSelection.groups("sales"))
every_day = ScheduleDefinition(job=sales, cron_schedule="0 7 * * *", execution_timezone="Europe/Berlin")

defs = Definitions(
    assets=[raw_orders, clean_orders, currencies, revenue, report],
    asset_checks=[is_not_empty],
    jobs=[sales],
    schedules=[every_day],
)
