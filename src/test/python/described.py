"""Projects that are described, and what the manifest says of them."""

from collections.abc import Callable
from typing import Any

from running import Message

Describe = Callable[..., Message]


def by_key(definitions: Message) -> dict[str, Any]:
    return {asset["key"]: asset for asset in definitions["assets"]}


def hashes(definitions: Message) -> dict[str, str]:
    """What tells the code of each asset."""
    return {key: asset["code_hash"] for key, asset in by_key(definitions).items()}
