"""Runs that are tried again: within a request, or from where an earlier build stopped."""
