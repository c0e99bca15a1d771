from dagster import Definitions, asset


@asset
def orders() -> list[int]:
    return [1, 2, 3]


@asset
def average_order(orders: list[int]) -> float:
    return sum(orders) / (len(orders) - 3)


@asset
def summary(average_order: float) -> str:
    return f"{average_order:.2f}"


defs = Definitions(assets=[orders, average_order, summary])
