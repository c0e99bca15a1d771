"""Run configuration: files merged as the command line merges them, checked before anything runs."""

import glob
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dagster import JobDefinition, validate_run_config

from .dagster_run_api import DagsterInvalidConfigError, EvaluationError, deep_merge_dicts, run_config_loader
from .problems import problem, user_error
from .protocol import Problem, SourceLocation

if TYPE_CHECKING:
    import yaml

# What names single ops: in a request of several runs each run is given what concerns its own.
_OPS = "ops"


@dataclass(frozen=True)
class RunConfig:
    """The configuration of a request; ``files`` are those that it was read from, in order."""

    values: Mapping[str, Any]
    files: Sequence[str]

    @classmethod
    def read(cls, patterns: Sequence[str], document: str | None) -> "RunConfig":
        """Reads files (or glob patterns) or a JSON document; an OperationError tells what cannot be read, and where."""
        if patterns:
            files = _found(patterns)
            return cls(_merged(files), files)
        return cls(_from_json(document) if document else {}, [])

    def unknown_ops(self, jobs: Iterable[JobDefinition]) -> list[Problem]:
        """A problem for each op that none of the jobs has: Dagster would accept its configuration, and ignore it."""
        known = {name for job in jobs for name in _node_names(job)}
        given = self.values.get(_OPS)
        names = given if isinstance(given, Mapping) else ()
        return [self._unknown_op(name, known) for name in names if name not in known]

    def for_job(self, job: JobDefinition) -> dict[str, Any]:
        """The part that concerns the ops of a job, the rest as it is."""
        values = dict(self.values)
        given = values.get(_OPS)
        if isinstance(given, Mapping):
            names = _node_names(job)
            values[_OPS] = {name: value for name, value in given.items() if name in names}
            if not values[_OPS]:
                del values[_OPS]
        return values

    def check(self, job: JobDefinition, values: Mapping[str, Any]) -> None:
        """Validates the configuration of one run; an OperationError has a problem for each error in it."""
        try:
            validate_run_config(job, dict(values))
        except DagsterInvalidConfigError as error:
            raise user_error(*(self._invalid(item, job) for item in error.errors)) from error

    def _invalid(self, error: EvaluationError, job: JobDefinition) -> Problem:
        path = _path(error)
        text = error.message.split(". Expected:")[0].split(" Expected:")[0].splitlines()[0].rstrip(".")
        unknown = _unknown_field(error)
        where = ".".join(path) or "the run configuration"
        return problem(
            "invalid_config",
            f"{where}: {text}",
            subject="config field" if unknown else "config",
            value=unknown or where,
            parameter="config",
            choices=_fields_at(job, path) if unknown else (),
            at=self._place(path + ([unknown] if unknown else [])),
            remedy=None if self.files else "Give it with <config> (-Ddagster.config=file.yaml) or <configJson>",
        )

    def _unknown_op(self, name: str, known: Iterable[str]) -> Problem:
        return problem(
            "unknown_name",
            f"The run configuration is for an op '{name}' that none of the runs has",
            subject="op",
            value=name,
            parameter="config",
            choices=known,
            at=self._place([_OPS, name]),
        )

    def _place(self, path: Sequence[str]) -> SourceLocation | None:
        """The line of the deepest part of a path that stands in one of the files."""
        best: tuple[int, SourceLocation] | None = None
        for file in self.files:
            depth, line = _deepest(file, path)
            if best is None or depth >= best[0]:
                best = depth, _location(file, line)
        return best[1] if best else None


def _found(patterns: Sequence[str]) -> list[str]:
    files: list[str] = []
    problems: list[Problem] = []
    for pattern in patterns:
        found = sorted(glob.glob(pattern))
        if not found and os.path.isfile(pattern):
            # A name with brackets in it is a pattern that does not match itself.
            found = [pattern]
        if not found:
            problems.append(_no_file(pattern))
        files.extend(found)
    if problems:
        raise user_error(*problems)
    return files


