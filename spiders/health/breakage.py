"""What a look at an outlet says: what is wrong, and which kinds it could have seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from warehouse.vocabulary.health import BreakageKind as Kind
from warehouse.vocabulary.health import SeenIn, breakages_seen_in

OF_SOURCES = breakages_seen_in(SeenIn.SOURCES)
OF_ARTICLES = breakages_seen_in(SeenIn.ARTICLES)
OF_VOLUME = breakages_seen_in(SeenIn.VOLUME)
OF_DATES = frozenset({Kind.DATES_GONE, Kind.DATES_FROZEN, Kind.OLD_NEWS})
OF_TEXTS = OF_ARTICLES - {
    Kind.DATES_GONE, Kind.DATES_FROZEN, Kind.LANGUAGE_CHANGED, Kind.WALL_RAISED, Kind.TEXTS_REPLACED,
}  # fmt: skip
FAMILIES = (
    OF_SOURCES - {Kind.FEED_CUT, Kind.NOT_FETCHED, Kind.CRAWL_FAILED},
    OF_TEXTS,
    OF_DATES,
    {Kind.TEXTS_REPLACED, Kind.ARTICLES_GONE, Kind.CONSENT_WALL, Kind.WALL_RAISED},
    {Kind.SILENT, Kind.VOLUME_LOW, Kind.LISTS_NOTHING, Kind.FEED_CUT},
    {Kind.ARTICLES_GONE, Kind.BLOCKED},
)
"""Faces of one trouble: a feed that is 404 today and HTML tomorrow is one incident."""


@dataclass(frozen=True, slots=True)
class Breakage:
    """One thing that is wrong: its kind, as incidents name it, and the end of a sentence that begins with the outlet."""

    kind: Kind
    detail: str
    partial: bool = False  # the outlet still gives its articles: nothing was missed by it
    since: date | None = None  # the first day that it spoilt, where that is known


@dataclass(frozen=True, slots=True)
class Look:
    """What a look found, and which kinds it could have found."""

    findings: tuple[Breakage, ...] = ()
    could_see: frozenset[Kind] = frozenset()


def is_same_trouble(kind: str, kinds: Iterable[str]) -> bool:
    """Return whether a trouble is another face of one of these."""
    return any(kind in family and one in family for one in kinds for family in FAMILIES)
