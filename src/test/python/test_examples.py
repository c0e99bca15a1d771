"""The official examples: the list, and a copy of one from a server of our own."""

import io
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import Client, Start, WriteProject
from dagster import __version__ as VERSION
from dagster._generate.download import AVAILABLE_EXAMPLES

EXAMPLE = "quickstart_etl"

FILES = {
    "dagster/README.md": "all of Dagster",
    f"dagster/examples/{EXAMPLE}/pyproject.toml": "[project]\n",
    f"dagster/examples/{EXAMPLE}/{EXAMPLE}/__init__.py": "defs = 1\n",
    f"dagster/examples/{EXAMPLE}/tox.ini": "not for users",
    f"dagster/examples/{EXAMPLE}/../../../outside.txt": "never",
    f"dagster/examples/{EXAMPLE}_more/setup.py": "another example",
    "dagster/python_modules/dagster/setup.py": "no example",
}


def archive() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in FILES.items():
            member = tarfile.TarInfo(name)
            member.size = len(text)
            tar.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo(f"dagster/examples/{EXAMPLE}/link")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        tar.addfile(link)
    return buffer.getvalue()


class Server(ThreadingHTTPServer):
    """Has the archive of one version, and some that do not work."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        whole = archive()
        self.answers = {
            f"/{VERSION}": (200, whole),
            "/cut": (200, whole[: len(whole) // 2]),
            "/page": (200, b"<html>Sign in</html>"),
            "/busy": (429, b""),
        }

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        status, body = self.server.answers.get(self.path, (404, b""))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture
def client(start: Start, write_project: WriteProject) -> Client:
    client = start(write_project({"README.md": "no definitions"}))
    client.ask("session.open", client.opening("none", target=None))
    return client


def parameters(folder: Path, **changed: Any) -> dict[str, Any]:
    return {"name": EXAMPLE, "version": None, "address": None, "folder": str(folder), **changed}


def test_the_examples_are_those_of_the_installed_dagster(client: Client) -> None:
    examples = client.ask("examples.list", {})["examples"]
    assert [example["name"] for example in examples] == list(AVAILABLE_EXAMPLES)


def test_the_files_of_one_example_are_copied_and_nothing_else(client: Client, server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "empty" / "mine"
    folder.parent.mkdir()

    answer = client.ask("examples.download", parameters(folder, address=server.address + "/{version}"))

    assert answer == {"version": VERSION, "files": 2}
    assert sorted(
        file.relative_to(folder.parent).as_posix() for file in folder.parent.rglob("*") if file.is_file()
    ) == [
        "mine/pyproject.toml",
        f"mine/{EXAMPLE}/__init__.py",
    ]
    assert (folder / EXAMPLE / "__init__.py").read_text() == "defs = 1\n"


@pytest.mark.parametrize(
    ("path", "fault", "message"),
    [
        ("/nothing", "user", "There are no examples of version '{version}' at {address}"),
        ("/busy", "platform", "The examples cannot be fetched from {address}: it answered with HTTP status 429"),
        ("/page", "platform", "The examples cannot be fetched from {address}: what it answered with is no archive"),
    ],
)
def test_what_is_no_archive_is_told_and_leaves_nothing(
    client: Client, server: Server, tmp_path: Path, path: str, fault: str, message: str
) -> None:
    folder = tmp_path / "empty" / "mine"
    folder.parent.mkdir()
    address = server.address + path

    error = client.refused("examples.download", parameters(folder, address=address))

    assert error["fault"] == fault
    assert error["problems"][0]["message"] == message.format(version=VERSION, address=address)
    assert list(folder.parent.iterdir()) == []


def test_an_archive_that_breaks_off_leaves_nothing(client: Client, server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "empty" / "mine"
    folder.parent.mkdir()

    error = client.refused("examples.download", parameters(folder, address=server.address + "/cut"))

    assert error["fault"] == "platform"
    assert error["problems"][0]["message"].startswith(f"The examples cannot be fetched from {server.address}/cut: ")
    assert list(folder.parent.iterdir()) == []


def test_a_server_that_is_not_there_is_named_with_the_reason(client: Client, tmp_path: Path) -> None:
    error = client.refused("examples.download", parameters(tmp_path / "mine", address="http://127.0.0.1:1/{version}"))

    [problem] = error["problems"]
    assert problem["message"] == (
        f"The examples cannot be fetched from http://127.0.0.1:1/{VERSION}: Connection refused"
    )
    assert "-Ddagster.exampleUrl" in problem["remedy"]


def test_an_unknown_example_is_told_before_anything_is_fetched(client: Client, tmp_path: Path) -> None:
    address = "http://127.0.0.1:1/{version}"

    error = client.refused("examples.download", parameters(tmp_path / "mine", name="quickstart", address=address))

    [problem] = error["problems"]
    assert problem["message"] == "There is no example 'quickstart'"
    assert problem["choices"] == sorted(AVAILABLE_EXAMPLES)


def test_a_version_without_the_example_is_told(client: Client, server: Server, tmp_path: Path) -> None:
    asked = parameters(tmp_path / "mine", name="unheard_of", version=VERSION, address=server.address + "/{version}")

    error = client.refused("examples.download", asked)

    assert error["fault"] == "user"
    assert error["problems"][0]["message"] == f"Version {VERSION} of Dagster has no example 'unheard_of'"
    assert not (tmp_path / "mine").exists()
