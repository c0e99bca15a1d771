import dagster as dg


@dg.asset(deps=[raw_orders])
def orders() -> None: ...


defs = dg.Definitions([orders])
