"""What is said of partitions, and of keys that are none."""
