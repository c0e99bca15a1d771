"""Becomes another program, beside a watcher that ends it when Maven is gone.

The program takes the place of this process, so that its streams, its terminal and its exit code are its own.
"""

import os
import sys

from . import watcher


def main() -> None:
    """Runs ``sys.argv[1]`` with the arguments behind it."""
    watcher.guard(os.getppid())
    os.execv(sys.argv[1], sys.argv[1:])
