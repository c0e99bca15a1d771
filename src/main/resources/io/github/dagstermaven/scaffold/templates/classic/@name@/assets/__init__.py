"""The assets. Every asset and check in a module of this package is loaded."""
