import dagster as dg


@dg.op
def one():
    return 1


@dg.op(config_schema={"rows": int, "note": dg.Field(str, default_value="none")})
def add_rows(context, number):
    return number + context.op_config["rows"]


@dg.op
def fail(number):
    raise ValueError(f"no rows after {number}")


@dg.job(description="Adds two numbers.")
def add():
    add_rows(one())


@dg.job
def broken():
    fail(one())


@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["east", "north", "south", "west"]))
def sales() -> None: ...


defs = dg.Definitions(
    assets=[sales],
    jobs=[add, broken, dg.define_asset_job("by_region", selection=[sales])],
    executor=dg.in_process_executor,
)
