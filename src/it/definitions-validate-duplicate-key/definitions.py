from dagster import Definitions, asset


@asset(name="orders")
def orders_of_shop() -> None: ...


@asset(name="orders")
def orders_of_market() -> None: ...


defs = Definitions(assets=[orders_of_shop, orders_of_market])
