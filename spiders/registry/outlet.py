"""An outlet: what its file says, as records."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from pipelines.identity import UrlRules
from pipelines.rules import PageRules


class SourceKind(StrEnum):
    """How a source names articles; each kind has one finder."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    API = "api"


@dataclass(frozen=True, slots=True)
class Source:
    """One address that names articles."""

    kind: SourceKind
    url: str  # `{since}` stands for the date of a week ago
    items: str = ""  # api: dotted path to the list of articles
    link: str = ""  # api: the article's URL, with {dotted.path} for what the item holds
    title: str = ""  # api: dotted path
    published: str = ""  # api: dotted path
    within: str = ""  # listing: XPath of the part of the page that holds the links; the whole page without it
    follow: str = ""  # sitemap: pattern of the child sitemaps to read; all of them without it
    days: int = 60  # sitemap: entries that last changed longer ago are left to a backfill; 0 takes all
    optional: bool = False  # it may be missing (404, 410) without anything being broken


@dataclass(frozen=True, slots=True)
class Expected:
    """What the outlet usually gives: outside it, something is broken until shown otherwise."""

    per_week: tuple[int, int] = (1, 500)  # articles, fewest and most
    quiet_days: int = 7  # days in a row with nothing new before the silence wants a reason
    characters: int = 600  # median length of a body, at least
    dated: float = 0.9  # share of articles with a date of publication, at least
    walled: float = 1.0  # share of articles behind a wall, at most


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet. `why` says why it is disabled."""

    outlet_id: str
    name: str
    home: str
    domains: tuple[str, ...]
    tier: str
    schedule: str
    timezone: str
    republish: str
    enabled: bool
    why: str
    sources: tuple[Source, ...]
    articles: tuple[str, ...]  # patterns over path and query; an address that fits none is no article
    exclude: tuple[str, ...]
    urls: UrlRules
    layouts: tuple[PageRules, ...]  # newest last; the last one has no `valid_until`
    expect: Expected
    delay: float  # seconds between two requests to one host
    details: str = ""  # address of an article's record in the outlet's API, with {path}
    details_published: str = ""  # dotted path in that record to the date of first publication
    path: Path = field(default=Path(), compare=False)

    def page_rules(self, at: date) -> PageRules:
        """Return the rules of the layout that was served on this day."""
        for layout in self.layouts:
            if layout.valid_until is not None and at <= layout.valid_until:
                return layout
        return self.layouts[-1]
