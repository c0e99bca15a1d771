"""The definitions: each Python file and each folder with a defs.yaml is loaded."""
