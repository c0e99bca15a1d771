"""Runs in files: what an instance knows of a run, to be looked at elsewhere."""

import gzip
import os
import tempfile
from typing import TYPE_CHECKING, Any, TypedDict

from ..dispatch import operation
from ..instances.instance import instance_of, required_instance_of
from ..instances.run_history import run_named
from ..problems import problem, unknown_name, user_error
from ..protocol import Problem
from ..runtime import Call

if TYPE_CHECKING:
    from ..private_api.dagster_instance_api import DebugRunPayload


class ExportParameters(TypedDict):
    """``debug.export``: a run, and an absolute path."""

    run_id: str
    file: str


class ImportParameters(TypedDict):
    """``debug.import``: absolute paths."""

    files: list[str]


class FiledRun(TypedDict):
    """A run in a file; see the Java record of the same name."""

    run_id: str
    job: str
    status: str
    events: int
    dagster: str
    file: str
    done: bool


class FiledRuns(TypedDict):
    """Runs in files, in the order of the files."""

    runs: list[FiledRun]


@operation
def export(call: Call, parameters: ExportParameters) -> FiledRuns:
    """Writes what the instance knows of a run into a file, as ``dagster debug export`` does."""
    from ..private_api.dagster_instance_api import debug_payload

    instance = required_instance_of(call.session)
    run = instance.get_run_by_id(run_named(instance, parameters["run_id"])["run_id"])
    assert run is not None
    payload, file = debug_payload(instance, run), parameters["file"]
    try:
        _write(file, payload)
    except OSError as error:
        raise user_error(_unusable(file, f"The debug file {file} cannot be written: {error.strerror}")) from error
    return {"runs": [_filed(payload, file, done=True)]}


@operation
def import_(call: Call, parameters: ImportParameters) -> FiledRuns:
    """Adds the runs of such files to the instance; all are read before the first is added."""
    from ..private_api.dagster_instance_api import add_debug_payload

    payloads: list[tuple[str, DebugRunPayload]] = []
    problems: list[Problem] = []
    for file in parameters["files"]:
        try:
            payloads.append((file, _read(file)))
        except FileNotFoundError:
            problems.append(_missing(file))
        except OSError as error:
            problems.append(_unusable(file, f"{file} is no debug file: {error.strerror or 'it is not compressed'}"))
        except Exception:
            problems.append(_unusable(file, f"{file} is no debug file of a run"))
    if problems:
        raise user_error(*problems)
    instance = instance_of(call.session)
    return {
        "runs": [_filed(payload, file, done=add_debug_payload(instance, payload)) for file, payload in payloads],
    }


def _write(file: str, payload: "DebugRunPayload") -> None:
    folder = os.path.dirname(file)
    os.makedirs(folder, exist_ok=True)
    descriptor, unfinished = tempfile.mkstemp(dir=folder, prefix=".debug-")
    try:
        with os.fdopen(descriptor, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="") as compressed:
            payload.write(compressed)
        os.replace(unfinished, file)
    except BaseException:
        os.unlink(unfinished)
        raise


def _read(file: str) -> "DebugRunPayload":
    from ..private_api.dagster_instance_api import read_debug_payload

    with gzip.open(file, "rb") as compressed:
        return read_debug_payload(compressed.read().decode("utf-8"))


def _filed(payload: Any, file: str, *, done: bool) -> FiledRun:
    run = payload.dagster_run
    return {
        "run_id": run.run_id,
        "job": run.job_name,
        "status": run.status.value,
        "events": len(payload.event_list),
        "dagster": payload.version,
        "file": file,
        "done": done,
    }


def _missing(file: str) -> Problem:
    folder = os.path.dirname(file)
    siblings = os.listdir(folder) if os.path.isdir(folder) else []
    choices = [os.path.join(folder, name) for name in siblings if not os.path.isdir(os.path.join(folder, name))]
    return {
        **unknown_name("file", file, choices, parameter="file"),
        "message": f"There is no file {file}",
        "kind": "missing_file",
    }


def _unusable(file: str, message: str) -> Problem:
    return problem(
        "unusable_file",
        message,
        subject="file",
        value=file,
        parameter="file",
        remedy="Name another one with <file> (-Ddagster.file=…)",
    )
