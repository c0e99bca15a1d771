"""A code location with mistakes that Dagster accepts."""

from dagster import Definitions, EnvVar

from shop.assets import clicks, orders, raw_orders, report
from shop.resources import Warehouse
from shop.sensors import new_files

defs = Definitions(
    assets=[raw_orders, orders, report, clicks],
    sensors=[new_files],
    resources={"warehouse": Warehouse(password=EnvVar("SHOP_WAREHOUSE_PASSWORD"))},
)
