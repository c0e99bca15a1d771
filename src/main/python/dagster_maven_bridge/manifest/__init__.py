"""What the manifest says of definitions in enough detail to tell a change: the same for the same definitions."""
