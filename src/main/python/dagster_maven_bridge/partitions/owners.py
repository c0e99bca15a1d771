"""Partitions and what they are of, as messages name them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dagster import (
    DailyPartitionsDefinition,
    HourlyPartitionsDefinition,
    MonthlyPartitionsDefinition,
    StaticPartitionsDefinition,
    TimeWindowPartitionsDefinition,
    WeeklyPartitionsDefinition,
)

from ..private_api.dagster_partition_api import Definition, Dimension, PartitionView, dimensions_of, dynamic_name

_MOST_NAMES = 3
_BY_THE_CLOCK: tuple[tuple[type[Any], str], ...] = (
    (HourlyPartitionsDefinition, "hourly"),
    (DailyPartitionsDefinition, "daily"),
    (WeeklyPartitionsDefinition, "weekly"),
    (MonthlyPartitionsDefinition, "monthly"),
)


@dataclass(frozen=True)
class Owner:
    """What has partitions of one definition: assets, checks or a job.

    ``dimension`` is the one of several that is meant, ``others`` are those beside it.
    """

    names: str
    definition: Definition
    dimension: str | None = None
    others: tuple[Dimension, ...] = ()

    @classmethod
    def of(cls, names: Sequence[str], definition: Definition) -> "Owner":
        """Assets or checks, by name."""
        return cls(listed(names), definition)

    @classmethod
    def job(cls, name: str, definition: Definition) -> "Owner":
        """A job."""
        return cls(f"the job {name}", definition)

    def at(self, dimension: Dimension) -> "Owner":
        """One dimension of these partitions."""
        others = tuple(each for each in dimensions_of(self.definition) if each.name != dimension.name)
        return replace(self, definition=dimension.definition, dimension=dimension.name, others=others)

    def __str__(self) -> str:
        return self.names if self.dimension is None else f"the dimension '{self.dimension}' of {self.names}"

    def described(self, keys: Sequence[str]) -> str:
        """With the kind of the partitions and how many there are."""
        return f"{self} ({kind_of(self.definition)}, {counted(keys)})"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them; of many the first only."""
    if len(names) > _MOST_NAMES + 1:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def kind_of(definition: Definition) -> str:
    """The kind of some partitions in a word or two."""
    dimensions = dimensions_of(definition)
    if dimensions:
        return "by " + listed([each.name for each in dimensions])
    for kind, word in _BY_THE_CLOCK:
        if isinstance(definition, kind):
            return word
    if isinstance(definition, TimeWindowPartitionsDefinition):
        return f"by the cron schedule '{definition.cron_schedule}'"
    if isinstance(definition, StaticPartitionsDefinition):
        return "static"
    name = dynamic_name(definition)
    return "dynamic" if name is None else f"dynamic, '{name}'"


def counted(keys: Sequence[str]) -> str:
    """How many partitions there are, from which to which."""
    match len(keys):
        case 0:
            return "no partition yet"
        case 1:
            return f"one partition, {keys[0]}"
        case number:
            return f"{number} partitions, {keys[0]} to {keys[-1]}"


def no_partition_yet(definition: Definition, view: PartitionView) -> str:
    """That something has no partition, and how it gets one where that is for the user to do."""
    parts = [each.definition for each in dimensions_of(definition)] or [definition]
    absent = [name for part in parts if (name := dynamic_name(part)) is not None and not view.keys(part)]
    how = f": add one to '{absent[0]}' with partition-add" if absent else ""
    return f"has no partition yet{how}"
