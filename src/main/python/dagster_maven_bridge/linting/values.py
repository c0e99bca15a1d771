"""Upstream assets whose values cannot be what their readers declare, and such that have none to pass."""

import ast
import inspect
from collections.abc import Iterator
from types import FunctionType
from typing import Any, NamedTuple

from dagster import MaterializeResult, OpDefinition

from ..definitions import sources
from ..fingerprints.syntax import SyntaxTrees
from ..private_api import dagster_api
from ..private_api.dagster_lint_api import is_decided_by_function, is_nothing, keeps_values, origin_of_output
from . import places
from .findings import Found, Linted
from .readers import Reader, readers
from .value_types import certainly_differ, type_name


class _Passed(NamedTuple):
    """What a parameter is passed, as a type and in words, and what it is declared to be."""

    type: Any
    words: str
    declared: Any


def mismatched_types(linted: Linted) -> Iterator[Found]:
    """Parameters whose annotation says that no value of the upstream asset can be passed."""
    for reader in readers(linted):
        for parameter, parent in reader.inputs:
            passed = _passed(linted, reader, parameter, parent)
            if passed is not None and certainly_differ(passed.type, passed.declared):
                yield Found(
                    "upstream-type-mismatch",
                    reader.subject,
                    reader.name,
                    f"{reader.title} takes '{parameter}' as {type_name(passed.declared)}, but {passed.words}",
                    places.parameter(reader.at, parameter),
                    parent.to_user_string(),
                )


def missing_values(linted: Linted) -> Iterator[Found]:
    """Parameters that take an upstream asset of which no value is stored: the run that loads it fails."""
    syntax = SyntaxTrees()
    for reader in readers(linted):
        for parameter, parent in reader.inputs:
            if _is_loaded(reader, parameter) and (why := _why_nothing_is_stored(linted, parent, syntax)):
                upstream = parent.to_user_string()
                remedy = f"return a value, or take no '{parameter}'"
                if reader.subject == "asset":
                    remedy += f" and name it in deps=['{upstream}']"
                yield Found(
                    "upstream-without-value",
                    reader.subject,
                    reader.name,
                    f"{reader.title} takes '{parameter}', but the asset '{upstream}' {why}, and nothing is stored:"
                    f" {remedy}",
                    places.parameter(reader.at, parameter),
                    upstream,
                )


def _passed(linted: Linted, reader: Reader, name: str, parent: Any) -> _Passed | None:
    """What a parameter is passed of an upstream asset; None where that cannot be compared with what it takes."""
    taken = reader.definition.node_def.input_dict.get(name)
    # Most inputs declare nothing: those are done with at once.
    if taken is None or taken.input_manager_key or not _is_declared(reader, name, taken.dagster_type):
        return None
    upstream = _maker(linted, parent)
    if upstream is None:
        return None
    # A subset has outputs that its definition does not name.
    made = upstream.node_def.output_dict.get(upstream.get_output_name_for_asset_key(parent))
    if made is None or is_nothing(made.dagster_type):
        return None
    if not keeps_values(upstream.resource_defs.get(made.io_manager_key)):
        return None
    expected, key = taken.dagster_type.typing_type, parent.to_user_string()
    if linted.graph.get(parent).is_partitioned:
        # Several partitions are passed as a dictionary by their keys.
        if not certainly_differ(dict, expected):
            return None
        if _takes_several_partitions(linted, reader, parent):
            return _Passed(dict, f"all partitions of the asset '{key}' are passed as a dict by their keys", expected)
    if is_decided_by_function(made.dagster_type):
        return None
    produced = made.dagster_type.typing_type
    return _Passed(produced, f"the asset '{key}' is {type_name(produced)}", expected)


