from pathlib import Path

from dagster import AssetExecutionContext, Definitions, asset


@asset(deps=["orders"])
def report(context: AssetExecutionContext) -> None:
    orders = (Path(__file__).parent / "target" / "orders.txt").read_text()
    context.log.info(f"report of {orders} orders")


defs = Definitions(assets=[report])
