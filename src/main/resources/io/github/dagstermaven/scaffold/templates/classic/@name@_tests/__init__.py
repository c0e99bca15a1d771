"""The tests of @name@; run them with pytest."""
