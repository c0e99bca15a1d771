"""Framing: messages out as one JSON line each, whatever user code put into them, and lines in."""

import json
import math
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

_DEEPEST = 40


class Channel:
    """The private descriptors of the protocol. Writing is safe from every thread."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._writing = threading.Lock()
        # A forked child would keep the stream open, and the plugin waiting for its end.
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._close)

    def send(self, message: Mapping[str, Any]) -> None:
        """Writes a message. A reader that has gone is not an error here: the end of the input stream tells it."""
        rest = memoryview(encode(message))
        with self._writing:
            try:
                while rest:
                    rest = rest[os.write(self._outgoing, rest) :]
            except OSError:
                return

    def lines(self) -> Iterator[bytes]:
        """The lines that the plugin sends, until it ends the stream."""
        with os.fdopen(self._incoming, "rb", closefd=False) as stream:
            yield from stream

    def _close(self) -> None:
        for descriptor in (self._incoming, self._outgoing):
            try:
                os.close(descriptor)
            except OSError:
                continue
        self._incoming = self._outgoing = -1


def encode(message: Mapping[str, Any]) -> bytes:
    """A message as a line of pure ASCII, valid UTF-8 in every locale; never raises for what user code put into it."""
    try:
        text = json.dumps(message, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError, OverflowError):
        text = json.dumps(_plain(message, 0), separators=(",", ":"), allow_nan=False)
    if "\\ud" in text:
        # Most often half of a character that user code cut: as JSON it is legal, as UTF-8 it is not.
        text = json.dumps(_plain(json.loads(text), 0), separators=(",", ":"), allow_nan=False)
    return text.encode("ascii") + b"\n"


def _plain(value: Any, depth: int) -> Any:
    """The nearest thing that JSON can say."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value).encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).decode("utf-8", "backslashreplace")
    if isinstance(value, PurePath):
        return _plain(str(value), depth)
    if depth >= _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {_key(key): _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((_plain(item, depth + 1) for item in value), key=repr)
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth + 1) for item in value]
    return _plain(_text(value), depth)


def _key(key: Any) -> str:
    plain = _plain(key, _DEEPEST) if isinstance(key, (str, bytes)) else _plain(_text(key), _DEEPEST)
    return str(plain)


def _text(value: Any) -> str:
    try:
        return str(value)
    except Exception:
        return f"<{type(value).__name__}>"
