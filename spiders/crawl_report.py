"""What a crawl of an outlet came to, as it says itself: stats.json, written by the crawl and read by all who assess it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

STATS_FILE = "stats.json"


class SourceReport(BaseModel):
    """What one source of the outlet gave in this crawl; the crawl fills it in as it goes."""

    url: str
    kind: str
    status: int | None = None
    problem: str | None = None  # a sentence
    breakage: str | None = None  # its kind, as incidents name it
    entries: int = 0
    matching: int = 0  # entries that are articles by the outlet's patterns
    new: int = 0  # of these, not known before
    left: int = 0  # of the new ones, the oldest, for the next crawl: one takes only so many
    unchanged: bool = False  # 304, or the same bytes
    newest: AwareDatetime | None = None  # the latest date that it names
    flaws: list[str] = Field(default_factory=list)

    @property
    def strangers(self) -> int:
        """How many of its entries are no article by the outlet's patterns."""
        return self.entries - self.matching


class ArticleCounts(BaseModel):
    """How many articles were asked for, and what became of them; those that are pending await their extraction."""

    model_config = ConfigDict(frozen=True)

    fetched: int = 0
    pending: int = 0
    stored: int = 0
    unchanged: int = 0
    quarantined: int = 0
    dropped: int = 0

    @property
    def lost(self) -> int:
        """How many could not be had, or could not be read."""
        return self.dropped + self.quarantined


class CrawlReport(BaseModel):
    """One crawl. A crawl that did not begin is `refused`, with the reason, and has nothing else to say."""

    model_config = ConfigDict(frozen=True)

    outlet_id: str
    outlet: str = "outlet"  # its name
    refused: str | None = None
    may_be_empty: bool = False  # as Parliament is in recess
    run_id: UUID | None = None
    started_at: AwareDatetime | None = None
    as_of: AwareDatetime | None = None  # the crawl's own present: of a replay, the recording's
    sources: tuple[SourceReport, ...] = ()
    articles: ArticleCounts = ArticleCounts()
    dropped: dict[str, int] = Field(default_factory=dict)  # articles, by reason
    fetches: dict[str, int] = Field(default_factory=dict)  # by kind
    counts: dict[str, int] = Field(default_factory=dict)  # of what else was noticed
    batches: int = 0
    finish_reason: str = ""  # Scrapy's
    errors: tuple[str, ...] = ()  # of our own code
    stopped: str | None = None  # why it could not go on
    not_recorded: int = 0  # addresses that a replay asked for and the recording lacks
    scrapy: dict[str, Any] = Field(default_factory=dict)
    verdict: str = ""  # in one sentence
    ok: bool = False

    @property
    def problems(self) -> tuple[SourceReport, ...]:
        """The sources that could not be read."""
        return tuple(one for one in self.sources if one.problem)

    @property
    def working(self) -> tuple[SourceReport, ...]:
        """The sources that were read."""
        return tuple(one for one in self.sources if not one.problem)

    def write(self, folder: Path) -> None:
        """Put it into the run's folder, whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{STATS_FILE}.part"
        temporary.write_text(self.model_dump_json(indent=1, fallback=str), encoding="utf-8")
        temporary.replace(folder / STATS_FILE)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return the report of the crawl whose run folder this is; None where it left none that can be read."""
        try:
            return cls.model_validate_json((folder / STATS_FILE).read_bytes())
        except (OSError, ValidationError):
            return None
