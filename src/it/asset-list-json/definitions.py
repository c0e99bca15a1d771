from dagster import Definitions, asset


@asset
def orders() -> None: ...


@asset(deps=[orders])
def revenue() -> None: ...


defs = Definitions(assets=[orders, revenue])
