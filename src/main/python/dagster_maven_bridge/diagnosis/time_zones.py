"""Time zones that do not exist: Python tells of them with whatever file or module it looked for them in vain."""

import difflib
import re
import zoneinfo
from collections.abc import Iterable
from types import TracebackType

from .python_errors import Phrase


def unknown_time_zone(causes: Iterable[BaseException]) -> Phrase | None:
    """Says that a time zone does not exist, of an exception and what caused it; None when that is not it."""
    found = list(causes)
    name = next((name for cause in found if (name := _looked_for(cause.__traceback__)) is not None), None)
    if name is None:
        return None
    known = zoneinfo.available_timezones()
    if name in known:
        return None
    message = f"There is no time zone '{name}'"
    for cause in found:
        if stated := re.fullmatch(rf"Invalid execution timezone {re.escape(name)} for (?P<schedule>\S+)", str(cause)):
            message = f"Schedule '{stated['schedule']}' has the time zone '{name}', which does not exist"
    remedy = (
        "Write it as the IANA database does, as 'Europe/Berlin'"
        if known
        else "Python finds no time zones here at all: add the package tzdata to the project's dependencies"
    )
    return Phrase("invalid_timezone", message, "time zone", name, _near(name, known), remedy)


def _looked_for(trace: TracebackType | None) -> str | None:
    """The time zone that Python was looking for when an exception was raised."""
    while trace is not None:
        frame = trace.tb_frame
        key = frame.f_locals.get("key")
        if isinstance(key, str) and str(frame.f_globals.get("__name__")).partition(".")[0] == "zoneinfo":
            return key
        trace = trace.tb_next
    return None


def _near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    by_text = {zone.lower(): zone for zone in sorted(known)}
    return tuple(by_text[text] for text in difflib.get_close_matches(name.lower(), by_text))
