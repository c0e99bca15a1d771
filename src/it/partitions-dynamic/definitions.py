from dagster import Definitions, DynamicPartitionsDefinition, asset

regions = DynamicPartitionsDefinition(name="regions")


@asset(partitions_def=regions)
def sales(context) -> None:
    if context.partition_key == "south":
        raise ValueError("no sales in the south")


@asset
def orders() -> None: ...


defs = Definitions(assets=[sales, orders])
