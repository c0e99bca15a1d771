"""One trivial asset with a partition for each day."""

import os
from datetime import date, timedelta

import dagster as dg

FIRST = date(1997, 1, 1)
days = dg.DailyPartitionsDefinition(
    start_date=FIRST.isoformat(), end_date=(FIRST + timedelta(days=int(os.environ["BENCH_DAYS"]))).isoformat()
)


@dg.asset(partitions_def=days)
def daily_orders() -> None:
    """Nothing: what is measured is what it takes to run it."""


defs = dg.Definitions(assets=[daily_orders])
