"""What Dagster knows of its official examples, private there; the same from 1.10.21 to 1.13.27."""

from collections.abc import Sequence

from dagster._generate.download import AVAILABLE_EXAMPLES, _get_url_for_version
from dagster_shared.scaffold import should_skip_scaffolded_file


def example_names() -> Sequence[str]:
    """The examples that this Dagster offers, in its own order."""
    names: Sequence[str] = AVAILABLE_EXAMPLES
    return names


def archive_address(version: str) -> str:
    """Where the archive of a version lies."""
    address: str = _get_url_for_version(version)
    return address


def is_left_out(path: str) -> bool:
    """Whether a file of an example is not for those who start with it."""
    skipped: bool = should_skip_scaffolded_file(path)
    return skipped
