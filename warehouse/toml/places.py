"""Where in a TOML text each key and value stands: tomllib gives values without lines, and an error needs one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

Place = tuple[str | int, ...]

_KINDS = {
    "skip": r"[ \t\r]+ | \#[^\n]*",
    "end": r"\n",
    "text": r"""\"{3}(?:\\.|.)*?\"{3}(?!\") | '{3}.*?'{3}(?!') | "(?:\\.|[^"\\\n])*" | '[^'\n]*'""",
    "mark": r"[\[\]{},=]",
    "bare": r"""[^\s\[\]{},="'\#]+""",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.VERBOSE | re.DOTALL)


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


class TomlPlaces:
    """The line of every table, key and element of a TOML text that tomllib has accepted.

    A place is the way to a value: ("policy", 2, "search", "terms", 0, "phrases", 3).
    """

    def __init__(self, text: str) -> None:
        self._lines: dict[Place, int] = {(): 1}
        self._tables: dict[Place, int] = {}  # the number of the last table of each [[array]]
        self._tokens = [*_tokens(text), _Token("end", "", text.count("\n") + 1)]
        self._at = 0
        table: Place = ()
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "end":
                self._at += 1
            elif token.text == "[":
                table = self._header(token.line)
            else:
                self._pair(table)

    def line(self, *place: str | int) -> int:
        """Return the line of the place, counted from 1, or of the nearest table above it that is written out."""
        return next(self._lines[place[:size]] for size in range(len(place), -1, -1) if place[:size] in self._lines)

    def _next(self) -> _Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _header(self, line: int) -> Place:
        self._next()
        array = self._tokens[self._at].text == "["
        names = self._names("]")
        place: Place = ()
        for name in names:
            place = (*place, name)
            if name is names[-1] and array:
                self._tables[place] = self._tables.get(place, -1) + 1
                self._lines.setdefault(place, line)
            if place in self._tables:
                place = (*place, self._tables[place])
        self._lines[place] = line
        if array:
            self._next()
        return place

    def _names(self, end: str) -> list[str]:
        """Return the parts of a dotted key, up to and with the mark that ends it."""
        names: list[str] = []
        while (token := self._next()).text != end:
            if token.kind == "text":
                names.append(token.text[1:-1])
            elif token.kind == "bare":
                names += [part for part in token.text.split(".") if part]
        return names

    def _pair(self, table: Place) -> None:
        line = self._tokens[self._at].line
        place = table
        for name in self._names("="):
            place = (*place, name)
            self._lines.setdefault(place, line)
        self._value(place)

    def _value(self, place: Place) -> None:
        token = self._next()
        if token.text not in {"[", "{"}:
            while self._tokens[self._at].kind == "bare":  # a day and a time with a space between them
                self._next()
            return
        number = 0
        while (inside := self._tokens[self._at]).text not in {"]", "}"}:
            if inside.kind == "end" or inside.text == ",":
                self._next()
            elif token.text == "{":
                self._pair(place)
            else:
                self._lines[(*place, number)] = inside.line
                self._value((*place, number))
                number += 1
        self._next()


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield _Token(match.lastgroup or "", match[0], line)
        line += match[0].count("\n")