def _no_file(pattern: str) -> Problem:
    folder = os.path.dirname(pattern)
    others = [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []
    return problem(
        "missing_file",
        f"There is no run configuration file {pattern}",
        subject="file",
        value=pattern,
        parameter="config",
        choices=[name for name in others if name.endswith((".yaml", ".yml"))],
        remedy="Correct <config> (-Ddagster.config=…)",
    )


def _merged(files: Sequence[str]) -> Mapping[str, Any]:
    import yaml

    merged: dict[Any, Any] = {}
    for file in files:
        try:
            values = _load(file)
        except yaml.YAMLError as error:
            raise user_error(_bad_yaml(file, error)) from error
        except (OSError, UnicodeDecodeError) as error:
            raise user_error(_invalid_file(file, f"The run configuration {file} cannot be read: {error}")) from error
        if values is None:
            continue
        if not isinstance(values, dict):
            raise user_error(_invalid_file(file, f"The run configuration {file} is not a mapping"))
        merged = deep_merge_dicts(merged, values)
    return merged


def _load(file: str) -> Any:
    import yaml

    with open(file, encoding="utf-8") as stream:
        return yaml.load(stream, Loader=run_config_loader())


def _bad_yaml(file: str, error: "yaml.YAMLError") -> Problem:
    mark = getattr(error, "problem_mark", None)
    text = getattr(error, "problem", None) or str(error).splitlines()[0]
    found = _invalid_file(file, f"The run configuration {file} is not YAML: {text}")
    found["at"] = _location(file, mark.line + 1 if mark is not None else 0)
    return found


def _invalid_file(file: str, message: str) -> Problem:
    return problem("invalid_config", message, value=file, parameter="config", at=_location(file, 0))


def _from_json(document: str) -> Mapping[str, Any]:
    try:
        values = json.loads(document)
    except ValueError as error:
        message = f"The run configuration is not JSON: {error}"
    else:
        if isinstance(values, dict):
            return values
        message = "The run configuration is not a JSON object"
    raise user_error(
        problem(
            "invalid_config",
            message,
            value=document,
            parameter="configJson",
            remedy="Correct <configJson> (-Ddagster.configJson=…)",
        )
    )


def _location(file: str, line: int) -> SourceLocation:
    source = None
    if line:
        with open(file, encoding="utf-8", errors="replace") as stream:
            lines = stream.read().splitlines()
        source = lines[line - 1].strip() if line <= len(lines) else None
    return {"file": os.path.abspath(file), "line": line, "source": source}


def _deepest(file: str, path: Sequence[str]) -> tuple[int, int]:
    """How many parts of a path stand in a file, and in which line the last of them does."""
    import yaml

    with open(file, encoding="utf-8") as stream:
        node = yaml.compose(stream, Loader=yaml.SafeLoader)
    line = 0
    for depth, part in enumerate(path):
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if str(key.value) == part), None)
            if pair is None:
                return depth, line
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
            node = node.value[int(part)]
            line = node.start_mark.line + 1
        else:
            return depth, line
    return len(path), line


def _path(error: EvaluationError) -> list[str]:
    parts = []
    for entry in error.stack.entries:
        for name in ("field_name", "list_index", "map_key"):
            value = getattr(entry, name, None)
            if value is not None:
                parts.append(str(value))
                break
    return parts


def _unknown_field(error: EvaluationError) -> str | None:
    data: Any = error.error_data
    if error.reason.value == "FIELD_NOT_DEFINED":
        return str(data.field_name)
    if error.reason.value == "FIELDS_NOT_DEFINED":
        return str(data.field_names[0])
    return None


def _fields_at(job: JobDefinition, path: Sequence[str]) -> list[str]:
    kind: Any = job.run_config_schema.config_type
    for part in path:
        fields = getattr(kind, "fields", None) or {}
        if part not in fields:
            return []
        kind = fields[part].config_type
    return sorted(getattr(kind, "fields", None) or {})


def _node_names(job: JobDefinition) -> set[str]:
    return {node.name for node in job.nodes}
