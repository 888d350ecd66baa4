"""What a crawl brings home: kinds of fetches, their outcomes, runs, steps, walls, and whether an article is still there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class FetchKind(StrEnum):
    """What a fetch was for. Only article fetches enter the books; the others find articles."""

    ARTICLE = "article"
    FEED = "feed"
    SITEMAP = "sitemap"
    LISTING = "listing"
    API = "api"
    ROBOTS = "robots"


FETCH_KINDS = table_of(
    FetchKind,
    {
        FetchKind.ARTICLE: "the page of an article",
        FetchKind.FEED: "RSS or Atom",
        FetchKind.SITEMAP: "a sitemap",
        FetchKind.LISTING: "a page that links to articles",
        FetchKind.API: "an answer of an outlet's API",
        FetchKind.ROBOTS: "robots.txt",
    },
    "FETCH_KINDS in warehouse/vocabulary/collection.py",
)
"""What each kind of fetch asks for."""


class Outcome(StrEnum):
    """What became of an article fetch. `fetched` is their sum, which is what balanced books mean."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"
    DROPPED = "dropped"
    PENDING = "pending"


OUTCOMES = table_of(
    Outcome,
    {
        Outcome.STORED: "brought a new text",
        Outcome.UNCHANGED: "brought nothing new",
        Outcome.QUARANTINED: "could not be read, and is kept",
        Outcome.DROPPED: "was left aside, with a reason",
        Outcome.PENDING: "waits to be processed",
    },
    "OUTCOMES in warehouse/vocabulary/collection.py",
)
"""What each outcome says of a fetch."""

BALANCE = f"fetched = {' + '.join(Outcome)}"
"""What the books of a run must fulfil, in words for a page."""


class RunKind(StrEnum):
    """Which flow a run was a pass of."""

    INGEST = "ingest"
    BACKFILL = "backfill"
    REPROCESS = "reprocess"


RUN_KINDS = table_of(
    RunKind,
    {
        RunKind.INGEST: "crawls one outlet",
        RunKind.BACKFILL: "reads pages that others kept",
        RunKind.REPROCESS: "makes texts, tags and candidates again from the archive",
    },
    "RUN_KINDS in warehouse/vocabulary/collection.py",
)
"""What each kind of run does."""


class RunState(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class RunStateWords:
    """What is said of a run's state."""

    alarming: bool  # shown in red
    means: str


RUN_STATES = table_of(
    RunState,
    {
        RunState.RUNNING: RunStateWords(False, "has not ended, or was killed"),
        RunState.FINISHED: RunStateWords(False, "did what it was to do"),
        RunState.FAILED: RunStateWords(True, "did not, and says why"),
    },
    "RUN_STATES in warehouse/vocabulary/collection.py",
)


class Step(StrEnum):
    """A step that something may fail to pass."""

    DECODE = "decode"
    EXTRACT = "extract"
    IDENTIFY = "identify"
    TAG = "tag"
    MATCH = "match"


STEPS = table_of(
    Step,
    {
        Step.DECODE: "bytes to characters",
        Step.EXTRACT: "a page to a text",
        Step.IDENTIFY: "a text to the article that it is of",
        Step.TAG: "a text to tags",
        Step.MATCH: "a text and its tags to candidates",
    },
    "STEPS in warehouse/vocabulary/collection.py",
)
"""What each step makes of what."""


class Wall(StrEnum):
    """How far an article is open to a reader without an account."""

    OPEN = "open"
    METERED = "metered"
    REGISTRATION = "registration"
    SUBSCRIPTION = "subscription"


WALLS = table_of(
    Wall,
    {
        Wall.OPEN: "open to all",
        Wall.METERED: "metered",
        Wall.REGISTRATION: "registration wall",
        Wall.SUBSCRIPTION: "subscription wall",
    },
    "WALLS in warehouse/vocabulary/collection.py",
)
"""The words of each wall's badge; an open article has none."""


class DatePrecision(StrEnum):
    """How exactly an article's date of publication is known."""

    DAY = "day"
    MINUTE = "minute"


DATE_PRECISIONS = table_of(
    DatePrecision,
    {
        DatePrecision.DAY: "the page gives a day alone: its first minute at the outlet stands for it",
        DatePrecision.MINUTE: "the page gives a time of day",
    },
    "DATE_PRECISIONS in warehouse/vocabulary/collection.py",
)


class ArticleState(StrEnum):
    """Whether the outlet still shows an article."""

    LIVE = "live"
    WITHDRAWN = "withdrawn"


ARTICLE_STATES = table_of(
    ArticleState,
    {
        ArticleState.LIVE: "the outlet shows it",
        ArticleState.WITHDRAWN: "the outlet took it away; what was kept stays",
    },
    "ARTICLE_STATES in warehouse/vocabulary/collection.py",
)
"""What each state says of an article."""
