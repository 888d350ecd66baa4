"""The job of one crawl of one outlet: what `python -m spiders.crawling.crawl JOB.json` reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from warehouse.folder import DataFolder


class JobError(ValueError):
    """A job's file is not one: the message is one line."""


class Limits(BaseModel):
    """What one crawl may take. Every limit has its unit; settings.py says what each protects."""

    model_config = ConfigDict(frozen=True, extra="forbid")

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


class CrawlJob(BaseModel):
    """One crawl. `newsroom` and `as_of` together replay a recorded WARC as it stood at that moment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outlet_id: str
    run_id: UUID
    data: Path
    user_agent: str
    contact: str
    frontier: Path | None = None  # none: nothing is known yet
    newsroom: Path | None = None
    as_of: AwareDatetime | None = None
    allow_loopback: bool = False  # tests alone: 127.0.0.0/8 and ::1 may be dialled
    loopback_ports: tuple[int, ...] = ()  # and of these ports alone; none named is all
    polite: bool = True  # False: no robots.txt, delays or host budget; for recordings and loopback alone
    only_due: bool = False  # True (schedules): a feed is polled only when the interval that it taught has passed
    outlets_folder: Path | None = None  # an operator's own outlet files
    limits: Limits = Limits()

    @property
    def folder(self) -> DataFolder:
        """The data folder that this crawl writes to."""
        return DataFolder(self.data)

    @property
    def run_folder(self) -> Path:
        """Where the job, its log and its report lie."""
        return self.folder.runs / str(self.run_id)

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
        path.write_text(self.model_dump_json(indent=1), encoding="utf-8")
        return path

    @classmethod
    def from_json(cls, text: str) -> CrawlJob:
        """Return the job that a JSON text holds. Raises JobError."""
        try:
            job = cls.model_validate_json(text)
        except ValidationError as error:
            wrong = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}".lstrip(": ") for one in error.errors())
            raise JobError(f"not a crawl job: {'; '.join(wrong)}") from error
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
