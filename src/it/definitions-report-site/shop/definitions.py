import dagster as dg


@dg.asset
def orders() -> list[int]:
    """Orders as the till wrote them."""
    return [3, 5, 8]


defs = dg.Definitions(assets=[orders])
