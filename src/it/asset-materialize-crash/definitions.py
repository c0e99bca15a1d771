import ctypes

from dagster import Definitions, asset


@asset
def orders() -> None:
    ctypes.string_at(0)


defs = Definitions(assets=[orders])
