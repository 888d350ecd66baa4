"""The query language of search: words, "phrases", -left out, a OR b, and fields such as council:Slough or after:2025-01-01."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

MOST_CHARACTERS = 500  # of a query: a longer one was pasted by mistake
MOST_TERMS = 40  # each costs a look into the index

TEXT_FIELDS = {
    "title": "title",
    "text": "text",
    "council": "councils",
    "trust": "trusts",
}
"""Fields whose values are searched as words, with the column of the index that holds them."""

EXACT_FIELDS = ("outlet", "policy")
"""Fields whose values are an identifier."""

DATE_FIELDS = ("after", "before", "on")
"""Fields whose values are a day, a month or a year: after and before take the day itself in."""

FIELDS = (*TEXT_FIELDS, *EXACT_FIELDS, *DATE_FIELDS)

_TOKEN = re.compile(r"""(?P<minus>-)?(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))""", re.VERBOSE)
_WORD = re.compile(r"\w")
_NO_WORD = re.compile(r'[\x00-\x1f"*]')  # signs of the index's own language, and what ends a string in C
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]*", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class SearchError(ValueError):
    """A query that cannot be asked. Its text is for whoever typed it."""


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A word, or words in this order."""

    words: str  # as typed; quotes and signs of the index's own language are taken out
    column: str = ""  # of the index; empty for all of them
    prefix: bool = False  # of the last word: "adopt*"

    def expression(self) -> str:
        """Return the term in the language of SQLite's FTS5, in which a quoted string has no operators."""
        quoted = f'"{self.words}"' + (" *" if self.prefix else "")
        return f"{self.column} : {quoted}" if self.column else quoted


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is looked for: every group of terms (of each, any one), none of the terms left out, and the exact fields."""

    groups: tuple[tuple[SearchTerm, ...], ...] = ()
    left_out: tuple[SearchTerm, ...] = ()
    outlets: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    after: date | None = None  # the first day that is taken
    before: date | None = None  # the last

    def expression(self) -> str:
        """Return the words in the language of SQLite's FTS5; empty where only exact fields are asked for."""
        alternatives = [" OR ".join(term.expression() for term in group) for group in self.groups]
        wanted = " AND ".join(f"({one})" for one in alternatives)
        for term in self.left_out:
            wanted = f"({wanted}) NOT {term.expression()}" if wanted else ""
        return wanted


@dataclass(slots=True)
class _Parts:
    groups: list[list[SearchTerm]] = field(default_factory=list)
    left_out: list[SearchTerm] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
    after: date | None = None
    before: date | None = None


def parse(text: str) -> SearchQuery:
    """Return the query that was typed.

    Raises:
        SearchError: a field that there is not, a day that is none, an open quotation mark, or nothing to look for.
    """
    if len(text) > MOST_CHARACTERS:
        raise SearchError(f"A search has at most {MOST_CHARACTERS} characters.")
    text = text.replace("“", '"').replace("”", '"')
    if text.count('"') % 2:
        raise SearchError("A quotation mark is open: close the phrase.")
    parts = _Parts()
    either = False
    for token in _TOKEN.finditer(text):
        if token["word"] == "OR" and not token["field"] and not token["minus"]:
            either = bool(parts.groups)
            continue
        _take(parts, token, either=either)
        either = False
    if sum(map(len, parts.groups)) + len(parts.left_out) > MOST_TERMS:
        raise SearchError(f"A search has at most {MOST_TERMS} words and phrases.")
    exact = parts.outlets or parts.policies or parts.after or parts.before
    if not parts.groups and (parts.left_out or not exact):
        raise SearchError("A search needs a word, a phrase or a field that is to be found.")
    return SearchQuery(
        tuple(map(tuple, parts.groups)), tuple(parts.left_out), tuple(parts.outlets), tuple(parts.policies),
        parts.after, parts.before,
    )  # fmt: skip


def _take(parts: _Parts, token: re.Match[str], *, either: bool) -> None:
    name = (token["field"] or "").lower()
    value = token["phrase"] if token["phrase"] is not None else token["word"]
    if name and name not in FIELDS:
        raise SearchError(f"There is no field “{name}”. Fields are {', '.join(FIELDS)}.")
    if name in EXACT_FIELDS or name in DATE_FIELDS:
        if token["minus"]:
            raise SearchError(f"“{name}:” cannot be left out with a minus.")
        _EXACT[name](parts, value)
        return
    term = _term(value, TEXT_FIELDS.get(name, ""))
    if term is None:
        return
    if token["minus"]:
        parts.left_out.append(term)
    elif either:
        parts.groups[-1].append(term)
    else:
        parts.groups.append([term])


def _term(value: str, column: str) -> SearchTerm | None:
    prefix = value.endswith("*")
    words = " ".join(_NO_WORD.sub(" ", value).split())
    return SearchTerm(words, column, prefix) if _WORD.search(words) else None


def _outlet(parts: _Parts, value: str) -> None:
    parts.outlets.append(_slug("outlet", value))


def _policy(parts: _Parts, value: str) -> None:
    parts.policies.append(_slug("policy", value))


def _slug(name: str, value: str) -> str:
    if not _SLUG.fullmatch(value):
        raise SearchError(f"“{name}:” wants an identifier such as {name}:community-care.")
    return value.lower()


def _after(parts: _Parts, value: str) -> None:
    parts.after = _span(value)[0]


def _before(parts: _Parts, value: str) -> None:
    parts.before = _span(value)[1]


def _on(parts: _Parts, value: str) -> None:
    parts.after, parts.before = _span(value)


def _span(value: str) -> tuple[date, date]:
    """Return the first and the last day of a day, a month or a year."""
    found = _DAY.fullmatch(value)
    try:
        if found is None:
            raise ValueError
        year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
        first = date(year, month, day)
        if found[3]:
            return first, first
        after = date(year + 1, 1, 1) if not found[2] or month == 12 else date(year, month + 1, 1)
    except (ValueError, OverflowError) as error:
        raise SearchError(f"“{value}” is no day, month or year such as 2025-01-31, 2025-01 or 2025.") from error
    return first, after - timedelta(days=1)


_EXACT: dict[str, Callable[[_Parts, str], None]] = {
    "outlet": _outlet,
    "policy": _policy,
    "after": _after,
    "before": _before,
    "on": _on,
}
