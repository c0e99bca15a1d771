"""The forms that a secret is written in: in URLs, in Base64, line by line, and each of them escaped however often.

The plugin knows the same forms; ``src/test/resources/masking/cases.json`` holds both to it.
"""

import base64
import re
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import quote, quote_plus

_SHORTEST_LINE = 8
_SHORTEST_FRAGMENT = 8

_LETTERS = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f", "\v": "v", "\a": "a", "\0": "0"}
_NAMES = {"&": "amp", "<": "lt", ">": "gt", '"': "quot", "'": "apos"}
# Some libraries escape these as well. Not all that is no letter: patterns of whole key files take long enough to make.
_NUMBERED = frozenset("/=`+")
# What no language escapes, and what can be looked for before a pattern is.
_PLAIN = re.compile(r"[A-Za-z0-9]+")


class SecretForm:
    """One form of a secret, to be replaced wherever it stands, also within JSON within a ``repr`` within JSON."""

    def __init__(self, form: str) -> None:
        self.length = len(form)
        self._landmark = max(_PLAIN.findall(form), key=len, default="")
        self._form = form

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        """Made on first need: for a whole key file it takes a while, and most texts hold no secret."""
        return re.compile(_pattern(self._form))

    def replaced(self, text: str, mask: str) -> str:
        """The text with the mask where this form stood."""
        return self._compiled.sub(mask, text) if self._landmark in text else text


def forms_of(secret: str) -> list[SecretForm]:
    """All forms of a secret."""
    forms = {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        *_in_base64(secret.encode("utf-8", "surrogatepass")),
        # A key of several lines (a PEM file) is printed line by line.
        *(line for line in secret.splitlines() if len(line.strip()) >= _SHORTEST_LINE),
    }
    return [SecretForm(form) for form in sorted(forms)]


def _in_base64(secret: bytes) -> Iterator[str]:
    """The whole of a secret, and what is seen of one that was encoded together with what stands around it.

    As in ``user:password``: three bytes become four characters, so the beginning may be shifted by one or two.
    """
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        yield encode(secret).decode()
        for start in range(3):
            whole = max(0, len(secret) - start) // 3 * 3
            fragment = encode(secret[start : start + whole]).decode()
            if len(fragment) >= _SHORTEST_FRAGMENT:
                yield fragment


def _pattern(form: str) -> str:
    """A character that may be escaped may stand behind any number of backslashes: each escaping doubles them."""
    parts: list[str] = []
    backslashes = 0
    for character in form:
        if character == "\\":
            backslashes += 1
            continue
        parts.append(_character(character, backslashes))
        backslashes = 0
    if backslashes:
        parts.append(rf"\\{{{backslashes},}}")
    # From the first of several backslashes on: beginning at each of them would take the square of their number.
    start = "" if _PLAIN.match(form) else r"(?<!\\)"
    return start + "".join(parts)


def _character(character: str, backslashes: int) -> str:
    if _PLAIN.match(character):
        return (rf"\\{{{backslashes},}}" if backslashes else "") + character
    escaped = "|".join(_escaped(character))
    # Two quantifiers that follow each other would try every way to share the backslashes between them.
    in_url = f"|{_in_url(character)}" if not backslashes else ""
    plain = f"(?:{_in_markup(character)}|{re.escape(character)})" if _is_markup(character) else re.escape(character)
    return rf"(?:\\{{{backslashes},}}{plain}|\\{{{backslashes + 1},}}(?:{escaped}){in_url})"


def _in_url(character: str) -> str:
    """Which characters are written so differs from library to library; one that is done twice writes ``%25`` for %."""
    return "(?i:" + "".join(f"%(?:25)*{byte:02x}" for byte in character.encode("utf-8", "surrogatepass")) + ")"


def _is_markup(character: str) -> bool:
    """Whether HTML or XML writes a character by its name or its number."""
    return character in _NAMES or character in _NUMBERED or not " " <= character <= "~"


def _in_markup(character: str) -> str:
    """What is escaped once more has ``&amp;`` for ``&``."""
    number = ord(character)
    name = f"{_NAMES[character]}|" if character in _NAMES else ""
    hexadecimal = "".join(f"[{digit}{digit.upper()}]" if digit.isalpha() else digit for digit in f"{number:x}")
    return f"&(?:amp;)*(?:{name}#(?:0*{number}|[xX]0*{hexadecimal}));"


def _escaped(character: str) -> list[str]:
    """What may stand for a character behind a backslash: a letter, or its number in one of several notations."""
    number = ord(character)
    units = character.encode("utf-16-be", "surrogatepass").hex()
    utf16 = (f"u{units[index : index + 4]}" for index in range(0, len(units), 4))
    utf8 = (f"x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))
    notations = [r"\\+".join(utf16), r"\\+".join(utf8), f"U{number:08x}"]
    if 0x80 <= number <= 0xFF:
        notations.append(f"x{number:02x}")
    letter = _LETTERS.get(character)
    return [*([letter] if letter else []), *(f"(?i:{notation})" for notation in notations)]
