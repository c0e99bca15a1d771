"""Asset selections: the syntax of the installed Dagster, with every name in them checked."""

import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import dagster_api
from .problems import problem, unknown_name, user_error
from .protocol import Problem

if TYPE_CHECKING:
    from dagster import AssetKey, AssetSelection, RepositoryDefinition

_KIND_TAG = "dagster/kind/"

# A bare name in an expression with operators: Dagster's own parser wants `key:` before it.
_TOKEN = re.compile(r"""[a-z_]+:(?:"[^"]*"|[^\s()+",]+)(?:=(?:"[^"]*"|[^\s()+",]+))?|"[^"]*"|[^\s()+",]+|\s+|[()+]""")
_WORDS = frozenset(("and", "or", "not", "sinks", "roots", "*"))


def match_assets(repository: "RepositoryDefinition", select: str) -> "tuple[set[AssetKey], list[Problem]]":
    """The keys that a selection matches in a repository that is one of several, and its names that mean nothing there.

    Raises an OperationError for a selection that cannot be read.
    """
    selection = parse(select)
    graph = repository.asset_graph
    problems = [found for leaf in _leaves(selection) if (found := _check(leaf, graph, select)) is not None]
    unusable = [found for found in problems if found["kind"] != "unknown_name"]
    if unusable:
        raise user_error(*unusable)
    try:
        return set(selection.resolve(graph, allow_missing=True)), problems
    except Exception as error:
        raise user_error(_unsupported(select, select, error)) from error


def unknown_everywhere(unmatched: Sequence[Sequence[Problem]]) -> list[Problem]:
    """Of the names that mean nothing in each of some repositories those that mean nothing in any.

    Each has the choices of all of them.
    """
    common: list[Problem] = []
    for found in unmatched[0] if unmatched else ():
        name = found["subject"], found["value"]
        same = [[other for other in problems if (other["subject"], other["value"]) == name] for problems in unmatched]
        if all(same):
            choices = {choice for others in same for other in others for choice in other["choices"]}
            common.append({**found, "choices": sorted(choices)})
    return common


def select_assets(
    repositories: "Sequence[RepositoryDefinition]", select: str
) -> "list[tuple[RepositoryDefinition, set[AssetKey]]]":
    """The keys that a selection matches in each of some repositories; at least one in all of them.

    Raises an OperationError for a selection that cannot be read (``invalid_parameter``), a name that means nothing in
    any of them (``unknown_name``) or a selection that matches nothing (``no_match``).
    """
    matched = [(repository, *match_assets(repository, select)) for repository in repositories]
    problems = unknown_everywhere([unmatched for _, _, unmatched in matched])
    if problems:
        raise user_error(*problems)
    if not any(keys for _, keys, _ in matched):
        raise user_error(
            problem(
                "no_match",
                f"The selection '{select}' matches no asset",
                subject="asset",
                value=select,
                parameter="select",
            )
        )
    return [(repository, keys) for repository, keys, _ in matched]


def parse(select: str) -> "AssetSelection":
    """Reads a selection: an expression, or clauses of the older syntax joined with commas."""
    parts = _split(select)
    if not parts:
        raise user_error(_invalid(select, "The selection is empty"))
    whole = _parse_one(select)
    if whole is not None:
        return whole
    selections = []
    for part in parts:
        selection = _parse_one(part)
        if selection is None:
            raise user_error(_invalid(select, f"'{part}' is not an asset selection"))
        selections.append(selection)
    joined = selections[0]
    for selection in selections[1:]:
        joined = joined | selection
    return joined


def _parse_one(text: str) -> "AssetSelection | None":
    for parser, given in (
        (dagster_api.parse_selection, text),
        (dagster_api.parse_clause, text),
        (dagster_api.parse_selection, _with_explicit_keys(text)),
    ):
        try:
            with warnings.catch_warnings():
                # Dagster warns of a beta parameter that its own parser sets.
                warnings.simplefilter("ignore")
                return parser(given)
        except Exception:
            continue
    return None


