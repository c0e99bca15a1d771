"""What an operation is given: the session it works in and the call it answers."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any

from .protocol import ErrorData, Fault, OpenParameters, Problem

if TYPE_CHECKING:
    from dagster import DagsterInstance, RepositoryDefinition
    from dagster._core.definitions.reconstruct import ReconstructableRepository
    from dagster._core.workspace.context import BaseWorkspaceRequestContext

    from .definitions.code_hash import CodeHashes
    from .definitions.stamps import Stamps
    from .linting.findings import Found
    from .servers.dev_server import DevServer


class OperationError(Exception):
    """An operation could not be carried out; becomes the ``error`` answer."""

    def __init__(self, fault: Fault, problems: list[Problem], trace: str | None = None) -> None:
        super().__init__(problems[0]["message"])
        self.data: ErrorData = {"fault": fault, "problems": problems, "trace": trace}


@dataclass(frozen=True)
class LoadedRepository:
    """A repository of the loaded code location: its definition, and the pointer that a worker loads it from."""

    name: str
    definition: "RepositoryDefinition"
    reconstructable: "ReconstructableRepository"


@dataclass(frozen=True)
class LoadedLocation:
    """The code location that this process has loaded.

    ``origin`` is it as a workspace of Dagster's holds it: a part of the ids that an instance keeps state under.
    ``ungathered`` is the module that it is, when nothing in that gathers definitions: Dagster takes some of them.
    """

    name: str
    repositories: list[LoadedRepository]
    origin: Any
    ungathered: ModuleType | None = None


@dataclass
class Session:
    """What lasts as long as the process: the parameters it was opened with, the definitions and the instance.

    ``is_one_of_several`` tells that the target has other code locations, which other processes have loaded.
    ``workspace`` is what launched runs are children of, when the instance launches them at once: code servers, which
    ``open_servers`` would close. ``failing_ticks`` are what lint has found by evaluating ticks, by repository.
    """

    parameters: OpenParameters
    location: LoadedLocation | None = None
    open_instance: "DagsterInstance | None" = field(default=None, repr=False)
    opened: bool = False
    is_one_of_several: bool = False
    stamps: "Stamps | None" = field(default=None, repr=False)
    code_hashes: "CodeHashes | None" = field(default=None, repr=False)
    fingerprints: "CodeHashes | None" = field(default=None, repr=False)
    failing_ticks: "dict[str, list[Found]]" = field(default_factory=dict, repr=False)
    dev_server: "DevServer | None" = field(default=None, repr=False)
    workspace: "BaseWorkspaceRequestContext | None" = field(default=None, repr=False)
    open_servers: ExitStack = field(default_factory=ExitStack, repr=False)


class Call:
    """One request while it is carried out.

    ``emit`` sends an event. ``on_cancel`` takes what the reader thread does when the plugin cancels the call; left
    unset, a cancel raises KeyboardInterrupt in the main thread.
    """

    def __init__(self, session: Session, emit: Callable[[str, dict[str, Any]], None]) -> None:
        self.session = session
        self.emit = emit
        self.on_cancel: Callable[[], None] | None = None
        self.cancelled = False
