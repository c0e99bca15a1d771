"""What the code of definitions says, told by a hash that is the same on every machine."""
