"""What assets use and do not own: connections, clients, files."""

from dataclasses import dataclass

from dagster import ConfigurableResource


@dataclass(frozen=True)
class Order:
    """An order of the shop."""

    order_id: str
    ordered_on: str
    amount: float
    cancelled: bool = False


class OrderSource(ConfigurableResource):
    """Where orders come from. Put a call of your own system in the sample's place.

    Assets, schedules and sensors ask for it by a parameter of this type that has the
    name it is bound to in the definitions; tests give another one.
    """

    shop: str = "sample"

    def orders(self) -> list[Order]:
        """Every order, as the shop has it."""
        return [
            Order(f"{self.shop}-1", "2024-01-01", 25.00),
            Order(f"{self.shop}-2", "2024-01-02", 12.50),
            Order(f"{self.shop}-3", "2024-01-02", 99.90, cancelled=True),
            Order(f"{self.shop}-4", "2024-01-03", 40.00),
            Order(f"{self.shop}-4", "2024-01-03", 40.00),
            Order(f"{self.shop}-5", "2024-01-03", 7.50),
        ]

    def version(self) -> str:
        """Differs when there are new orders."""
        return str(len(self.orders()))
