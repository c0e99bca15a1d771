from pathlib import Path

from dagster import Definitions, Failure, asset


def read(name: str) -> str:
    try:
        return Path(name).read_text()
    except FileNotFoundError as error:
        raise LookupError(f"{name} has not arrived") from error


@asset
def prices() -> str:
    try:
        return read("prices.csv")
    except LookupError as error:
        raise Failure("no prices today", metadata={"file": "prices.csv"}) from error


@asset
def forecast() -> str:
    raise ValueError("cannot be parsed: " + "x" * 1_000_000)


defs = Definitions(assets=[prices, forecast])
