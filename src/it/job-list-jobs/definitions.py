from dagster import Definitions, asset, define_asset_job


@asset
def orders() -> None: ...


refresh = define_asset_job("refresh_orders", selection=[orders], description="Reads every order again.")

defs = Definitions(assets=[orders], jobs=[refresh])
