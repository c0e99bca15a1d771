"""A development server: what ``dagster dev`` runs, owned by the bridge."""

import contextlib
import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Client, Start, WriteProject, until
from dagster_maven_bridge.runtime import OperationError
from dagster_maven_bridge.servers.dev_server_address import Listening, listen

pytest.importorskip("dagster_webserver")

ORDERS = {
    "orders.py": """
        import os
        import pathlib
        import time

        import dagster as dg
        from helpers import rows


        @dg.asset
        def orders(context) -> None:
            context.log.info(f"token {os.environ['TOKEN']}")
            pathlib.Path("running").touch()
            while pathlib.Path("go_on").exists():
                time.sleep(0.05)


        defs = dg.Definitions([orders], jobs=[dg.define_asset_job("refresh")])
    """,
    # Below src, as in an installed project.
    "src/helpers.py": "rows = 1\n",
}
TOKEN = {"TOKEN": "hunter2-hunter2"}

LAUNCH = """mutation { launchRun(executionParams: {
    selector: {repositoryLocationName: "orders.py", repositoryName: "__repository__", jobName: "refresh"}
}) { ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } } }"""


def open_project(start: Start, project: Path, **changes: Any) -> Client:
    client = start(project)
    client.ask("session.open", {**client.opening("python_file"), "target": None, "secrets": TOKEN, **changes})
    return client


def parameters(project: Path, file: str = "orders.py", **changes: Any) -> dict[str, Any]:
    target = client_target(project, file)
    return {"target": target, "location": None, "host": "localhost", "port": None, "usual_port": None, **changes}


def client_target(project: Path, file: str) -> dict[str, Any]:
    return {
        "kind": "python_file",
        "values": [str(project / file)],
        "attribute": None,
        "working_directory": str(project),
    }


