from dagster import Definitions, asset


@asset(group_name="shop")
def orders() -> None: ...


@asset(group_name="reports", deps=[orders])
def revenue() -> None: ...


@asset(group_name="shop")
def customers() -> None: ...


defs = Definitions(assets=[orders, revenue, customers])
