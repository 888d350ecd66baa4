"""The crawl frontier: what the warehouse knows of an outlet's articles, as a crawl needs it; one JSON file, written by the flow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from pipelines.archive.warc import EarlierCapture
from pipelines.identity import NotAnAddress, UrlRules, canonical_url


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """One address that was fetched before. The capture is the latest whose body was kept whole (status 200)."""

    url: str  # as it was asked for
    etag: str | None = None
    last_modified: str | None = None
    last_fetched: datetime | None = None
    published: datetime | None = None
    payload_sha256: str | None = None
    capture_id: UUID | None = None
    captured_at: datetime | None = None  # of that capture
    failures: int = 0  # how many times in a row it was not there (404 or 410)
    failing_since: datetime | None = None  # the first of them
    withdrawn: bool = False  # it is already recorded as withdrawn
    pending: bool = False  # its latest capture has not been processed yet: no need to fetch it again
    unchanged: int = 0  # looks in a row that showed no change
    elsewhere: bool = False  # its article was seen at another address, too: it moved, or stands at both
    article_id: UUID | None = None  # where its page names another canonical URL than the one that was asked for

    @property
    def earlier(self) -> EarlierCapture | None:
        """The capture that may stand for a new one with the same payload."""
        if self.capture_id is None or self.payload_sha256 is None:
            return None
        at = self.captured_at or self.last_fetched
        return EarlierCapture(self.capture_id, self.url, at, self.payload_sha256) if at else None


_FILE = TypeAdapter(dict[str, list[KnownArticle]])


class Frontier:
    """The known addresses of one outlet, by canonical URL."""

    def __init__(self, known: Iterable[KnownArticle] = (), rules: UrlRules | None = None) -> None:
        self._rules = rules
        self.known: dict[str, KnownArticle] = {}
        for one in known:
            try:
                key = canonical_url(one.url, rules)
            except NotAnAddress:
                continue
            held = self.known.get(key)
            if held is None or _later(one, held):
                self.known[key] = one

    def get(self, canonical: str) -> KnownArticle | None:
        """Return what is known of an article, by its canonical URL."""
        return self.known.get(canonical)

    @classmethod
    def read(cls, path: Path | None, rules: UrlRules | None = None) -> Frontier:
        """Return the frontier that a file holds; an empty one where there is no file."""
        if path is None or not path.exists():
            return cls((), rules)
        return cls(_FILE.validate_json(path.read_bytes()).get("known", ()), rules)


def write_frontier(path: Path, known_rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a frontier file from the rows of a query, whose columns are fields of KnownArticle; missing ones are empty."""
    rows = [{name: value for name, value in row.items() if value is not None} for row in known_rows]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_FILE.dump_json(_FILE.validate_python({"known": rows}), exclude_none=True))


def _later(one: KnownArticle, other: KnownArticle) -> bool:
    never = datetime.min.replace(tzinfo=UTC)
    return (one.last_fetched or never) > (other.last_fetched or never)
