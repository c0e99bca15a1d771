"""Secrets are masked before anything reaches storage; the Java side masks once more what it prints.

The values come from the environment, where user code reads them, so that worker processes know them too without the
values ever standing in a file or in an instance's configuration. Only their names travel, in one variable.
"""

import base64
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "********"

SECRET_NAMES_VARIABLE = "DAGSTER_MAVEN_SECRET_NAMES"

# Dagster finds its records by these: with a secret such as "daily" masked in them, a run would lose its own events.
_IDENTIFYING_FIELDS = frozenset(
    {
        "__class__",
        "__enum__",
        "asset_key",
        "check_name",
        "event_type_value",
        "job_name",
        "key",
        "name",
        "node_handle",
        "partition",
        "path",
        "pipeline_name",
        "run_id",
        "solid_handle",
        "step_handle",
        "step_key",
    }
)

# The same in the messages to the plugin, with the places that it opens files at.
_IDENTIFYING_IN_MESSAGES = frozenset(
    {
        "asset",
        "assets",
        "check",
        "code_location",
        "file",
        "home",
        "job",
        "jobs",
        "key",
        "kind",
        "location",
        "name",
        "partition",
        "repository",
        "run_id",
        "run_ids",
        "status",
        "step",
    }
)

# A shorter value is part of too many words: masking it would make records unreadable, and protect nothing.
_SHORTEST_MASKED = 4


class Masker:
    """Replaces secret values, and the forms they take in URLs, headers and JSON, by asterisks."""

    def __init__(self, values: Iterable[str]) -> None:
        forms: set[str] = set()
        for value in values:
            if len(value.strip()) < _SHORTEST_MASKED:
                continue
            encoded = base64.b64encode(value.encode()).decode()
            forms |= {value, quote(value, safe=""), quote_plus(value), encoded, repr(value)[1:-1]}
            forms |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
            # A key of several lines (a PEM file) is printed line by line.
            forms |= {line for line in value.splitlines() if len(line.strip()) >= 8}
        # Longest first: a secret that contains another one must not leave its rest behind.
        self._forms = sorted(forms, key=lambda form: (-len(form), form))

    def __bool__(self) -> bool:
        return bool(self._forms)

    def text(self, text: str) -> str:
        """The text without any secret."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, MASK)
        return text

    def data(self, value: Any) -> Any:
        """The same structure of maps, lists and scalars without any secret in its texts and keys."""
        if not self._forms:
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.data(key): self.data(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.data(item) for item in value]
        return value

    def serialized_record(self, serialized: str) -> str:
        """A record in Dagster's JSON form without any secret, its identifying fields left alone."""
        return serialized if self.text(serialized) == serialized else json.dumps(self._record(json.loads(serialized)))

    def message(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Data for the plugin without any secret; names that it finds its records by are left alone."""
        if not self._forms:
            return dict(data)
        return {
            name: value if name in _IDENTIFYING_IN_MESSAGES else self._part(name, value) for name, value in data.items()
        }

    def _part(self, name: str, value: Any) -> Any:
        if name == "metadata":
            # Its names are the user's own.
            return self.data(value)
        if isinstance(value, Mapping):
            return self.message(value)
        if isinstance(value, (list, tuple)):
            return [self._part(name, item) for item in value]
        return self.text(value) if isinstance(value, str) else value

    def _record(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: item if key in _IDENTIFYING_FIELDS else self._record(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._record(item) for item in value]
        return value


def announce_secrets(secrets: Mapping[str, str]) -> None:
    """Puts secrets where user code, and the masking of this process and its workers, find them."""
    os.environ.update(secrets)
    os.environ[SECRET_NAMES_VARIABLE] = json.dumps(sorted(secrets))


def masker_of_environment() -> Masker:
    """The masker for the secrets that were announced in this process or the one that started it."""
    names: list[str] = json.loads(os.environ.get(SECRET_NAMES_VARIABLE, "[]"))
    return Masker(os.environ.get(name, "") for name in names)
