"""The private interface of Dagster that writes YAML. Tried on 1.10.21, 1.11.16, 1.12.22, 1.13.27."""

from collections.abc import Mapping
from typing import Any

from dagster_shared.yaml_utils import dump_run_config_yaml


def config_as_yaml(config: Mapping[str, Any]) -> str:
    """Run configuration as it stands in a file, and as the command line writes it."""
    text: str = dump_run_config_yaml(dict(config))
    return text
