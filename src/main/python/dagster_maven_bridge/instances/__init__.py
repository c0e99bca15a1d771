"""Dagster's instance: where it is, how it is opened, and what it keeps."""
