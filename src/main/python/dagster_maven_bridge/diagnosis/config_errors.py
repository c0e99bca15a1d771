"""What Dagster finds wrong with configuration, whether of a run, an instance or a workspace: one message each."""

import difflib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from .python_errors import unset_variable

_WHAT_IT_IS_ABOUT = re.compile(r"^Error in config for (?!job )(?P<what>\w+ \S+)")
_UNSET = re.compile(r"the environment variable \"(?P<name>[^\"]+)\" which is not set")
_BAD = re.compile(
    r"Value (?:.*? )?stored in env variable \"(?P<name>[^\"]+)\" cannot be coerced into an? (?P<type>\w+)"
)


class ConfigError(NamedTuple):
    """One error.

    ``what`` is the definition whose own configuration it is, when that is not what the user gave for a run, and
    ``unknown`` the entry that is not known there, ``missing`` the one that is not there.
    ``variable`` is the environment variable that is at fault.
    """

    kind: str
    path: tuple[str, ...]
    text: str
    what: str | None = None
    unknown: str | None = None
    variable: str | None = None
    remedy: str | None = None
    missing: str | None = None

    def message(self, whole: str) -> str:
        """The error with its path; ``whole`` is what the configuration is called when it is about all of it."""
        where = ": ".join(part for part in (self.what, ".".join(self.path)) if part) or whole
        return f"{where}: {self.text}" if where else self.text


def config_errors(error: Any) -> list[ConfigError]:
    """The errors in a DagsterInvalidConfigError, or in what is one by its shape."""
    about = _WHAT_IT_IS_ABOUT.match(str(error))
    what = about["what"] if about else None
    found = [one for item in error.errors for one in _read(item, what)]
    return [one for one in found if one.missing is None or not _is_misspelt(one, found)]


def _is_misspelt(missing: ConfigError, errors: Sequence[ConfigError]) -> bool:
    """Whether another error already tells of it: the entry is there, and has a name that is not quite right."""
    given = [error.unknown for error in errors if error.unknown and error.path == missing.path]
    return bool(difflib.get_close_matches(missing.missing or "", given, 1))


def is_config_error(error: BaseException) -> bool:
    """Whether an exception holds errors of configuration, one by one."""
    return any(base.__name__ == "DagsterInvalidConfigError" for base in type(error).__mro__) and bool(
        getattr(error, "errors", None)
    )


def _read(error: Any, what: str | None) -> list[ConfigError]:
    path = tuple(_path(error))
    match error.reason.value:
        case "FAILED_POST_PROCESSING":
            return [_post_processed(error, path, what)]
        case "FIELD_NOT_DEFINED":
            unknown: Sequence[str] = [error.error_data.field_name]
        case "FIELDS_NOT_DEFINED":
            unknown = error.error_data.field_names
        case "MISSING_REQUIRED_FIELD":
            name = error.error_data.field_name
            return [ConfigError("invalid_config", path, _text(error.message), what, missing=str(name))]
        case _:
            return [ConfigError("invalid_config", path, _text(error.message), what)]
    return [
        ConfigError("invalid_config", path, f'Received unexpected config entry "{name}"', what, str(name))
        for name in unknown
    ]


def _post_processed(error: Any, path: tuple[str, ...], what: str | None) -> ConfigError:
    causes = [error.error_data]
    while causes[-1].cause is not None:
        causes.append(causes[-1].cause)
    reasons = [cause.message.strip() for cause in causes]
    # What Python says about a value that is no number is the cause of what Dagster says, and holds the value.
    if unset := next(filter(None, map(_UNSET.search, reasons)), None):
        said = unset_variable(unset["name"])
        text = f"the environment variable '{unset['name']}' is not set"
        return ConfigError(said.kind, path, text, what, None, unset["name"], said.remedy)
    if bad := next(filter(None, map(_BAD.search, reasons)), None):
        text = f"the value of the environment variable '{bad['name']}' is not of type {bad['type']}"
        remedy = unset_variable(bad["name"]).remedy
        return ConfigError("invalid_config", path, text, what, None, bad["name"], remedy)
    # Without the class that Python prints before it.
    text = re.sub(rf"^(?:[\w.]+\.)?{re.escape(causes[-1].cls_name or '')}:\s*", "", reasons[-1])
    return ConfigError("invalid_config", path, text.rstrip("."), what)


def _text(message: str) -> str:
    """Dagster's own words, without the path, which stands before them, and without the whole schema after them."""
    text = re.split(r"\.? Expected: ", message)[0].strip()
    text = re.sub(r" at (?:path root\S*?(?=[.,]?(?:\s|$))|the root)", "", text)
    text = re.sub(r"^Invalid scalar\. ", "", text)
    text = re.sub(r" You must provide th(?:is|ese) values? in your run config\.", "", text)
    text = re.sub(r"\.? (?:Example|Sample) config for (?:the )?missing entr(?:y|ies): ", ", for example ", text)
    text = re.sub(r"<class '(?:[\w<>]+\.)*(\w+)'>", r"\1", text)
    return text.rstrip(".")


def _path(error: Any) -> list[str]:
    parts = []
    for entry in error.stack.entries:
        for name in ("field_name", "list_index", "map_key"):
            value = getattr(entry, name, None)
            if value is not None:
                parts.append(str(value))
                break
    return parts