def _with_explicit_keys(text: str) -> str:
    tokens = _TOKEN.findall(text)
    if "".join(tokens) != text:
        return text
    written = []
    for index, token in enumerate(tokens):
        depth = token.isdigit() and (tokens[index - 1 : index] == ["+"] or tokens[index + 1 : index + 2] == ["+"])
        name = not (depth or token in _WORDS or token.isspace() or token in "()+" or ":" in token)
        quoted = token.strip('"')
        written.append(f'key:"{quoted}"' if name else token)
    return "".join(written)


def _split(select: str) -> list[str]:
    """Splits at commas that are not inside quotes."""
    parts = re.findall(r'(?:"[^"]*"|[^",])+', select)
    return [stripped for part in parts if (stripped := part.strip())]


def _leaves(selection: "AssetSelection") -> "Iterable[AssetSelection]":
    parts = list(dagster_api.parts_of(selection))
    if not parts:
        yield selection
    for part in parts:
        yield from _leaves(part)


def _keys(graph: Any) -> list[str]:
    return [key.to_user_string() for key in graph.get_all_asset_keys()]


def _tags(graph: Any) -> list[str]:
    return [
        f"{key}={value}" if value else key
        for node in graph.asset_nodes
        for key, value in node.tags.items()
        if not key.startswith(_KIND_TAG)
    ]


def _kinds(graph: Any) -> list[str]:
    return [key[len(_KIND_TAG) :] for node in graph.asset_nodes for key in node.tags if key.startswith(_KIND_TAG)]


# By the class of Dagster's that stands for a name: what it names, the attribute it is in, what there is.
_NAMES: dict[str, tuple[str, str, Callable[[Any], Iterable[str]]]] = {
    "KeyWildCardAssetSelection": ("asset", "selected_key_wildcard", _keys),
    "GroupWildCardAssetSelection": ("group", "selected_group_wildcard", lambda graph: graph.all_group_names),
    "OwnerAssetSelection": (
        "owner",
        "selected_owner",
        lambda graph: (owner for node in graph.asset_nodes for owner in node.owners),
    ),
    "KindAssetSelection": ("kind", "kind_str", _kinds),
}


def _check(leaf: "AssetSelection", graph: Any, select: str) -> Problem | None:
    """What is wrong with a part that stands alone: it names something that there is not."""
    name = type(leaf).__name__
    part: Any = leaf
    if name == "KeysAssetSelection":
        missing = [key.to_user_string() for key in part.selected_keys if not graph.has(key)]
        return unknown_name("asset", missing[0], _keys(graph), parameter="select") if missing else None
    if name == "GroupsAssetSelection":
        missing = [group for group in part.selected_groups if group not in graph.all_group_names]
        return unknown_name("group", missing[0], graph.all_group_names, parameter="select") if missing else None
    try:
        found = bool(leaf.resolve(graph, allow_missing=False))
    except Exception as error:
        return _unsupported(select, _written(leaf), error)
    if found:
        return None
    if name == "TagAssetSelection" and part.key.startswith(_KIND_TAG):
        # What `kind:` is to Dagster 1.10.
        return unknown_name("kind", part.key.removeprefix(_KIND_TAG), _kinds(graph), parameter="select")
    if name == "TagAssetSelection":
        value = f"{part.key}={part.value}" if part.value else part.key
        return unknown_name("tag", value, _tags(graph), parameter="select")
    if name in _NAMES:
        subject, attribute, choices = _NAMES[name]
        value = getattr(part, attribute)
        if value is not None and "*" not in value:
            return unknown_name(subject, value, choices(graph), parameter="select")
    return None


def _written(selection: "AssetSelection") -> str:
    try:
        return str(selection.to_selection_str())
    except Exception:
        return type(selection).__name__


def _invalid(select: str, message: str) -> Problem:
    return problem(
        "invalid_parameter",
        message,
        subject="asset selection",
        value=select,
        parameter="select",
        remedy='Write keys separated by commas, or an expression such as \'group:"x" and key:"a/b"+2\'',
    )


def _unsupported(select: str, part: str, error: Exception) -> Problem:
    message = f"'{part}' cannot be used to select assets of a project: only a Dagster deployment knows it"
    lines = str(error).strip().splitlines()
    known = isinstance(error, NotImplementedError) or "cannot be used" in str(error) or not lines
    return _invalid(select, message if known else f"'{part}': {lines[0]}")
