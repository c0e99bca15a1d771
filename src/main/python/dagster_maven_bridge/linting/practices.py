"""What good practice asks for: definitions that tell others what they are and whose."""

import inspect
from collections.abc import Iterator
from types import FunctionType
from typing import Any

from ..definitions import sources
from ..definitions.asked_once import AskedOnce
from ..definitions.project import Project
from ..private_api.dagster_lint_api import declares_type, op_definitions, origin_of_output
from .findings import Found, Linted, LintedAsset
from .readers import parameters_of
from .told_metadata import ToldMetadata, is_declared


def practices(linted: Linted) -> Iterator[Found]:
    """What assets, checks and jobs lack."""
    code = _Code(linted.project)
    for asset in linted.assets:
        key, at = asset.described["key"], asset.described["defined_at"]
        if key not in linted.made_up:
            for rule, what in _lacking(linted, asset, code):
                yield Found(rule, "asset", key, f"the asset '{key}' {what}", at)
        if key in linted.append_assets and asset.described["partitions"] is None and asset.described["materializable"]:
            message = f"the asset '{key}' is appended to and has no partitions"
            yield Found("unpartitioned-append", "asset", key, message, at)
    for check in linted.described["checks"]:
        if check["description"] is None:
            name = f"{check['asset']}:{check['name']}"
            message = f"the check '{name}' has no description"
            yield Found("missing-description", "asset check", name, message, check["defined_at"])
    for job in linted.described["jobs"]:
        if not job["assets"] and job["ops"]:
            message = f"the job '{job['name']}' is made of ops, of which Dagster knows no lineage: assets tell it"
            yield Found("op-job", "job", job["name"], message, job["defined_at"])


class _Code:
    """The user's functions that make assets; what they say is asked once for all that one definition makes."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._told = ToldMetadata(project)
        self.own = AskedOnce(self._own)
        self.may_tell_metadata = AskedOnce(self._may_tell_metadata)
        self.bare_parameters = AskedOnce(lambda definition: _bare_parameters(definition, self.own(definition)[0]))

    def _own(self, definition: Any) -> list[FunctionType]:
        functions = [function for function in sources.functions_behind(definition) if inspect.isfunction(function)]
        return [function for function in functions if self._project.owns(function.__code__.co_filename)]

    def _may_tell_metadata(self, definition: Any) -> bool:
        own = self.own(definition)
        ops = op_definitions(definition)
        # What is around a function may add metadata to what that returns.
        around = [sources.called_function(op) for op in ops]
        within = [*around, *(function for op in ops for function in sources.functions_behind(op))]
        telling = [*own, *(function for function in within if inspect.isfunction(function) and function not in own)]
        return any(self._told.may_be_of(function) for function in dict.fromkeys(telling))


def _lacking(linted: Linted, asset: LintedAsset, code: _Code) -> Iterator[tuple[str, str]]:
    described = asset.described
    if described["description"] is None:
        yield "missing-description", "has no description"
    if not described["owners"]:
        yield "missing-owner", "has no owner"
    if described["group"] == "default":
        yield "missing-group", "is in no group of its own"
    if not described["materializable"]:
        return
    definition = asset.definition
    own = code.own(definition)
    if not own:
        return
    if not is_declared(linted.graph.get(asset.key).metadata or {}) and not code.may_tell_metadata(definition):
        yield "missing-metadata", "has no metadata, neither in its definition nor from its function"
    lacking = [f"its parameter '{name}'" for name in code.bare_parameters(definition)]
    if "return" not in getattr(own[0], "__annotations__", {}):
        lacking += [] if declares_type(origin_of_output(definition, asset.key)) else ["its value"]
    if lacking:
        yield "missing-type-annotation", f"declares no type of {' and '.join(lacking)}"


def _bare_parameters(definition: Any, function: Any) -> list[str]:
    """The parameters that upstream assets are passed to and that have no type.

    A type may also be declared to Dagster: ``dagster_type`` of the asset, its inputs and outputs, or of a graph's ops.
    """
    annotations = getattr(function, "__annotations__", {})
    parameters = parameters_of(function)
    inputs = definition.node_def.input_dict
    return [
        name
        for name in sorted(definition.keys_by_input_name)
        if name in parameters and name not in annotations and not declares_type(inputs.get(name))
    ]
