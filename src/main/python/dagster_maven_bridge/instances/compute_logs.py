"""What runs print that Dagster's own servers launch: captured as Dagster does it, without secrets."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

from ..masking import masker_of_environment
from ..printing.masked_copy import masked_copy
from ..private_api.dagster_compute_log_api import (
    IO_TYPE_EXTENSION,
    CapturedLogContext,
    ComputeIOType,
    LocalComputeLogManager,
    redirect_stream,
)


class MaskedComputeLogManager(LocalComputeLogManager):  # type: ignore[misc]
    """Files in the home as Dagster's own class writes them; nothing but what is masked ever gets into them."""

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Mapping[str, Any]) -> "MaskedComputeLogManager":
        """See ``ConfigurableClass``."""
        return cls(inst_data=inst_data, **config_value)

    @contextmanager
    def capture_logs(self, log_key: Sequence[str]) -> Iterator[CapturedLogContext]:
        """See ``ComputeLogManager``."""
        if not masker_of_environment():
            with super().capture_logs(log_key) as captured:
                yield captured
            return
        out = self.get_captured_local_path(log_key, IO_TYPE_EXTENSION[ComputeIOType.STDOUT])
        error = self.get_captured_local_path(log_key, IO_TYPE_EXTENSION[ComputeIOType.STDERR])
        with _captured(sys.stdout, out), _captured(sys.stderr, error):
            yield CapturedLogContext(log_key)
        # That it is there tells that no more is to come.
        _touch(self.complete_artifact_path(log_key))


@contextmanager
def _captured(stream: IO[str], file: str) -> Iterator[None]:
    os.makedirs(os.path.dirname(file), exist_ok=True)
    # Also of a run that prints nothing there is a file.
    _touch(file)
    try:
        output = os.dup(stream.fileno())
    except (OSError, ValueError):
        # User code has closed or replaced it.
        yield
        return
    try:
        with masked_copy(output, file) as copy, redirect_stream(copy, stream):
            yield
    finally:
        os.close(output)


def _touch(file: str) -> None:
    with open(file, "ab"):
        pass
