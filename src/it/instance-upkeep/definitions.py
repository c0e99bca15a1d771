from dagster import Definitions, asset


@asset(pool="warehouse")
def orders() -> None: ...


defs = Definitions(assets=[orders])
