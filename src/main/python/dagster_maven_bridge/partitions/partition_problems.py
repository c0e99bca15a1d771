"""What can be wrong with the partitions that a request names."""

from collections.abc import Sequence
from dataclasses import dataclass

from dagster import AssetKey

from ..problems import problem
from ..protocol import Problem
from .owners import Owner, listed

RANGE_SEPARATOR = "..."
_MOST_CHOICES = 10_000
_INVALID = "invalid_parameter"


def how_to_name(parameter: str) -> str:
    """The tag and the property of a parameter."""
    return f"<{parameter}> (-Ddagster.{parameter}=…)"


def shown_choices(keys: Sequence[str]) -> list[str]:
    """The keys that the plugin chooses the nearest of; the latest when there are very many."""
    return list(keys[-_MOST_CHOICES:])


def backwards(first: str, last: str, owner: Owner, parameter: str) -> Problem:
    """A range that ends before it starts."""
    remedy = f"Write {last}{RANGE_SEPARATOR}{first} in {how_to_name(parameter)}"
    if parameter == "from":
        remedy = f"Exchange {how_to_name('from')} and {how_to_name('to')}"
    return problem(
        _INVALID,
        f"The range '{first}{RANGE_SEPARATOR}{last}' of {owner} ends before it starts",
        subject="partition",
        value=f"{first}{RANGE_SEPARATOR}{last}",
        parameter=parameter,
        remedy=remedy,
    )


def not_multidimensional(text: str, owner: Owner, parameter: str) -> Problem:
    """Dimensions of partitions that have only one."""
    return problem(
        _INVALID,
        f"'{text}' names dimensions, and the partitions of {owner} have only one",
        subject="partition",
        value=text,
        parameter=parameter,
        remedy=f"Name the key alone in {how_to_name(parameter)}",
    )


def wrong_dimensions(text: str, given: Sequence[str], names: Sequence[str], owner: Owner, parameter: str) -> Problem:
    """A dimension too many or too few."""
    unknown = sorted(set(given) - set(names))
    missing = [name for name in names if name not in given]
    told = f"there is no dimension '{unknown[0]}'" if unknown else f"the dimension '{missing[0]}' is missing"
    told += f": the partitions of {owner} are by {listed(names)}"
    example = "|".join(f"{name}=…" for name in names)
    return problem(
        _INVALID,
        f"In '{text}' {told}",
        subject="dimension",
        value=unknown[0] if unknown else None,
        parameter=parameter,
        choices=list(names),
        remedy=f"Name each dimension once in {how_to_name(parameter)}, as {example}; all of one with {names[0]}=all",
    )


def not_partitioned(text: str, assets: Sequence[AssetKey], parameter: str) -> Problem:
    """A partition named where nothing is partitioned."""
    names = [key.to_user_string() for key in assets]
    which = f"The asset '{names[0]}' is not" if len(names) == 1 else "None of the selected assets is"
    if len(names) > 1:
        which = f"None of {listed(names)} is"
    return problem(
        _INVALID,
        f"{which} partitioned, so that there is no partition '{text}'",
        subject="partition",
        value=text,
        parameter=parameter,
        remedy=f"Leave out <{parameter}> (-Ddagster.{parameter}), or select a partitioned asset",
    )


@dataclass(frozen=True)
class Named:
    """What a term names of the partitions of one owner, who has all of ``keys``."""

    owner: Owner
    keys: Sequence[str]
    named: Sequence[str]


def not_everywhere(text: str, sides: Sequence[Named], parameter: str) -> Problem:
    """A partition or a range that is not the same for each of the assets; the first side has it."""
    is_range = RANGE_SEPARATOR in text
    whose = [side.owner.described(side.keys) for side in sides]
    numbers = [_number(side.named, sides[0].named) if is_range else "none" for side in sides]
    had = f"names {_partitions(len(sides[0].named))}" if is_range else "is a partition"
    others = "".join(
        f"{', but' if place == 0 else ' and'} {number} of {owner}"
        for place, (number, owner) in enumerate(zip(numbers[1:], whose[1:], strict=True))
    )
    instead = "" if parameter == "partitions" else f" instead of {how_to_name(parameter)}"
    return problem(
        _INVALID,
        f"The selected assets are partitioned differently: '{text}' {had} of {whose[0]}{others}",
        subject="partition",
        value=text,
        parameter=parameter,
        remedy="Select assets of one partitions definition with <select> (-Ddagster.select=…), or name partitions that"
        f" each asset has by its own{instead}: latest, missing, failed or all in <partitions> (-Ddagster.partitions=…)",
    )


def _number(named: Sequence[str], others: Sequence[str]) -> str:
    if not named:
        return "none"
    return f"{len(named)} others" if len(named) == len(others) else str(len(named))


def _partitions(number: int) -> str:
    return "one partition" if number == 1 else f"{number} partitions"


def too_many(number: int, most: int, what: str, first: str, last: str, parameter: str) -> Problem:
    """More partitions than a request may be for."""
    return problem(
        _INVALID,
        f"{number} partitions of {what} are selected, {first} to {last}: more than {most}",
        subject="number",
        parameter="maxPartitions",
        remedy=f"Select fewer with {how_to_name(parameter)}, or allow them with <maxPartitions>"
        f" (-Ddagster.maxPartitions={number})",
    )
