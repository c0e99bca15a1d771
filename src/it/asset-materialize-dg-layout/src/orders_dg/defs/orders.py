import dagster as dg


@dg.asset(deps=["customers"])
def orders() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})
