from dagster import AssetCheckResult, AssetCheckSpec, Definitions, Output, asset, asset_check


@asset
def orders():
    return [12, -3]


@asset(check_specs=[AssetCheckSpec("is_read", asset="customers")])
def customers():
    yield Output(["ann"])
    yield AssetCheckResult(passed=True)


@asset
def report(orders):
    return sum(orders)


@asset_check(asset=orders)
def has_rows() -> AssetCheckResult:
    return AssetCheckResult(passed=True)


@asset_check(asset=orders, blocking=True)
def amounts_are_positive() -> AssetCheckResult:
    return AssetCheckResult(passed=False, description="1 of 2 amounts is negative")


@asset_check(asset=report)
def total_is_plausible() -> AssetCheckResult:
    return AssetCheckResult(passed=True)


defs = Definitions(
    assets=[orders, customers, report], asset_checks=[has_rows, amounts_are_positive, total_is_plausible]
)
