"""A Python file that is changed as little as possible: positions in its text, and insertions at them."""

import ast
import codecs
import io
import os
import re
import tokenize
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SHORTEST_LIMIT, _LONGEST_LIMIT = 88, 120
_OPENERS, _CLOSERS = frozenset("([{"), frozenset(")]}")


class Uneditable(Exception):
    """A file that cannot be changed safely; says why."""


@dataclass(frozen=True)
class Bracket:
    """What a bracket encloses: offsets of its inside, and where each of its parts begins and ends.

    ``is_bare`` tells that the parts stand in no bracket, as the names of an import may.
    """

    start: int
    end: int
    parts: tuple[tuple[int, int], ...]
    has_trailing_comma: bool
    has_comment: bool
    is_bare: bool = False

    @property
    def last(self) -> int:
        """Where the last thing inside ends, a trailing comma included."""
        return self.end if not self.parts else self.parts[-1][1]


class SourceFile:
    """The text of a file, its syntax tree, and the changes that are to be made to it."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content
        self._mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
            if encoding not in ("utf-8", "utf-8-sig"):
                raise Uneditable(f"its encoding is {encoding}")
            self.text = content[len(self._mark) :].decode("utf-8")
            self.tree = ast.parse(self.text)
        except (SyntaxError, ValueError) as error:
            raise Uneditable(f"it cannot be read: {error}") from error
        if re.search(r"\r(?!\n)|\f", self.text):
            raise Uneditable("it has carriage returns or form feeds within lines")
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._changes: list[tuple[int, int, str]] = []
        self._tokens: list[tuple[str, int, int, int]] | None = None

    @classmethod
    def read(cls, path: str) -> "SourceFile":
        """The file on disk."""
        with open(path, "rb") as stream:
            return cls(os.path.abspath(path), stream.read())

    # Positions

    def offset(self, line: int, column: int) -> int:
        """The offset of a position of the syntax tree, whose columns count bytes."""
        start = self._starts[line - 1]
        length = len(self._line(line).encode()[:column].decode("utf-8"))
        return start + length

    def start(self, node: ast.expr | ast.stmt) -> int:
        """Where a node begins; a function begins with its ``def``."""
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr | ast.stmt) -> int:
        """Where a node ends."""
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.offset(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.expr) -> str:
        """The text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def line_start(self, offset: int) -> int:
        """The offset of the beginning of the line."""
        return self.text.rfind("\n", 0, offset) + 1

    def indent_at(self, offset: int) -> str:
        """The indentation of the line."""
        start = self.line_start(offset)
        match = re.compile(r"[ \t]*").match(self.text, start)
        return match[0] if match else ""

    def _line(self, line: int) -> str:
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return self.text[self._starts[line - 1] : end]

    # Style

    @property
    def unit(self) -> str:
        """One step of indentation."""
        for statement in ast.walk(self.tree):
            body = getattr(statement, "body", None)
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and isinstance(body, list):
                first: ast.stmt = body[0]
                if statement.col_offset == 0 and first.lineno > statement.lineno:
                    return self.indent_at(self.start(first))
        match = re.search(r"^([ \t]+)\S", self.text, re.MULTILINE)
        return match[1] if match and match[1] in ("\t", "  ", "    ") else "    "

    @property
    def quote(self) -> str:
        """The quotation mark that the file prefers."""
        strings = [text for text, kind, *_ in self._all_tokens() if kind == tokenize.STRING]
        single = sum(text.lstrip("rRbBuUfF").startswith("'") for text in strings)
        return "'" if single > len(strings) - single else '"'

    @property
    def limit(self) -> int:
        """How long a line may become."""
        longest = max((len(line) for line in self.text.splitlines()), default=0)
        return max(_SHORTEST_LIMIT, min(longest, _LONGEST_LIMIT))

    # Changes

    def insert(self, offset: int, text: str) -> None:
        """Inserts at an offset of the unchanged text; of several at one offset the first comes first."""
        self.replace(offset, offset, text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Replaces a part of the unchanged text."""
        self._changes.append((start, end, text.replace("\n", self.newline)))

    def changed_text(self) -> str:
        """The text with all changes."""
        text = self.text
        for _, (start, end, new) in sorted(enumerate(self._changes), key=lambda item: (item[1][0], item[0]))[::-1]:
            text = text[:start] + new + text[end:]
        return text

    def changed_content(self) -> bytes:
        """The bytes with all changes."""
        return self._mark + self.changed_text().encode("utf-8")

    def add(self, bracket: Bracket, parts: Sequence[str], key: Callable[[str], Any] | None = None) -> None:
        """Adds parts to what a bracket encloses, in the way the others stand there.

        They come last; with a key at their place in the order, when the others are in order.
        """
        there = [self.text[start:end].rstrip(",").rstrip() for start, end in bracket.parts]
        if key is None or sorted(there, key=key) != there:
            at = dict.fromkeys(parts, len(there))
        else:
            at = {part: sum(key(other) < key(part) for other in there) for part in sorted(parts, key=key)}
        if self._is_too_long(bracket, parts):
            merged = [part for index in range(len(there) + 1) for part in (*_at(at, index), *there[index : index + 1])]
            self._break_line(bracket, merged)
            return
        for part, index in at.items():
            if index < len(there):
                self._insert_before(bracket.parts[index][0], part)
        if last := _at(at, len(there)):
            self._append(bracket, last)

    def _insert_before(self, offset: int, part: str) -> None:
        before = self.text[self.line_start(offset) : offset]
        self.insert(offset, f"{part}, " if before.strip() else f"{part},\n{before}")

    def _append(self, bracket: Bracket, parts: Sequence[str]) -> None:
        tail = self.text[bracket.last : bracket.end]
        if not bracket.parts:
            if "\n" not in self.text[bracket.start : bracket.end]:
                self.replace(bracket.start, bracket.end, ", ".join(parts))
            else:
                indent = self.indent_at(bracket.end) + self.unit
                self.insert(self.line_start(bracket.end), "".join(f"{indent}{part},\n" for part in parts))
        elif "\n" in tail:
            indent = self.indent_at(bracket.last)
            if not bracket.has_trailing_comma:
                self.insert(bracket.last, ",")
            comma = "," if bracket.has_trailing_comma else ""
            lines = f",\n{indent}".join(parts)
            self.insert(self.line_start(bracket.end), f"{indent}{lines}{comma}\n")
        elif bracket.has_trailing_comma:
            self.insert(bracket.last, "".join(f" {part}," for part in parts))
        else:
            self.insert(bracket.last, "".join(f", {part}" for part in parts))

    def _is_too_long(self, bracket: Bracket, parts: Sequence[str]) -> bool:
        if not bracket.parts or "\n" in self.text[bracket.start : bracket.end] or bracket.has_comment:
            return False
        line = self.text[self.line_start(bracket.end) :].split("\n", 1)[0].rstrip("\r")
        return len(line) + sum(len(part) + 2 for part in parts) > self.limit

    def _break_line(self, bracket: Bracket, parts: Sequence[str]) -> None:
        """Gives the parts of the outermost bracket of a line a line each, as formatters do."""
        outer = bracket if bracket.is_bare else self.bracket(self.line_start(bracket.start))
        while outer.end < bracket.start:
            outer = self.bracket(outer.end)
        if outer.start == bracket.start:
            self._one_a_line(bracket, parts)
            return
        inner = ", ".join(parts)
        if outer.has_comment or "\n" in self.text[outer.start : outer.end]:
            self.replace(bracket.start, bracket.end, inner)
            return
        rewritten = []
        for start, end in outer.parts:
            text = self.text[start:end]
            if start < bracket.start <= end:
                text = self.text[start : bracket.start] + inner + self.text[bracket.end : end]
            rewritten.append(text.rstrip(",").rstrip())
        self._one_a_line(outer, rewritten)

    def _one_a_line(self, bracket: Bracket, parts: Sequence[str]) -> None:
        indent = self.indent_at(bracket.start)
        lines = f"\n{''.join(f'{indent}{self.unit}{part},{chr(10)}' for part in parts)}{indent}"
        self.replace(bracket.start, bracket.end, f"({lines})" if bracket.is_bare else lines)

    def names_of(self, statement: ast.ImportFrom) -> Bracket:
        """The names of a ``from`` import, which need no brackets."""
        first = self.offset(statement.names[0].lineno, statement.names[0].col_offset)
        if "(" in self.text[self.start(statement) : first]:
            return self.bracket(self.start(statement))
        parts = []
        for alias in statement.names:
            assert alias.end_lineno is not None and alias.end_col_offset is not None
            end = self.offset(alias.end_lineno, alias.end_col_offset)
            parts.append((self.offset(alias.lineno, alias.col_offset), end))
        return Bracket(first, parts[-1][1], tuple(parts), False, False, is_bare=True)

    def bracket(self, at: int) -> Bracket:
        """The first bracket that opens at the offset or after it."""
        depth, opened, start, last, comma, comment = 0, -1, -1, -1, False, False
        parts: list[tuple[int, int]] = []
        for text, kind, begin, end in self._all_tokens():
            if begin < at:
                continue
            if opened < 0:
                if text in _OPENERS and kind == tokenize.OP:
                    opened, depth = end, 1
                continue
            if kind == tokenize.COMMENT:
                comment = True
            if kind in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE):
                continue
            if kind == tokenize.OP and text in _OPENERS:
                depth += 1
            elif kind == tokenize.OP and text in _CLOSERS:
                depth -= 1
                if depth == 0:
                    if start >= 0:
                        parts.append((start, last))
                    return Bracket(opened, begin, tuple(parts), comma and start < 0, comment)
            if depth == 1 and kind == tokenize.OP and text == ",":
                parts.append((start, end))
                start, comma = -1, True
                continue
            start = begin if start < 0 else start
            last = end
        raise Uneditable("a bracket is not closed")

    def _all_tokens(self) -> list[tuple[str, int, int, int]]:
        if self._tokens is None:
            tokens = tokenize.generate_tokens(io.StringIO(self.text, newline="").readline)
            self._tokens = [
                (item.string, item.type, self._token_offset(item.start), self._token_offset(item.end))
                for item in tokens
            ]
        return self._tokens

    def _token_offset(self, position: tuple[int, int]) -> int:
        line, column = position
        return (self._starts[line - 1] if line <= len(self._starts) else len(self.text)) + column


def _at(places: Mapping[str, int], index: int) -> list[str]:
    return [part for part, place in places.items() if place == index]
