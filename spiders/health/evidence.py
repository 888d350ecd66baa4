"""All that a assessment of an outlet rests on: what its crawls said, what its days brought, what became of its articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from spiders.crawl_report import CrawlReport
from spiders.health.fetched import FetchedArticle
from spiders.health.pattern import Day
from spiders.health.season import BY_CALENDAR, Season
from spiders.registry.outlet import Outlet
from warehouse.records import Incident


@dataclass(frozen=True, slots=True)
class Counts:
    """What one day brought, as the warehouse holds it now: three counts, and what is wrong where they differ."""

    listed: int = 0  # named for the first time
    stored: int = 0
    on_topic: int = 0  # stored articles with a passage for a tracked policy
    fetched: int = 0  # of the named ones, those that were asked for and answered
    unread: int = 0  # of the named ones, those that brought no text though they are there: quarantined, refused


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a assessment of an outlet rests on."""

    outlet: Outlet
    now: datetime  # when the crawl ended
    crawl: CrawlReport | None  # None where it left none
    before: Sequence[CrawlReport] = ()  # of the crawls before it that asked the outlet anything, or failed, in order
    history: Sequence[Day] = ()  # assessed days
    counts: Mapping[date, Counts] = field(default_factory=dict)  # of the last days, by the day of publication
    fetched: Sequence[FetchedArticle] = ()  # articles that were asked for, in order: those of the last twelve weeks
    incidents: Sequence[Incident] = ()  # open ones
    season: Season = BY_CALENDAR

    @property
    def here(self) -> datetime:
        """The moment on the outlet's own clock."""
        return self.now.astimezone(ZoneInfo(self.outlet.timezone))
