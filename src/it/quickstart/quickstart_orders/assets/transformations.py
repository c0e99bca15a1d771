"""Turns rows into orders, and orders into revenue."""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from dagster import (
    AssetCheckResult,
    AssetCheckSeverity,
    AssetExecutionContext,
    DailyPartitionsDefinition,
    MetadataValue,
    asset,
    asset_check,
)

from quickstart_orders.resources import OrderFiles, Row

DAYS = DailyPartitionsDefinition(start_date="2024-01-01", end_date="2024-01-15")
DATE_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M")
MOST_REJECTED = 0.05


@dataclass(frozen=True)
class Order:
    """An order that can be trusted: every field is present, typed and in range."""

    order_id: str
    ordered_at: datetime
    customer_id: str
    country: str
    product: str
    quantity: int
    unit_price: Decimal

    @property
    def revenue(self) -> Decimal:
        return self.quantity * self.unit_price


@dataclass(frozen=True)
class CleanedOrders:
    """The orders, and each rejected row with its reason."""

    orders: list[Order]
    rejected: list[Row]


def parse_order(row: Row) -> Order:
    """Types one row; raises ValueError with the reason when it cannot be an order."""
    country = row["country"].strip().upper()
    if not country:
        raise ValueError("country is missing")
    try:
        quantity = int(row["quantity"])
    except ValueError:
        raise ValueError(f"quantity '{row['quantity']}' is not a number") from None
    if quantity < 1:
        raise ValueError(f"quantity {quantity} is below 1")
    try:
        unit_price = Decimal(row["unit_price"].replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"unit price '{row['unit_price']}' is not a number") from None
    return Order(
        order_id=row["order_id"],
        ordered_at=parse_time(row["ordered_at"]),
        customer_id=row["customer_id"],
        country=country,
        product=row["product"],
        quantity=quantity,
        unit_price=unit_price,
    )


def parse_time(text: str) -> datetime:
    for date_format in DATE_FORMATS:
        try:
            return datetime.strptime(text, date_format)
        except ValueError:
            continue
    raise ValueError(f"'{text}' is not a time")


@asset(
    group_name="transformation",
    owners=["team:sales-data"],
    kinds={"python"},
    description="Typed orders: blanks and case are repaired, repeated lines dropped, impossible rows put aside.",
)
def cleaned_orders(context: AssetExecutionContext, files: OrderFiles, raw_orders: list[Row]) -> CleanedOrders:
    orders: dict[str, Order] = {}
    rejected: list[Row] = []
    for row in raw_orders:
        try:
            order = parse_order(row)
        except ValueError as error:
            rejected.append({**row, "reason": str(error)})
            continue
        orders.setdefault(order.order_id, order)
    cleaned = CleanedOrders(orders=list(orders.values()), rejected=rejected)

    path = files.write("cleaned_orders.csv", [asdict(order) for order in cleaned.orders])
    files.write("rejected_orders.csv", cleaned.rejected)
    context.log.info(f"{len(cleaned.orders)} orders, {len(rejected)} rows put aside; the first orders:")
    preview = ["order      day         country  product             quantity  revenue"]
    preview += [
        f"{order.order_id:<9}  {order.ordered_at:%Y-%m-%d}  {order.country:<7}  {order.product:<18}  "
        f"{order.quantity:>8}  {order.revenue:>7}"
        for order in cleaned.orders[:5]
    ]
    for line in preview:
        context.log.info(line)
    context.add_output_metadata(
        {
            "rows": len(cleaned.orders),
            "rejected": len(rejected),
            "file": MetadataValue.path(str(path)),
            "preview": MetadataValue.md("```\n" + "\n".join(preview) + "\n```"),
        }
    )
    return cleaned


@asset_check(asset=cleaned_orders, blocking=True, description="An order counts once.")
def order_ids_are_unique(cleaned_orders: CleanedOrders) -> AssetCheckResult:
    ids = [order.order_id for order in cleaned_orders.orders]
    return AssetCheckResult(
        passed=len(ids) == len(set(ids)),
        severity=AssetCheckSeverity.ERROR,
        metadata={"orders": len(ids), "repeated": len(ids) - len(set(ids))},
    )


@asset_check(asset=cleaned_orders, description="A sudden pile of unusable rows means that the export has changed.")
def few_rows_are_rejected(cleaned_orders: CleanedOrders) -> AssetCheckResult:
    rejected = len(cleaned_orders.rejected)
    share = rejected / (rejected + len(cleaned_orders.orders))
    return AssetCheckResult(
        passed=share <= MOST_REJECTED,
        severity=AssetCheckSeverity.WARN,
        description=f"{share:.1%} of the rows were put aside, {MOST_REJECTED:.0%} are expected",
        metadata={"share": share},
    )


@asset(
    group_name="transformation",
    owners=["team:sales-data"],
    kinds={"csv"},
    description="Revenue of the whole export by country, largest first.",
)
def revenue_by_country(context: AssetExecutionContext, files: OrderFiles, cleaned_orders: CleanedOrders) -> None:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for order in cleaned_orders.orders:
        totals[order.country] += order.revenue
    ranked = sorted(totals.items(), key=lambda item: item[1], reverse=True)
    path = files.write("revenue_by_country.csv", [{"country": name, "revenue": total} for name, total in ranked])
    context.log.info("revenue by country: " + ", ".join(f"{name} {total}" for name, total in ranked))
    context.add_output_metadata({"countries": len(ranked), "file": MetadataValue.path(str(path))})


@asset(
    group_name="transformation",
    owners=["team:sales-data"],
    kinds={"csv"},
    partitions_def=DAYS,
    description="Orders and revenue of one day.",
)
def daily_revenue(context: AssetExecutionContext, files: OrderFiles, cleaned_orders: CleanedOrders) -> None:
    day = context.partition_key
    orders = [order for order in cleaned_orders.orders if f"{order.ordered_at:%Y-%m-%d}" == day]
    revenue = sum((order.revenue for order in orders), Decimal())
    path = files.write(f"daily_revenue/{day}.csv", [{"day": day, "orders": len(orders), "revenue": revenue}])
    context.log.info(f"{day}: {len(orders)} orders, revenue {revenue}")
    context.add_output_metadata(
        {"orders": len(orders), "revenue": float(revenue), "file": MetadataValue.path(str(path))}
    )
