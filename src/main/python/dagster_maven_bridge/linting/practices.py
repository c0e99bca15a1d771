"""What good practice asks for: definitions that tell others what they are and whose."""

import inspect
from collections.abc import Iterator
from types import CodeType
from typing import Any, NamedTuple

from ..definitions import sources
from ..definitions.asked_once import AskedOnce
from ..definitions.project import Project
from ..private_api.dagster_lint_api import declares_type, op_definitions, origin_of_output
from .findings import Found, Linted, LintedAsset

_OURS = ("dagster/", "dagster-")
"""Metadata that Dagster itself adds begins so."""


def practices(linted: Linted) -> Iterator[Found]:
    """What assets, checks and jobs lack."""
    code_of = AskedOnce(lambda definition: _code_of(definition, linted.project))
    for asset in linted.assets:
        key, at = asset.described["key"], asset.described["defined_at"]
        if key not in linted.made_up:
            for rule, what in _lacking(linted, asset, code_of):
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


class _Code(NamedTuple):
    """The user's functions that make assets, and what these and the ops in them say, which is the same for each."""

    own: list[Any]
    tells_metadata: bool
    bare_parameters: list[str]


def _code_of(definition: Any, project: Project) -> _Code:
    functions = [function for function in sources.functions_behind(definition) if inspect.isfunction(function)]
    own = [function for function in functions if project.owns(function.__code__.co_filename)]
    within = [function for op in op_definitions(definition) for function in sources.functions_behind(op)]
    telling = [*own, *(function for function in within if inspect.isfunction(function) and function not in own)]
    tells = any(_mentions_metadata(function.__code__) for function in telling)
    return _Code(own, tells, _bare_parameters(definition, own[0]) if own else [])


def _lacking(linted: Linted, asset: LintedAsset, code_of: AskedOnce[_Code]) -> Iterator[tuple[str, str]]:
    described = asset.described
    if described["description"] is None:
        yield "missing-description", "has no description"
    if not described["owners"]:
        yield "missing-owner", "has no owner"
    if described["group"] == "default":
        yield "missing-group", "is in no group of its own"
    if not described["materializable"]:
        return
    code = code_of(asset.definition)
    if not code.own:
        return
    if not code.tells_metadata and not _declares_metadata(linted.graph.get(asset.key).metadata or {}):
        yield "missing-metadata", "has no metadata, neither in its definition nor from its function"
    lacking = [f"its parameter '{name}'" for name in code.bare_parameters]
    if "return" not in getattr(code.own[0], "__annotations__", {}):
        lacking += [] if declares_type(origin_of_output(asset.definition, asset.key)) else ["its value"]
    if lacking:
        yield "missing-type-annotation", f"declares no type of {' and '.join(lacking)}"


def _declares_metadata(declared: Any) -> bool:
    return any(not str(name).startswith(_OURS) for name in declared)


def _mentions_metadata(code: CodeType) -> bool:
    """Whether a function names metadata: an attribute, a function, or the name of an argument."""
    names = [*code.co_names, *code.co_varnames, *code.co_freevars]
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and _mentions_metadata(constant):
            return True
        if isinstance(constant, tuple):
            names += [name for name in constant if isinstance(name, str)]
    return any("metadata" in name.lower() for name in names)


def _bare_parameters(definition: Any, function: Any) -> list[str]:
    """The parameters that upstream assets are passed to and that have no type.

    A type may also be declared to Dagster: ``dagster_type`` of the asset, its inputs and outputs, or of a graph's ops.
    """
    annotations = getattr(function, "__annotations__", {})
    code = function.__code__
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    inputs = definition.node_def.input_dict
    return [
        name
        for name in sorted(definition.keys_by_input_name)
        if name in parameters and name not in annotations and not declares_type(inputs.get(name))
    ]
