from dagster import Definitions, asset, define_asset_job


@asset
def orders() -> list[int]:
    return [1, 2, 3]


defs = Definitions(assets=[orders], jobs=[define_asset_job("refresh", selection=[orders])])
