from dagster import AssetCheckResult, Definitions, MaterializeResult, asset, asset_check


@asset
def customers() -> MaterializeResult:
    print("reading customers.csv")
    return MaterializeResult(metadata={"rows": 3})


@asset(deps=[customers])
def orders() -> None:
    print("reading orders.csv")


@asset_check(asset=orders, description="No order without an amount")
def amounts() -> AssetCheckResult:
    return AssetCheckResult(passed=True)


defs = Definitions(assets=[customers, orders], asset_checks=[amounts])
