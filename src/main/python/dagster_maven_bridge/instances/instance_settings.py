"""The settings of an instance as they may be shown: without what looks like a secret."""

import re
from collections.abc import Mapping
from typing import Any

from ..masking import MASK

_SECRET_NAME = re.compile(r"passw|secret|token|credential|api_?key|access_?key|private_?key", re.IGNORECASE)
_PASSWORD_IN_URL = re.compile(r"(?P<before>[a-z][a-z0-9+.-]*://[^\s:/@]*:)\S*(?=@)", re.IGNORECASE)
_PASSWORD_AS_PARAMETER = re.compile(rf"(?P<before>\b\w*(?:{_SECRET_NAME.pattern})\w*=)[^\s&;]+", re.IGNORECASE)


def shown(settings: Any) -> Any:
    """The same settings with passwords masked, whether their name tells of them or they are a part of a URL.

    The name of an environment variable (``{env: PG_PASSWORD}``) is no secret, and says where the secret comes from.
    """
    if isinstance(settings, Mapping):
        return {str(name): _value(str(name), value) for name, value in settings.items()}
    if isinstance(settings, (list, tuple)):
        return [shown(item) for item in settings]
    if isinstance(settings, str):
        text = _PASSWORD_IN_URL.sub(lambda found: found["before"] + MASK, settings)
        return _PASSWORD_AS_PARAMETER.sub(lambda found: found["before"] + MASK, text)
    return settings if settings is None or isinstance(settings, (bool, int, float)) else str(settings)


def _value(name: str, value: Any) -> Any:
    is_secret = _SECRET_NAME.search(name) is not None and isinstance(value, (str, int)) and value != ""
    return MASK if is_secret and not isinstance(value, bool) else shown(value)
