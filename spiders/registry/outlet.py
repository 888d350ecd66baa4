"""An outlet: what its file may say. The sentence under each key is its documentation, in docs and in editors."""

from __future__ import annotations

import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationInfo, model_validator

from pipelines.identity import UrlRules, on_sites
from pipelines.rules import LONDON, PageRules
from spiders.registry.values import (
    Host,
    HttpAddress,
    Pattern,
    Range,
    Rewrite,
    Share,
    SiteDomain,
    WallMarker,
    XPath,
    Zone,
)
from warehouse.toml.model import Text, TomlModel, TomlPlaceError
from warehouse.vocabulary.outlets import Republish, Schedule, Tier


class SourceKind(StrEnum):
    """How a source names articles; each kind has one finder."""

    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    API = "api"


class Source(TomlModel):
    """One address that names articles."""

    kind: SourceKind
    """`feed` (RSS, Atom, RDF, JSON Feed), `sitemap`, `listing` (a web page with links) or `api` (JSON)"""
    url: HttpAddress
    """its address; `{since}` stands for the date of a week ago"""
    optional: bool = False
    """`true`: it may be missing (404, 410) without anything being broken"""
    within: XPath = ""
    """listing: XPath of the part of the page that holds the links; the whole page without it"""
    follow: Pattern = ""
    """sitemap: pattern of the child sitemaps to read; all of them without it"""
    days: int = Field(default=60, ge=0)
    """sitemap: entries that last changed longer ago are left to a backfill; 0 takes all"""
    items: str = ""
    """api: dotted path to the list of articles"""
    link: str = ""
    """api: makes an article's address, with `{dotted.path}` or `{dotted.path:10}` (the first ten characters) filled in"""
    title: str = ""
    """api: dotted path to the title in each item"""
    published: str = ""
    """api: dotted path to the date of publication in each item"""

    @model_validator(mode="after")
    def _keys_fit_the_kind(self) -> Self:
        for key in sorted(self.model_fields_set):
            if key in KEYS_OF_ONE_KIND and self.kind is not KEYS_OF_ONE_KIND[key]:
                raise TomlPlaceError(key, message=f"is for a source of kind {KEYS_OF_ONE_KIND[key]}; it is {self.kind}")
        if self.kind is SourceKind.API and not self.link:
            raise TomlPlaceError("link", message="is missing: an api source says how an item's address is made")
        return self


KEYS_OF_ONE_KIND = {
    "within": SourceKind.LISTING,
    "follow": SourceKind.SITEMAP,
    "days": SourceKind.SITEMAP,
    **dict.fromkeys(("items", "link", "title", "published"), SourceKind.API),
}
"""Keys of a source that another kind would leave unread."""


class UrlsTable(TomlModel):
    """Which addresses are one article. The fields are those of UrlRules."""

    host: Host | None = None
    """the host that stands for all `mirrors`"""
    mirrors: tuple[Host, ...] = ()
    """hosts that serve the same pages"""
    keep: tuple[Text, ...] = ()
    """parameters that name an article, kept even if they look like tracking"""
    query: bool = True
    """`false`: no parameter ever names an article"""
    rewrites: tuple[Rewrite, ...] = ()
    """pairs of a pattern over the path and its replacement: the old scheme becomes the new one"""
    strip_slash: bool = False
    """`true`: the same page with and without a slash at the end"""


class PageTable(TomlModel):
    """Where things stand on a page, up to and with one layout. The fields are those of PageRules."""

    body: tuple[XPath, ...] = ()
    """XPath of the text: where it finds an element, the text is taken from there alone"""
    prune: tuple[XPath, ...] = ()
    """XPath of what is no part of the text"""
    standfirst: tuple[XPath, ...] = ()
    """XPath of the standfirst"""
    comments: tuple[XPath, ...] = ()
    """XPath of readers' comments, one element each"""
    byline: tuple[XPath, ...] = ()
    """XPath of the authors"""
    date: tuple[XPath, ...] = ()
    """XPath of the date of publication"""
    wall_markers: tuple[WallMarker, ...] = ()
    """kind and words of a wall: `"registration: Register Now to Continue Reading"`"""
    timezone: Zone | None = None
    """of dates that name none; the outlet's without it"""
    day_first: bool = True
    """`true`: 05/07/2024 is the fifth of July"""
    valid_until: datetime.date | None = None
    """the last day on which this layout was served; today's layout has none"""


