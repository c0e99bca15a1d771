"""The code location @name@."""
