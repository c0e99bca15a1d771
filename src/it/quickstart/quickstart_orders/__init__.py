"""Orders of a coffee shop: from a CSV export as it comes to revenue a day."""

from dagster import Definitions, load_asset_checks_from_modules, load_assets_from_modules

from quickstart_orders.assets import ingestion, transformations
from quickstart_orders.jobs import daily_revenue_job, refresh_orders_job
from quickstart_orders.resources import OrderFiles
from quickstart_orders.schedules import refresh_orders_every_morning
from quickstart_orders.sensors import new_orders_export

defs = Definitions(
    assets=load_assets_from_modules([ingestion, transformations]),
    asset_checks=load_asset_checks_from_modules([ingestion, transformations]),
    jobs=[refresh_orders_job, daily_revenue_job],
    schedules=[refresh_orders_every_morning],
    sensors=[new_orders_export],
    resources={"files": OrderFiles()},
)
