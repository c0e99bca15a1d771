"""The protocol between the plugin and this process: one JSON object a line, UTF-8, on private descriptors.

A conversation::

    <- {"hello": {"protocol": 1, "python": "3.11.7", "pid": 4711}}
    -> {"id": 1, "operation": "session.open", "parameters": {...}}
    <- {"id": 1, "result": {"locations": ["my_project"], "dagster": "1.13.27", ...}}
    -> {"id": 2, "operation": "assets.materialize", "parameters": {...}}
    <- {"id": 2, "event": "planned", "data": {...}}
    <- {"id": 2, "event": "run_started", "data": {...}}
    <- ...
    <- {"id": 2, "result": {"run_ids": ["..."]}}
    -> {"id": 3, "operation": "assets.list", "parameters": {"select": "nope", ...}}
    <- {"id": 3, "error": {"fault": "user", "problems": [{...}], "trace": null}}
    -> {"cancel": 2}          at any time; the operation under way ends early and answers as usual
    -> {"shutdown": true}     or the end of the stream

The request with ``"operation": "a.b"`` is carried out by the function ``b`` of the module ``operations.a``. Its
parameters, results and events are the records of the Java package ``dagster`` with the same fields in snake_case; the
TypedDicts here name them. Absent and null are the same.
"""

from typing import Literal, TypedDict

PROTOCOL_VERSION = 1

Fault = Literal["user", "platform"]


class SourceLocation(TypedDict):
    """A place in the user's code; ``line`` is 0 and ``source`` is None when unknown."""

    file: str
    line: int
    source: str | None


class Problem(TypedDict):
    """One thing that is wrong; see the Java record of the same name for the meaning of each field."""

    kind: str
    message: str
    subject: str | None
    value: str | None
    parameter: str | None
    choices: list[str]
    at: SourceLocation | None
    code_location: str | None
    remedy: str | None


class ErrorData(TypedDict):
    """The answer to a request that could not be carried out."""

    fault: Fault
    problems: list[Problem]
    trace: str | None


class Target(TypedDict):
    """Which definitions to load, as the plugin's parameters or its discovery say.

    ``kind`` is one of ``python_file``, ``module_name``, ``package_name``, ``autoload_defs_module_name``, ``workspace``
    (values: paths of workspace files) and ``pyproject`` (values: the path of a ``pyproject.toml`` with ``[tool.dg]``
    or ``[tool.dagster]``). Paths are absolute.
    """

    kind: Literal["python_file", "module_name", "package_name", "autoload_defs_module_name", "workspace", "pyproject"]
    values: list[str]
    attribute: str | None
    working_directory: str


class OpenParameters(TypedDict):
    """``session.open``: what this process is to work on. Sent once, before any other operation.

    ``python_path`` are the folders of the project that modules are imported from, absolute and in order; they come with
    this request, since before it nothing of the project may stand in for a module of Python.
    ``location`` is None in the first process of a module: it resolves the target to code locations and loads the first
    one. For each further location a process of its own is started, with its name here. ``target`` is None in a process
    that is only to write something down in the instance (``runs.fail``): it loads no definitions.
    """

    target: Target | None
    project_directory: str
    python_path: list[str]
    location: str | None
    home: str
    instance_config: str | None
    secrets: dict[str, str]
    parallelism: int


class LocationOrigin(TypedDict):
    """A code location of the target; ``python`` is the interpreter that a workspace file names for it, or None."""

    name: str
    python: str | None


class OpenResult(TypedDict):
    """``locations``: all code locations of the target, in order; ``loaded``: the one that this process has loaded.

    ``loaded`` is empty when a workspace file names another interpreter for each of them.
    """

    locations: list[LocationOrigin]
    loaded: str
    dagster: str
    home: str


class NoParameters(TypedDict):
    """What an operation is given that needs nothing."""


class ChangedResult(TypedDict):
    """``session.changed``: the first file that has changed since the definitions were loaded, or None."""

    file: str | None


class InputsParameters(TypedDict):
    """``session.inputs``: the code location is chosen by the plugin."""

    location: str | None


class InputsResult(TypedDict):
    """``session.inputs``: what the definitions of this code location come from, as far as it is known by now.

    ``files``: what is watched of the project, also what is not there, and modules from elsewhere that are no installed
    packages. ``until``: when they get a new partition by themselves, in seconds since the epoch; None for never.
    ``unsure``: why more may decide than that; None when nothing does. ``interpreters``: the Python of this process.
    """

    files: list[str]
    until: float | None
    unsure: str | None
    interpreters: list[str]


class PlanResult(TypedDict):
    """``runs.plan`` with the parameters of a request under ``request`` and its name under ``operation``.

    What of it concerns this code location: the keys it matches (assets that are materialised here, or the one name of a
    job, schedule or sensor), the assets that are made elsewhere and of which it has checks to run (``checked``), and
    the asset keys that ``matches`` depend on in other code locations. ``unmatched`` has a problem for each parameter
    that concerns nothing here: an error only when it concerns nothing in any code location. No match is an empty list,
    never an error.
    """

    matches: list[str]
    checked: list[str]
    upstream: list[str]
    choices: list[str]
    unmatched: list[Problem]


class FailRunsParameters(TypedDict):
    """``runs.fail``: records the end of runs that a process left open when it crashed or had to be killed.

    Needs no definitions. ``status`` is CANCELED when the plugin ended them, because their time was up.
    """

    run_ids: list[str]
    message: str
    status: Literal["FAILURE", "CANCELED"]
