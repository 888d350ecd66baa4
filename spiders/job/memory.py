"""What a crawl of an outlet remembers for the next one: its sources' validators and how often they bring something.

Written when a crawl has finished what its sources listed, and only then: a feed whose validator was remembered before
its articles were fetched would answer "not modified", and the articles would be lost.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from pipelines.archive.warc import EarlierCapture

SHORTEST_INTERVAL = timedelta(minutes=15)
LONGEST_INTERVAL = timedelta(hours=12)  # a feed is never given up: it is asked for twice a day at least
FIRST_INTERVAL = timedelta(hours=1)
MUCH_NEW = 3  # new entries in one poll that say: come sooner


@dataclass(frozen=True, slots=True)
class SourceMemory:
    """One source at its last poll that brought an answer."""

    polled_at: str  # ISO 8601
    etag: str | None = None
    last_modified: str | None = None
    payload_sha256: str | None = None
    capture_id: str | None = None
    captured_at: str | None = None
    interval_minutes: float = FIRST_INTERVAL / timedelta(minutes=1)

    def is_due(self, now: datetime) -> bool:
        """Return whether the interval that the source taught has passed."""
        return now - datetime.fromisoformat(self.polled_at) >= timedelta(minutes=self.interval_minutes)

    @property
    def earlier(self) -> EarlierCapture | None:
        """The capture that may stand for a new one with the same payload; its URL is the source's."""
        if not (self.capture_id and self.captured_at and self.payload_sha256):
            return None
        at = datetime.fromisoformat(self.captured_at)
        return EarlierCapture(UUID(self.capture_id), "", at, self.payload_sha256)


def next_interval(minutes: float, new: int) -> float:
    """Return the interval after a poll that brought so many new entries: shorter when it paid, longer when it did not.

    After Media Cloud's fetcher: the interval follows what the last polls brought, within bounds, for ever.
    """
    factor = 0.5 if new >= MUCH_NEW else 0.8 if new else 1.4
    shortest, longest = (bound / timedelta(minutes=1) for bound in (SHORTEST_INTERVAL, LONGEST_INTERVAL))
    return min(longest, max(shortest, minutes * factor))


class OutletMemory:
    """The sources of one outlet, in one small file under the data folder."""

    def __init__(self, root: Path, outlet_id: str) -> None:
        self.path = root / "crawl" / f"{outlet_id}.json"
        self.sources: dict[str, SourceMemory] = {}
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))["sources"]
            self.sources = {url: SourceMemory(**row) for url, row in rows.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            pass  # a lost memory costs one poll that is not conditional

    def saw(self, url: str, seen: SourceMemory, new: int) -> None:
        """Note a poll; it is kept by `save`."""
        before = self.sources.get(url)
        minutes = before.interval_minutes if before else seen.interval_minutes
        self.sources[url] = replace(seen, interval_minutes=next_interval(minutes, new))

    def save(self) -> None:
        """Make what was noted durable."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(".part")
        with temporary.open("w", encoding="utf-8") as out:
            json.dump({"sources": {url: asdict(one) for url, one in self.sources.items()}}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(self.path)


class AlreadyRunningError(Exception):
    """Another crawl of this outlet is under way."""


@contextmanager
def only_crawl(root: Path, outlet_id: str) -> Iterator[None]:
    """Hold the outlet for one crawl; the system lets go when the process ends, however it ends.

    Raises AlreadyRunningError, with since when.
    """
    path = root / "crawl" / f"{outlet_id}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise AlreadyRunningError(f"already running ({file.read().strip() or 'just begun'})") from error
        file.truncate(0)
        file.write(f"process {os.getpid()}, since {datetime.now().astimezone():%d %B %Y, %H:%M:%S}")
        file.flush()
        yield
