"""Python's garbage collector, at rest while objects are made by the hundred thousand that all live on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Collects nothing meanwhile: a collector that looks at them time and again costs a fifth of making them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
