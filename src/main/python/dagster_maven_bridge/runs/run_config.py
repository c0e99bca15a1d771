"""Run configuration: files merged as the command line merges them, checked before anything runs."""

import glob
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dagster import JobDefinition, validate_run_config

from ..definitions import sources
from ..definitions.named_places import NamedPlaces
from ..definitions.project import Project
from ..diagnosis import yaml_places
from ..diagnosis.config_errors import ConfigError, config_errors
from ..private_api.dagster_run_api import DagsterInvalidConfigError, deep_merge_dicts, run_config_loader
from ..problems import problem, user_error
from ..protocol import Problem, SourceLocation

if TYPE_CHECKING:
    import yaml

# What names single ops: in a request of several runs each run is given what concerns its own.
_OPS = "ops"
_WHOLE = "the run configuration"


@dataclass(frozen=True)
class RunConfig:
    """The configuration of a request; ``files`` are those that it was read from, in order.

    ``is_document`` tells that it was given as JSON; the project is where variables that it lacks are looked for.
    """

    values: Mapping[str, Any]
    files: Sequence[str] = ()
    is_document: bool = False
    project: Project | None = None

    @classmethod
    def read(cls, patterns: Sequence[str], document: str | None, project: Project | None = None) -> "RunConfig":
        """Reads files (or glob patterns) or a JSON document; an OperationError tells what cannot be read, and where."""
        if patterns:
            files = _found(patterns)
            return cls(_merged(files), files, project=project)
        return cls(_from_json(document) if document else {}, is_document=bool(document), project=project)

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
            raise user_error(*(self._invalid(item, job) for item in config_errors(error))) from error

    def _invalid(self, error: ConfigError, job: JobDefinition) -> Problem:
        where = ".".join(error.path) or _WHOLE
        if error.variable is not None:
            subject, value = "environment variable", error.variable
        else:
            subject, value = ("config field", error.unknown) if error.unknown else ("config", where)
        return problem(
            error.kind,
            error.message(_WHOLE),
            subject=subject,
            value=value,
            parameter=None if error.variable or error.what else self._parameter,
            choices=_fields_at(job, error.path) if error.unknown else (),
            at=self._place_of(error),
            remedy=error.remedy or self._remedy(error),
        )

    def _place_of(self, error: ConfigError) -> SourceLocation | None:
        if error.variable is not None and not self._gives(error.path):
            return NamedPlaces(self.project).of(error.variable) if self.project is not None else None
        return None if error.what else self._place([*error.path, error.unknown] if error.unknown else error.path)

    def _gives(self, path: Sequence[str]) -> bool:
        """Whether a value stands in what was given, and not in the code."""
        value: Any = self.values
        for part in path:
            if not isinstance(value, Mapping) or part not in value:
                return False
            value = value[part]
        return True

    def _remedy(self, error: ConfigError) -> str | None:
        if error.what:
            return f"Correct the configuration of {error.what} in the code"
        if self.files or self.is_document:
            return None
        return "Give it with <config> (-Ddagster.config=file.yaml) or <configJson> (-Ddagster.configJson={…})"

    @property
    def _parameter(self) -> str:
        return "configJson" if self.is_document else "config"

    def _unknown_op(self, name: str, known: Iterable[str]) -> Problem:
        return problem(
            "unknown_name",
            f"The run configuration is for an op '{name}' that none of the runs has",
            subject="op",
            value=name,
            parameter=self._parameter,
            choices=known,
            at=self._place([_OPS, name]),
        )

    def _place(self, path: Sequence[str]) -> SourceLocation | None:
        """The line of the deepest part of a path that stands in one of the files."""
        best: tuple[int, SourceLocation] | None = None
        for file in self.files:
            depth, line = yaml_places.deepest(file, path)
            if best is None or depth >= best[0]:
                best = depth, sources.at(file, line)
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
    found = _invalid_file(file, f"The run configuration {file} is not YAML: {yaml_places.reason(error)}")
    return {**found, "at": yaml_places.place_of_error(file, error)}


def _invalid_file(file: str, message: str) -> Problem:
    return problem("invalid_config", message, value=file, parameter="config", at=sources.at(file, 0))


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
