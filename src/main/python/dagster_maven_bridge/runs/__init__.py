"""Runs: planned, checked before the first one starts, carried out, and told about."""
