"""What is wrong with a key that is no partition: a slip of the pen, another dimension, a time that is not over."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from dagster import DynamicPartitionsDefinition, TimeWindowPartitionsDefinition

from ..private_api.dagster_partition_api import Dimension, PartitionView, dimensions_of, dynamic_name
from ..problems import problem
from ..protocol import Problem
from .multi_partitions import SEPARATOR
from .owners import Owner, counted, listed
from .partition_problems import RANGE_SEPARATOR, how_to_name, shown_choices, wrong_dimensions

_TAKING_RANGES = ("partition", "partitionRange", "partitions")
_WORDS = re.compile(r"latest(:\d+)?|missing|failed|all")
# What people write between the ends of a range; two dots or a character that looks like three can mean nothing else.
_SURELY_A_RANGE = re.compile(r"\s*(?:\.{2,}|…)\s*")
_PERHAPS_A_RANGE = re.compile(r"\s*(?:--?>?|–|—|:|/|\bto\b|\.)\s*")


@dataclass(frozen=True)
class UnknownKey:
    """A text that is no key of some partitions; ``can_be_created`` where a dynamic one may be new."""

    text: str
    owner: Owner
    can_be_created: bool = True


@dataclass(frozen=True)
class UnknownKeys:
    """Tells what is wrong with keys that stand in one parameter of a goal."""

    view: PartitionView
    parameter: str

    def problem(self, unknown: UnknownKey) -> Problem:
        """Of a key where only one definition can be meant."""
        owner = unknown.owner
        found = self._slip(unknown.text, [owner]) or self._in_dimensions(unknown)
        if found is not None:
            return found
        why, choices = self._why(unknown.text, owner)
        return self._told(unknown.text, f"{owner}: {why}", choices, self._remedy(unknown))

    def problem_for_all(self, text: str, owners: Sequence[Owner]) -> Problem:
        """Of a key that none of several definitions has."""
        found = self._slip(text, owners)
        if found is not None:
            return found
        sides = [owner.described(self.view.keys(owner.definition)) for owner in owners]
        choices = [key for owner in owners for key in self.view.keys(owner.definition)]
        remedy = f"Name another one with {how_to_name(self.parameter)}"
        return self._told(text, " nor of ".join(sides), shown_choices(choices), remedy)

    def _told(self, text: str, whose_and_why: str, choices: Sequence[str], remedy: str) -> Problem:
        return problem(
            "unknown_name",
            f"There is no partition '{text}' of {whose_and_why}",
            subject="partition",
            value=text,
            parameter=self.parameter,
            choices=choices,
            remedy=remedy,
        )

    # What is not written as it has to be.

    def _slip(self, text: str, owners: Sequence[Owner]) -> Problem | None:
        whose = listed([str(owner) for owner in owners])
        range_ = self._range_in(text, owners)
        if range_ is not None:
            where = "partitionRange" if self.parameter == "partition" else self.parameter
            remedy = f"A range has three dots: write {range_} in {how_to_name(where)}"
            return self._told(text, whose, [range_], remedy)
        if self.parameter != "partition":
            return None
        if RANGE_SEPARATOR in text:
            remedy = (
                f"<partition> takes one key: give the range with <partitionRange> (-Ddagster.partitionRange={text})"
            )
            return self._told(text, whose, [], remedy)
        several = [part.strip() for part in text.split(",")]
        if _WORDS.fullmatch(text) or (len(several) > 1 and all(self._is_known(part, owners) for part in several)):
            remedy = f"<partition> takes one key: write it in <partitions> (-Ddagster.partitions={text})"
            return self._told(text, whose, [], remedy)
        return None

    def _range_in(self, text: str, owners: Sequence[Owner]) -> str | None:
        """The range that is meant by something like it."""
        if RANGE_SEPARATOR in text or self.parameter not in _TAKING_RANGES:
            return None
        ends = _SURELY_A_RANGE.split(text)
        if len(ends) == 2 and all(ends):
            return RANGE_SEPARATOR.join(ends)
        for between in _PERHAPS_A_RANGE.finditer(text):
            first, last = text[: between.start()], text[between.end() :]
            if any(self._is_known(first, [owner]) and self._is_known(last, [owner]) for owner in owners):
                return f"{first}{RANGE_SEPARATOR}{last}"
        return None

    def _is_known(self, text: str, owners: Sequence[Owner]) -> bool:
        return any(text in self.view.places(owner.definition) for owner in owners)

    # Several dimensions.

    def _in_dimensions(self, unknown: UnknownKey) -> Problem | None:
        """What is wrong with the parts of a key; None where there is one part only."""
        dimensions = dimensions_of(unknown.owner.definition)
        if not dimensions:
            return None
        parts = [part.strip() for part in unknown.text.split(SEPARATOR)]
        names = [each.name for each in dimensions]
        named = dict(part.split("=", 1) for part in parts if "=" in part)
        if len(named) == len(parts):
            if sorted(named) != names:
                return wrong_dimensions(unknown.text, list(named), names, unknown.owner, self.parameter)
            parts = [named[name] for name in names]
        if len(parts) != len(dimensions):
            return self._not_as_many(unknown, dimensions, len(parts))
        place = self._place_of_unknown(parts, dimensions, in_order=bool(named))
        if place is None:
            return self._not_of_each(unknown, parts, dimensions)
        text, dimension = place
        return self.problem(UnknownKey(text, unknown.owner.at(dimension), unknown.can_be_created))

    def _not_as_many(self, unknown: UnknownKey, dimensions: Sequence[Dimension], given: int) -> Problem:
        written = SEPARATOR.join(each.name for each in dimensions)
        why = f"a key has {len(dimensions)} parts, {written}, and this has {given}"
        example = SEPARATOR.join(f"{each.name}=…" for each in dimensions)
        remedy = f"Write {example} in {how_to_name(self.parameter)}, with a key for each dimension"
        keys = shown_choices(self.view.keys(unknown.owner.definition))
        return self._told(unknown.text, f"{unknown.owner}: {why}", keys, remedy)

    def _place_of_unknown(
        self, parts: Sequence[str], dimensions: Sequence[Dimension], *, in_order: bool
    ) -> tuple[str, Dimension] | None:
        """A part that is none of its dimension; None when each part is known, though not each dimension is named."""
        known = [[each for each in dimensions if part in self.view.places(each.definition)] for part in parts]
        if in_order or all(dimension in found for found, dimension in zip(known, dimensions, strict=True) if found):
            for part, found, dimension in zip(parts, known, dimensions, strict=True):
                if dimension not in found:
                    return part, dimension
        free = [each for each in dimensions if not any(each in found for found in known)]
        unknown = [part for part, found in zip(parts, known, strict=True) if not found]
        return (unknown[0], free[0]) if unknown and free else None

    def _not_of_each(self, unknown: UnknownKey, parts: Sequence[str], dimensions: Sequence[Dimension]) -> Problem:
        lacking = [
            each for each in dimensions if not any(part in self.view.places(each.definition) for part in parts)
        ] or list(dimensions[:1])
        why = f"it has no part of the dimension '{lacking[0].name}'"
        example = SEPARATOR.join(f"{each.name}=…" for each in dimensions)
        remedy = f"Write {example} in {how_to_name(self.parameter)}"
        return self._told(unknown.text, f"{unknown.owner}: {why}", self._keys(unknown.owner), remedy)

    # One dimension.

    def _why(self, text: str, owner: Owner) -> tuple[str, Sequence[str]]:
        """Why it is no key, and which may have been meant."""
        keys = self._keys(owner)
        elsewhere = [each.name for each in owner.others if text in self.view.places(each.definition)]
        if elsewhere:
            return f"it is one of the dimension '{elsewhere[0]}'", keys
        definition = owner.definition
        if isinstance(definition, TimeWindowPartitionsDefinition):
            return self._why_no_window(text, definition) or (_there(keys), keys)
        return _there(self.view.keys(definition)), keys

    def _keys(self, owner: Owner) -> list[str]:
        return shown_choices(self.view.keys(owner.definition))

    def _why_no_window(self, text: str, definition: TimeWindowPartitionsDefinition) -> tuple[str, Sequence[str]] | None:
        keys = self.view.keys(definition)
        try:
            time = datetime.strptime(text, definition.fmt)
        except ValueError:
            example = f", as {keys[-1]} is" if keys else ""
            return f"it is no time of the format {definition.fmt}{example}", shown_choices(keys)
        if not keys or time < _start(keys[0], definition):
            return None
        place = bisect_right(keys, time, key=lambda key: _start(key, definition)) - 1
        if place < len(keys) - 1:
            if getattr(definition, "exclusions", None):
                return None
            return f"it lies within the partition {keys[place]}", [keys[place]]
        return self._why_not_yet(time, definition, keys)

    def _why_not_yet(
        self, time: datetime, definition: TimeWindowPartitionsDefinition, keys: Sequence[str]
    ) -> tuple[str, Sequence[str]] | None:
        moment = time.replace(tzinfo=time.tzinfo or ZoneInfo(definition.timezone))
        last = definition.time_window_for_partition_key(keys[-1])
        if moment.timestamp() < last.end.timestamp():
            return f"it lies within the partition {keys[-1]}", [keys[-1]]
        if definition.end is not None and moment.timestamp() >= definition.end.timestamp():
            return None
        if moment > datetime.now(timezone.utc):
            return f"it is in the future, the last one is {keys[-1]}", [keys[-1]]
        end = definition.time_window_for_partition_key(time.strftime(definition.fmt)).end
        ends = end.strftime(definition.fmt)
        return f"its time window is not over before {ends}, the last one is {keys[-1]}", [keys[-1]]

    def _remedy(self, unknown: UnknownKey) -> str:
        remedy = f"Name another one with {how_to_name(self.parameter)}"
        definition = unknown.owner.definition
        name = dynamic_name(definition)
        if name is not None:
            added = f"-Ddagster.partitionsDefinition={name} -Ddagster.partitions={unknown.text}"
            remedy += f", or add it with partition-add {added}"
            if unknown.can_be_created:
                remedy += f", or create it in '{name}' with <createPartitions> (-Ddagster.createPartitions=true)"
        elif isinstance(definition, DynamicPartitionsDefinition):
            remedy += ", or let the function of the partitions definition return it"
        elif self.parameter == "partitions":
            remedy += "; a range is written first...last"
        return remedy


def _start(key: str, definition: TimeWindowPartitionsDefinition) -> datetime:
    return datetime.strptime(key, definition.fmt)


def _there(keys: Sequence[str]) -> str:
    return "there is none" if not keys else ("there is " if len(keys) == 1 else "there are ") + counted(keys)
