from dagster import Definitions, asset, define_asset_job


@asset
def orders() -> None: ...


defs = Definitions(
    assets=[orders],
    jobs=[
        define_asset_job("refresh_orders", selection=[orders]),
        define_asset_job("refresh_all"),
    ],
)
