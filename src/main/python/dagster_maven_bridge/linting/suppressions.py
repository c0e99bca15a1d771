"""Comments by which the user's code says that a finding is meant to be so.

``# dagster-lint: ignore[rule, …]`` in a line of the definition, or alone in the line above it; ``ignore-file`` for a
whole file; without brackets, every rule.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator

from ..definitions import sources
from ..definitions.project import Project
from ..protocol import SourceLocation
from . import places
from .comments import Comment, comments_in
from .findings import Found
from .mentions import Mentions


class _Comments:
    """The comments of a file, each found by its line: thousands of definitions ask for the few that are at them."""

    def __init__(self, found: Iterable[Comment]) -> None:
        self.all = list(found)
        """In the order of their lines."""
        valid = [comment for comment in self.all if comment.mistake is None]
        self._of_file = [comment for comment in valid if comment.what == "ignore-file"]
        self._of_lines = [comment for comment in valid if comment.what == "ignore"]
        self._lines = [comment.line for comment in self._of_lines]

    def about(self, first: int, last: int) -> list[Comment]:
        """Those that suppress something in some lines: that are there, or for the whole file."""
        # One alone in the line above is about them, too.
        near = self._of_lines[bisect_left(self._lines, first - 1) : bisect_right(self._lines, last)]
        return [*self._of_file, *(comment for comment in near if comment.is_at(first, last))]


class Suppressions:
    """The comments in the files of a project; each file is read once, when it is first asked for."""

    def __init__(self, project: Project, mentions: Mentions, rules: Collection[str]) -> None:
        """``rules`` are all there are."""
        self._project = project
        self._mentions = mentions
        self._rules = rules
        self._comments: dict[str, _Comments] = {}
        self._used: set[tuple[str, int, str]] = set()

    def cover(self, rule: str, at: SourceLocation | None) -> bool:
        """Whether a comment says that a finding of the rule at a place is meant to be so. Such comments are of use."""
        if at is None or not (comments := self._of(at["file"])).all:
            return False
        covering = [comment for comment in comments.about(*places.header(at)) if comment.covers(rule)]
        self._used.update((at["file"], comment.line, rule) for comment in covering)
        return bool(covering)

    def mistaken(self) -> Iterator[Found]:
        """Comments that suppress nothing: they name no rule that there is, or are misspelled."""
        for file in self._mentions.modules:
            for comment in self._of(file).all:
                at = sources.at(file, comment.line)
                name = self._project.relative(file)
                if comment.mistake is not None:
                    said, remedy = comment.mistake
                    message = f"the comment says '{said}', and suppresses nothing: {remedy}"
                    yield Found("unknown-suppression", "file", name, message, at, said)
                for rule in sorted(comment.rules - set(self._rules)):
                    message = f"the comment ignores '{rule}', and there is no such rule"
                    yield Found("unknown-suppression", "file", name, message, at, rule)

    def unused(self, rules: Collection[str]) -> Iterator[Found]:
        """Comments that name one of the rules and have covered no finding of it. Call this when all have been found.

        Not those on what is not made by every import of the file.
        """
        for file in self._mentions.modules:
            for comment in self._of(file).all:
                if comment.what == "ignore" and comment.statement in places.occasional(file):
                    # Another environment may make the definition that it is about.
                    continue
                for rule in sorted(comment.rules & set(rules)):
                    if (file, comment.line, rule) not in self._used:
                        where = "in this file" if comment.what == "ignore-file" else "here"
                        message = f"the comment ignores '{rule}', of which there is no finding {where}"
                        at = sources.at(file, comment.line)
                        yield Found("unused-suppression", "file", self._project.relative(file), message, at, rule)

    def _of(self, file: str) -> _Comments:
        if file not in self._comments:
            try:
                with open(file, encoding="utf-8", errors="replace") as source:
                    text = source.read()
            except OSError:
                text = ""
            self._comments[file] = _Comments(comments_in(text, file, self._rules))
        return self._comments[file]
