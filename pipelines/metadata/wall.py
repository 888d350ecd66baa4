"""How far an article is open, and how that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pipelines.markup.structured import Structured
from pipelines.rules import PageRules
from warehouse.records import Wall

LONGEST_MARKER = 400  # characters of a line that can be a wall's
METERED = re.compile(
    r"\b(?:you (?:have|['’]ve) (?:read|used|reached|viewed|got|\d+|one|two|three|four|five)\b.{0,60}(?:free )?articles?|"
    r"\d+ (?:free )?articles? (?:left|remaining)|(?:free )?articles? (?:left|remaining) this (?:month|week)|last free article)",
    re.IGNORECASE,
)
REGISTRATION = re.compile(
    r"\b(?:register(?: now| here| today| free| for free)? (?:to|for free to) (?:continue|read|keep|access|unlock|view)|"
    r"(?:to continue reading|to read (?:the (?:rest|full)|this)|for full access).{0,60}\b(?:register|create (?:a|your) (?:free )?account|sign in or register)|"
    r"create (?:a|your) free account to|free registration (?:is )?required|registration is (?:free|required)|register (?:now )?for free (?:to|access)|"
    r"register (?:now )?to continue)",
    re.IGNORECASE,
)
SUBSCRIPTION = re.compile(
    r"\b(?:subscribe(?: now| today| here)? to (?:continue|read (?:the|this|on|more|full)|keep reading|access|unlock|view)|(?:this|the (?:full|rest)) (?:article|content|story|page) is "
    r"(?:only |exclusively )?(?:available (?:only |exclusively )?(?:to|for)|for|reserved for|behind|locked)\s.{0,20}(?:subscribers?|members|a paywall|subscription)|"
    r"want (?:the )?full (?:article )?access|subscriber[- ]only (?:article|content|story)|(?:article|content|story) (?:is )?for subscribers(?: only)?|"
    r"to (?:continue|keep) reading,? (?:please )?(?:subscribe|become|log|sign)|subscribe for (?:full|unlimited) access|"
    r"you need (?:a|to have a) subscription|already a subscriber\?|continue reading with (?:a|your) (?:free )?(?:subscription|trial)|subscription required)",
    re.IGNORECASE,
)
HINTS = ("regist", "subscri", "reading", "account", "articles", "free article", "to read", "access", "locked", "member")
"""A wall's words: a line without any of these is no wall, and is spared the slow searches."""
KINDS = {"locked": Wall.SUBSCRIPTION, "metered": Wall.METERED, "registration": Wall.REGISTRATION, "free": Wall.OPEN}


def wall(known: Structured, lines: Iterable[str], rules: PageRules) -> tuple[Wall, str | None]:
    """Return the wall and what showed it. The outlet's own markers are asked first, then words shown, then metadata."""
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
        for kind, pattern in (
            (Wall.METERED, METERED),
            (Wall.REGISTRATION, REGISTRATION),
            (Wall.SUBSCRIPTION, SUBSCRIPTION),
        ):
            if pattern.search(line):
                return kind, f"the page says: {line[:120]}"
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