def query(url: str, text: str) -> Any:
    request = urllib.request.Request(
        f"{url}/graphql", json.dumps({"query": text}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)["data"]


def processes_of(home: Path) -> list[str]:
    """The command lines of all processes that belong to the tree of this home's server."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and f"DAGSTER_HOME={home}".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_it_serves_the_definitions_and_launches_runs_until_it_is_cancelled(
    start: Start, write_project: WriteProject
) -> None:
    project = write_project({**ORDERS, "go_on": ""})
    client = open_project(start, project)

    started = client.ask("dev_server.start", parameters(project))
    waiting = client.request("dev_server.wait")

    assert started["locations"] == ["orders.py"]
    assert (started["problems"], started["queued_runs"]) == ([], 0)
    assert re.fullmatch(r"http://localhost:\d+", started["url"])
    nodes = query(started["url"], "{ assetNodes { assetKey { path } } }")["assetNodes"]
    assert [node["assetKey"]["path"] for node in nodes] == [["orders"]]
    assert processes_of(client.home)

    # A run in the queue is one for the daemon.
    run_id = query(started["url"], LAUNCH)["launchRun"]["run"]["runId"]
    until((project / "running").exists)
    (project / "go_on").unlink()
    until(lambda: status_of(started["url"], run_id) == "SUCCESS")
    (project / "go_on").touch()
    (project / "running").unlink()
    second = query(started["url"], LAUNCH)["launchRun"]["run"]["runId"]
    until((project / "running").exists)

    client.send({"cancel": waiting})
    assert client.answer(waiting)["result"]["canceled_runs"] == [f"{second} (refresh, STARTED)"]

    assert [line for line in processes_of(client.home) if "dagster_maven_bridge.servers.dev_service" in line] == []
    assert [line for line in processes_of(client.home) if "code-server" in line or "api grpc" in line] == []
    runs = {
        run["run_id"]: run["status"]
        for run in client.ask("runs.list", {"job": None, "statuses": [], "limit": None})["runs"]
    }
    assert runs == {run_id: "SUCCESS", second: "CANCELED"}
    stored = b"".join(file.read_bytes() for file in client.home.rglob("*.db*"))
    assert b"token ****" in stored
    assert TOKEN["TOKEN"].encode() not in stored


def status_of(url: str, run_id: str) -> str:
    run = query(url, f'{{ runOrError(runId: "{run_id}") {{ ... on Run {{ status }} }} }}')
    return str(run["runOrError"]["status"])


def test_nothing_of_it_outlives_the_plugin(start: Start, write_project: WriteProject) -> None:
    project = write_project(ORDERS)
    client = open_project(start, project)
    client.ask("dev_server.start", parameters(project))
    client.request("dev_server.wait")
    assert len(processes_of(client.home)) >= 4

    client.hang_up()

    until(lambda: processes_of(client.home) == [])


def test_a_service_that_ends_is_told(start: Start, write_project: WriteProject) -> None:
    project = write_project(ORDERS)
    client = open_project(start, project)
    client.ask("dev_server.start", parameters(project))
    waiting = client.request("dev_server.wait")

    subprocess.run(["pkill", "-KILL", "-P", str(client.process.pid), "-f", "dev_service daemon"], check=True)

    error = client.answer(waiting)["error"]
    assert error["problems"][0]["message"] == "The daemon of the dev server has ended with signal 9"
    assert len(processes_of(client.home)) <= 1


def test_a_location_that_does_not_load_is_told_with_its_place(start: Start, write_project: WriteProject) -> None:
    project = write_project({"orders.py": "import dagster\n\nnot_defined\n"})
    client = open_project(start, project)

    started = client.ask("dev_server.start", parameters(project))

    (problem,) = started["problems"]
    assert problem["message"] == "Code location 'orders.py' did not load: NameError: name 'not_defined' is not defined"
    assert problem["at"] == {"file": str(project / "orders.py"), "line": 3, "source": "not_defined"}
    # It serves all the same: the location can be loaded again once it is corrected.
    assert query(started["url"], "{ version }")["version"]


def test_a_port_is_taken_as_given() -> None:
    port = free_port()

    with listening_on("127.0.0.1", port, None) as listening:
        assert listening.url == f"http://127.0.0.1:{port}"
        with socket.create_connection(("127.0.0.1", port)):
            pass


def test_the_usual_port_gives_way_to_a_free_one_a_given_port_does_not() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        with pytest.raises(OperationError) as raised:
            listen("127.0.0.1", taken, None)
        with listening_on("127.0.0.1", None, taken) as listening:
            assert listening.url != f"http://127.0.0.1:{taken}"

    assert raised.value.data["fault"] == "user"
    (problem,) = raised.value.data["problems"]
    assert problem["message"] == f"Port {taken} of 127.0.0.1 is in use"
    assert problem["parameter"] == "port"


def test_two_without_a_port_get_different_ones() -> None:
    with listening_on("localhost", None, None) as one, listening_on("localhost", None, None) as other:
        assert one.url != other.url


def test_open_to_the_network_it_has_an_address_that_a_browser_can_open() -> None:
    with listening_on("0.0.0.0", None, None) as listening:
        assert re.fullmatch(r"http://localhost:\d+", listening.url)


def test_a_host_that_there_is_not_is_told() -> None:
    with pytest.raises(OperationError) as raised:
        listen("nowhere.invalid", None, None)

    (problem,) = raised.value.data["problems"]
    assert problem["message"] == "There is no host 'nowhere.invalid'"
    assert problem["parameter"] == "host"


@contextlib.contextmanager
def listening_on(host: str, port: int | None, usual_port: int | None) -> Iterator[Listening]:
    listening = listen(host, port, usual_port)
    try:
        yield listening
    finally:
        for opened in listening.sockets:
            opened.close()


def test_settings_of_the_users_are_those_of_the_server(start: Start, write_project: WriteProject) -> None:
    settings = "telemetry: {enabled: false}\nstorage: {sqlite: {base_dir: {env: STORAGE}}}\n"
    project = write_project({**ORDERS, "dagster.yaml": settings})
    storage = project / "storage"
    client = open_project(
        start,
        project,
        instance_config=str(project / "dagster.yaml"),
        secrets={**TOKEN, "STORAGE": str(storage)},
    )

    started = client.ask("dev_server.start", parameters(project))
    run_id = query(started["url"], LAUNCH)["launchRun"]["run"]["runId"]
    until(lambda: status_of(started["url"], run_id) == "SUCCESS")

    assert os.path.isfile(storage / "history" / "runs" / f"{run_id}.db")


def test_every_location_of_a_workspace_is_served(start: Start, write_project: WriteProject) -> None:
    workspace = (
        "load_from: [{python_file: orders.py}, {python_file: {relative_path: sales.py, location_name: sales}}]\n"
    )
    sales = "import dagster as dg\n\n@dg.asset\ndef sales() -> None: ...\n\ndefs = dg.Definitions([sales])\n"
    project = write_project({**ORDERS, "sales.py": sales, "workspace.yaml": workspace})
    client = open_project(start, project)
    target = {**client_target(project, "workspace.yaml"), "kind": "workspace"}

    refused = client.refused("dev_server.start", {**parameters(project), "target": target, "location": "salse"})
    started = client.ask("dev_server.start", {**parameters(project), "target": target})

    assert refused["problems"][0]["choices"] == ["orders.py", "sales"]
    assert sorted(started["locations"]) == ["orders.py", "sales"]
    assert started["problems"] == []


def test_a_python_without_the_webserver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import dagster
    from dagster_maven_bridge.servers.dev_server import require_webserver

    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(OperationError) as raised:
        require_webserver()

    assert raised.value.data["fault"] == "user"
    (problem,) = raised.value.data["problems"]
    assert problem["message"] == f"dagster-webserver is not installed in {sys.executable}"
    assert (problem["remedy"] or "").startswith(f"Install dagster-webserver=={dagster.__version__} there")
