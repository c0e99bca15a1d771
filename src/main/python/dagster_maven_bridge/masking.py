"""Secrets are masked before anything reaches storage; the Java side masks once more what it prints.

The values come from the environment, where user code reads them, so that worker processes know them too without the
values ever standing in a file or in an instance's configuration. Only their names travel, in one variable.
"""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from .secret_forms import SecretForm, forms_of

MASK = "********"

SECRET_NAMES_VARIABLE = "DAGSTER_MAVEN_SECRET_NAMES"

# By the class of a record the fields that Dagster finds it by: with a secret such as "daily" masked in them, a run
# would lose its own events. Only these pairs: a field of the same name in another class, such as the path in
# MetadataValue.path, may hold anything.
_IDENTIFYING_FIELDS: Mapping[str, frozenset[str]] = {
    "AssetCheckEvaluation": frozenset({"check_name", "partition"}),
    "AssetCheckEvaluationPlanned": frozenset({"check_name", "partition"}),
    "AssetCheckEvaluationTargetMaterializationData": frozenset({"run_id"}),
    "AssetCheckKey": frozenset({"name"}),
    "AssetKey": frozenset({"path"}),
    "AssetMaterialization": frozenset({"partition"}),
    "AssetMaterializationPlannedData": frozenset({"partition"}),
    "AssetObservation": frozenset({"partition"}),
    "ComputeLogsCaptureData": frozenset({"log_key", "step_keys"}),
    "DagsterEvent": frozenset({"event_type_value", "pipeline_name", "step_key", "step_kind_value"}),
    "EventLogEntry": frozenset({"pipeline_name", "run_id", "step_key"}),
    "FromPendingDynamicStepOutput": frozenset({"input_name"}),
    "FromStepOutput": frozenset({"input_name"}),
    "HandledOutputData": frozenset({"manager_key", "output_name"}),
    "LoadedInputData": frozenset({"input_name", "manager_key", "upstream_output_name", "upstream_step_key"}),
    "ResolvedFromDynamicStepHandle": frozenset({"key", "mapping_key"}),
    "SolidHandle": frozenset({"name"}),
    "StepHandle": frozenset({"key"}),
    "StepInputData": frozenset({"input_name"}),
    "StepOutputHandle": frozenset({"mapping_key", "output_name", "step_key"}),
}

# The same in the records that a snapshot of a job or of a plan consists of, which refer to each other by name.
_SNAPSHOT_ENDINGS = ("Snap", "Snapshot")
_IDENTIFYING_IN_SNAPSHOTS = frozenset(
    {
        "dagster_type_key",
        "display_name",
        "given_name",
        "graph_def_name",
        "input_name",
        "key",
        "loader_schema_key",
        "name",
        "output_name",
        "pipeline_snapshot_id",
        "required_resource_keys",
        "root_config_key",
        "solid_def_name",
        "solid_handle_id",
        "solid_name",
        "step_keys_to_execute",
        "type_key",
        "type_param_keys",
    }
)

# Plain maps in these records are by the names of other records; in any other record their keys are the user's own.
_IDENTIFYING_KEYS = frozenset({"KnownExecutionState"})
# Except for these maps.
_USERS_MAPS = frozenset({"metadata", "run_config", "run_tags", "tags"})

# What the plugin finds its records by in a message, with the places that it opens files at.
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

# A character in JSON within JSON: a number of six characters behind some backslashes.
_LONGEST_ESCAPE = 10

_CLASS_FIELDS = frozenset({"__class__"})
_ENUM_FIELDS = frozenset({"__enum__"})


class Masker:
    """Replaces secret values, in every form that they are written in, by asterisks."""

    def __init__(self, values: Iterable[str]) -> None:
        forms: list[SecretForm] = []
        for value in values:
            if len(value) >= _SHORTEST_MASKED and not value.isspace():
                forms += forms_of(value)
        # Longest first: a secret that contains another one must not leave its rest behind.
        self._forms = sorted(forms, key=lambda form: -form.length)

    def __bool__(self) -> bool:
        return bool(self._forms)

    @property
    def longest(self) -> int:
        """How many characters any secret takes at most, escaped several times."""
        return max((form.length for form in self._forms), default=0) * _LONGEST_ESCAPE

    def text(self, text: str) -> str:
        """The text without any secret."""
        for form in self._forms:
            text = form.replaced(text, MASK)
        return text

    def excerpt(self, text: str, length: int) -> str:
        """The beginning of a text: masked before it is cut, so that no part of a secret is left over."""
        masked = self.text(text)
        more = len(masked) - length
        return f"{masked[:length]}… ({more} more characters)" if more > 0 else masked

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
        record = json.loads(serialized)
        masked = self._record(record)
        return serialized if masked == record else json.dumps(masked)

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

    def _record(self, value: Any, keys_identify: bool = False) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._record(item, keys_identify) for item in value]
        if not isinstance(value, dict):
            return value
        if "__class__" in value or "__enum__" in value:
            kept = _identifying(value)
            by_name = _has_identifying_keys(value)
            return {
                key: item if key in kept else self._record(item, by_name and key not in _USERS_MAPS)
                for key, item in value.items()
            }
        return {
            key if keys_identify else self.text(key): self._record(item, keys_identify) for key, item in value.items()
        }


def masked_place(value: Any, *path: str) -> tuple[str, ...] | None:
    """The path to the first text or key in a structure of maps, lists and scalars that a secret was masked in."""
    if isinstance(value, str):
        return path if MASK in value else None
    if isinstance(value, Mapping):
        items = [(str(key), item) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        items = [(str(place), item) for place, item in enumerate(value)]
    else:
        return None
    for key, item in items:
        found = (*path, key) if MASK in key else masked_place(item, *path, key)
        if found is not None:
            return found
    return None


def _identifying(record: Mapping[str, Any]) -> frozenset[str]:
    """The fields of a record in Dagster's JSON form that are never masked."""
    name = record.get("__class__")
    if not isinstance(name, str):
        return _ENUM_FIELDS if "__enum__" in record else frozenset()
    fields = _IDENTIFYING_IN_SNAPSHOTS if name.endswith(_SNAPSHOT_ENDINGS) else _IDENTIFYING_FIELDS.get(name)
    return _CLASS_FIELDS | (fields or frozenset())


def _has_identifying_keys(record: Mapping[str, Any]) -> bool:
    name = record.get("__class__")
    return isinstance(name, str) and (name.endswith(_SNAPSHOT_ENDINGS) or name in _IDENTIFYING_KEYS)


def announce_secrets(secrets: Mapping[str, str]) -> None:
    """Puts secrets where user code, and the masking of this process and its workers, find them."""
    os.environ.update(secrets)
    os.environ[SECRET_NAMES_VARIABLE] = json.dumps(sorted(secrets))


def masker_of_environment() -> Masker:
    """The masker for the secrets that were announced in this process or the one that started it."""
    names: list[str] = json.loads(os.environ.get(SECRET_NAMES_VARIABLE, "[]"))
    return Masker(os.environ.get(name, "") for name in names)
