"""Moments as users write them."""

import re
from datetime import datetime, timezone, tzinfo
from zoneinfo import ZoneInfo

from ..problems import problem, user_error

_SECONDS = re.compile(r"-?\d+(\.\d+)?")
# Python 3.10 reads neither a Z nor fractions of any length.
_ISO = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)([T ](?P<time>\d\d:\d\d(:\d\d)?)(\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?")


def moment(text: str, zone: str | None, parameter: str) -> float:
    """Seconds since 1970 of a moment in ISO 8601, in that time zone if it names none, or of such seconds."""
    text = text.strip()
    if _SECONDS.fullmatch(text) and not re.fullmatch(r"\d{4}", text):
        return float(text)
    found = _ISO.fullmatch(text)
    if found:
        try:
            local = datetime.fromisoformat(f"{found['day']}T{found['time'] or '00:00'}")
            return local.replace(tzinfo=_zone(found["zone"], zone)).timestamp()
        except ValueError:
            pass
    raise user_error(
        problem(
            "invalid_parameter",
            f"'{text}' is not a moment",
            subject="moment",
            value=text,
            parameter=parameter,
            remedy=f"Write <{parameter}> (-Ddagster.{parameter}) as 2024-01-31, 2024-01-31T02:00 or "
            "2024-01-31T02:00:00Z, or in seconds since 1970",
        )
    )


def _zone(named: str | None, otherwise: str | None) -> tzinfo:
    if named is None:
        return ZoneInfo(otherwise) if otherwise else timezone.utc
    if named == "Z":
        return timezone.utc
    offset = datetime.fromisoformat(f"2024-01-01T00:00:00{named}").tzinfo
    return offset or timezone.utc