class Expected(TomlModel):
    """What the outlet usually gives: outside it, something is broken until shown otherwise."""

    per_week: Range = (1, 500)
    """articles a week, fewest and most"""
    quiet_days: int = Field(default=7, ge=1, le=366)
    """days in a row with nothing new before the silence wants a reason"""
    characters: int = Field(default=600, ge=0)
    """median length of a body, at least"""
    dated: Share = 0.9
    """share of articles with a date of publication, at least"""
    walled: Share = 1.0
    """share of articles behind a wall, at most"""


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


def _one_or_several(schema: dict[str, Any]) -> None:
    several = {"type": schema.pop("type"), "items": schema["items"]}
    schema["anyOf"] = [schema.pop("items"), several]


class Outlet(TomlModel):
    """One outlet. Its identifier is the name of its file."""

    name: Text
    """as the outlet writes it"""
    home: HttpAddress
    """its front page; an article that leads there has been unpublished"""
    domains: tuple[SiteDomain, ...] = Field(min_length=1)
    """the domains it may be fetched from, subdomains included; anything else is refused, also after a redirect"""
    tier: Tier
    """`trade press`, `national press`, `official`, `parliament` or `representative body`"""
    schedule: Schedule = Schedule.FOUR_HOURLY
    """`hourly`, `four-hourly` or `daily`: how often the crawl starts. A feed that brought something new is asked again sooner, and one that brought nothing later"""
    timezone: Zone = LONDON
    """of dates that name none; Europe/London without it"""
    republish: Republish = Republish.QUOTE
    """`full`, `quote` or `headline`: what exports and public pages may carry"""
    enabled: bool = True
    """`false`: the outlet is known and not watched"""
    why: str = ""
    """why it is not watched"""
    articles: tuple[Pattern, ...] = ()
    """patterns over path and query: an address that fits none is no article"""
    exclude: tuple[Pattern, ...] = ()
    """patterns of what is no article for all that"""
    delay: float = Field(default=5.0, ge=1, le=3600)
    """seconds between two requests to one host, at least 1; a longer Crawl-delay in its `robots.txt` counts instead"""
    details: HttpAddress = ""
    """address of an article's record in the outlet's own API; `{path}` is filled in"""
    details_published: str = ""
    """dotted path in that record to the date of first publication"""
    sources: tuple[Source, ...] = Field(default=(), alias="source")
    """addresses that name articles, one table each"""
    url_table: UrlsTable = Field(default=UrlsTable(), alias="urls")
    """which addresses are one article"""
    pages: Annotated[tuple[PageTable, ...], BeforeValidator(_as_tuple)] = Field(
        default=(), alias="page", json_schema_extra=_one_or_several
    )
    """where the general reading is not enough; after a redesign one table for each layout"""
    expect: Expected = Expected()
    """what the outlet usually gives: outside it, something is broken until shown otherwise"""
    _path: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        self._path = (info.context or {}).get("path", Path())
        if not on_sites(self.home, self.domains):
            raise TomlPlaceError("home", message=f"{self.home!r} is on none of the domains {', '.join(self.domains)}")
        for number, source in enumerate(self.sources):
            if not on_sites(source.url, self.domains):
                message = f"{source.url!r} is on none of the domains {', '.join(self.domains)}, so it is never fetched"
                raise TomlPlaceError("source", number, "url", message=message)
        if not self.enabled and not self.why:
            raise TomlPlaceError("enabled", message='a disabled outlet says why: why = "answers 403 to robots"')
        if self.enabled and not self.sources:
            raise TomlPlaceError("source", message="an enabled outlet has at least one [[source]]")
        if bool(self.details) != bool(self.details_published):
            raise TomlPlaceError("details", message="goes with details_published: neither is read without the other")
        ends = [page.valid_until for page in self.pages]
        if twice := next((number for number, end in enumerate(ends) if end in ends[:number]), None):
            message = "two layouts cannot end on the same day; one alone, today's, has no valid_until"
            raise TomlPlaceError("page", twice, "valid_until", message=message)
        return self

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def outlet_id(self) -> str:
        """The identifier."""
        return self._path.stem

    @cached_property
    def urls(self) -> UrlRules:
        """Which addresses are one article."""
        return UrlRules(**dict(self.url_table))

    def page_rules(self, at: datetime.date) -> PageRules:
        """Return the rules of the layout that was served on this day."""
        served = [page for page in self.pages if page.valid_until is None or at <= page.valid_until]
        page = min(served, key=lambda one: one.valid_until or datetime.date.max, default=PageTable())
        return PageRules(**(dict(page) | {"timezone": page.timezone or self.timezone}))
