from dagster import Definitions, StaticPartitionsDefinition, asset, define_asset_job


@asset
def orders() -> None: ...


@asset(partitions_def=StaticPartitionsDefinition(["north", "south"]))
def sales() -> None: ...


defs = Definitions(assets=[orders, sales], jobs=[define_asset_job("refresh_orders", selection=[orders])])
