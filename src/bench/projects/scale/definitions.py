"""As many assets as are asked for, in groups and with dependencies."""

import os

import dagster as dg

NUMBER = int(os.environ["BENCH_ASSETS"])
LAYER = 100
PER_GROUP = 50


def made(number: int) -> dg.AssetsDefinition:
    """One of them: it depends on up to three of the layer before, as tables of a warehouse do."""
    back = sorted({number - LAYER - step for step in (0, 1, 7) if number >= LAYER + step})

    @dg.asset(
        name=f"table_{number:05}",
        key_prefix="warehouse",
        group_name=f"group_{number // PER_GROUP:03}",
        deps=[dg.AssetKey(["warehouse", f"table_{upstream:05}"]) for upstream in back],
        owners=[f"team:team_{number % 7}"],
        kinds={"python"},
        tags={"tier": str(number % 3)},
        description=f"The table number {number} of **many**.",
    )
    def table() -> None:
        """Nothing: what is measured is what it takes to tell of it."""

    return table


defs = dg.Definitions(assets=[made(number) for number in range(NUMBER)])
