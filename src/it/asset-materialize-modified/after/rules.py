def cleaned(orders: list) -> list:
    return [order for order in orders if order > 1]
