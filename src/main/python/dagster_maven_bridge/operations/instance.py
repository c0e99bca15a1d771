"""The instance as a whole: what it is, and keeping its storage in shape."""

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypedDict

from ..dispatch import operation
from ..instances.instance import existing_instance_of, required_instance_of, settings_file_of
from ..instances.instance_requests import Change, ConfirmParameters
from ..instances.instance_settings import shown
from ..protocol import NoParameters
from ..runtime import Call

if TYPE_CHECKING:
    from dagster import DagsterInstance


class StorageSchema(TypedDict):
    """The revision that a storage's schema has, and the one that this Dagster wants."""

    storage: str
    revision: str | None
    wanted: str | None


class InstanceInfo(TypedDict):
    """An instance; see the Java record of the same name."""

    exists: bool
    home: str
    dagster: str
    settings_file: str | None
    runs: int
    settings: dict[str, Any]
    schema: list[StorageSchema]


class InstanceUpkeep(TypedDict):
    """The schema of an instance before and after it was worked on; both empty when there is no instance."""

    exists: bool
    before: list[StorageSchema]
    after: list[StorageSchema]


@operation
def info(call: Call, _parameters: NoParameters) -> InstanceInfo:
    """Tells what the instance is. Makes none."""
    from ..private_api.dagster_api import VERSION

    parameters = call.session.parameters
    found: InstanceInfo = {
        "exists": False,
        "home": parameters["home"],
        "dagster": VERSION,
        "settings_file": settings_file_of(call.session),
        "runs": 0,
        "settings": {},
        "schema": [],
    }
    instance = existing_instance_of(call.session)
    if instance is not None:
        from ..private_api.dagster_instance_api import settings_of

        found |= {
            "exists": True,
            "runs": instance.get_runs_count(),
            "settings": shown(settings_of(instance)),
            "schema": _schema(instance),
        }
    return found


@operation
def migrate(call: Call, _parameters: NoParameters) -> InstanceUpkeep:
    """Brings the storage to the schema of this Dagster."""
    from ..private_api.dagster_instance_api import migrate_schema

    return _worked_on(call, migrate_schema)


@operation
def reindex(call: Call, _parameters: NoParameters) -> InstanceUpkeep:
    """Builds the indexes over runs and events of the past."""
    from ..private_api.dagster_instance_api import rebuild_indexes

    return _worked_on(call, rebuild_indexes)


@operation
def widen_ids(call: Call, parameters: ConfirmParameters) -> Change:
    """Makes the id columns 64 bits wide, where a database server has them with 32."""
    from ..private_api import dagster_instance_api

    instance = required_instance_of(call.session)
    subjects = dagster_instance_api.with_narrow_ids(instance)
    if parameters["confirmed"] and subjects:
        with _quiet():
            dagster_instance_api.widen_ids(instance, _teller(call))
    return {"subjects": subjects, "done": parameters["confirmed"]}


def _worked_on(call: Call, work: "Callable[[DagsterInstance, Callable[[str], None]], None]") -> InstanceUpkeep:
    instance = existing_instance_of(call.session)
    if instance is None:
        return {"exists": False, "before": [], "after": []}
    before = _schema(instance)
    with _quiet():
        work(instance, _teller(call))
    return {"exists": True, "before": before, "after": _schema(instance)}


def _schema(instance: "DagsterInstance") -> list[StorageSchema]:
    from ..private_api.dagster_instance_api import schema_revisions

    return [
        {"storage": name, "revision": revision, "wanted": wanted}
        for name, revision, wanted in schema_revisions(instance)
    ]


def _teller(call: Call) -> Callable[[str], None]:
    """Passes on each step when it is done: with a large instance that takes its time."""

    def tell(text: str) -> None:
        for line in text.splitlines():
            call.emit("output", {"line": line})

    return tell


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without the progress bars that Dagster draws beside what it tells."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
