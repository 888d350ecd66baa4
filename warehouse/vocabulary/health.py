"""What a day of an outlet was, and what can break at one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class DayState(StrEnum):
    """What one day of one outlet was."""

    WELL = "well"
    QUIET = "quiet"
    OFF_TOPIC = "off topic"
    BROKEN = "broken"
    NOT_CRAWLED = "not crawled"


@dataclass(frozen=True, slots=True)
class DayStateWords:
    """What is said of a day's state."""

    watched: bool  # nothing can have been missed; a day that is not watched is shown as a warning
    means: str


DAY_STATES = table_of(
    DayState,
    {
        DayState.WELL: DayStateWords(True, "articles came, and some bear on a tracked policy"),
        DayState.QUIET: DayStateWords(True, "nothing came, and that is usual for such a day"),
        DayState.OFF_TOPIC: DayStateWords(True, "articles came, and none bears on a tracked policy"),
        DayState.BROKEN: DayStateWords(False, "something is wrong, and articles may be missing"),
        DayState.NOT_CRAWLED: DayStateWords(False, "the outlet was not asked, or could not be"),
    },
    "DAY_STATES in warehouse/vocabulary/health.py",
)

WATCHED = frozenset(state for state, words in DAY_STATES.items() if words.watched)
"""The states of a day on which nothing can have been missed."""


class SeenIn(StrEnum):
    """What shows a breakage: what its sources answer, its stored articles, how many of them come, or its own file."""

    SOURCES = "sources"
    ARTICLES = "articles"
    VOLUME = "volume"
    FILE = "file"


class BreakageKind(StrEnum):
    """What can break at an outlet: the kind of an incident."""

    FEED_GONE = "feed gone"
    HTML_FOR_XML = "html for xml"
    LISTING_GONE = "listing gone"
    BLOCKED = "blocked"
    UNREACHABLE = "unreachable"
    ROBOTS = "robots"
    ADDRESSES_CHANGED = "addresses changed"
    ARTICLES_GONE = "articles gone"
    LISTS_NOTHING = "lists nothing"
    FEED_CUT = "feed cut"
    NOT_FETCHED = "not fetched"
    CRAWL_FAILED = "crawl failed"
    BODY_LOST = "body lost"
    SCRIPT_SHELLS = "script shells"
    CONSENT_WALL = "consent wall"
    NOT_ARTICLES = "not articles"
    COPIES = "copies"
    MERGED = "merged"
    OLD_NEWS = "old news"
    TEMPLATE_BROKEN = "template broken"
    TEXTS_REPLACED = "texts replaced"
    LANGUAGE_CHANGED = "language changed"
    DATES_GONE = "dates gone"
    DATES_FROZEN = "dates frozen"
    WALL_RAISED = "wall raised"
    SILENT = "silent"
    VOLUME_LOW = "volume low"
    FLOOD = "flood"
    BAD_FILE = "bad file"
    BAD_POLICIES = "bad policies"


@dataclass(frozen=True, slots=True)
class BreakageWords:
    """What is said of a kind of breakage."""

    seen_in: SeenIn  # a look at that closes an incident when it could have seen it and does not
    means: str


BREAKAGES = table_of(
    BreakageKind,
    {
        BreakageKind.FEED_GONE: BreakageWords(SeenIn.SOURCES, "a feed answers with an error, or is none"),
        BreakageKind.HTML_FOR_XML: BreakageWords(SeenIn.SOURCES, "a web page stands where the feed was"),
        BreakageKind.LISTING_GONE: BreakageWords(SeenIn.SOURCES, "a page that listed articles is gone"),
        BreakageKind.BLOCKED: BreakageWords(SeenIn.SOURCES, "the outlet refuses us, or tests for a browser"),
        BreakageKind.UNREACHABLE: BreakageWords(SeenIn.SOURCES, "no answer comes"),
        BreakageKind.ROBOTS: BreakageWords(SeenIn.SOURCES, "robots.txt says no"),
        BreakageKind.ADDRESSES_CHANGED: BreakageWords(
            SeenIn.SOURCES, "newer things are named, and none fits the patterns"
        ),
        BreakageKind.ARTICLES_GONE: BreakageWords(
            SeenIn.ARTICLES, "more articles cannot be had than chance would have it"
        ),
        BreakageKind.LISTS_NOTHING: BreakageWords(SeenIn.SOURCES, "a source answers, and names nothing"),
        BreakageKind.FEED_CUT: BreakageWords(SeenIn.SOURCES, "a feed names far fewer entries than it did"),
        BreakageKind.NOT_FETCHED: BreakageWords(SeenIn.SOURCES, "new articles are named, and none is fetched"),
        BreakageKind.CRAWL_FAILED: BreakageWords(SeenIn.SOURCES, "the crawl failed in our own code, or was cut short"),
        BreakageKind.BODY_LOST: BreakageWords(SeenIn.ARTICLES, "articles come with next to no text, or cannot be read"),
        BreakageKind.SCRIPT_SHELLS: BreakageWords(SeenIn.ARTICLES, "pages are empty until their scripts have run"),
        BreakageKind.CONSENT_WALL: BreakageWords(SeenIn.ARTICLES, "a page that asks for consent stands for articles"),
        BreakageKind.NOT_ARTICLES: BreakageWords(
            SeenIn.ARTICLES, "pages are no articles: an author's, a list, a notice"
        ),
        BreakageKind.COPIES: BreakageWords(SeenIn.ARTICLES, "articles bring a text that others have too"),
        BreakageKind.MERGED: BreakageWords(SeenIn.ARTICLES, "new pages say that they are an article held already"),
        BreakageKind.OLD_NEWS: BreakageWords(SeenIn.ARTICLES, "old news is named as if it were new"),
        BreakageKind.TEMPLATE_BROKEN: BreakageWords(SeenIn.ARTICLES, "one part of an outlet's pages is broken"),
        BreakageKind.TEXTS_REPLACED: BreakageWords(SeenIn.ARTICLES, "at a second look texts gave way to another page"),
        BreakageKind.LANGUAGE_CHANGED: BreakageWords(SeenIn.ARTICLES, "articles come in another language"),
        BreakageKind.DATES_GONE: BreakageWords(SeenIn.ARTICLES, "articles come without a date"),
        BreakageKind.DATES_FROZEN: BreakageWords(SeenIn.ARTICLES, "articles come with one old date for all"),
        BreakageKind.WALL_RAISED: BreakageWords(SeenIn.ARTICLES, "articles are behind a wall that was not there"),
        BreakageKind.SILENT: BreakageWords(SeenIn.VOLUME, "nothing new comes, for longer than is usual"),
        BreakageKind.VOLUME_LOW: BreakageWords(SeenIn.VOLUME, "far too little comes"),
        BreakageKind.FLOOD: BreakageWords(SeenIn.VOLUME, "far too much comes"),
        BreakageKind.BAD_FILE: BreakageWords(SeenIn.FILE, "its file cannot be used, so it is not crawled"),
        BreakageKind.BAD_POLICIES: BreakageWords(
            SeenIn.FILE, "the file of policies cannot be used: its last sound version goes on, or pages wait"
        ),
    },
    "BREAKAGES in warehouse/vocabulary/health.py",
)


def breakages_seen_in(place: SeenIn) -> frozenset[BreakageKind]:
    """Return the kinds of breakage that this can show."""
    return frozenset(kind for kind, words in BREAKAGES.items() if words.seen_in is place)
