"""Lint: what Dagster accepts silently, and what good practice asks for. One module per family of rules."""
