"""Concurrency limits of an instance."""

from typing import TYPE_CHECKING, TypedDict

from ..dispatch import operation
from ..instances.instance import existing_instance_of, instance_of
from ..problems import problem, unknown_name, user_error
from ..runtime import Call

if TYPE_CHECKING:
    from dagster import DagsterInstance


class ListLimitsParameters(TypedDict):
    """``concurrency.list``: one key, or None for all."""

    key: str | None


class SetLimitParameters(TypedDict):
    """``concurrency.set``."""

    key: str
    limit: int


class ConcurrencyLimit(TypedDict):
    """The limit of a key, and how many steps occupy it or wait for it."""

    key: str
    limit: int
    occupied: int
    waiting: int


class ConcurrencyLimits(TypedDict):
    """Limits, sorted by key."""

    limits: list[ConcurrencyLimit]
    no_instance: bool


class ChangedLimit(TypedDict):
    """A limit that was set, and what it was before; None when the key had none."""

    key: str
    limit: int
    before: int | None


@operation
def list_(call: Call, parameters: ListLimitsParameters) -> ConcurrencyLimits:
    """Tells the limit of a key, or of all."""
    instance = existing_instance_of(call.session)
    if instance is None:
        return {"limits": [], "no_instance": True}
    _check_support(instance)
    from ..private_api.dagster_instance_api import concurrency_keys

    known, key = concurrency_keys(instance), parameters["key"]
    if key is not None and key not in known:
        unknown = unknown_name("concurrency limit", key, known, parameter="concurrencyKey")
        raise user_error({**unknown, "message": f"No concurrency limit is set for '{key}'"})
    return {"limits": [_limit(instance, each) for each in known if key in (None, each)], "no_instance": False}


@operation
def set_(call: Call, parameters: SetLimitParameters) -> ChangedLimit:
    """Sets the limit of a key."""
    from ..private_api.dagster_instance_api import concurrency_keys, highest_concurrency_limit, set_concurrency_limit

    key, limit, highest = parameters["key"], parameters["limit"], highest_concurrency_limit()
    if not 0 <= limit <= highest:
        raise user_error(
            problem(
                "invalid_parameter",
                f"{limit} is no concurrency limit",
                subject="number",
                value=str(limit),
                parameter="concurrencyLimit",
                remedy=f"Set <concurrencyLimit> (-Ddagster.concurrencyLimit) to a number from 0 to {highest}",
            )
        )
    instance = instance_of(call.session)
    _check_support(instance)
    before = _limit(instance, key)["limit"] if key in concurrency_keys(instance) else None
    set_concurrency_limit(instance, key, limit)
    return {"key": key, "limit": limit, "before": before}


def _limit(instance: "DagsterInstance", key: str) -> ConcurrencyLimit:
    from ..private_api.dagster_instance_api import concurrency_of

    info = concurrency_of(instance, key)
    limit = info.slot_count if info.limit is None else info.limit
    return {"key": key, "limit": limit, "occupied": len(info.claimed_slots), "waiting": info.pending_step_count}


def _check_support(instance: "DagsterInstance") -> None:
    from ..private_api.dagster_instance_api import has_concurrency_limits

    if not has_concurrency_limits(instance):
        raise user_error(
            problem(
                "unsupported",
                "The storage of this instance keeps no concurrency limits",
                remedy="If an older Dagster made it, dagster:instance-migrate adds what is missing",
            )
        )
