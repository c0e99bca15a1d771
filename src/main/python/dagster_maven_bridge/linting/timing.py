"""Times that cannot be: cron expressions and time zones that nothing can be derived from."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from ..private_api.dagster_lint_api import is_valid_cron
from ..protocol import SourceLocation
from . import places
from .findings import Found, Linted


def invalid_times(linted: Linted) -> Iterator[Found]:
    """Of schedules, of partitions, and of automation conditions, whose time zone Dagster does not look at."""
    for schedule in linted.described["schedules"]:
        zone = schedule["timezone"]
        yield from _judged(
            "schedule", schedule["name"], schedule["cron"], [zone] if zone else [], schedule["defined_at"]
        )
    for asset in linted.assets:
        if (condition := linted.graph.get(asset.key).automation_condition) is not None:
            crons, zones = _times_of(condition)
            yield from _judged("asset", asset.described["key"], crons, zones, asset.described["defined_at"])


def _judged(subject: str, name: str, crons: list[str], zones: list[str], at: SourceLocation | None) -> Iterator[Found]:
    for cron in crons:
        if not is_valid_cron(cron):
            message = f"the {subject} '{name}' has the cron expression '{cron}', which cannot be parsed"
            yield Found("invalid-cron", subject, name, message, places.mention(at, cron), cron)
    for zone in zones:
        if not _is_time_zone(zone):
            message = f"the {subject} '{name}' has the time zone '{zone}', which does not exist"
            yield Found("invalid-timezone", subject, name, message, places.mention(at, zone), zone)


def _times_of(condition: Any) -> tuple[list[str], list[str]]:
    """The cron expressions and time zones in an automation condition, to any depth."""
    crons: dict[str, None] = {}
    zones: dict[str, None] = {}
    waiting = [condition]
    while waiting:
        one = waiting.pop()
        if isinstance(cron := getattr(one, "cron_schedule", None), str):
            crons[cron] = None
        if isinstance(zone := getattr(one, "cron_timezone", None), str):
            zones[zone] = None
        waiting += list(getattr(one, "children", ()) or ())
    return sorted(crons), sorted(zones)


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):
        return False
    return True
