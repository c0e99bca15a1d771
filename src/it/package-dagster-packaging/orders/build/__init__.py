"""A package may be called like what a build makes."""
