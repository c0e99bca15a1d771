"""The jobs."""

from dagster import define_asset_job

from quickstart_orders.assets.transformations import DAYS

refresh_orders_job = define_asset_job(
    "refresh_orders",
    selection=["raw_orders", "cleaned_orders", "revenue_by_country"],
    description="Reads the export again and brings everything up to date that does not belong to a day.",
)

daily_revenue_job = define_asset_job(
    "daily_revenue_job", selection=["daily_revenue"], partitions_def=DAYS, description="The revenue of one day."
)
