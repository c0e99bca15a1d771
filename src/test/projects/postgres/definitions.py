import os
import time
from pathlib import Path

import dagster as dg

IN_USE = Path(__file__).with_name("in-use")


def use_the_warehouse() -> None:
    """Fails when anybody else uses it at the same time."""
    os.close(os.open(IN_USE, os.O_CREAT | os.O_EXCL))
    time.sleep(0.1)
    IN_USE.unlink()


@dg.asset(partitions_def=dg.StaticPartitionsDefinition([f"shop{number}" for number in range(8)]), pool="warehouse")
def sales(context: dg.AssetExecutionContext) -> None:
    use_the_warehouse()
    context.log.info(f"connected with {os.environ['PG_PASSWORD']}")


def stock_of(shop: str) -> dg.AssetsDefinition:
    @dg.asset(name=f"stock_{shop}", group_name="stock", pool="warehouse")
    def stock() -> None:
        use_the_warehouse()

    return stock


defs = dg.Definitions(assets=[sales, *(stock_of(shop) for shop in ("oslo", "rome", "turin"))])
