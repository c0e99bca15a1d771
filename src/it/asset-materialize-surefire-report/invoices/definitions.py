from pathlib import Path

from dagster import (
    AssetCheckResult,
    AssetExecutionContext,
    Definitions,
    asset,
    asset_check,
)

TRIED = Path("target/tried")


@asset
def customers(context: AssetExecutionContext) -> None:
    print("asking the server")
    if not TRIED.exists():
        TRIED.touch()
        raise TimeoutError("the server is busy")
    context.log.info("the server has answered")


@asset_check(asset=customers)
def unique() -> AssetCheckResult:
    return AssetCheckResult(passed=False, description="2 customers are there twice", metadata={"rows": 2})


@asset(deps=[customers])
def invoices() -> None:
    raise ValueError("invoice 7 has no customer")


@asset(deps=[invoices])
def reminders() -> None:
    pass


defs = Definitions(assets=[customers, invoices, reminders], asset_checks=[unique])
