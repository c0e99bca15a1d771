"""Where orders come from and where results go."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dagster import ConfigurableResource

PROJECT = Path(__file__).resolve().parents[2]

Row = dict[str, str]


class OrderFiles(ConfigurableResource):
    """The shop's export and the folder that results are written to, both relative to the project."""

    export: str = "data/orders.csv"
    results: str = "target/data"

    @property
    def export_path(self) -> Path:
        return PROJECT / self.export

    def read_export(self) -> list[Row]:
        with self.export_path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, name: str, rows: Sequence[Mapping[str, Any]]) -> Path:
        """Writes rows as CSV, replacing what was there, and returns the file."""
        path = PROJECT / self.results / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [])
            writer.writeheader()
            writer.writerows(rows)
        return path
