"""The life of the process and its protocol, with real processes."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from conftest import PROJECTS, Start, WriteProject, until


@pytest.fixture
def start(start: Start) -> Start:
    """How a process begins and ends is what these tests are about: it is a new one each time."""
    return partial(start, cold=True)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return not Path(f"/proc/{pid}/stat").exists() or ") Z " not in Path(f"/proc/{pid}/stat").read_text()


def test_hello_comes_before_dagster_is_imported(start: Start) -> None:
    client = start(PROJECTS / "orders", environment={"PYTHONVERBOSE": "1"})
    assert client.hello["protocol"] == 1
    assert client.hello["pid"] == client.process.pid
    assert "import 'dagster'" not in client.printed()


def test_a_line_that_is_no_message_is_an_error_and_the_bridge_goes_on(start: Start) -> None:
    client = start(PROJECTS / "orders")
    client.write(b"what?\n")
    problem = client.receive()["error"]["problems"][0]
    assert (problem["kind"], problem["message"]) == ("protocol", "Not a message of this protocol: what?")
    assert client.ask("session.changed") == {"file": None}


@pytest.mark.parametrize(
    ("operation", "parameters", "message"),
    [
        ("session.open", {}, "session.open lacks the field 'project_directory'"),
        ("jobs.list", {"colour": 1}, "jobs.list has the unknown field 'colour'"),
        ("assets.list", {"select": 3}, "assets.list.select is int, expected str"),
    ],
)
def test_parameters_that_do_not_fit_name_the_field(
    operation: str, parameters: dict[str, object], message: str, start: Start
) -> None:
    error = start(PROJECTS / "orders").refused(operation, parameters)
    assert error["fault"] == "platform"
    assert error["problems"][0]["message"] == f"{message}: plugin and bridge do not fit together"


def test_only_marked_functions_are_operations(start: Start) -> None:
    error = start(PROJECTS / "orders").refused("assets.resolve_assets", {})
    assert "no operation 'assets.resolve_assets'" in error["problems"][0]["message"]


def test_what_user_code_and_its_children_print_stays_off_the_protocol(
    start: Start, write_project: WriteProject
) -> None:
    project = write_project(
        {
            "noisy.py": """
            import os, subprocess, sys
            import dagster as dg
            print('{"id": 1, "result": {}}')
            os.write(1, b"\\xff\\xfe raw bytes\\n")
            subprocess.run(["echo", "from a child"])
            assert sys.stdin.read() == ""
            sys.stdout.close()
            os.close(1)
            defs = dg.Definitions()
            """
        }
    )
    client = start(project)
    assert client.open("module_name", "noisy")["loaded"] == "noisy"
    assert client.ask("assets.list", {}) == {"assets": []}
    printed = client.printed()
    assert '{"id": 1, "result": {}}' in printed
    assert "raw bytes" in printed
    assert "from a child" in printed


def test_a_module_of_the_project_does_not_stand_in_for_one_of_python(start: Start, write_project: WriteProject) -> None:
    project = write_project(
        {
            "queue.py": "raise SystemExit('not me')",
            "json.py": "",
            "d.py": "import dagster as dg\ndefs = dg.Definitions()",
        }
    )
    assert start(project).hello["protocol"] == 1


SLEEPER = """
import subprocess, sys, time
import dagster as dg
child = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(300)"], start_new_session={session}
)
print("CHILD", child.pid, flush=True)
while True:
    try:
        time.sleep(300)
    except KeyboardInterrupt:
        if not {stubborn}:
            raise
"""


@pytest.mark.parametrize("stubborn", [False, True])
@pytest.mark.parametrize("session", [False, True])
def test_the_end_of_the_stream_ends_user_code_and_its_children(
    stubborn: bool, session: bool, start: Start, write_project: WriteProject
) -> None:
    project = write_project({"slow.py": SLEEPER.format(stubborn=stubborn, session=session)})
    client = start(project)
    client.request("session.open", client.opening("module_name", "slow"))
    until(lambda: "CHILD" in client.printed())
    child = int(client.printed().split("CHILD ")[1].split()[0])
    client.hang_up()
    until(lambda: not alive(child))


STUCK = """
import ctypes, subprocess, sys
import dagster as dg
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(300)"], start_new_session=True)
print("CHILD", child.pid, flush=True)
# PyDLL keeps Python's lock during the call: no other thread of this process runs.
ctypes.PyDLL(None).sleep(300)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the watcher is forked")
def test_the_end_of_the_stream_ends_native_code_that_stops_every_thread(
    start: Start, write_project: WriteProject
) -> None:
    client = start(write_project({"stuck.py": STUCK}))
    client.request("session.open", client.opening("module_name", "stuck"))
    until(lambda: "CHILD" in client.printed())
    child = int(client.printed().split("CHILD ")[1].split()[0])
    assert client.hang_up() == -signal.SIGKILL
    until(lambda: not alive(child))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a process table to look at")
def test_nothing_of_the_bridge_outlives_it(start: Start) -> None:
    mark = os.urandom(8).hex()
    client = start(PROJECTS / "orders", environment={"MARK_OF_THIS_TEST": mark})
    assert len(marked(mark)) == 2, "the bridge and its watcher"
    client.process.kill()
    until(lambda: not marked(mark))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the watcher is forked")
def test_the_watcher_is_no_child_that_user_code_could_wait_for(start: Start, write_project: WriteProject) -> None:
    project = write_project(
        {
            "waits.py": """
            import os
            import dagster as dg
            try:
                print("WAITED FOR", os.wait())
            except ChildProcessError:
                print("NO CHILDREN")
            defs = dg.Definitions()
            """
        }
    )
    client = start(project)
    assert client.open("module_name", "waits")["loaded"] == "waits"
    assert "NO CHILDREN" in client.printed()


def marked(mark: str) -> list[int]:
    """The living processes that have this text in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes() and alive(int(process.name)):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_a_cancel_ends_the_operation_and_the_bridge_goes_on(start: Start, write_project: WriteProject) -> None:
    project = write_project({"slow.py": SLEEPER.format(stubborn=False, session=False)})
    client = start(project)
    number = client.request("session.open", client.opening("module_name", "slow"))
    until(lambda: "CHILD" in client.printed())
    client.send({"cancel": number})
    error = client.answer(number)["error"]
    assert error["problems"][0]["kind"] == "cancelled"
    assert client.ask("session.changed") == {"file": None}


def test_a_cancel_of_another_operation_is_ignored(start: Start) -> None:
    client = start(PROJECTS / "orders")
    client.send({"cancel": 99})
    assert client.open("package_name", "orders")["loaded"] == "orders"


def test_an_interrupt_from_a_terminal_is_left_to_the_plugin(start: Start) -> None:
    client = start(PROJECTS / "orders")
    os.kill(client.process.pid, signal.SIGINT)
    assert client.ask("session.changed") == {"file": None}


def test_the_bridge_ends_at_once_and_with_0_when_it_is_told_to(start: Start) -> None:
    client = start(PROJECTS / "orders")
    client.send({"shutdown": True})
    assert client.process.wait(10) == 0
