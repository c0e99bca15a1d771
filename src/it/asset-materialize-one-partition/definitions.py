from dagster import AssetExecutionContext, DailyPartitionsDefinition, Definitions, asset


@asset(partitions_def=DailyPartitionsDefinition(start_date="2024-01-01", end_date="2024-01-15"))
def daily_orders(context: AssetExecutionContext) -> None:
    context.log.info(f"orders of {context.partition_key}")


defs = Definitions(assets=[daily_orders])
