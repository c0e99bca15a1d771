from dagster import AssetCheckResult, AssetCheckSeverity, Definitions, asset, asset_check


@asset
def orders() -> list[int]:
    return [1, 2, -3]


@asset_check(asset=orders)
def amounts_are_positive(orders: list[int]) -> AssetCheckResult:
    negative = [amount for amount in orders if amount < 0]
    return AssetCheckResult(
        passed=not negative,
        severity=AssetCheckSeverity.ERROR,
        description=f"{len(negative)} of {len(orders)} amounts are negative",
    )


defs = Definitions(assets=[orders], asset_checks=[amounts_are_positive])
