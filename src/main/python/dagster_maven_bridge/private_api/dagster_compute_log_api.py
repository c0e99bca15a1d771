"""Private names of Dagster for capturing what a launched run prints; the same from 1.10 to 1.13."""

from dagster._core.execution.compute_logs import redirect_stream
from dagster._core.storage.compute_log_manager import CapturedLogContext, ComputeIOType
from dagster._core.storage.local_compute_log_manager import IO_TYPE_EXTENSION, LocalComputeLogManager

__all__ = ["IO_TYPE_EXTENSION", "CapturedLogContext", "ComputeIOType", "LocalComputeLogManager", "redirect_stream"]
