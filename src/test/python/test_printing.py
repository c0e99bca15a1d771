"""What a step prints is told as its own, whatever prints it and however."""

import json
import os
import signal
import sys
import textwrap
from collections.abc import Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from conftest import MAIN, MARK, until
from running import Open, RunningBridge

sys.path.insert(0, str(MAIN))

from dagster_maven_bridge.workers.worker_output import WorkerOutput

SHOP = """
import os, subprocess, sys
import dagster as dg

@dg.asset
def orders():
    print("printed")
    os.write(1, b"written\\n")
    subprocess.run(["echo", "by a child"])
    sys.stdout.write("without an end")

@dg.asset(deps=[orders])
def invoices():
    print("of the next")

@dg.asset(deps=[invoices])
def reminders():
    os.close(1)
    os.close(2)
    sys.stdout.close()

@dg.asset(deps=[reminders])
def totals():
    raise ValueError("no")

defs = dg.Definitions(assets=[orders, invoices, reminders, totals])
"""


@pytest.fixture
def bridge(tmp_path: Path) -> Iterator[RunningBridge]:
    (tmp_path / "shop.py").write_text(textwrap.dedent(SHOP))
    bridge = RunningBridge(tmp_path)
    yield bridge
    bridge.close()


def by_step(file: Path) -> dict[str | None, list[str]]:
    """The lines as the plugin reads them: each of the step that the mark before it names."""
    step: str | None = None
    lines: dict[str | None, list[str]] = {}
    for line in file.read_text().removesuffix("\n").split("\n"):
        printed, mark, told = line.partition(MARK)
        if printed or not mark:
            lines.setdefault(step, []).append(printed)
        if mark:
            step = json.loads(told).get("step")
    return lines


def test_each_line_is_of_the_step_that_printed_it(bridge: RunningBridge, tmp_path: Path) -> None:
    bridge.materialize(executor="in-process")
    found = by_step(tmp_path / "stderr.txt")
    assert found["orders"] == ["printed", "written", "by a child", "without an end"]
    assert found["invoices"] == ["of the next"]


def test_marks_come_whatever_user_code_does_with_its_streams(bridge: RunningBridge, tmp_path: Path) -> None:
    bridge.materialize(executor="in-process")
    marks = [line.partition(MARK)[2] for line in (tmp_path / "stderr.txt").read_text().split("\n") if MARK in line]
    told = [json.loads(mark) for mark in marks]
    assert [mark["step"] for mark in told if mark] == ["orders", "invoices", "reminders", "totals"]
    assert told[-1] == {}, "the last step has ended"
    assert {mark["run_id"] for mark in told if mark} == {bridge.of("run_started")[0]["run_id"]}


SEVERAL = """
import os, subprocess, time
import dagster as dg

def printing(number):
    @dg.asset(name=f"a{number}")
    def one():
        for _ in range(10):
            # Several of these do not fit into a pipe: what one process prints parts the lines of another.
            print("x" * 65_530 + os.environ["TOKEN"] + "x" * 65_530)
        os.write(2, b"written\\n")
        subprocess.run(["echo", f"by a child of a{number}"])
        print("without an end", end="")
    return one

ASSETS = [printing(number) for number in range(3)]
defs = dg.Definitions(ASSETS)
"""


# Of the user's own executor they are new interpreters, of the plugin's they are forked.
@pytest.mark.parametrize("executor", ["", ", executor=dg.multiprocess_executor"])
def test_step_processes_print_each_for_itself(bridge_of: Open, tmp_path: Path, executor: str) -> None:
    source = SEVERAL.replace("(ASSETS)", f"(ASSETS{executor})")
    secret = "correct-horse/battery&staple"
    bridge = bridge_of(source, secrets={"TOKEN": secret})
    bridge.materialize(executor="definitions" if executor else "multiprocess", parallelism=3)
    assert bridge.statuses() == ["SUCCESS"]
    lines: dict[str | None, list[str]] = {}
    for told in bridge.of("output"):
        lines.setdefault(told["step"], []).append(told["line"])
    assert set(lines) <= {None, "a0", "a1", "a2"}
    for number in range(3):
        own = lines[f"a{number}"]
        assert [line for line in own if "x" not in line] == ["written", f"by a child of a{number}", "without an end"]
        assert "".join(line for line in own if "x" in line) == ("x" * 65_530 + "********" + "x" * 65_530) * 10
    everything = "".join(map(str, bridge.events)) + (tmp_path / "stderr.txt").read_text()
    assert "correct" not in everything and "staple" not in everything


