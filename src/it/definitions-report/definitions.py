import os

import dagster as dg


@dg.asset(group_name="ingestion", kinds={"csv"}, owners=["team:till"])
def orders(context: dg.AssetExecutionContext) -> list[int]:
    """Orders as the till wrote them, **unchecked**.

    - one line for each order
    - <script>alert("no script")</script>
    """
    context.add_output_metadata({"rows": 3, "read with": f"token {os.environ['SHOP_TOKEN']}"})
    return [3, 5, 8]


@dg.asset(group_name="sales", tags={"domain": "sales"})
def revenue(orders: list[int]) -> int:
    """What was sold."""
    return sum(orders)


@dg.asset(group_name="sales")
def forecast(revenue: int) -> int:
    """What will be sold."""
    raise ValueError(f"{revenue} is too little to tell")


@dg.asset_check(asset=orders, description="No order is free.")
def not_free(orders: list[int]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=min(orders) > 0)


sales_job = dg.define_asset_job("sales_job", selection=["revenue", "forecast"])

defs = dg.Definitions(
    assets=[orders, revenue, forecast],
    asset_checks=[not_free],
    jobs=[sales_job],
    schedules=[dg.ScheduleDefinition(name="every_morning", job=sales_job, cron_schedule="0 6 * * *")],
)
