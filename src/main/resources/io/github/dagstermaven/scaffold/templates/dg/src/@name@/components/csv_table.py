"""A component: one kind of asset, declared as YAML as often as it is needed."""

import csv
from pathlib import Path

from dagster import (
    AssetExecutionContext,
    AssetKey,
    Component,
    ComponentLoadContext,
    Definitions,
    Model,
    Resolvable,
    asset,
)


class CsvTable(Component, Model, Resolvable):
    """An asset with the rows of a CSV file that lies beside the defs.yaml."""

    asset_key: str
    file: str
    description: str
    owners: list[str]
    group_name: str = "ingestion"

    def build_defs(self, context: ComponentLoadContext) -> Definitions:
        """Makes the asset."""
        path = Path(context.path) / self.file

        @asset(
            key=AssetKey.from_user_string(self.asset_key),
            group_name=self.group_name,
            owners=self.owners,
            kinds={"csv"},
            description=self.description,
        )
        def table(context: AssetExecutionContext) -> list[dict[str, str]]:
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            context.add_output_metadata({"rows": len(rows)})
            return rows

        return Definitions(assets=[table])