def test_what_a_step_leaves_behind_prints_on(bridge_of: Open, tmp_path: Path) -> None:
    bridge = bridge_of(
        """
        import os, subprocess

        @dg.asset
        def a():
            waiting = f"cat {os.environ['GATE']}; echo left behind with $TOKEN"
            subprocess.Popen(["sh", "-c", waiting], start_new_session=True)

        @dg.asset
        def b(): ...

        defs = dg.Definitions([a, b])
        """,
        environment={"GATE": str(tmp_path / "gate")},
        secrets={"TOKEN": "correct-horse"},
    )
    os.mkfifo(tmp_path / "gate")
    bridge.materialize(executor="multiprocess", parallelism=2)
    assert bridge.statuses() == ["SUCCESS"]
    (tmp_path / "gate").write_text("go on\n")
    printed = tmp_path / "stderr.txt"
    until(lambda: "left behind with ********" in printed.read_text())
    assert "correct-horse" not in printed.read_text()


CHATTY = """
import os, subprocess, time
from pathlib import Path
import dagster as dg

FOLDER = Path(__file__).parent

@dg.asset
def chatty():
    end = time.monotonic() + 60
    while not (FOLDER / "made").exists() and time.monotonic() < end:
        print("again " * 1000)
    return dg.MaterializeResult(metadata={"others_went_on": (FOLDER / "made").exists()})

@dg.asset
def first(): ...

@dg.asset(deps=[first])
def second():
    (FOLDER / "made").touch()
    left = subprocess.Popen(["timeout", "60", "yes", "left behind"], start_new_session=True)
    return dg.MaterializeResult(metadata={"left": left.pid})

defs = dg.Definitions([chatty, first, second])
"""


def test_who_prints_without_end_holds_nobody_up(bridge_of: Open) -> None:
    bridge = bridge_of(CHATTY)
    bridge.materialize(executor="multiprocess", parallelism=2)
    assert bridge.statuses() == ["SUCCESS"]
    metadata = {told["asset"]: told["metadata"] for told in bridge.of("asset_materialized")}
    assert metadata["chatty"]["others_went_on"]
    # Raises where there is no such process any more: the run has not waited for it.
    os.killpg(metadata["second"]["left"], signal.SIGTERM)


DRIVER = """
import ctypes
import dagster as dg

class Driver(dg.ConfigurableResource):
    def setup_for_execution(self, context):
        print("initialising", flush=True)
        ctypes.string_at(0)

@dg.asset
def a(driver: Driver): ...

@dg.asset
def b(): ...

defs = dg.Definitions([a, b], resources={"driver": Driver()})
"""


def test_what_a_resource_prints_in_a_step_process_is_of_the_step(bridge_of: Open) -> None:
    bridge = bridge_of(DRIVER)
    bridge.materialize(executor="multiprocess", parallelism=2)
    told = [told for told in bridge.of("output") if told["line"] == "initialising" or "in setup_for" in told["line"]]
    assert [one["step"] for one in told] == ["a", "a"]
    assert [failed["step"] for failed in bridge.of("step_failed")] == ["a"]


class _NoReader:
    """A reader that is always too late."""

    def __init__(self, *_: object) -> None: ...

    def look_again(self) -> None: ...

    def end(self) -> None: ...


def test_what_was_printed_before_an_event_is_told_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from dagster_maven_bridge.workers import step_pipes

    monkeypatch.setattr(step_pipes, "_Reader", _NoReader)
    told: list[str] = []
    with step_pipes.StepPipes("run", lambda _, data: told.append(data["line"])) as pipes:
        greeting: Any = pipes.greeting()
        prints: Connection = greeting._prints
        os.write(prints.fileno(), b"printed\nand ")
        pipes.catch_up()
        assert told == ["printed"]
    assert told == ["printed", "and "]


def test_a_run_of_many_step_processes_needs_few_descriptors(bridge_of: Open) -> None:
    bridge = bridge_of(
        """
        import os

        def asking(number):
            @dg.asset(name=f"a{number}")
            def one():
                return dg.MaterializeResult(metadata={"open": len(os.listdir(f"/proc/{BRIDGE}/fd"))})
            return one

        BRIDGE = int(os.environ.setdefault("BRIDGE_PID", str(os.getpid())))
        defs = dg.Definitions([asking(number) for number in range(8)])
        """
    )
    bridge.materialize(executor="multiprocess", parallelism=1)
    opened = [told["metadata"]["open"] for told in bridge.of("asset_materialized")]
    assert len(opened) == 8 and opened[-1] <= opened[1] + 3


def test_a_secret_is_masked_where_a_long_line_of_a_worker_is_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "correct-horse")
    monkeypatch.setenv("DAGSTER_MAVEN_SECRET_NAMES", '["TOKEN"]')
    read, write = Pipe(duplex=False)
    told: list[str] = []
    output = WorkerOutput(read, lambda _, data: told.append(data["line"]))
    text = "x" * 65_530 + "correct-horse" + "y" * 70_000

    def print_and_close() -> None:
        os.write(write.fileno(), text.encode())
        write.close()

    printing = Thread(target=print_and_close)
    printing.start()
    while not output.ended:
        output.tell("run")
    printing.join()
    output.finish("run")
    assert "".join(told) == "x" * 65_530 + "********" + "y" * 70_000
    assert len(told) > 1
