from pathlib import Path

from dagster import (
    AssetCheckResult,
    BackfillPolicy,
    DailyPartitionsDefinition,
    Definitions,
    MaterializeResult,
    WeeklyPartitionsDefinition,
    asset,
    asset_check,
)

daily = DailyPartitionsDefinition("2024-01-01", end_date="2024-01-15")
weekly = WeeklyPartitionsDefinition("2024-01-01", end_date="2024-01-15", day_offset=1)


@asset
def shops() -> None: ...


@asset(partitions_def=daily, deps=[shops])
def orders(context) -> None:
    tried = Path("tried")
    if context.partition_key == "2024-01-09" and not tried.exists():
        tried.touch()
        raise ConnectionError("the warehouse is closed")


@asset(partitions_def=daily, deps=[orders], backfill_policy=BackfillPolicy.single_run())
def revenue(context) -> MaterializeResult:
    return MaterializeResult(metadata={"days": len(context.partition_keys)})


@asset_check(asset=revenue)
def is_positive() -> AssetCheckResult:
    return AssetCheckResult(passed=True)


@asset(partitions_def=daily, deps=[orders], backfill_policy=BackfillPolicy.multi_run(5))
def returns() -> None: ...


@asset(partitions_def=weekly, deps=[orders])
def weekly_report() -> None: ...


@asset(deps=[weekly_report])
def summary() -> None: ...


defs = Definitions(
    assets=[shops, orders, revenue, returns, weekly_report, summary],
    asset_checks=[is_positive],
)
