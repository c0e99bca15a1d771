"""Asset selections: the syntax of the installed Dagster, with every name in them checked."""

import re
import warnings
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ..private_api import dagster_api
from ..problems import problem, unknown_name, user_error
from ..protocol import Problem

if TYPE_CHECKING:
    from dagster import AssetKey, AssetSelection

STATE_TAG = "dagster_maven.state/"
"""What the assets of a state are tagged with for one selection; see ``states``."""

_KIND_TAG = "dagster/kind/"
_STATE = re.compile(r'(?<![\w:/."-])state:[^\s()+,]*')

_PART = re.compile(r'(?:"[^"]*(?:"|$)|[^",])+')
"""What stands between commas; one inside quotes is none, and an open quote reaches to the end."""

_TOKEN = re.compile(
    r"""[a-z_]+:(?:"[^"]*"|[^\s()+",]+)(?:=(?:"[^"]*"|[^\s()+",]+))?|"[^"]*(?:"|$)|[^\s()+",]+|\s+|[()+,]"""
)
_KEY = re.compile(r'key:"([^"*]+)"')
_NAME = re.compile(r"""(?:"[^"]*"|[^\s()+",:]+)""")
_WORDS = frozenset(("and", "or", "not", "sinks", "roots", "*"))


def resolve(graph: Any, select: str) -> "set[AssetKey]":
    """The keys that a selection matches in a graph of assets; at least one.

    Raises an OperationError for a selection that cannot be read (``invalid_parameter``), a name that means nothing
    (``unknown_name``) or a selection that matches nothing (``no_match``).
    """
    selection = parse(select)
    problems = [found for leaf in _leaves(selection) if (found := _check(leaf, graph, select)) is not None]
    if problems:
        raise user_error(*problems)
    try:
        keys = set(selection.resolve(graph, allow_missing=True))
    except Exception as error:
        raise user_error(_unsupported(select, select, error)) from error
    if not keys:
        raise user_error(
            problem(
                "no_match",
                f"The selection '{select}' matches no asset",
                subject="asset",
                value=select,
                parameter="select",
            )
        )
    return keys


def parse(select: str) -> "AssetSelection":
    """Reads a selection: an expression, or clauses of the older syntax joined with commas."""
    parts = [(match.start(), match[0]) for match in _PART.finditer(select) if match[0].strip()]
    if not parts:
        raise user_error(_invalid(select, "The selection is empty"))
    joined: AssetSelection | None = _keys_selection(part for _, part in parts)
    for start, part in parts:
        if _KEY.fullmatch(part.strip()) is not None:
            continue
        selection = _parse_one(part)
        if selection is None:
            raise user_error(_invalid(select, _what_is_wrong(part, start)))
        joined = selection if joined is None else joined | selection
    assert joined is not None
    return joined


def _keys_selection(parts: Iterable[str]) -> "AssetSelection | None":
    """The parts that name one key each, as one: thousands of them, read alone, would take seconds."""
    from dagster import AssetKey, AssetSelection

    keys = [key[1] for part in parts if (key := _KEY.fullmatch(part.strip())) is not None]
    return AssetSelection.assets(*map(AssetKey.from_user_string, keys)) if keys else None


def _parse_one(text: str) -> "AssetSelection | None":
    for parser, given in (
        (dagster_api.parse_selection, text),
        (dagster_api.parse_clause, text.strip()),
        (dagster_api.parse_selection, WithExplicitKeys(text).text),
    ):
        try:
            with warnings.catch_warnings():
                # Dagster warns of a beta parameter that its own parser sets.
                warnings.simplefilter("ignore")
                return parser(given)
        except Exception:
            continue
    return None


def _what_is_wrong(part: str, start: int) -> str:
    """What Dagster's parser says of a part of a selection, with the character at which it says so."""
    explicit = WithExplicitKeys(part)
    what = f"'{part.strip()}' is not an asset selection"
    if (state := _STATE.search(part)) is not None:
        return f"{what}: '{state[0]}' is known to asset-list, asset-materialize and check-execute, and not here"
    column = dagster_api.syntax_error_at(explicit.text)
    if column is None:
        return what
    position = explicit.original_position(column)
    token = _TOKEN.match(part, position)
    if token is None or token[0].isspace():
        parenthesis = _open_parenthesis(part)
        if parenthesis is None:
            return f"{what}: it ends where more is expected"
        return f"{what}: the parenthesis at character {start + parenthesis + 1} is not closed"
    place = f"character {start + position + 1}"
    if token[0].startswith('"') and not (len(token[0]) > 1 and token[0].endswith('"')):
        return f"{what}: the quote at {place} is not closed"
    return f"{what}: '{token[0]}' is not expected at {place}"


def _open_parenthesis(text: str) -> int | None:
    """Where the last parenthesis stands that nothing closes."""
    opened: list[int] = []
    for token in _TOKEN.finditer(text):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == ")" and opened:
            opened.pop()
    return opened[-1] if opened else None


class WithExplicitKeys:
    """An expression with ``key:`` before each bare name, as Dagster's own parser wants it."""

    def __init__(self, text: str) -> None:
        self._end = len(text)
        self._pieces: list[tuple[int, int]] = []
        self.text = ""
        tokens = list(_TOKEN.finditer(text))
        words = [token[0] for token in tokens]
        for index, (token, word) in enumerate(zip(tokens, words, strict=True)):
            self._pieces.append((len(self.text), token.start()))
            depth = word.isdigit() and (words[index - 1 : index] == ["+"] or words[index + 1 : index + 2] == ["+"])
            is_name = _NAME.fullmatch(word) is not None and not (depth or word in _WORDS)
            bare = word.strip('"')
            self.text += f'key:"{bare}"' if is_name else word

    def original_position(self, column: int) -> int:
        """Where in the original text the token starts, or the character stands, that is at a column of this one."""
        if column >= len(self.text):
            return self._end
        return next(start for written, start in reversed(self._pieces) if written <= column)


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
        if not key.startswith((_KIND_TAG, STATE_TAG))
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
    if name == "TagAssetSelection" and part.key.startswith(STATE_TAG):
        # That nothing has changed is no mistake.
        return None
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
