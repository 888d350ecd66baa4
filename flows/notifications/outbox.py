"""Messages to the operator, kept until they are sent: once each, several at a time, tried again where the way is down.

A SQLite file of the data folder: what was told survives a restart, and a message that waits is sent after a later pass.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

from warehouse.folder import DataFolder

SLOW_SECONDS = 60  # that a webhook may take: one that is given up after four seconds has often taken the message
MOST_LINES = 25  # of one message; the others are counted
THE_LOG = "the log"  # where alerts go without an address

_CREATE = """
CREATE TABLE IF NOT EXISTS messages (
    key TEXT PRIMARY KEY, line TEXT NOT NULL, made_at TEXT NOT NULL, sent_at TEXT, sent_to TEXT,
    tries INTEGER NOT NULL DEFAULT 0, error TEXT
);
CREATE TABLE IF NOT EXISTS told_articles (
    search_id TEXT NOT NULL, article_id TEXT NOT NULL, PRIMARY KEY (search_id, article_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS asked (one INTEGER PRIMARY KEY CHECK (one = 1), until TEXT NOT NULL);
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AlertDelivery:
    """How the alerts stand."""

    waiting: int
    oldest: datetime | None  # of those that wait
    tries: int  # of the one that was tried most often
    error: str | None
    last_sent: datetime | None


class AlertOutbox:
    """The messages of one data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder
        self._path = folder.root / "alerts.sqlite"

    def add(self, key: str, line: str, at: datetime | None = None) -> bool:
        """Keep a line to be told, and return whether it is new: the same key is told once, ever."""
        with self._opened() as opened:
            now = (at or datetime.now(UTC)).isoformat()
            done = opened.execute(
                "INSERT OR IGNORE INTO messages (key, line, made_at) VALUES (?, ?, ?)", (key, line, now)
            )
            return done.rowcount == 1

    def made_at(self, key: str) -> datetime | None:
        """Return when the line of this key was made, or None where there is none."""
        with self._opened() as opened:
            row = opened.execute("SELECT made_at FROM messages WHERE key = ?", (key,)).fetchone()
        return _moment(row[0]) if row else None

    def untold(self, search_id: UUID, article_ids: Iterable[UUID]) -> set[UUID]:
        """Return which of these articles were never told of for this search."""
        with self._opened() as opened:
            rows = opened.execute(
                "SELECT article_id FROM told_articles WHERE search_id = ?", (str(search_id),)
            ).fetchall()
        return set(article_ids) - {UUID(article_id) for (article_id,) in rows}

    def add_articles(self, search_id: UUID, article_ids: Iterable[UUID], line: str, at: datetime) -> None:
        """Keep a line that tells of these articles for a search, and that they were told of: both or neither."""
        with self._opened() as opened:
            opened.execute(
                "INSERT INTO messages (key, line, made_at) VALUES (?, ?, ?)",
                (f"articles:{search_id}:{uuid4()}", line, at.isoformat()),
            )
            opened.executemany(
                "INSERT INTO told_articles VALUES (?, ?)", [(str(search_id), str(one)) for one in article_ids]
            )

    def asked_until(self) -> datetime | None:
        """Return until when what was stored was last asked for saved searches, or None if never."""
        with self._opened() as opened:
            row = opened.execute("SELECT until FROM asked").fetchone()
        return _moment(row[0]) if row else None

    def note_asked(self, until: datetime) -> None:
        """Note that saved searches were asked over everything that was stored until then."""
        with self._opened() as opened:
            opened.execute("INSERT OR REPLACE INTO asked VALUES (1, ?)", (until.isoformat(),))

    def send(self, url: str | None) -> bool:
        """Send everything that waits as one message, and return whether nothing waits any more."""
        with self._opened() as opened:
            waiting = opened.execute(
                "SELECT key, line FROM messages WHERE sent_at IS NULL ORDER BY made_at, rowid"
            ).fetchall()
            if not waiting:
                return True
            error = deliver(url, *_message([line for _, line in waiting])) if url else None
            now = datetime.now(UTC).isoformat()
            said = (None, None, error) if error else (now, _host(url), None)
            opened.executemany(
                "UPDATE messages SET sent_at = ?, sent_to = ?, error = ?, tries = tries + 1 WHERE key = ?",
                [(*said, key) for key, _ in waiting],
            )
            if error:
                logger.error("%d alerts wait: %s; they are tried again after the next pass", len(waiting), error)
            return error is None

    def delivery(self) -> AlertDelivery:
        """Return how the alerts stand; a folder that never had one has none that waits."""
        if not self._path.exists():
            return AlertDelivery(0, None, 0, None, None)
        with self._opened() as opened:
            count, oldest, tries, error = opened.execute(
                "SELECT count(*), min(made_at), max(tries), max(error) FROM messages WHERE sent_at IS NULL"
            ).fetchone()
            (last,) = opened.execute("SELECT max(sent_at) FROM messages").fetchone()
        return AlertDelivery(count, _moment(oldest), tries or 0, error, _moment(last))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        is_new = not self._path.exists()
        self._folder.root.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path)) as opened, opened:
            opened.executescript(_CREATE)
            if is_new:
                self._take_over(opened)
            yield opened

    def _take_over(self, opened: sqlite3.Connection) -> None:
        """Take over the incidents that an earlier version told, from its file: nobody hears of them twice."""
        try:
            told = json.loads((self._folder.root / "alerts.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        now = datetime.now(UTC).isoformat()
        opened.executemany(
            "INSERT OR IGNORE INTO messages (key, line, made_at, sent_at) VALUES (?, '', ?, ?)",
            [(f"opened:{one}", now, now) for one in told],
        )


def _message(lines: list[str]) -> tuple[str, str]:
    shown = lines[:MOST_LINES]
    more = [f"and {len(lines) - len(shown)} more: the log has them all"] if len(lines) > len(shown) else []
    title = "Pledgewatch: " + (lines[0].split(" (", 1)[0][:120] if len(lines) == 1 else f"{len(lines)} alerts")
    return title, "\n".join([*shown, *more])


def deliver(url: str, title: str, body: str) -> str | None:
    """Send one message to an Apprise URL; return None when it was taken, or why not."""
    import apprise

    service = apprise.Apprise()
    patient = url if "rto" in parse_qs(urlsplit(url).query) else f"{url}{'&' if '?' in url else '?'}rto={SLOW_SECONDS}"
    if not service.add(patient):
        return "PLEDGEWATCH_ALERT_URL is no address that Apprise knows"
    taken = service.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT)  # headlines hold markup
    return None if taken else f"{_host(url)} did not take the message"


def _host(url: str | None) -> str:
    """Return what may be told of an Apprise URL: it holds passwords."""
    return f"{urlsplit(url).scheme}://{urlsplit(url).hostname or ''}" if url else THE_LOG


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
