"""Whatever user code puts into a message, the line stays JSON."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from dagster_maven_bridge.channel import encode


class Unprintable:
    def __str__(self) -> str:
        raise RuntimeError("no")


LOOP: list[Any] = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.nan, "nan"),
        (math.inf, "inf"),
        (b"a\xff", "a\\xff"),
        ("half \ud83d", "half ?"),
        ({1: "a", (2, 3): "b"}, {"1": "a", "(2, 3)": "b"}),
        ({"b", "a"}, ["a", "b"]),
        (Path("x/y"), "x/y"),
        (Unprintable(), "<Unprintable>"),
        ("line\nbreak", "line\nbreak"),
    ],
)
def test_values_that_json_does_not_know_become_the_nearest_thing(value: Any, expected: Any) -> None:
    line = encode({"value": value})
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"value": expected}


def test_a_value_that_holds_itself_is_cut() -> None:
    assert json.loads(encode({"value": LOOP}))
