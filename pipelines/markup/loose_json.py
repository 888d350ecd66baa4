"""JSON as pages write it: with comments, CDATA, a comma too many, quotation marks and breaks that were not escaped.

What strict JSON reads is read strictly. The rest is read value by value as far as it makes sense; what makes none is
passed over, and what came before it is kept.
"""

from __future__ import annotations

import html
import json
import re
from typing import Any

MOST_CHARACTERS = 1_000_000  # of a script that is not strict JSON: a longer one is somebody's product feed
DEEPEST = 40  # objects in objects; deeper ones are read as null
BETWEEN = re.compile(r"(?:\s|//[^\n]{0,500}(?:\n|$)|/\*.{0,500}?\*/|<!\[CDATA\[|\]\]>|<!--|-->)+", re.DOTALL)
GAP = r"(?:\s|//[^\n]{0,500}\n|/\*.{0,500}?\*/){0,50}+"  # possessive: it gives nothing back, so it is linear
AFTER_KEY = re.compile(GAP + ":", re.DOTALL)
AFTER_MEMBER = re.compile(GAP + r"(?:,?" + GAP + r"(?:\}|$|[\"'][\w@:. -]{1,60}[\"']\s{0,9}:))", re.DOTALL)
AFTER_ITEM = re.compile(GAP + r"(?:\]|$|,\s{0,99}(?:[\"'{\[\d]|\]))", re.DOTALL)
LITERAL = re.compile(r"[^\s,\]}]{1,60}")
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": ""}
PLAIN = {"true": True, "false": False}


def load_loose(text: str) -> Any:
    """Return what a script's JSON holds: a value, a list of values where several follow one another, None for none."""
    text = text.strip()
    if '"' not in text and "&quot;" in text:
        text = html.unescape(text)
    try:
        return json.loads(text.rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        pass
    if len(text) > MOST_CHARACTERS:
        return None
    values = _Reader(text).values()
    return values[0] if len(values) == 1 else values or None


class _Reader:
    """Reads values from left to right, with the place that it has come to."""

    def __init__(self, text: str) -> None:
        self.text, self.place = text, 0

    def values(self) -> list[Any]:
        found: list[Any] = []
        while True:
            starts = [at for mark in "{[" if (at := self.text.find(mark, self.place)) >= 0]
            cdata = self.text.find("<![CDATA[", self.place)
            if cdata >= 0 and starts and min(starts) == cdata + 2:
                self.place = cdata + 9
                continue
            if not starts:
                return found
            self.place = min(starts)
            found.append(self._value(AFTER_ITEM, 0))

    def _skip(self) -> str:
        match = BETWEEN.match(self.text, self.place)
        if match:
            self.place = match.end()
        return self.text[self.place : self.place + 1]

    def _value(self, after: re.Pattern[str], depth: int) -> Any:
        mark = self._skip()
        if mark in {"{", "["} and depth > DEEPEST:
            self.place = len(self.text)
            return None
        if mark == "{":
            return self._object(depth)
        if mark == "[":
            return self._array(depth)
        if mark in {'"', "'"}:
            return self._string(mark, after)
        match = LITERAL.match(self.text, self.place)
        if match is None:
            return None
        self.place = match.end()
        try:
            return PLAIN.get(match[0], None if match[0][0].isalpha() else json.loads(match[0]))
        except ValueError:
            return match[0]

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        self.place += 1
        while mark := self._skip():
            if mark == "}":
                self.place += 1
                break
            if mark not in {'"', "'"}:
                self.place += 1  # a comma, or what makes no sense
                continue
            name = self._string(mark, AFTER_KEY)
            if self._skip() == ":":
                self.place += 1
                found[name] = self._value(AFTER_MEMBER, depth + 1)
        return found

    def _array(self, depth: int) -> list[Any]:
        found: list[Any] = []
        self.place += 1
        while mark := self._skip():
            if mark == "]":
                self.place += 1
                break
            if mark in ",:}":
                self.place += 1
                continue
            found.append(self._value(AFTER_ITEM, depth + 1))
        return found

    def _string(self, mark: str, after: re.Pattern[str]) -> str:
        """Read to the quotation mark after which the JSON goes on: one inside a sentence was not escaped."""
        start = self.place + 1
        end = start
        while True:
            end = self.text.find(mark, end)
            if end < 0:
                self.place = end = len(self.text)
                break
            if not self._escaped(start, end) and after.match(self.text, end + 1):
                self.place = end + 1
                break
            end += 1
        text = ESCAPE.sub(_unescaped, self.text[start:end])
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _escaped(self, start: int, end: int) -> bool:
        slashes = 0
        while end - slashes > start and self.text[end - slashes - 1] == "\\":
            slashes += 1
        return slashes % 2 == 1


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 5:
        return chr(int(code[1:], 16))
    return ESCAPES.get(code, code)
