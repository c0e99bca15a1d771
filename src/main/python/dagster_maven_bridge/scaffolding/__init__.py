"""Adding one definition to a project: where it goes, what it says, and whether Dagster then loads it."""
