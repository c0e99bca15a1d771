"""A program that copies what it reads to a file and on to its own output, without secrets.

A process of its own, so that what a run prints last is not lost when the run's process dies. It imports nothing but
the standard library, and ends with those that write to it.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from ..folders import IMPORT_ROOT
from ..masking import Masker, masker_of_environment

_START = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main(sys.argv[2])"
_LONGEST = 65_536
_SECONDS_TO_END = 10


@contextmanager
def masked_copy(output: int, file: str) -> Iterator[IO[str]]:
    """A stream; what is written into it goes without secrets to a descriptor and to the end of a file."""
    read, write = os.pipe()
    start = _START.format(module=__name__)
    # Neither what the user's environment nor what the project has can get in its way.
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", start, IMPORT_ROOT, os.path.abspath(file)], stdin=read, stdout=output
    )
    os.close(read)
    try:
        with os.fdopen(write, "w", encoding="utf-8", buffering=1) as stream:
            yield stream
    finally:
        # What the run has left behind may hold the other end for as long as it lives.
        with suppress(subprocess.TimeoutExpired):
            process.wait(_SECONDS_TO_END)


def main(file: str) -> None:
    """Copies until all writers have gone."""
    for name in ("SIGINT", "SIGTERM"):
        # Sent to the whole group: what the run says about it is still to come.
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    masker = masker_of_environment()
    rest = b""
    with open(file, "ab", buffering=0) as copy:
        while read := os.read(0, _LONGEST):
            rest += read
            lines, end, rest = rest.rpartition(b"\n")
            if end:
                _tell(masker.text(_text(lines)) + "\n", copy)
            if len(rest) > _LONGEST:
                rest = _tell_part(masker, rest, copy)
        _tell(masker.text(_text(rest)), copy)


def _tell_part(masker: Masker, line: bytes, copy: IO[bytes]) -> bytes:
    """Of a line without an end; what may be the beginning of a secret waits for the rest."""
    masked = masker.text(_text(line))
    told = max(0, len(masked) - masker.longest)
    _tell(masked[:told], copy)
    return _bytes(masked[told:])


def _tell(text: str, copy: IO[bytes]) -> None:
    data = _bytes(text)
    copy.write(data)
    with suppress(OSError):
        # Nobody may look at it.
        os.write(1, data)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
