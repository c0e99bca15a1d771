"""Tells on both streams what it sees, and ends with an exit code of its own."""

import os
import sys

print(f"arguments: {sys.argv[1:]}")
print(f"home: {os.environ['DAGSTER_HOME']}")
print(f"token: {os.environ['SHOP_TOKEN']}")
print(f"input: {sys.stdin.read()!r}")
print("to standard error", file=sys.stderr)
sys.exit(3)
