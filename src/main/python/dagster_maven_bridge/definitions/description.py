"""Describes the definitions of a repository as data."""

from collections.abc import Iterable
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from ..manifest.jobs import config_hash, executor_name
from ..manifest.metadata import plain_metadata
from ..manifest.partitions import partitions_of
from ..manifest.policies import automation_condition_text, backfill_policy_text, partition_mapping_texts
from ..model import Asset, AssetCheck, Job, Resource, Schedule, Sensor
from ..private_api import dagster_api
from ..runtime import LoadedRepository, Session
from .asked_once import AskedOnce, each_once
from .code_hash import fingerprints_of
from .narrowing import loaded_location, project_of
from .places import DefinitionPlaces

if TYPE_CHECKING:
    from dagster import AssetCheckKey, AssetKey, JobDefinition

_KIND_TAG = "dagster/kind/"


class RepositoryDescription:
    """Describes one repository; each list is sorted by name."""

    def __init__(self, repository: LoadedRepository, session: Session) -> None:
        self._location = loaded_location(session).name
        self._name = repository.name
        self._definition: Any = repository.definition
        self._graph: Any = repository.definition.asset_graph
        self._places = DefinitionPlaces(project_of(session))
        self._fingerprints = fingerprints_of(session)
        # Thousands of assets may share one with thousands of keys.
        self._partitions = AskedOnce(partitions_of)
        self._required_resources = AskedOnce(lambda definition: sorted(definition.required_resource_keys))

    def assets(self, keys: "set[AssetKey] | None" = None) -> list[Asset]:
        """The assets, or those with the keys."""
        jobs = self._jobs_by_asset()
        wanted = self._graph.get_all_asset_keys() if keys is None else keys
        return [self._asset(key, jobs.get(key, [])) for key in sorted(wanted)]

    def _asset(self, key: "AssetKey", jobs: list[str]) -> Asset:
        node = self._graph.get(key)
        definition = dagster_api.assets_definition(self._definition, key)
        tags = {name: str(value) for name, value in node.tags.items()}
        return {
            "location": self._location,
            "repository": self._name,
            "key": key.to_user_string(),
            "group": node.group_name or "default",
            "description": node.description or None,
            "type": _type_of(definition, key),
            "kinds": sorted(name.removeprefix(_KIND_TAG) for name in tags if name.startswith(_KIND_TAG)),
            "owners": sorted(node.owners),
            "tags": {name: value for name, value in sorted(tags.items()) if not name.startswith(_KIND_TAG)},
            "deps": sorted(parent.to_user_string() for parent in node.parent_keys),
            "partitions": self._partitions(node.partitions_def),
            "partition_mappings": partition_mapping_texts(node.partition_mappings),
            "code_version": node.code_version,
            "code_hash": self._asset_hash(node, definition),
            "metadata": plain_metadata(node.metadata),
            "automation_condition": automation_condition_text(node.automation_condition),
            "backfill_policy": backfill_policy_text(node.backfill_policy),
            "io_manager_key": _io_manager_of(definition, key) if node.is_materializable else None,
            "required_resources": self._required_resources(definition) if node.is_materializable else [],
            "materializable": bool(node.is_materializable),
            "jobs": sorted(jobs),
            "defined_at": self._places.of_asset(node, definition),
        }

    def _asset_hash(self, node: Any, definition: Any) -> str | None:
        # What nothing here makes has no code, unless it is a function that observes it.
        return self._fingerprints.of(definition) if node.is_materializable else self._hash_of(definition)

    def _hash_of(self, definition: Any) -> str | None:
        return self._fingerprints.of_functions(definition) if definition is not None else None

    def checks(self) -> list[AssetCheck]:
        """The asset checks, by asset and name."""
        found: list[AssetCheck] = []
        for key in sorted(self._graph.asset_check_keys, key=lambda key: (key.asset_key, key.name)):
            definition, spec = self._check(key)
            found.append(
                {
                    "location": self._location,
                    "repository": self._name,
                    "asset": key.asset_key.to_user_string(),
                    "name": key.name,
                    "description": getattr(spec, "description", None) or None,
                    "blocking": bool(getattr(spec, "blocking", False)),
                    "deps": sorted(
                        dep.asset_key.to_user_string() for dep in getattr(spec, "additional_deps", None) or ()
                    ),
                    "code_hash": self._hash_of(definition),
                    "metadata": plain_metadata(getattr(spec, "metadata", None) or {}),
                    "automation_condition": automation_condition_text(getattr(spec, "automation_condition", None)),
                    "defined_at": self._places.of_check(key, definition),
                }
            )
        return found

    def _check(self, key: Any) -> tuple[Any, Any]:
        """The definition of a check, which is the asset's own for a check inside an asset, and its spec."""
        definition = self._definitions_by_check.get(key)
        return definition, definition.get_spec_for_check_key(key) if definition is not None else None

    @cached_property
    def _definitions_by_check(self) -> "dict[AssetCheckKey, Any]":
        definitions = each_once(self._definition.assets_defs_by_key.values())
        inside = {key: found for found in reversed(definitions) for key in found.check_keys}
        return {**self._definition.asset_checks_defs_by_key, **inside}

    def jobs(self) -> list[Job]:
        """The jobs that the user defined."""
        return [self._job(job) for job in sorted(self._public_jobs(), key=lambda job: job.name)]

    def _job(self, job: "JobDefinition") -> Job:
        any_job: Any = job
        assets = self._assets_of(job)
        return {
            "location": self._location,
            "repository": self._name,
            "name": job.name,
            "description": job.description or None,
            "tags": {name: str(value) for name, value in sorted(job.tags.items()) if not name.startswith(".")},
            "ops": sorted(node.name for node in job.graph.nodes),
            "assets": sorted(key.to_user_string() for key in assets),
            "partitions": self._partitions(any_job.partitions_def),
            "executor": executor_name(any_job),
            "config_hash": config_hash(any_job),
            "code_hash": None if assets else self._hash_of(job),
            "defined_at": self._places.of_job(job),
        }

    def schedules(self) -> list[Schedule]:
        """The schedules."""
        found: list[Schedule] = []
        for schedule in sorted(self._definition.schedule_defs, key=lambda schedule: str(schedule.name)):
            cron = schedule.cron_schedule
            found.append(
                {
                    "location": self._location,
                    "repository": self._name,
                    "name": schedule.name,
                    "description": schedule.description or None,
                    "cron": [cron] if isinstance(cron, str) else list(cron),
                    "timezone": schedule.execution_timezone or None,
                    "job": _public(schedule.job_name),
                    "assets": self._hidden_job_assets([schedule.job_name]),
                    "running": schedule.default_status.value == "RUNNING",
                    "code_hash": self._hash_of(schedule),
                    "defined_at": self._places.of_automation(schedule),
                }
            )
        return found

    def sensors(self) -> list[Sensor]:
        """The sensors, without the one that Dagster adds for automation conditions."""
        found: list[Sensor] = []
        for sensor in sorted(self._definition.sensor_defs, key=lambda sensor: str(sensor.name)):
            launched = {getattr(target, "job_name", None) for target in sensor.targets or []}
            names = {_public(name) for name in launched}
            found.append(
                {
                    "location": self._location,
                    "repository": self._name,
                    "name": sensor.name,
                    "description": sensor.description or None,
                    "type": sensor.sensor_type.value.lower(),
                    "jobs": sorted(name for name in names if name is not None),
                    "assets": self._sensor_assets(sensor, launched),
                    "minimum_interval_seconds": float(sensor.minimum_interval_seconds or 30),
                    "running": sensor.default_status.value == "RUNNING",
                    "code_hash": self._hash_of(sensor),
                    "defined_at": self._places.of_automation(sensor),
                }
            )
        return found

    def resources(self) -> list[Resource]:
        """The top-level resources, without the IO manager that Dagster adds."""
        found: list[Resource] = []
        definitions = self._definition.get_top_level_resources()
        hashes = self._fingerprints.of_resources(definitions)
        for name, definition in sorted(definitions.items()):
            configurable = getattr(definition, "configurable_resource_cls", None)
            function = getattr(definition, "resource_fn", None)
            found.append(
                {
                    "location": self._location,
                    "repository": self._name,
                    "name": name,
                    "type": _resource_type(configurable, function),
                    "description": definition.description or None,
                    "code_hash": hashes[name],
                    "defined_at": self._places.of_resource(name, definition),
                }
            )
        return found

    def _hidden_job_assets(self, names: Iterable[str | None]) -> list[str]:
        """The assets that a schedule or sensor targets itself, which Dagster makes a hidden job of."""
        hidden = [name for name in names if name is not None and _public(name) is None]
        jobs = [self._definition.get_job(name) for name in hidden if self._definition.has_job(name)]
        return sorted({key.to_user_string() for job in jobs for key in self._assets_of(job)})

    def _sensor_assets(self, sensor: Any, launched: Iterable[str | None]) -> list[str]:
        """The assets that a sensor launches; those whose conditions it evaluates when it is one of these."""
        selection = getattr(sensor, "asset_selection", None)
        if selection is None:
            return self._hidden_job_assets(launched)
        return sorted(key.to_user_string() for key in selection.resolve(self._graph, allow_missing=True))

    def _public_jobs(self) -> "list[JobDefinition]":
        return dagster_api.public_jobs(self._definition)

    def _jobs_by_asset(self) -> "dict[AssetKey, list[str]]":
        jobs: dict[AssetKey, list[str]] = {}
        for job in self._public_jobs():
            for key in self._assets_of(job):
                jobs.setdefault(key, []).append(job.name)
        return jobs

    def _assets_of(self, job: "JobDefinition") -> "set[AssetKey]":
        layer: Any = job.asset_layer
        return set(layer.selected_asset_keys if hasattr(layer, "selected_asset_keys") else layer.executable_asset_keys)


