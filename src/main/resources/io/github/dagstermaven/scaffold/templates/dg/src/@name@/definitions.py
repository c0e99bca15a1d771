"""What Dagster loads: everything in the folder defs."""

from pathlib import Path

from dagster import Definitions, definitions, load_from_defs_folder


@definitions
def defs() -> Definitions:
    """Loads the Python files and the components of the folder defs."""
    return load_from_defs_folder(path_within_project=Path(__file__).parent)
