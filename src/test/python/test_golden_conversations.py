"""Replays the conversations that the Java side is tested against, so that both speak the same protocol.

A line is ``{"send": …}`` or ``{"receive": …}`` as the plugin sees it; ``"*"`` stands for any value, ``<project>`` and
``<home>`` for folders.
"""

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECTS, Start

CONVERSATIONS = Path(__file__).resolve().parents[1] / "resources" / "protocol"


@pytest.fixture
def start(start: Start) -> Start:
    """A conversation begins with a new process."""
    return partial(start, cold=True)


def matches(expected: Any, actual: Any) -> bool:
    if expected == "*":
        return True
    if isinstance(expected, dict) and isinstance(actual, dict):
        return expected.keys() == actual.keys() and all(matches(expected[key], actual[key]) for key in expected)
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(matches, expected, actual))
    return bool(expected == actual)


BRIDGE_CONVERSATIONS = {
    "open-and-list": "orders",
    "unknown-asset": "orders",
    "unknown-operation": "orders",
    "definition-error": "broken",
}


@pytest.mark.parametrize("name", BRIDGE_CONVERSATIONS)
def test_the_bridge_answers_as_the_golden_conversation_says(name: str, start: Start) -> None:
    project = PROJECTS / BRIDGE_CONVERSATIONS[name]
    client = start(project)
    text = (CONVERSATIONS / f"{name}.jsonl").read_text(encoding="utf-8")
    text = text.replace("<project>", str(project)).replace("<home>", str(client.home))
    received: list[dict[str, Any]] = [{"hello": client.hello}]
    for line in text.splitlines():
        turn = json.loads(line)
        if "send" in turn:
            client.send(turn["send"])
            continue
        actual = received.pop() if received else client.receive()
        assert matches(turn["receive"], actual), f"expected {turn['receive']}\nbut got  {actual}"
    assert client.process.wait(10) == 0
