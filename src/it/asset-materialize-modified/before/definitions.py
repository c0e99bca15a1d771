from rules import cleaned

from dagster import AssetCheckResult, AssetSpec, Definitions, asset, asset_check

prices = AssetSpec("prices")


@asset(group_name="sales")
def raw_orders() -> list:
    return [1, 2, 3]


@asset(group_name="sales", code_version="1")
def orders(raw_orders: list) -> list:
    return cleaned(raw_orders)


@asset
def report(orders: list) -> int:
    return len(orders)


@asset(deps=[prices])
def forecast() -> int:
    return 42


@asset_check(asset=forecast)
def is_plausible(forecast: int) -> AssetCheckResult:
    return AssetCheckResult(passed=forecast > 0)


defs = Definitions(assets=[prices, raw_orders, orders, report, forecast], asset_checks=[is_plausible])
