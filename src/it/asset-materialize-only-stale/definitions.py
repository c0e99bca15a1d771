import os

from dagster import AssetCheckResult, DailyPartitionsDefinition, Definitions, asset, asset_check


@asset
def raw_orders() -> int:
    return 3


@asset(code_version=os.environ["CLEANING"])
def orders(raw_orders: int) -> int:
    return raw_orders - 1


@asset(deps=[orders], partitions_def=DailyPartitionsDefinition("2024-01-01", end_date="2024-01-03"))
def daily_orders() -> None: ...


@asset_check(asset=raw_orders)
def is_not_empty(raw_orders: int) -> AssetCheckResult:
    return AssetCheckResult(passed=raw_orders > 0)


defs = Definitions(assets=[raw_orders, orders, daily_orders], asset_checks=[is_not_empty])
