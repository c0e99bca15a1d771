"""Partitions: which of them a request names, how they hang together, and what has become of them."""
