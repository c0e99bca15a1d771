import csv
from pathlib import Path

import dagster as dg


@dg.asset(description="Every order of the day")
def orders() -> dg.MaterializeResult[None]:
    with open(Path(__file__).parent / "data" / "orders.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return dg.MaterializeResult(metadata={"rows": len(rows)})


@dg.asset(deps=[orders])
def revenue() -> None: ...


defs = dg.Definitions(assets=[orders, revenue])
