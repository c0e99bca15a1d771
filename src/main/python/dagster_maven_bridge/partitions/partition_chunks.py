"""Which partitions one run makes, as backfill policies say and Dagster's own backfills do."""

from collections.abc import Iterator, Mapping, Sequence

from ..private_api.dagster_partition_api import Definition, PartitionView, dimensions_of
from ..private_api.dagster_run_api import ASSET_PARTITION_RANGE_END_TAG, ASSET_PARTITION_RANGE_START_TAG
from .multi_partitions import SEPARATOR
from .partition_problems import RANGE_SEPARATOR

Chunk = tuple[str, ...]


def chunks_of(keys: Sequence[str], definition: Definition, per_run: int | None, view: PartitionView) -> list[Chunk]:
    """The keys, which are in order, by run: at most so many in each, and each run without a gap.

    A run of several is told its first and its last partition only, and makes all between them.
    """
    if per_run == 1:
        return [(key,) for key in keys]
    return [
        tuple(neighbours[start : start + (per_run or len(neighbours))])
        for line, places in _lines(keys, definition, view)
        for neighbours in _neighbours(line, places)
        for start in range(0, len(neighbours), per_run or len(neighbours))
    ]


def text_of(chunk: Sequence[str]) -> str | None:
    """The partition of a run, or the range of them, by which people know it; None when it has none."""
    if len(chunk) > 1:
        return f"{chunk[0]}{RANGE_SEPARATOR}{chunk[-1]}"
    return chunk[0] if chunk else None


def range_tags(chunk: Sequence[str]) -> dict[str, str]:
    """The tags that make a run one of several partitions."""
    return {ASSET_PARTITION_RANGE_START_TAG: chunk[0], ASSET_PARTITION_RANGE_END_TAG: chunk[-1]}


def _lines(
    keys: Sequence[str], definition: Definition, view: PartitionView
) -> Iterator[tuple[list[str], Mapping[str, int]]]:
    """The keys, with their places, in groups that differ in one dimension only: only there a range has no gaps.

    That dimension is the one of which there are more, so that there are few groups; as Dagster has it.
    """
    dimensions = dimensions_of(definition)
    if not dimensions:
        yield list(keys), view.places(definition)
        return
    parts = {key: key.split(SEPARATOR) for key in keys}
    numbers = [len({of_key[index] for of_key in parts.values()}) for index in range(len(dimensions))]
    along = numbers.index(max(numbers))
    places = view.places(dimensions[along].definition)
    lines: dict[tuple[str, ...], list[str]] = {}
    for key, of_key in parts.items():
        lines.setdefault((*of_key[:along], *of_key[along + 1 :]), []).append(key)
    for line in lines.values():
        yield line, {key: places[parts[key][along]] for key in line}


def _neighbours(line: list[str], places: Mapping[str, int]) -> Iterator[list[str]]:
    """The parts of a line between which partitions are left out."""
    start = 0
    for index in range(1, len(line) + 1):
        if index == len(line) or places[line[index]] != places[line[index - 1]] + 1:
            yield line[start:index]
            start = index
