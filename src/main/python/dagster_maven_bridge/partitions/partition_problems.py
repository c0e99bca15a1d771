"""What can be wrong with the partitions that a request names."""

from collections.abc import Sequence

from dagster import AssetKey

from ..problems import problem
from ..protocol import Problem

RANGE_SEPARATOR = "..."
_MOST_CHOICES = 10_000
_INVALID = "invalid_parameter"


def how_to_name(parameter: str) -> str:
    """The tag and the property of a parameter."""
    return f"<{parameter}> (-Ddagster.{parameter}=…)"


def shown_choices(keys: Sequence[str]) -> list[str]:
    """The keys that the plugin chooses the nearest of; the latest when there are very many."""
    return list(keys[-_MOST_CHOICES:])


def unknown_partition(
    key: str, keys: Sequence[str], parameter: str = "partition", dynamic: str | None = None
) -> Problem:
    """A key that is not one of the partitions; ``dynamic`` is the name of those that could be created."""
    remedy = f"Name another one with {how_to_name(parameter)}"
    if dynamic is not None:
        remedy += f", or create it in '{dynamic}' with <createPartitions> (-Ddagster.createPartitions=true)"
    elif parameter == "partitions":
        remedy += "; a range is written first...last"
    return problem(
        "unknown_name",
        f"There is no partition '{key}': {_counted(keys)}",
        subject="partition",
        value=key,
        parameter=parameter,
        choices=shown_choices(keys),
        remedy=remedy,
    )


def _counted(keys: Sequence[str]) -> str:
    match len(keys):
        case 0:
            return "there is none"
        case 1:
            return f"there is one, {keys[0]}"
        case number:
            return f"there are {number} partitions, {keys[0]} to {keys[-1]}"


def backwards(first: str, last: str, parameter: str) -> Problem:
    """A range that ends before it starts."""
    return problem(
        _INVALID,
        f"The range '{first}{RANGE_SEPARATOR}{last}' ends before it starts",
        subject="partition",
        value=f"{first}{RANGE_SEPARATOR}{last}",
        parameter=parameter,
        remedy=f"Write {last}{RANGE_SEPARATOR}{first} in {how_to_name(parameter)}",
    )


def not_multidimensional(text: str, parameter: str) -> Problem:
    """Dimensions of partitions that have only one."""
    return problem(
        _INVALID,
        f"'{text}' names dimensions of partitions that have only one",
        subject="partition",
        value=text,
        parameter=parameter,
        remedy=f"Name the key alone in {how_to_name(parameter)}",
    )


def wrong_dimensions(text: str, given: Sequence[str], names: Sequence[str], parameter: str) -> Problem:
    """A dimension too many or too few."""
    unknown = sorted(set(given) - set(names))
    missing = [name for name in names if name not in given]
    told = f"there is no dimension '{unknown[0]}'" if unknown else f"the dimension '{missing[0]}' is missing"
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
        which = f"None of the {len(names)} assets ({names[0]}, …) is"
    return problem(
        _INVALID,
        f"{which} partitioned, so that there is no partition '{text}'",
        subject="partition",
        value=text,
        parameter=parameter,
        remedy=f"Leave out <{parameter}> (-Ddagster.{parameter}), or select a partitioned asset",
    )


def not_everywhere(text: str, without: Sequence[AssetKey], keys: Sequence[str], parameter: str) -> Problem:
    """A partition or a range that is not the same for each of the assets."""
    names = ", ".join(asset.to_user_string() for asset in without)
    told = f"is no partition of {names}"
    if RANGE_SEPARATOR in text:
        told = f"is not the same partitions for {names}"
    return problem(
        _INVALID,
        f"The selected assets are partitioned differently: '{text}' {told}",
        subject="partition",
        value=text,
        parameter=parameter,
        choices=shown_choices(keys),
        remedy="Select assets of one partitions definition with <select> (-Ddagster.select=…), or name partitions that"
        " each asset has by its own: latest, missing, failed, all",
    )


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
