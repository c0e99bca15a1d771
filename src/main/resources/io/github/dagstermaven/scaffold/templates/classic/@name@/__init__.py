"""The code location @name@: what Dagster loads."""

from dagster import (
    Definitions,
    load_asset_checks_from_package_module,
    load_assets_from_package_module,
)

from @name@ import assets
from @name@.jobs import (
    daily_revenue_job,
    refresh_orders_job,
)
from @name@.resources import OrderSource
from @name@.schedules import refresh_orders_every_morning
from @name@.sensors import changed_orders

defs = Definitions(
    assets=load_assets_from_package_module(assets),
    asset_checks=load_asset_checks_from_package_module(assets),
    jobs=[refresh_orders_job, daily_revenue_job],
    schedules=[refresh_orders_every_morning],
    sensors=[changed_orders],
    resources={"order_source": OrderSource()},
)
