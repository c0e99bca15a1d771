from pathlib import Path

import dagster as dg


@dg.asset
def orders() -> dg.MaterializeResult:
    """The orders of a day."""
    Path("orders.csv").write_text("id,amount\n1,20\n2,22\n")
    return dg.MaterializeResult(metadata={"rows": 2})


defs = dg.Definitions([orders], jobs=[dg.define_asset_job("refresh_orders", [orders])])
