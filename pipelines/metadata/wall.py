"""How far an article is open (paywall detection), and how that is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pipelines.markup.structured import Structured
from pipelines.phrases.phrase_book import phrase_book
from pipelines.rules import PageRules
from warehouse.records import Wall

LONGEST_MARKER = 400  # characters of a line that can be a wall's
WALLS = {"wall metered": Wall.METERED, "wall registration": Wall.REGISTRATION, "wall subscription": Wall.SUBSCRIPTION}
HINTS = (
    "regist", "subscri", "reading", "account", "article", "to read", "access", "locked", "member", "sign in", "log in",
    "signed in", "logged in", "limit", "allowance", "paying",
)  # fmt: skip
"""A wall's words: a line without any of these is no wall, and is spared the slow searches."""
BOOK = ("wall_metered", "wall_registration", "wall_subscription")
KINDS = {"locked": Wall.SUBSCRIPTION, "metered": Wall.METERED, "registration": Wall.REGISTRATION, "free": Wall.OPEN}


def wall(known: Structured, lines: Iterable[str], rules: PageRules) -> tuple[Wall, str | None]:
    """Return the wall and what showed it. The outlet's own markers are asked first, then words shown, then metadata.

    `lines`: what the page shows and is not the article's prose, in which the same words may be news.
    """
    shown = [line for line in lines if len(line) <= LONGEST_MARKER]
    for marker in rules.wall_markers:
        kind, _, words = marker.partition(":")
        if not words or kind.strip().lower() not in set(Wall):
            kind, words = Wall.SUBSCRIPTION, marker
        wanted = words.strip().lower()
        if wanted and any(wanted in line.lower() for line in shown):
            return Wall(kind.strip().lower()), f"the outlet's marker: {words.strip()}"
    tier = (known.first("article:content_tier", "og:article:content_tier") or "").lower()
    closed = _closed(known.article)
    whole = "\n".join(shown).lower()
    hints = [hint for hint in HINTS if hint in whole]  # most are nowhere on a page: one search each tells
    for line in shown if hints else ():
        lowered = line.lower()
        if not any(hint in lowered for hint in hints):
            continue
        found = phrase_book(*BOOK).find(line)
        if found is not None:
            return WALLS[found.kind], f"the page says: {line[:120]}"
    if tier in KINDS and KINDS[tier] is not Wall.OPEN:
        return KINDS[tier], f"article:content_tier is {tier}"
    if closed:
        return Wall.SUBSCRIPTION, "JSON-LD says isAccessibleForFree: false"
    return Wall.OPEN, None


def _closed(article: dict[str, Any]) -> bool:
    values = [article.get("isAccessibleForFree")]
    parts = article.get("hasPart")
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            values.append(part.get("isAccessibleForFree"))
    return any(
        value is False or (isinstance(value, str) and value.strip().lower() in {"false", "no"}) for value in values
    )
