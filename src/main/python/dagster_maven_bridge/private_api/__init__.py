"""Dagster's private interfaces, each module with the versions that it holds for and was tried on."""
