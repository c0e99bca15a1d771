from dagster import (
    DailyPartitionsDefinition,
    Definitions,
    DynamicPartitionsDefinition,
    MultiPartitionsDefinition,
    StaticPartitionsDefinition,
    asset,
    job,
    op,
)

daily = DailyPartitionsDefinition("2024-01-01", end_date="2024-01-08")
colours = StaticPartitionsDefinition(["red", "green", "blue", "all"])


@asset(partitions_def=colours)
def palettes() -> None: ...


@asset(
    partitions_def=MultiPartitionsDefinition({"date": daily, "colour": colours}),
    deps=[palettes],
)
def paints() -> None: ...


@asset(partitions_def=DynamicPartitionsDefinition(name="customers"))
def invoices() -> None: ...


@op
def close() -> None: ...


@job(partitions_def=daily)
def close_day() -> None:
    close()


defs = Definitions(assets=[palettes, paints, invoices], jobs=[close_day])
