"""Run configuration to be filled in, from a job's schema.

As the command line writes it; its own code fails on texts that may come from a variable (``StringSource``, as the
settings of resources are) and on floats.
"""

from typing import Any

from dagster import JobDefinition

_SCALARS: dict[str, Any] = {"Bool": True, "Float": 0.0, "Int": 0, "String": ""}


def skeleton_of(job: JobDefinition, *, only_required: bool) -> dict[str, Any]:
    """Run configuration of a job to be filled in."""
    schema: Any = job.run_config_schema.config_type
    return _fields(schema, only_required)


def _fields(config_type: Any, only_required: bool) -> dict[str, Any]:
    return {
        name: _value(field.config_type, only_required)
        for name, field in config_type.fields.items()
        if field.is_required or not only_required
    }


def _value(config_type: Any, only_required: bool) -> Any:
    match config_type.kind.name:
        case "SELECTOR" | "STRICT_SHAPE" | "PERMISSIVE_SHAPE":
            return _fields(config_type, only_required)
        case "SCALAR":
            return _SCALARS[config_type.given_name]
        case "SCALAR_UNION":
            return _value(config_type.scalar_type, only_required)
        case "ENUM":
            return "|".join(sorted(value.config_value for value in config_type.enum_values))
        case "ARRAY":
            return []
        case "MAP":
            return {}
        case "NONEABLE":
            return None
        case _:
            return "AnyType"
