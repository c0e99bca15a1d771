from pathlib import Path

from dagster import AssetCheckResult, Config, Definitions, asset, asset_check, define_asset_job


@asset
def orders() -> list[int]:
    return [1, 2, 3]


class Pricing(Config):
    price: int = 0


@asset
def revenue(orders: list[int], config: Pricing) -> int:
    if config.price == 0:
        raise ValueError("there is no price yet")
    return sum(orders) * config.price


@asset
def report(revenue: int) -> None: ...


def first_time(name: str) -> bool:
    marker = Path("target", name)
    if marker.exists():
        return False
    marker.touch()
    return True


@asset
def forecast() -> int:
    if first_time("forecast"):
        raise ConnectionError("the server is busy")
    return 4


@asset(deps=[forecast])
def plan() -> None: ...


@asset_check(asset=forecast)
def is_fresh() -> AssetCheckResult:
    return AssetCheckResult(passed=not first_time("is_fresh"), description="the server answered late")


defs = Definitions(
    assets=[orders, revenue, report, forecast, plan],
    asset_checks=[is_fresh],
    jobs=[define_asset_job("sales", selection=[orders, revenue, report])],
)
