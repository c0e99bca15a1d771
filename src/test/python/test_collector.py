"""Python's garbage collector while much is made that lives on."""

import gc
import sys

import pytest
from conftest import MAIN

sys.path.insert(0, str(MAIN))

from dagster_maven_bridge.collector import resting_collector


def test_the_collector_rests_and_goes_on_as_before() -> None:
    with resting_collector():
        assert not gc.isenabled()
        with resting_collector():
            pass
        assert not gc.isenabled(), "whoever has begun it ends it"
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="no"), resting_collector():
        raise ValueError("no")
    assert gc.isenabled()
