from pathlib import Path

from dagster import Definitions, asset


@asset
def orders() -> None:
    target = Path(__file__).parent / "target"
    target.mkdir(exist_ok=True)
    (target / "orders.txt").write_text("3")


defs = Definitions(assets=[orders])
