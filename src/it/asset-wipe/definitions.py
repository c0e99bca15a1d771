from dagster import Definitions, asset


@asset
def orders() -> None: ...


@asset(key_prefix="shop")
def sales() -> None: ...


defs = Definitions(assets=[orders, sales])
