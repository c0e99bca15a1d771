"""How jobs are run."""

import hashlib
import json
from typing import Any

from ..masking import masker_of_environment


def executor_name(job: Any) -> str | None:
    """The executor that a job names; None for the one that Dagster gives those which name none."""
    name = job.executor_def.name if job.executor_def is not None else None
    return None if name is None or name == "multi_or_in_process_executor" else str(name)


def config_hash(job: Any) -> str | None:
    """A hash of the configuration that a job is defined with, which may be long; None when there is none."""
    if not job.run_config:
        return None
    # A manifest is published: nobody must be able to guess a secret from its hash.
    masked = masker_of_environment().data(job.run_config)
    return hashlib.sha256(json.dumps(masked, sort_keys=True, default=str).encode()).hexdigest()[:16]
