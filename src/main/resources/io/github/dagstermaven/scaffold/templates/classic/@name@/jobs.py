"""The jobs: selections of assets that run together."""

from dagster import define_asset_job

refresh_orders_job = define_asset_job(
    "refresh_orders",
    selection=["raw_orders", "cleaned_orders"],
    description="Reads the orders again and cleans them.",
)

daily_revenue_job = define_asset_job(
    "daily_revenue_job",
    selection=["daily_revenue"],
    description="Computes the revenue of one day.",
)
