"""Dagster's official examples: which there are, and a copy of one. Needs neither definitions nor an instance."""

from pathlib import Path
from typing import TypedDict

from ..dispatch import operation
from ..private_api.dagster_api import VERSION
from ..private_api.dagster_examples_api import archive_address, example_names
from ..problems import unknown_name, user_error
from ..protocol import NoParameters
from ..runtime import Call
from ..scaffolding.example_download import ExampleArchive


class Example(TypedDict):
    """An example; see the Java record ``ExampleList.Example``."""

    name: str


class ExampleList(TypedDict):
    """The examples, in Dagster's own order."""

    examples: list[Example]


class DownloadExampleParameters(TypedDict):
    """``examples.download``: the version is Dagster's own when none is given, and so is the address.

    In an address, ``{version}`` stands for the version.
    """

    name: str
    version: str | None
    address: str | None
    folder: str


class DownloadedExample(TypedDict):
    """What was written, and of which version."""

    version: str
    files: int


@operation
def list_(_call: Call, _parameters: NoParameters) -> ExampleList:
    """Lists the examples that the installed Dagster offers."""
    return {"examples": [{"name": name} for name in example_names()]}


@operation
def download(_call: Call, parameters: DownloadExampleParameters) -> DownloadedExample:
    """Copies an example to a folder that is not there yet."""
    name = parameters["name"]
    version = parameters["version"] or VERSION
    # Another version may have others; what it has is known once its archive is read.
    if parameters["version"] is None and name not in example_names():
        raise user_error(unknown_name("example", name, example_names(), parameter="exampleName"))
    template = parameters["address"]
    address = template.replace("{version}", version) if template else archive_address(version)
    archive = ExampleArchive(address, version)
    return {"version": version, "files": archive.copy(name, Path(parameters["folder"]))}
