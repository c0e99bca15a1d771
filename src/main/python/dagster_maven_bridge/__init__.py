"""The Python side of dagster-maven-plugin: a warm process that has imported Dagster and the user's definitions."""
