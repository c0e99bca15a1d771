"""What an instance keeps of assets: their events, and the status of their partitions."""

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, TypedDict

from ..dispatch import operation
from ..instances.instance import existing_instance_of, required_instance_of
from ..instances.instance_requests import Change
from ..problems import problem, unknown_name, user_error
from ..runtime import Call, Session

if TYPE_CHECKING:
    from dagster import DagsterInstance


class WipeAssetsParameters(TypedDict):
    """The keys as users write them; none for all that the instance knows."""

    asset_keys: list[str]
    confirmed: bool


@operation
def wipe(call: Call, parameters: WipeAssetsParameters) -> Change:
    """Deletes what the instance knows of assets; their definitions stay, and count as never materialised."""
    instance = _instance(call.session, parameters)
    if instance is None:
        return {"subjects": [], "done": parameters["confirmed"]}
    records = _records(instance, parameters["asset_keys"])
    if parameters["confirmed"]:
        instance.wipe_assets([record.asset_entry.asset_key for record in records])
    return {"subjects": [_in_words(record) for record in records], "done": parameters["confirmed"]}


@operation
def wipe_partitions_status_cache(call: Call, parameters: WipeAssetsParameters) -> Change:
    """Deletes what the instance has worked out of the partitions' status of assets; it is worked out again."""
    from ..private_api.dagster_instance_api import keeps_partition_status

    instance = _instance(call.session, parameters)
    if instance is None:
        return {"subjects": [], "done": parameters["confirmed"]}
    if not keeps_partition_status(instance):
        raise user_error(
            problem(
                "unsupported",
                "The storage of this instance keeps no status of partitions",
                remedy="If an older Dagster made it, dagster:instance-migrate adds what is missing",
            )
        )
    entries = [record.asset_entry for record in _records(instance, parameters["asset_keys"])]
    keys = [entry.asset_key for entry in entries if entry.cached_status is not None]
    if parameters["confirmed"]:
        any_instance: Any = instance
        any_instance.wipe_asset_cached_status(keys)
    return {"subjects": [key.to_user_string() for key in keys], "done": parameters["confirmed"]}


def _instance(session: Session, parameters: WipeAssetsParameters) -> "DagsterInstance | None":
    # All of nothing is nothing; a key that is not there is a mistake.
    return required_instance_of(session) if parameters["asset_keys"] else existing_instance_of(session)


def _records(instance: "DagsterInstance", names: list[str]) -> list[Any]:
    """What the instance has of these assets, or of all, by key; an OperationError names those it does not know."""
    from dagster import AssetKey

    any_instance: Any = instance
    known = {key.to_user_string(): key for key in any_instance.all_asset_keys()}
    wanted = {AssetKey.from_user_string(name).to_user_string(): name for name in names} or {
        name: name for name in known
    }
    unknown = [
        {
            **unknown_name("asset", written, known, parameter="assetKey"),
            "message": f"The instance knows nothing of an asset '{written}'",
        }
        for name, written in wanted.items()
        if name not in known
    ]
    if unknown:
        raise user_error(*unknown)  # type: ignore[arg-type]
    records = any_instance.get_asset_records([known[name] for name in wanted]) if wanted else []
    return sorted(records, key=lambda record: str(record.asset_entry.asset_key.to_user_string()))


def _in_words(record: Any) -> str:
    entry = record.asset_entry
    last = entry.last_materialization_record
    when = "never materialised"
    if last is not None:
        time = datetime.fromtimestamp(last.timestamp, timezone.utc)
        when = f"last materialised {time.strftime('%Y-%m-%dT%H:%M:%SZ')}"
    return f"{entry.asset_key.to_user_string()} ({when})"
