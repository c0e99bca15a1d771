"""Reads the shop's export without judging it."""

from dagster import AssetExecutionContext, asset

from quickstart_orders.resources import OrderFiles, Row


@asset(
    group_name="ingestion",
    owners=["team:sales-data"],
    kinds={"csv"},
    description="The shop's export, row by row, as it comes: nothing is corrected here.",
)
def raw_orders(context: AssetExecutionContext, files: OrderFiles) -> list[Row]:
    rows = files.read_export()
    context.log.info(f"read {len(rows)} rows from {files.export_path.name}")
    context.add_output_metadata({"rows": len(rows), "file": files.export_path.name})
    return rows
