"""Builds that use one home at the same time: a program that forks processes which have Dagster loaded.

Each of them does what a bridge does when a module's goal runs, with the bridge's own operations; that they all have
imported Dagster already makes them meet in the home at the very same moment.

    python contenders.py '{"project": …, "home": …, "builds": 4, "calls": 1, "settings": null}'

prints a JSON object for each build: the run events that it was told, and the error that it ended with.
"""

import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import running

sys.path.insert(0, str(running.MAIN))

Message = dict[str, Any]


def build(task: Message, number: int) -> Message:
    """Opens a session and materialises the asset of that number, as often as asked."""
    from dagster_maven_bridge.dispatch import carry_out
    from dagster_maven_bridge.runtime import Call, OperationError, Session

    told: list[tuple[str, Message]] = []
    parameters = running.opening(Path(task["project"]), Path(task["home"]))
    call = Call(Session(parameters), lambda event, data: told.append((event, data)))  # type: ignore[arg-type]
    error = None
    try:
        carry_out("session.open", call, {**parameters, "instance_config": task["settings"]})
        for _ in range(task["calls"]):
            partitions = {"mode": "latest", "keys": []}
            carry_out("assets.materialize", call, running.materialization(f"a{number}", partitions, {}))
    except OperationError as refused:
        error = f"{refused.data['problems'][0]['message']}\n{refused.data['trace']}"
    except BaseException:
        error = traceback.format_exc()
    statuses = [data["status"] for event, data in told if event == "run_ended"]
    failures = [data["failure"] for event, data in told if event in ("run_ended", "step_failed") and data["failure"]]
    return {"statuses": statuses, "failures": failures, "error": error}


def in_turn(task: Message) -> list[Message]:
    """Forks the builds and waits for all of them; they start at the same moment."""
    start_reading, start_writing = os.pipe()
    children = []
    for number in range(task["builds"]):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(start_writing)
            os.read(start_reading, 1)
            answer = build(task, number)
            with os.fdopen(writing, "w") as stream:
                json.dump(answer, stream)
            os._exit(0)
        os.close(writing)
        children.append((child, reading))
    os.close(start_writing)
    answers = []
    for child, reading in children:
        with os.fdopen(reading) as stream:
            answers.append(json.loads(stream.read() or '{"error": "the process died", "statuses": []}'))
        os.waitpid(child, 0)
    os.close(start_reading)
    return answers


def main() -> None:
    # What a bridge has imported when it opens its instance.
    import dagster  # noqa: F401
    from dagster_maven_bridge import execution, loading, materialization, storage  # noqa: F401

    task = json.loads(sys.argv[1])
    for home in task.pop("homes"):
        begin = time.monotonic()
        answers = in_turn({**task, "home": home})
        print(json.dumps({"home": home, "seconds": time.monotonic() - begin, "builds": answers}))


if __name__ == "__main__":
    main()
