"""Selections by what has changed since a baseline: ``state:modified+ and group:"daily"``.

Dagster's syntax has no such attribute. The assets that a state means are given a tag, in a graph that is there for the
selection alone, and the selection asks for the tag.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from ..model import AssetNode
from ..problems import unknown_name, user_error
from ..protocol import Problem
from ..runtime import OperationError
from .selection import STATE_TAG, resolve
from .workspace_graph import graph_of, merged

_TERM = re.compile(
    r"""
    "[^"]*(?:"|$)
    | (?<![\w:/.-]) (?P<before>\*|\++)? state: (?P<word>"[^"]*"|[^\s()+*,"]*) (?P<after>\*|\++(?!\d))?
    """,
    re.VERBOSE,
)
_CHARACTER = re.compile(r"(?<=at character )\d+|(?<=parenthesis at character )\d+|(?<=quote at character )\d+")


def select_by_state(nodes: Iterable[AssetNode], select: str, states: Mapping[str, Sequence[str]]) -> list[str]:
    """The keys that a selection means, none where nothing has changed; ``states`` are the keys by the state's name."""
    written = _Written(select, states)
    tags: dict[str, dict[str, str]] = {}
    for state, keys in states.items():
        for key in keys:
            tags.setdefault(key, {})[STATE_TAG + state] = ""
    tagged: list[AssetNode] = [
        {**node, "tags": {**node["tags"], **tags.get(node["key"], {})}} for node in merged(nodes)
    ]
    try:
        return sorted(key.to_user_string() for key in resolve(graph_of(tagged), written.text))
    except OperationError as error:
        if [problem["kind"] for problem in error.data["problems"]] == ["no_match"]:
            return []
        raise user_error(*(written.as_given(problem) for problem in error.data["problems"])) from error


class _Written:
    """A selection with the states in it written as tags."""

    def __init__(self, select: str, states: Mapping[str, Sequence[str]]) -> None:
        self._select = select
        self._terms: list[tuple[int, str, str]] = []
        self.text = ""
        end = 0
        for term in _TERM.finditer(select):
            if term["word"] is None:
                continue
            word = term["word"].strip('"')
            if word not in states:
                raise user_error(unknown_name("state", word, states, parameter="select"))
            self.text += select[end : term.start()]
            # In parentheses, since the older syntax would take all that follows for the value of the tag.
            tag = f'(tag:"{STATE_TAG}{word}")'
            if states[word]:
                # What is around nothing is nothing, and Dagster 1.10 stumbles when it is asked for it.
                tag = f"{_upstream(term['before'] or '')}{tag}{_downstream(term['after'] or '')}"
            self._terms.append((len(self.text), tag, term[0]))
            self.text += tag
            end = term.end()
        self.text += select[end:]

    def as_given(self, problem: Problem) -> Problem:
        """A problem of the text, told as one of the selection."""
        message = _CHARACTER.sub(lambda found: str(self._position(int(found[0]))), problem["message"])
        for _, tag, term in self._terms:
            message = message.replace(tag, term)
        value = self._select if problem["value"] == self.text else problem["value"]
        return {**problem, "message": message, "value": value}

    def _position(self, position: int) -> int:
        longer = sum(len(tag) - len(term) for start, tag, term in self._terms if start + len(tag) < position)
        return position - longer


def _upstream(signs: str) -> str:
    # As the older syntax has it for keys: each sign is a step, and * is all of them.
    return "+" if signs == "*" else f"{len(signs)}+" if len(signs) > 1 else signs


def _downstream(signs: str) -> str:
    return "+" if signs == "*" else f"+{len(signs)}" if len(signs) > 1 else signs
