"""Asks a development server, over its own GraphQL, whether its code locations are loaded."""

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from ..definitions import sources
from ..definitions.project import Project
from ..diagnosis.phrasing import clean
from ..problems import problem
from ..protocol import Problem, SourceLocation

_QUERY = """{ workspaceOrError {
  ... on Workspace { locationEntries { name loadStatus locationOrLoadError { ... on PythonError {
    message stack errorChain { error { message stack } }
  } } } }
  ... on PythonError { message }
} }"""
_PATIENCE_SECONDS = 10.0
_FRAME = re.compile(r'\s*File "(?P<file>[^"]+)", line (?P<line>\d+)')
# Never through a proxy: it is this machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Status:
    """The code locations by name, and what is wrong with those that did not load."""

    locations: list[str]
    problems: list[Problem]


def status_of(url: str, project: Project) -> Status | None:
    """The status of a server; None as long as it does not answer or still loads."""
    request = urllib.request.Request(
        f"{url}/graphql", json.dumps({"query": _QUERY}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with _OPENER.open(request, timeout=_PATIENCE_SECONDS) as response:
            workspace = json.load(response)["data"]["workspaceOrError"]
    except (OSError, urllib.error.URLError, ValueError):
        return None
    entries: list[dict[str, Any]] = workspace.get("locationEntries", [])
    if any(entry["loadStatus"] != "LOADED" for entry in entries):
        return None
    problems = [
        _not_loaded(entry["name"], entry["locationOrLoadError"], project) for entry in entries if _failed(entry)
    ]
    if "message" in workspace:
        problems.append(problem("location_not_loaded", f"The workspace did not load: {clean(workspace['message'])}"))
    return Status([entry["name"] for entry in entries], problems)


def _failed(entry: dict[str, Any]) -> bool:
    return "message" in (entry["locationOrLoadError"] or {})


def _not_loaded(location: str, error: dict[str, Any], project: Project) -> Problem:
    # The innermost error is the user's, those around it say what was in vain.
    errors = [error, *(link["error"] for link in error["errorChain"])]
    places = [place for each in errors if (place := _place(each["stack"], project)) is not None]
    lines = [line for line in errors[-1]["message"].strip().splitlines() if line.strip()]
    return problem(
        "location_not_loaded",
        f"Code location '{location}' did not load: {clean(lines[0]) if lines else 'no reason given'}",
        subject="code location",
        value=location,
        code_location=location,
        at=places[-1] if places else None,
    )


def _place(stack: list[str], project: Project) -> SourceLocation | None:
    """The deepest frame that is in the user's own code."""
    frames = [frame for entry in stack if (frame := _FRAME.match(entry)) is not None]
    own = [frame for frame in frames if project.owns(frame["file"])]
    return sources.at(own[-1]["file"], int(own[-1]["line"])) if own else None