def _public(job_name: str | None) -> str | None:
    """A job's name; None for the hidden ones that a schedule or sensor of assets launches."""
    return None if job_name is None or job_name.startswith("__") else job_name


def _resource_type(configurable: type | None, function: Any) -> str:
    name = getattr(configurable or function, "__qualname__", "")
    # A plain object is wrapped in a lambda of Dagster's own, which would tell nobody anything.
    return "object" if not name or "<lambda>" in name else str(name)


def _io_manager_of(definition: Any, key: "AssetKey") -> str | None:
    """The resource that stores an asset; None when it makes no value that one could store."""
    try:
        return str(definition.get_io_manager_key_for_asset_key(key))
    except Exception:
        # Assets without a function, of which Dagster knows no output.
        return None


def _type_of(definition: Any, key: "AssetKey") -> str | None:
    """The declared Python type of an asset's value."""
    try:
        output = definition.get_output_name_for_asset_key(key)
        dagster_type = definition.node_def.output_def_named(output).dagster_type
    except Exception:
        # Assets without a function, of which Dagster knows no type, have no such output.
        return None
    if dagster_type.display_name in ("Any", "Nothing"):
        return None
    python_type = dagster_type.typing_type
    # What Dagster makes of an annotation like list[dict] it calls [dict]; a type that has a name was given it.
    is_named = dagster_type.has_unique_name and not isinstance(python_type, type)
    return str(dagster_type.display_name) if is_named else _as_annotated(python_type)


def _as_annotated(python_type: Any) -> str:
    """A type as a function is annotated with it: ``dict[str, int]``, ``int | None``."""
    origin, arguments = get_origin(python_type), get_args(python_type)
    if python_type is NoneType:
        return "None"
    if origin is Union:
        return " | ".join(_as_annotated(argument) for argument in arguments)
    name = str(getattr(origin or python_type, "__qualname__", python_type)).removeprefix("typing.")
    # Dagster takes "list" for a list of anything.
    if all(argument is Any for argument in arguments):
        return name
    return f"{name}[{', '.join(_as_annotated(argument) for argument in arguments)}]"
