from dagster import asset


@asset(group_name="orders", owners=["team:sales"])
def raw_orders() -> list[int]:
    return [12, -1, 7]


@asset(group_name="orders", owners=["team:sales"])
def cleaned_orders(raw_orders: list[int]) -> list[int]:
    return [order for order in raw_orders if order > 0]
