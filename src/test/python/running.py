"""A bridge process for tests of what runs: real processes, real Dagster, small projects."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warm import WarmProcess

MAIN = Path(__file__).resolve().parents[2] / "main" / "python"

Message = dict[str, Any]


def selection(*terms: Message, parameter: str = "partitions", create: bool = False, most: int = 25_000) -> Message:
    """What the plugin makes of ``dagster.partitions``."""
    return {"terms": list(terms), "parameter": parameter, "create": create, "most": most}


def key(text: str) -> Message:
    return _term(text, "key", keys=[text])


def range_(first: str, last: str) -> Message:
    return _term(f"{first}...{last}", "range", keys=[first, last])


def latest(count: int = 1) -> Message:
    return _term("latest" if count == 1 else f"latest:{count}", "latest", count=count)


def by_status(kind: str) -> Message:
    """``missing``, ``failed`` or ``all``."""
    return _term(kind, kind)


def by_dimension(**terms: Message) -> Message:
    text = "|".join(f"{name}={term['text']}" for name, term in terms.items())
    return _term(text, "dimensions", dimensions=[{"name": name, "term": term} for name, term in terms.items()])


def _term(text: str, kind: str, **given: Any) -> Message:
    return {"text": text, "kind": kind, "keys": [], "count": 0, "dimensions": [], **given}


Open = Callable[..., "RunningBridge"]


class RunningBridge:
    """A bridge with one project open."""

    def __init__(
        self, project: Path, *, home: Path | None = None, environment: dict[str, str] | None = None, **opened: Any
    ) -> None:
        self.home = home or project / "home"
        self.events: list[tuple[str, Message]] = []
        self._number = 0
        self._errors = open(project / "stderr.txt", "ab")  # noqa: SIM115
        self.process = WarmProcess(MAIN, self._errors, {**os.environ, "PYTHONPATH": str(MAIN), **(environment or {})})
        self._read()
        self.opened = self.call("session.open", {**opening(project, self.home), **opened})

    def call(self, operation: str, parameters: Message, on: Callable[[str, Message], None] | None = None) -> Message:
        """The result, or the error data under ``problems``."""
        self._number += 1
        self.events = []
        self._send({"id": self._number, "operation": operation, "parameters": parameters})
        while True:
            message = self._read()
            if "event" in message:
                self.events.append((message["event"], message["data"]))
                if on is not None:
                    on(message["event"], message["data"])
            else:
                answer: Message = message["result"] if "result" in message else message["error"]
                return answer

    def materialize(
        self,
        select: str | None = None,
        *,
        partition: str | None = None,
        partitions: Message | None = None,
        only_stale: bool = False,
        on: Callable[[str, Message], None] | None = None,
        **options: Any,
    ) -> Message:
        chosen = partitions or selection(latest())
        if partition is not None:
            chosen = selection(key(partition), parameter="partition")
        request = self.request(select, chosen, options) | {"only_stale": only_stale}
        return self.call("assets.materialize", request, on)

    def request(self, select: str | None, partitions: Message, options: Message) -> Message:
        return materialization(select, partitions, options)

    def execute(
        self,
        job: str | None = None,
        *,
        partition: str | None = None,
        partitions: Message | None = None,
        ops: tuple[str, ...] = (),
        on: Callable[[str, Message], None] | None = None,
        **options: Any,
    ) -> Message:
        if partition is not None:
            partitions = selection(key(partition), parameter="partition")
        parameters = {
            "job": job,
            "location": None,
            "repository": None,
            "op_selection": list(ops),
            "partitions": partitions,
            "options": _options(options),
        }
        return self.call("jobs.execute", parameters, on)

    def retry(
        self,
        *run_ids: str,
        job: str | None = None,
        on: Callable[[str, Message], None] | None = None,
        **options: Any,
    ) -> Message:
        parameters = {
            "run_ids": list(run_ids),
            "job": job,
            "location": None,
            "repository": None,
            "options": _options(options),
        }
        return self.call("runs.retry", parameters, on)

    def cancel(self) -> None:
        self._send({"cancel": self._number})

    def of(self, event: str) -> list[Message]:
        """The data of the events of that name in the last call."""
        return [data for name, data in self.events if name == event]

    def statuses(self) -> list[str]:
        return [data["status"] for data in self.of("run_ended")]

    def materialized(self) -> list[str]:
        return [data["asset"] for data in self.of("asset_materialized")]

    def planned_runs(self) -> list[tuple[list[str], str | None]]:
        return [(run["assets"], run["partition"]) for run in self.of("planned")[0]["runs"]]

    def skipped(self) -> dict[str, str]:
        return {skip["asset"]: skip["reason"] for skip in self.of("planned")[0]["skipped"]}

    def close(self) -> None:
        if self.process.poll() is None:
            self._send({"shutdown": True})
            self.process.wait(20)
        self._errors.close()

    def _send(self, message: Message) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def _read(self) -> Message:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the bridge ended with {self.process.wait(5)}"
        message: Message = json.loads(line)
        return message


def opening(project: Path, home: Path) -> Message:
    """The parameters of a session that opens the module ``shop`` of a project."""
    target = {"kind": "module_name", "values": ["shop"], "attribute": None, "working_directory": str(project)}
    return {
        "target": target,
        "project_directory": str(project),
        "python_path": [],
        "location": None,
        "home": str(home),
        "instance_config": None,
        "secrets": {},
        "parallelism": 2,
    }


def materialization(select: str | None, partitions: Message, options: Message) -> Message:
    """The parameters of a request to materialise assets."""
    return {
        "select": select,
        "location": None,
        "repository": None,
        "partitions": partitions,
        "only_stale": False,
        "options": _options(options),
    }


def _options(given: Message) -> Message:
    return {"config_files": [], "config_json": None, "tags": {}, "executor": "auto", "parallelism": 0, **given}
