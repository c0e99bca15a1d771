from dagster import Definitions, asset


@asset
def offers() -> list[int]:
    return [1, 2, 3]


defs = Definitions(assets=[offers])
