"""Dagster's private names that lint needs. Tried on 1.10.21, 1.11.16, 1.12.22 and 1.13.27."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

from dagster import Array, BoolSource, IntSource, Map, Noneable, StringSource
from dagster._utils.schedules import is_valid_cron_schedule

_STUB = "dagster/auto_created_stub_asset"

_SOURCES = (type(StringSource), type(IntSource), type(BoolSource))

# By their names: what is resolved later has no public class, and its module has moved in between.
_PARAMETERS = {
    "AssetChecksDefinition": "asset_checks",
    "AssetsDefinition": "assets",
    "SourceAsset": "assets",
    "AssetSpec": "assets",
    "JobDefinition": "jobs",
    "UnresolvedAssetJobDefinition": "jobs",
    "ScheduleDefinition": "schedules",
    "UnresolvedPartitionedAssetScheduleDefinition": "schedules",
    "SensorDefinition": "sensors",
}

_PICKLING = frozenset(
    (
        "FilesystemIOManager",
        "PickledObjectFilesystemIOManager",
        "InMemoryIOManager",
        "fs_io_manager",
        "mem_io_manager",
        "default_job_io_manager",
        "default_job_io_manager_with_fs_io_manager_schema",
    )
)


def is_made_up(node: Any) -> bool:
    """Whether Dagster has made an asset up because something names a key that nothing defines."""
    return _STUB in (node.metadata or {})


def is_of_integration(node: Any) -> bool:
    """Whether a library of Dagster's, as for dbt, Sling or dlt, has made an asset: it says so in the metadata."""
    names = map(str, node.metadata or {})
    return any(name.startswith(("dagster_", "dagster-")) and "/" in name for name in names)


def is_valid_cron(expression: str) -> bool:
    """Whether Dagster can derive times from a cron expression."""
    return bool(is_valid_cron_schedule(expression))


def keeps_values(resource: Any) -> bool:
    """Whether an IO manager is one of Dagster's own that give back exactly the object which they were handed."""
    behind = getattr(resource, "configurable_resource_cls", None) or getattr(resource, "resource_fn", None)
    is_own = str(getattr(behind, "__module__", "")).startswith("dagster.")
    # By this variable an instance puts another one in the place of the one that is used by default.
    is_replaced = "DAGSTER_DEFAULT_IO_MANAGER_MODULE" in os.environ
    return is_own and not is_replaced and getattr(behind, "__name__", "") in _PICKLING


def is_decided_by_function(dagster_type: Any) -> bool:
    """Whether a function of the user's decides which values are of a type, or every value is."""
    return type(dagster_type).__name__ in ("DagsterType", "_Any", "_Nothing")


def is_nothing(dagster_type: Any) -> bool:
    """Whether a type is that of no value, as ``None`` is: nothing is stored of an output, or passed to an input."""
    return type(dagster_type).__name__ == "_Nothing"


def declares_type(definition: Any) -> bool:
    """Whether an input or output has a type of its own: none has what is not declared, nor what passes no value."""
    return definition is not None and type(definition.dagster_type).__name__ not in ("_Any", "_Nothing")


def origin_of_output(assets: Any, key: Any) -> Any:
    """The output of the op that makes an asset: a graph's own ones have no type. None where there is no such output."""
    name = assets.get_output_name_for_asset_key(key)
    # A subset has outputs that its definition does not name.
    if name not in assets.node_def.output_dict:
        return None
    return assets.node_def.resolve_output_to_origin(name, None)[0]


def op_definitions(assets: Any) -> list[Any]:
    """The ops that make assets: one, or those of a graph to any depth."""
    return list(assets.node_def.iterate_op_defs())


def configurations(definition: Any) -> Iterator[tuple[Any, Any]]:
    """What a resource, an op or a graph is configured with where nobody says more, and what is nested in it.

    Each with the type of configuration that it is read as.
    """
    schema: Any = getattr(definition, "config_schema", None)
    given = getattr(schema, "_config_fn", None)
    if given is None:
        if getattr(schema, "default_provided", False):
            yield schema.config_type, schema.default_value
    elif str(getattr(given, "__module__", "")).startswith("dagster."):
        # Configuration that ``configured`` was given as it is; else it is a function of the user's.
        yield getattr(schema.parent_def.config_field, "config_type", None), given({})
    # What a resource is made of that is a value of another one.
    own = getattr(definition, "_config_schema", None)
    yield getattr(own, "config_type", None), getattr(definition, "_resolved_config_dict", None)
    for nested in nested_resources(definition):
        yield from configurations(nested)
        # What a class has by default is known only to the definition that is made of its instance.
        make = getattr(nested, "get_resource_definition", None)
        if make is not None:
            yield from configurations(make())


def job_configuration(job: Any) -> tuple[Any, Any]:
    """What a job is configured with where nobody says more, and the type of configuration that it is read as."""
    given = getattr(job, "run_config", None)
    return (job.run_config_schema.config_type, given) if given else (None, None)


def environment_variables(config_type: Any, value: Any) -> Iterator[str]:
    """The variables that a configuration is read from: ``{"env": "NAME"}``, which is what ``EnvVar("NAME")`` becomes.

    Only where a source of a value is expected: everywhere else it is a value, of a field or key that is called ``env``.
    """
    if isinstance(config_type, Noneable):
        yield from environment_variables(config_type.inner_type, value)
    elif isinstance(config_type, _SOURCES):
        name = value.get("env") if isinstance(value, Mapping) and len(value) == 1 else None
        if isinstance(name, str):
            yield name
    elif isinstance(config_type, Array) and isinstance(value, list | tuple):
        for item in value:
            yield from environment_variables(config_type.inner_type, item)
    elif isinstance(config_type, Map) and isinstance(value, Mapping):
        for item in value.values():
            yield from environment_variables(config_type.inner_type, item)
    elif isinstance(value, Mapping):
        fields = getattr(config_type, "fields", None) or {}
        aliases = getattr(config_type, "field_aliases", None) or {}
        for key, item in value.items():
            if (field := fields.get(key) or fields.get(aliases.get(key))) is not None:
                yield from environment_variables(field.config_type, item)


def nested_resources(resource: Any) -> list[Any]:
    """The resources that are given to a resource as values."""
    return list((getattr(resource, "nested_resources", None) or {}).values())


def parameter_of_definitions(value: object) -> str | None:
    """Which parameter of ``Definitions`` takes a value; None for none of them, and for what is not known by a name."""
    dagsters = (cls.__name__ for cls in type(value).__mro__ if cls.__module__.startswith("dagster."))
    return next((_PARAMETERS[name] for name in dagsters if name in _PARAMETERS), None)


def definition_of(resource: Any) -> Any:
    """What a resource that is configured at launch becomes, the same whenever asked; None for any other value."""
    return resource.get_resource_definition() if type(resource).__name__ == "PartialResource" else None
