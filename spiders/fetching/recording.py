"""A recorded newsroom (record and replay): the responses of a WARC file by URL and time.

Imports no Scrapy: who only asks what was recorded starts at once. `spiders.fetching.replay` answers requests from it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from pipelines.archive.warc import read_date

NEWSROOM = Path(__file__).resolve().parents[1] / "newsroom" / "newsroom.warc.gz"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded response, with its body as it was sent."""

    at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """Return a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Recording:
    """The responses of a WARC file by URL and time, in memory: a newsroom is a few megabytes."""

    def __init__(self, path: Path) -> None:
        self._by_url: dict[str, list[Recorded]] = defaultdict(list)
        with path.open("rb") as file:
            for record in ArchiveIterator(file):
                if record.rec_type != "response":
                    continue
                url = record.rec_headers.get_header("WARC-Target-URI")
                self._by_url[url].append(
                    Recorded(
                        at=read_date(record.rec_headers.get_header("WARC-Date")),
                        status=int(record.http_headers.get_statuscode()),
                        headers=tuple(record.http_headers.headers),
                        body=record.raw_stream.read(),
                    )
                )
        for versions in self._by_url.values():
            versions.sort(key=lambda one: one.at)

    def get(self, url: str, as_of: datetime) -> Recorded | None:
        """Return the latest response recorded for a URL up to this moment."""
        versions = self._by_url.get(url, [])
        place = bisect_right(versions, as_of, key=lambda one: one.at)
        return versions[place - 1] if place else None

    def urls(self) -> tuple[str, ...]:
        """Return every recorded URL."""
        return tuple(self._by_url)


@cache
def recording(path: Path) -> Recording:
    """Return the recording in a file, read once in this process."""
    return Recording(path)
