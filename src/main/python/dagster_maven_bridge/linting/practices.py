"""What good practice asks for: definitions that tell others what they are and whose."""

import inspect
from collections.abc import Iterator
from typing import Any

from ..definitions import sources
from ..private_api.dagster_lint_api import declares_type, op_definitions, origin_of_output
from .findings import Found, Linted, LintedAsset
from .told_metadata import is_declared, may_tell


def practices(linted: Linted) -> Iterator[Found]:
    """What assets, checks and jobs lack."""
    for asset in linted.assets:
        key, at = asset.described["key"], asset.described["defined_at"]
        if key not in linted.made_up:
            for rule, what in _lacking(linted, asset):
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


def _lacking(linted: Linted, asset: LintedAsset) -> Iterator[tuple[str, str]]:
    described = asset.described
    if described["description"] is None:
        yield "missing-description", "has no description"
    if not described["owners"]:
        yield "missing-owner", "has no owner"
    if described["group"] == "default":
        yield "missing-group", "is in no group of its own"
    if not described["materializable"]:
        return
    functions = [function for function in sources.functions_behind(asset.definition) if inspect.isfunction(function)]
    own = [function for function in functions if linted.project.owns(function.__code__.co_filename)]
    within = [function for op in op_definitions(asset.definition) for function in sources.functions_behind(op)]
    telling = [*own, *(function for function in within if inspect.isfunction(function) and function not in own)]
    declared = linted.graph.get(asset.key).metadata or {}
    if own and not is_declared(declared) and not any(may_tell(function, linted.project) for function in telling):
        yield "missing-metadata", "has no metadata, neither in its definition nor from its function"
    if own and (lacking := _unannotated(asset.definition, asset.key, own[0])):
        yield "missing-type-annotation", f"declares no type of {lacking}"


def _unannotated(definition: Any, key: Any, function: Any) -> str:
    """What of a function has no type: the parameters that upstream assets are passed to, and its value.

    A type may also be declared to Dagster: ``dagster_type`` of the asset, its inputs and outputs, or of a graph's ops.
    """
    annotations = getattr(function, "__annotations__", {})
    code = function.__code__
    parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    inputs = definition.node_def.input_dict
    bare = [
        f"its parameter '{name}'"
        for name in sorted(definition.keys_by_input_name)
        if name in parameters and name not in annotations and not declares_type(inputs.get(name))
    ]
    made = origin_of_output(definition, key)
    return " and ".join([*bare, *([] if "return" in annotations or declares_type(made) else ["its value"])])
