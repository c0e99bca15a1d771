"""Assets that are made of other assets."""

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetExecutionContext,
    DailyPartitionsDefinition,
    asset,
    asset_check,
)

from @name@.resources import Order

# The sample orders end here. Without an end date, each day that is over is a partition.
DAYS = DailyPartitionsDefinition(start_date="2024-01-01", end_date="2024-01-04")


@asset(
    group_name="transformation",
    owners=["team:data"],
    kinds={"python"},
    description="Each order once, without those that were cancelled.",
)
def cleaned_orders(
    context: AssetExecutionContext, raw_orders: list[Order]
) -> list[Order]:
    """Depends on raw_orders by the name of its parameter."""
    by_id = {order.order_id: order for order in raw_orders if not order.cancelled}
    orders = list(by_id.values())
    context.add_output_metadata(
        {"orders": len(orders), "dropped": len(raw_orders) - len(orders)}
    )
    return orders


@asset_check(
    asset=cleaned_orders,
    blocking=True,
    description="An order counts once; assets further down wait for this check.",
)
def order_ids_are_unique(cleaned_orders: list[Order]) -> AssetCheckResult:
    """Fails the run, and with it the build, when an order is there twice."""
    repeated = len(cleaned_orders) - len({order.order_id for order in cleaned_orders})
    return AssetCheckResult(
        passed=repeated == 0,
        severity=AssetCheckSeverity.ERROR,
        metadata={"repeated": repeated},
    )


@asset(
    group_name="transformation",
    owners=["team:data"],
    kinds={"python"},
    partitions_def=DAYS,
    description="The revenue of one day.",
)
def daily_revenue(context: AssetExecutionContext, cleaned_orders: list[Order]) -> float:
    """Adds up the orders of the day that is the run's partition."""
    day = context.partition_key
    orders = [order for order in cleaned_orders if order.ordered_on == day]
    revenue = sum(order.amount for order in orders)
    context.log.info(f"{day}: {len(orders)} orders, revenue {revenue:.2f}")
    context.add_output_metadata({"orders": len(orders), "revenue": revenue})
    return revenue
