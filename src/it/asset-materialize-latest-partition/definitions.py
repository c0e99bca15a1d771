from dagster import (
    AssetExecutionContext,
    DailyPartitionsDefinition,
    Definitions,
    DynamicPartitionsDefinition,
    asset,
)

DAYS = DailyPartitionsDefinition(start_date="2024-01-01", end_date="2024-01-15")
SHOPS = DynamicPartitionsDefinition(name="shops")


@asset(partitions_def=DAYS)
def daily_orders(context: AssetExecutionContext) -> None:
    context.log.info(f"orders of {context.partition_key}")


@asset(partitions_def=SHOPS)
def orders_of_shop() -> None: ...


@asset
def customers() -> None: ...


defs = Definitions(assets=[daily_orders, orders_of_shop, customers])
