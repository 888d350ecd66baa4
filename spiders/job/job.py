"""The job of one crawl of one outlet: what `python -m spiders.crawling.crawl JOB.json` reads."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from warehouse.folder import DataFolder


class JobError(ValueError):
    """A job's file is not one: the message is one line."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one crawl may take. Every limit has its unit; settings.py says what each protects."""

    seconds: float = 900.0  # of the whole crawl
    articles: int = 500  # new ones asked for in one crawl; the rest waits for the next
    rechecks: int = 60  # known articles asked for again in one crawl
    request_seconds: float = 25.0  # one exchange, from dialling to the last byte
    body_bytes: int = 8 * 1024 * 1024  # one body, as sent and again after decoding
    redirects: int = 5
    retries: int = 2  # after the first attempt
    spool_every: int = 100  # article fetches between two batches: what a kill -9 can cost
    spool_seconds: float = 60.0  # and between two batches, where pages come slowly
    concurrency: int = 4  # requests under way to one host, where its delay lets them


@dataclass(frozen=True, slots=True)
class CrawlJob:
    """One crawl. `newsroom` and `as_of` together replay a recorded WARC as it stood at that moment."""

    outlet_id: str
    run_id: UUID
    data: Path
    user_agent: str
    contact: str
    frontier: Path | None = None  # none: nothing is known yet
    newsroom: Path | None = None
    as_of: datetime | None = None
    allow_loopback: bool = False  # tests alone: 127.0.0.0/8 and ::1 may be dialled
    loopback_ports: tuple[int, ...] = ()  # and of these ports alone; none named is all
    polite: bool = True  # False: no robots.txt, delays or host budget; for recordings and loopback alone
    only_due: bool = False  # True (schedules): a feed is polled only when the interval that it taught has passed
    outlets_folder: Path | None = None  # an operator's own outlet files
    limits: Limits = field(default_factory=Limits)

    @property
    def folder(self) -> DataFolder:
        """The data folder that this crawl writes to."""
        return DataFolder(self.data)

    @property
    def run_folder(self) -> Path:
        """Where the job, its log and its stats.json lie."""
        return self.folder.runs / str(self.run_id)

    @property
    def stats_file(self) -> Path:
        """What the verdict is read from."""
        return self.run_folder / "stats.json"

    def check(self) -> None:
        """Raise JobError where two of its statements do not go together."""
        if (self.newsroom is None) != (self.as_of is None):
            raise JobError("a replay names both the recording and the moment to replay it as of")
        if not self.polite and self.newsroom is None and not self.allow_loopback:
            raise JobError("politeness can be off for a recording or for loopback alone")
        if not self.contact or not self.user_agent:
            raise JobError("a crawl names its user agent and a contact: the outlets' staff must be able to write to us")

    def write(self) -> Path:
        """Put the job into its run folder and return the file."""
        self.run_folder.mkdir(parents=True, exist_ok=True)
        path = self.run_folder / "job.json"
        path.write_text(self.to_json(), encoding="utf-8")
        return path

    def to_json(self) -> str:
        """Return the job as JSON text."""
        return json.dumps(asdict(self), default=str, indent=1)

    @classmethod
    def from_json(cls, text: str) -> CrawlJob:
        """Return the job that a JSON text holds. Raises JobError."""
        try:
            keys: dict[str, Any] = json.loads(text)
            for name in ("data", "frontier", "newsroom", "outlets_folder"):
                keys[name] = Path(keys[name]) if keys.get(name) else None
            keys["run_id"] = UUID(keys["run_id"])
            keys["as_of"] = _moment(keys["as_of"]) if keys.get("as_of") else None
            keys["loopback_ports"] = tuple(keys.get("loopback_ports", ()))
            keys["limits"] = Limits(**keys.get("limits", {}))
            job = cls(**keys)
        except (ValueError, KeyError, TypeError) as error:
            raise JobError(f"not a crawl job: {error}") from error
        job.check()
        return job

    def clock(self) -> Clock:
        """Return the crawl's clock: a replay lives at its own moment."""
        return Clock(self.as_of)


class Clock:
    """The time of a crawl. Intervals are measured on the monotonic clock, so that a clock that is set does no harm."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = start or datetime.now(UTC)
        self._at = monotonic()

    def now(self) -> datetime:
        """Return the present moment, UTC."""
        return self._start.astimezone(UTC) + timedelta(seconds=monotonic() - self._at)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
