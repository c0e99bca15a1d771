"""Runs that another process executes: handed over, and followed."""
