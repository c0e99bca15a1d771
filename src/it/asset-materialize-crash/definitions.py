import ctypes

from dagster import Definitions, StaticPartitionsDefinition, asset


@asset
def orders() -> None:
    ctypes.string_at(0)


@asset(partitions_def=StaticPartitionsDefinition(["north", "south"]))
def stores() -> None: ...


defs = Definitions(assets=[orders, stores])
