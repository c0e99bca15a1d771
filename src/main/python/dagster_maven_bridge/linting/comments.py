"""Comments that say what lint is to leave alone, as they stand in a file; and those that only seem to.

``# dagster-lint: ignore[rule, …]``; without brackets, every rule. What comes after that is the user's own reason.
"""

import difflib
import io
import re
import tokenize
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

WORDS = ("ignore", "ignore-file")
"""What a comment may say."""

_COMMENT = re.compile(r"#.*?\bdagster-lint:\s*(?P<what>[\w-]*)(?P<rest>.*)")
_NEARLY = re.compile(
    r"#(?P<before>.*?)\b(?P<said>dagster[-_ ]?lint\s*(?P<colon>:?)\s*ignore(?:[-_]file)?)(?![\w-])(?P<rest>.*)",
    re.IGNORECASE,
)
_MARK = re.compile(r"dagster[-_ ]?lint", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\[(?P<rules>[^\]]*)\]")
_FIRST_WORD = re.compile(r"[\s:=(\[\"']*(?P<word>[\w-]+)[\])\"']?")


class Mistake(NamedTuple):
    """Why a comment suppresses nothing: what it says, and how it is to be written."""

    said: str
    remedy: str


@dataclass(frozen=True)
class Comment:
    """A comment by its line, with the rules it names; none for every rule. One with a mistake suppresses nothing."""

    line: int
    alone: bool
    """Whether nothing else stands in its line: else it is about that."""
    what: str
    rules: frozenset[str] = field(default_factory=frozenset)
    mistake: Mistake | None = None

    @property
    def statement(self) -> int:
        """The line of what it is about: its own, or the next one when it stands alone."""
        return self.line + self.alone

    def covers(self, rule: str) -> bool:
        """Whether it is about a rule."""
        return self.mistake is None and (not self.rules or rule in self.rules)

    def is_at(self, first: int, last: int) -> bool:
        """Whether it is about some lines."""
        return first <= self.line <= last or (self.alone and self.line == first - 1)


def comments_in(text: str, file: str, rules: Collection[str]) -> Iterator[Comment]:
    """The comments of a file of which the text is given, in the order of their lines; ``rules`` are all there are."""
    if not _MARK.search(text):
        return
    lines = text.split("\n")
    starts = _python_comments(text) if file.endswith(".py") else ((number, 0) for number in range(1, len(lines) + 1))
    for number, start in starts:
        line = lines[number - 1]
        if (match := _COMMENT.search(line, start)) is not None:
            alone = not line[: match.start()].strip()
            yield _read(number, alone, match["what"], match["rest"], rules)
        elif (match := _NEARLY.search(line, start)) is not None and _is_meant(match, rules):
            alone = not line[: match.start()].strip()
            remedy = "'dagster-lint: ignore' or 'dagster-lint: ignore-file' is how it begins"
            yield Comment(number, alone, "", mistake=Mistake(match["said"], remedy))


def _read(number: int, alone: bool, what: str, rest: str, rules: Collection[str]) -> Comment:
    if what not in WORDS:
        said = what or next(iter(rest.split()), "")
        return Comment(number, alone, what, mistake=Mistake(said, "'ignore' and 'ignore-file' are what it may say"))
    if (brackets := _BRACKETS.match(rest)) is not None:
        named = frozenset(rule.strip() for rule in brackets["rules"].split(",")) - {""}
        if named:
            return Comment(number, alone, what, named)
        remedy = f"name a rule in the brackets, or write '{what}' for every rule"
        return Comment(number, alone, what, mistake=Mistake(what + brackets[0], remedy))
    rule = _rule_after(rest, rules)
    if rule is not None or rest.startswith("(") or rest.lstrip().startswith("["):
        first = _FIRST_WORD.match(rest)
        said = what + (rest if first is None else first[0])
        remedy = f"rules stand in brackets, as in '{what}[{rule or 'missing-owner'}]'"
        return Comment(number, alone, what, mistake=Mistake(said.rstrip(), remedy))
    return Comment(number, alone, what)


def _rule_after(rest: str, rules: Collection[str]) -> str | None:
    """The rule that comes next, however it is written; None when a reason does."""
    first = _FIRST_WORD.match(rest)
    word = first["word"].lower().replace("_", "-") if first is not None else ""
    return next(iter(difflib.get_close_matches(word, sorted(rules), 1, 0.8)), None)


def _is_meant(match: re.Match[str], rules: Collection[str]) -> bool:
    """Whether what is nearly a comment for lint is no sentence about lint."""
    if match["colon"]:
        return True
    rest = match["rest"].strip()
    return rest.startswith("[") or _rule_after(rest, rules) is not None or not (match["before"].strip() or rest)


def _python_comments(text: str) -> Iterator[tuple[int, int]]:
    """The lines and columns of the comments of a module, which are not what stands in its strings."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                yield token.start
    except (tokenize.TokenError, SyntaxError):
        return