def _takes_several_partitions(linted: Linted, reader: Reader, parent: Any) -> bool:
    """Whether each run of an asset certainly takes more than one partition of an upstream one: all that there are."""
    if reader.subject != "asset":
        return False
    from ..private_api.dagster_partition_api import has_several_keys, needs_all

    taking = [key for key in reader.definition.keys if parent in reader.definition.asset_deps.get(key, ())]
    return (
        bool(taking)
        and all(needs_all(linted.graph, key, parent) for key in taking)
        and has_several_keys(linted.graph.get(parent).partitions_def)
    )


def _is_declared(reader: Reader, name: str, dagster_type: Any) -> bool:
    # For a parameter that is to be None nothing is passed: whatever else is upstream does not fit.
    return not is_decided_by_function(dagster_type) or (is_nothing(dagster_type) and reader.takes(name))


def _maker(linted: Linted, key: Any) -> Any:
    """The definition that makes an asset here; None when nothing does."""
    found = dagster_api.assets_definition(linted.definition, key)
    if found is None or not found.is_executable or not linted.graph.get(key).is_materializable:
        return None
    return found


def _is_loaded(reader: Reader, name: str) -> bool:
    """Whether a reader cannot run without the value of an input, and Dagster would load it as it was stored."""
    taken = reader.definition.node_def.input_dict.get(name)
    if taken is None or taken.input_manager_key or _may_be_missing(taken):
        return False
    # What is in ``deps`` is an input, too. An op of a graph may depend on it without taking it.
    return reader.takes(name)


def _may_be_missing(definition: Any) -> bool:
    return "allow_missing_partitions" in (getattr(definition, "metadata", None) or {})


def _why_nothing_is_stored(linted: Linted, key: Any, syntax: SyntaxTrees) -> str | None:
    """What an asset returns of which Dagster stores nothing; None where it stores something, or that is not certain."""
    upstream = _maker(linted, key)
    made = None if upstream is None else origin_of_output(upstream, key)
    if made is None or _may_be_missing(made) or not keeps_values(upstream.resource_defs.get(made.io_manager_key)):
        return None
    if is_nothing(made.dagster_type):
        return "is declared to return no value"
    function = _function(linted, upstream)
    if function is not None and len(upstream.keys) == 1 and _returns_only_materialize_results(function, syntax):
        return "returns a MaterializeResult without a value"
    return None


def _function(linted: Linted, definition: Any) -> FunctionType | None:
    """The function of the user's that Dagster calls; None when it wraps another one, whose result it may replace."""
    if not isinstance(definition.node_def, OpDefinition):
        return None
    function = sources.called_function(definition.node_def)
    if not inspect.isfunction(function) or hasattr(function, "__wrapped__"):
        return None
    return function if linted.project.owns(function.__code__.co_filename) else None


def _returns_only_materialize_results(function: FunctionType, syntax: SyntaxTrees) -> bool:
    """Whether each way out of a function is a MaterializeResult that is given no value."""
    tree = syntax.of(function)
    if not isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef) or not _ends_with_return(tree.body):
        return False
    own = list(_own_nodes(tree.body))
    if any(isinstance(node, ast.Yield | ast.YieldFrom) for node in own):
        return False
    return all(_is_without_value(node.value, function) for node in own if isinstance(node, ast.Return))


def _ends_with_return(body: list[ast.stmt]) -> bool:
    last = body[-1]
    return _ends_with_return(last.body) if isinstance(last, ast.With | ast.AsyncWith) else isinstance(last, ast.Return)


def _own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """What a function consists of, without the functions in it."""
    waiting: list[ast.AST] = [*body]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def _is_without_value(returned: ast.expr | None, function: FunctionType) -> bool:
    if not isinstance(returned, ast.Call) or returned.args:
        return False
    # ``**given`` has no name.
    if any(keyword.arg in (None, "value") for keyword in returned.keywords):
        return False
    called, names = returned.func, function.__globals__
    if isinstance(called, ast.Name):
        return names.get(called.id) is MaterializeResult
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return getattr(names.get(called.value.id), called.attr, None) is MaterializeResult
    return False
