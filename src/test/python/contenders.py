"""Builds that use one home at the same time: a program that forks processes which have Dagster loaded.

Each of them does what a bridge does when a module's goal runs, with the bridge's own operations; that they all have
imported Dagster already makes them meet in the home at the very same moment.

    python contenders.py '{"project": …, "homes": […], "builds": 4, "calls": 1, "settings": null}'

prints a JSON object for each home: how the runs of each build have ended, and the error that it ended with. With
``own_homes`` each build has a home of its own, beside the one that is named.
"""

import importlib
import json
import os
import sys
import tempfile
import traceback
from concurrent.futures import ProcessPoolExecutor
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
    home = task["home"] + (str(number) if task.get("own_homes") else "")
    parameters = running.opening(Path(task["project"]), Path(home))
    call = Call(Session(parameters), lambda event, data: told.append((event, data)))  # type: ignore[arg-type]
    error = None
    try:
        carry_out("session.open", call, {**parameters, "instance_config": task["settings"]})
        for _ in range(task["calls"]):
            wanted = running.materialization(f"a{number}", running.selection(running.latest()), {})
            carry_out("assets.materialize", call, wanted)
    except OperationError as refused:
        error = f"{refused.data['problems'][0]['message']}\n{refused.data['trace']}"
    except BaseException:
        error = traceback.format_exc()
    return {"statuses": [data["status"] for event, data in told if event == "run_ended"], "error": error}


def at_once(task: Message) -> list[Message]:
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


def import_what_a_build_needs(task: Message) -> None:
    """Imports in this process what a build has imported in another one, which ends with all else that it has made."""
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1) as another:
        names = another.submit(modules_of_a_build, {**task, "settings": None, "home": f"{folder}/home"}).result()
    for name in names:
        importlib.import_module(name)


def modules_of_a_build(task: Message) -> list[str]:
    """Builds once; the modules of Dagster, the bridge and the database that are there afterwards."""
    build(task, 0)
    wanted = ("dagster", "dagster_maven_bridge", "sqlalchemy", "alembic")
    return [name for name in sys.modules if name.partition(".")[0] in wanted]


def main() -> None:
    task = json.loads(sys.argv[1])
    import_what_a_build_needs(task)
    for home in task.pop("homes"):
        print(json.dumps({"home": home, "builds": at_once({**task, "home": home})}))


if __name__ == "__main__":
    main()
