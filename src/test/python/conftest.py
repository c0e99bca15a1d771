"""A client of the bridge that starts a real process and talks lines, and projects to start it in."""

import json
import os
import re
import select
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from described import Describe
from linted import CERTAIN, Find
from running import Message, Open, RunningBridge
from warm import WarmProcess

MAIN = Path(__file__).resolve().parents[2] / "main" / "python"
PROJECTS = Path(__file__).resolve().parent / "projects"
sys.path.insert(0, str(MAIN))

# What the bridge writes between lines that are printed, for the plugin to read: printing/marks.py.
MARK = "\x1edagster-maven-plugin step "

PATIENCE = 60.0


def cold_process(cwd: Path, stderr: IO[bytes], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    """A bridge as the plugin starts it: a new interpreter."""
    command = [sys.executable, "-m", "dagster_maven_bridge"]
    return subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, env=env)


class Client:
    """The plugin's side of a conversation."""

    def __init__(
        self, directory: Path, home: Path, environment: dict[str, str] | None = None, *, cold: bool = False
    ) -> None:
        self.directory = directory
        self.home = home
        self.events: list[dict[str, Any]] = []
        self._number = 0
        self._rest = b""
        self._errors = (home.parent / f"stderr-{os.urandom(4).hex()}").open("w+b")
        environment = {**os.environ, "PYTHONPATH": str(MAIN), **(environment or {})}
        self.process = (cold_process if cold else WarmProcess)(MAIN, self._errors, environment)
        self.hello = self.receive()["hello"]

    def write(self, line: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def send(self, message: dict[str, Any]) -> None:
        self.write(json.dumps(message).encode() + b"\n")

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"no answer; standard error:\n{self.printed()}"
            read = os.read(self.process.stdout.fileno(), 65536)
            assert read, f"the bridge has ended; standard error:\n{self.printed()}"
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        message: dict[str, Any] = json.loads(line)
        return message

    def request(self, operation: str, parameters: Any = None) -> int:
        self._number += 1
        self.send({"id": self._number, "operation": operation, "parameters": parameters})
        return self._number

    def answer(self, number: int) -> dict[str, Any]:
        while True:
            message = self.receive()
            assert message.get("id") == number, message
            if "event" not in message:
                return message
            self.events.append(message)

    def ask(self, operation: str, parameters: Any = None) -> Any:
        answer = self.answer(self.request(operation, parameters))
        assert "result" in answer, json.dumps(answer, indent=1)
        return answer["result"]

    def refused(self, operation: str, parameters: Any = None) -> dict[str, Any]:
        answer = self.answer(self.request(operation, parameters))
        assert "error" in answer, json.dumps(answer, indent=1)
        error: dict[str, Any] = answer["error"]
        return error

    def opening(self, kind: str, *values: str, **changes: Any) -> dict[str, Any]:
        target = {
            "kind": kind,
            "values": [str(value) for value in values],
            "attribute": changes.pop("attribute", None),
            "working_directory": str(changes.pop("working_directory", self.directory)),
        }
        parameters = {
            "target": target,
            "project_directory": str(self.directory),
            "python_path": [],
            "home": str(self.home),
            "secrets": {},
            "parallelism": 0,
        }
        return {**parameters, **changes}

    def open(self, kind: str, *values: str, **changes: Any) -> Any:
        return self.ask("session.open", self.opening(kind, *values, **changes))

    def printed(self) -> str:
        """What came beside the protocol, without the marks that tell which step it is of."""
        self._errors.flush()
        self._errors.seek(0)
        return re.sub(f"{MARK}[^\n]*\n", "", self._errors.read().decode("utf-8", "replace"))

    def hang_up(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self._errors):
            assert stream is not None
            try:
                stream.close()
            except OSError:
                continue


Start = Callable[..., Client]
WriteProject = Callable[[dict[str, str]], Path]


@pytest.fixture(autouse=True, scope="session")
def _shared_schemas(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Homes share the templates of their databases, as those of builds do: half a second less for each new one."""
    base = tmp_path_factory.getbasetemp()
    # The folder above that of one of several test processes is the same for all of them.
    os.environ["DAGSTER_MAVEN_SCHEMAS"] = str(
        (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "schemas"
    )


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    clients: list[Client] = []

    def start_client(directory: Path, **changes: Any) -> Client:
        client = Client(directory, tmp_path / "home", **changes)
        clients.append(client)
        return client

    yield start_client
    for client in clients:
        client.close()


@pytest.fixture
def write_project(tmp_path: Path) -> WriteProject:
    def write(files: dict[str, str]) -> Path:
        project = tmp_path / "a project"
        for name, text in files.items():
            file = project / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text).lstrip(), encoding="utf-8")
        return project

    return write


@pytest.fixture
def find(start: Start, write_project: WriteProject) -> Find:
    """Lints a module; what it finds of some rules, in short."""

    def lint(code: str, *rules: str, environment: dict[str, str] | None = None, **parameters: Any) -> Any:
        project = write_project({"definitions.py": code})
        client = start(project, environment=environment or {})
        client.open("python_file", str(project / "definitions.py"))
        findings = client.ask("definitions.describe", parameters)["findings"]
        return [one for one in findings if one["rule"] in (rules or CERTAIN)]

    return lint


def until(condition: Callable[[], bool]) -> None:
    """Waits for a condition."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.fixture
def bridge_of(tmp_path: Path) -> Iterator[Open]:
    """Opens a bridge on ``shop.py`` with that source; all of a test share a folder and a home, and end with it."""
    opened: list[RunningBridge] = []

    def open_(source: str, **parameters: Any) -> RunningBridge:
        text = ("" if "import dagster as dg" in source else "import dagster as dg\n") + textwrap.dedent(source)
        (tmp_path / "shop.py").write_text(text, encoding="utf-8")
        opened.append(RunningBridge(tmp_path, **parameters))
        return opened[-1]

    yield open_
    for bridge in opened:
        bridge.close()


@pytest.fixture
def describe(tmp_path: Path) -> Iterator[Describe]:
    """Describes a project of that source, and of files beside it, by their paths without the ending."""
    opened: list[RunningBridge] = []

    def describe_(source: str, folder: str = "project", **files: str) -> Message:
        project = tmp_path / folder
        for name, text in {"shop": "import dagster as dg\n" + textwrap.dedent(source), **files}.items():
            file = project / f"{name}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(textwrap.dedent(text), encoding="utf-8")
        opened.append(RunningBridge(project, home=tmp_path / "home"))
        assert "loaded" in opened[-1].opened, opened[-1].opened
        return opened[-1].call("definitions.describe", {"location": None, "repository": None})

    yield describe_
    for bridge in opened:
        bridge.close()
