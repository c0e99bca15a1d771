"""Where in the files of components an error is that Dagster tells without a place, or with one inside its text."""

import os
import re
from collections.abc import Iterator

from ..definitions import sources
from ..definitions.project import Project
from ..protocol import SourceLocation
from .errors import chain

_NAMES = frozenset(("defs.yaml", "component.yaml"))


def place_in_components(error: BaseException, project: Project) -> SourceLocation | None:
    """The line of a component's file that an exception is about; None when it is about none or cannot be known."""
    causes = list(chain(error))
    root, text = causes[-1], "\n".join(str(cause) for cause in causes)
    stated = re.search(r" at (?P<file>/?[^\n`]+?\.yaml):(?P<line>\d+)", text)
    if stated and os.path.isfile(stated["file"]):
        return sources.at(stated["file"], int(stated["line"]))
    if hasattr(root, "problem_mark"):
        return _unreadable(project)
    wanted = getattr(root, "name", None) if isinstance(root, ModuleNotFoundError) else None
    symbol = re.search(r"Module `(?P<module>[\w.]+)` has no attribute `(?P<name>\w+)`", text)
    if symbol:
        wanted = f"{symbol['module']}.{symbol['name']}"
    if wanted:
        return _line_with(rf"\btype:\s*['\"]?{re.escape(wanted)}\b", _files(project))
    invalid = re.search(r"validation errors? for (?P<model>\w+)\n(?P<field>\w+)", text)
    if invalid:
        files = _files_of(text, invalid["model"], project)
        return _line_with(rf"\b{invalid['field']}\s*:", files) or (sources.at(files[0], 1) if files else None)
    return None


def _files_of(text: str, model: str, project: Project) -> list[str]:
    """The files of the component that an error names, which Dagster does from 1.11 on, or of its type."""
    component = re.search(r"Error while loading component (?P<path>[^\[\n]+)\[", text)
    if component:
        folder = os.path.join(os.sep, *component["path"].split("/"))
        return [file for file in _files(project) if os.path.dirname(file).endswith(folder)]
    of_type = rf"\btype:\s*['\"]?[\w.]+\.{re.escape(model)}\b"
    return [file for file in _files(project) if _line_with(of_type, [file]) is not None]


def _files(project: Project) -> Iterator[str]:
    for base in project.import_folders():
        for path, _, names in project.folders(base):
            yield from (os.path.join(path, name) for name in sorted(names) if name in _NAMES)


def _unreadable(project: Project) -> SourceLocation | None:
    import yaml

    for file in _files(project):
        with open(file, encoding="utf-8") as stream:
            try:
                list(yaml.parse(stream))
            except yaml.MarkedYAMLError as error:
                mark = error.problem_mark
                return sources.at(file, mark.line + 1 if mark is not None else 0)
    return None


def _line_with(pattern: str, files: Iterator[str] | list[str]) -> SourceLocation | None:
    for file in files:
        with open(file, encoding="utf-8", errors="replace") as stream:
            for number, line in enumerate(stream, 1):
                if re.search(pattern, line):
                    return sources.at(file, number)
    return None
