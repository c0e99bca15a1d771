"""Plays a script from the folder FAKE_SCRIPTS, one step a line.

``hello.jsonl`` is played first, if it is there, else the usual hello is sent. The first request must be
``session.open``; by what it asks for the script is chosen: ``recorder`` without a target, else the location's name,
else ``main``. Unless the script begins with ``{"at_open": true}`` the request is answered as a good bridge would. What
the script does not say is answered plainly. Every request is kept in ``received.jsonl``.
"""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
from typing import Any

SCRIPTS = pathlib.Path(os.environ["FAKE_SCRIPTS"])
LOCATIONS = os.environ.get("FAKE_LOCATIONS", "shop").split(",")


class Fake:
    def __init__(self) -> None:
        self.outgoing = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
        os.dup2(2, 1)
        self.id: int | None = None

    def read(self) -> dict[str, Any]:
        line = sys.stdin.readline()
        if not line or json.loads(line).get("shutdown"):
            os._exit(0)
        message: dict[str, Any] = json.loads(line)
        with open(SCRIPTS / "received.jsonl", "a", encoding="utf-8") as received:
            received.write(line)
        self.id = message.get("id", self.id)
        return message

    def write(self, message: dict[str, Any]) -> None:
        print(json.dumps(message), file=self.outgoing, flush=True)

    def play(self, steps: list[dict[str, Any]]) -> None:
        for step in steps:
            match step:
                case {"send": expected}:
                    got = self.read()
                    if not matches(expected, got):
                        sys.stderr.write(f"expected {expected}, got {got}\n")
                        sys.stderr.flush()
                        os._exit(97)
                case {"receive": message}:
                    self.write({"id": self.id, **message} if "hello" not in message else message)
                case {"stderr": text}:
                    for _ in range(step.get("repeat", 1)):
                        sys.stderr.write(text + "\n")
                    sys.stderr.flush()
                case {"raw": text}:
                    print(text, file=self.outgoing, flush=True)
                case {"print": text}:
                    os.write(1, (text + "\n").encode())
                case {"exit": code}:
                    os._exit(code)
                case {"kill": number}:
                    os.kill(os.getpid(), number)
                    time.sleep(60)
                case {"ignore": number}:
                    signal.signal(number, signal.SIG_IGN)
                case {"grandchild": name}:
                    child = subprocess.Popen(["sleep", "600"], start_new_session=True)
                    (SCRIPTS / name).write_text(str(child.pid))
                case {"environment": name}:
                    (SCRIPTS / name).write_text(json.dumps(dict(os.environ)))
                case {"hang": _}:
                    time.sleep(600)

    def answer_plainly(self) -> None:
        while True:
            match self.read():
                case {"operation": "session.changed"}:
                    self.write({"id": self.id, "result": {"file": None}})
                case {"operation": "runs.fail"}:
                    self.write({"id": self.id, "result": {}})
                case {"operation": operation}:
                    problem = {"kind": "unscripted", "message": f"Nothing is said about {operation}"}
                    error = {"fault": "platform", "problems": [problem]}
                    self.write({"id": self.id, "error": error})


def matches(expected: Any, got: Any) -> bool:
    if expected == "*":
        return True
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(matches(value, got.get(key)) for key, value in expected.items())
    return bool(expected == got)


def script(name: str) -> list[dict[str, Any]]:
    file = SCRIPTS / f"{name}.jsonl"
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def main() -> None:
    fake = Fake()
    hello = {"hello": {"protocol": 1, "python": sys.version.split()[0], "pid": os.getpid()}}
    fake.play(script("hello") or [{"receive": hello}])
    parameters = fake.read()["parameters"]
    location = parameters["location"]
    steps = script("recorder" if parameters["target"] is None else location or "main")
    if not steps or "at_open" not in steps[0]:
        origins = [{"name": name, "python": None} for name in LOCATIONS]
        opened = {"locations": origins, "loaded": location or LOCATIONS[0], "dagster": "1.13.27"}
        fake.write({"id": fake.id, "result": {**opened, "home": parameters["home"]}})
    fake.play(steps)
    fake.answer_plainly()


main()
