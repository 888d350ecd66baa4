"""The index (inverted index, BM25): SQLite's FTS5 over the latest text of every article, in a file of its own.

One process writes it, the owner; any process may read it meanwhile. It is made from the warehouse, so a damaged one, or
one of another layout, is thrown away and made again.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from warehouse.search.grammar import SearchQuery
from warehouse.sqlite_transaction import immediate_transaction

LAYOUT = 1  # raise it when the tables change: an index of another layout is made again
WAIT_SECONDS = 5.0  # for a writer that is in the middle of a batch
OPENED, CLOSED = "\x02", "\x03"  # around a word that was found, in a snippet: no text holds them
SNIPPET_WORDS = 30
MOST_HITS = 1_000  # of one answer: who wants more exports the articles

_TABLES = """
CREATE TABLE about (layout INTEGER NOT NULL, fed_at TEXT);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, article_id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, outlet_id TEXT NOT NULL,
    outlet TEXT NOT NULL, day TEXT, url TEXT NOT NULL, withdrawn INTEGER NOT NULL
);
CREATE INDEX articles_by_day ON articles (day);
CREATE INDEX articles_by_outlet ON articles (outlet_id, day);
CREATE TABLE article_policies (policy_id TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (policy_id, number)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
    title, standfirst, text, councils, trusts, tokenize = "porter unicode61 remove_diacritics 2"
);
"""
_WEIGHTS = (
    "8.0, 4.0, 1.0, 3.0, 3.0"  # of a word in the title, the standfirst, the text, the names of councils, of trusts
)


@dataclass(frozen=True, slots=True)
class SearchOrder:
    """An order of an answer: how it is called, and its clause."""

    words: str
    clause: str


ORDERS = {
    "relevance": SearchOrder("best first", f"bm25(words, {_WEIGHTS}), articles.day DESC"),
    "newest": SearchOrder("newest first", "articles.day DESC, articles.number"),
}
"""How an answer can be ordered."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as the index takes it."""

    article_id: UUID
    state: str  # which text, tags and candidates it was made from; another state is indexed again
    outlet_id: str
    outlet: str
    day: date | None
    url: str
    withdrawn: bool
    title: str
    standfirst: str
    text: str
    councils: str  # names and GSS codes of the councils that are named
    trusts: str  # names and slugs
    policies: tuple[str, ...]  # for which it has candidates, whatever was decided


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that was found."""

    article_id: UUID
    title: str
    outlet: str
    outlet_id: str
    day: date | None
    url: str
    withdrawn: bool
    snippet: str  # where the words stand, each between OPENED and CLOSED


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a query found."""

    found: int  # articles in all
    hits: tuple[SearchHit, ...]  # of this page
    articles: int  # in the index
    fed_at: str  # when it last followed the warehouse, ISO 8601; empty for never


class SearchIndex:
    """The index of one data folder, open for reading or for writing. Any thread may use it, one at a time."""

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        """Open it. With `writable`, make it where it is missing, damaged or of another layout.

        Raises:
            FileNotFoundError: there is none yet, and it is only to be read.
        """
        self.path = path
        self._lock = threading.Lock()
        if writable:
            self._connection = self._made()
        elif not path.exists():
            raise FileNotFoundError(path)
        else:
            self._connection = self._connect("mode=ro")

    def _connect(self, mode: str) -> sqlite3.Connection:
        address = f"{self.path.resolve().as_uri()}?{mode}"
        return sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)

    def _made(self) -> sqlite3.Connection:
        try:
            return self._opened()
        except sqlite3.DatabaseError as error:
            log.warning("the search index is damaged and is made again: %s", error)
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            return self._opened()

    def _opened(self) -> sqlite3.Connection:
        connection = self._connect("mode=rwc")
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")  # it can be made again
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchall():
                connection.executescript(f"BEGIN; {_TABLES}")
                connection.execute("INSERT INTO about VALUES (?, NULL)", [LAYOUT])
                connection.execute("COMMIT")
            elif connection.execute("SELECT layout FROM about").fetchall() != [(LAYOUT,)]:
                raise sqlite3.DatabaseError("its layout is another version's")
        except BaseException:
            connection.close()
            raise
        return connection

    def states(self) -> dict[str, str]:
        """Return the state of every article that is indexed, by its identifier."""
        with self._lock:
            return dict(self._connection.execute("SELECT article_id, state FROM articles").fetchall())

    def put(self, articles: Iterable[IndexedArticle]) -> None:
        """Index these articles, in the place of what was indexed of them; all of them or none."""
        with self._lock, immediate_transaction(self._connection):
            for one in articles:
                self._remove(str(one.article_id))
                self._insert(one)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take articles out."""
        with self._lock, immediate_transaction(self._connection):
            for article_id in article_ids:
                self._remove(article_id)

    def fed(self, moment: str) -> None:
        """Note when the index last followed the warehouse."""
        with self._lock:
            self._connection.execute("UPDATE about SET fed_at = ?", [moment])

    def search(self, query: SearchQuery, *, first: int = 0, most: int = 25, order: str = "relevance") -> SearchAnswer:
        """Return the articles that a query finds: `most` of them from the `first` on, by "relevance" or "newest"."""
        where, values = _conditions(query)
        words = query.expression()
        source = "words JOIN articles ON articles.number = words.rowid" if words else "articles"
        snippet = f"snippet(words, -1, '{OPENED}', '{CLOSED}', ' … ', {SNIPPET_WORDS})" if words else "''"
        ordered = ORDERS[order if words else "newest"].clause
        chosen = f"FROM {source} WHERE {where}"
        with self._lock:
            ((articles, fed_at),) = self._connection.execute(
                "SELECT (SELECT count(*) FROM articles), fed_at FROM about"
            )
            ((found,),) = self._connection.execute(f"SELECT count(*) {chosen}", values)
            numbers = [
                number for (number,) in self._connection.execute(
                    f"SELECT articles.number {chosen} ORDER BY {ordered} LIMIT ? OFFSET ?",
                    [*values, min(most, MOST_HITS), first],
                )
            ]  # fmt: skip
            hits = [self._hit(number, snippet, words) for number in numbers]  # snippets of this page alone
        return SearchAnswer(found, tuple(hits), articles, fed_at or "")

    def article_ids(self, query: SearchQuery, *, most: int, with_candidates: bool = False) -> list[UUID]:
        """Return the identifiers of the articles that a query finds, the newest `most` of them; if asked, of those with candidates."""
        where, values = _conditions(query)
        if with_candidates:
            where += " AND articles.number IN (SELECT number FROM article_policies)"
        source = "words JOIN articles ON articles.number = words.rowid" if query.expression() else "articles"
        sql = f"SELECT article_id FROM {source} WHERE {where} ORDER BY articles.day DESC, articles.number LIMIT ?"  # noqa: S608 -- likewise
        with self._lock:
            return [UUID(article_id) for (article_id,) in self._connection.execute(sql, [*values, most])]

    def alike(self, words: Iterable[str], *, since: date, most: int) -> list[UUID]:
        """Return the articles since a day that hold any of these words, most like them first (BM25), `most` of them.

        An article without a day counts as new; one that was withdrawn is left out.
        """
        either = " OR ".join('"' + one.replace('"', '""') + '"' for one in words)
        if not either:
            return []
        sql = (
            "SELECT article_id FROM words JOIN articles ON articles.number = words.rowid WHERE words MATCH ? AND NOT withdrawn "  # noqa: S608 -- constants alone
            f"AND (day IS NULL OR day >= ?) ORDER BY bm25(words, {_WEIGHTS}), articles.number LIMIT ?"
        )
        with self._lock:
            return [UUID(found) for (found,) in self._connection.execute(sql, [either, since.isoformat(), most])]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _hit(self, number: int, snippet: str, words: str) -> SearchHit:
        columns = "article_id, words.title, outlet, outlet_id, day, url, withdrawn"
        match = "words MATCH ? AND " if words else ""
        sql = (
            f"SELECT {columns}, {snippet} FROM words JOIN articles ON number = words.rowid WHERE {match}words.rowid = ?"  # noqa: S608 -- likewise
        )
        with closing(self._connection.execute(sql, [*([words] if words else []), number])) as rows:
            article_id, title, outlet, outlet_id, day, url, withdrawn, found = rows.fetchone()
        published = date.fromisoformat(day) if day else None
        return SearchHit(UUID(article_id), title, outlet, outlet_id, published, url, bool(withdrawn), found)

    def _remove(self, article_id: str) -> None:
        for (number,) in self._connection.execute(
            "SELECT number FROM articles WHERE article_id = ?", [article_id]
        ).fetchall():
            self._connection.execute("DELETE FROM words WHERE rowid = ?", [number])
            self._connection.execute("DELETE FROM article_policies WHERE number = ?", [number])
            self._connection.execute("DELETE FROM articles WHERE number = ?", [number])

    def _insert(self, one: IndexedArticle) -> None:
        day = one.day.isoformat() if one.day else None
        kept = self._connection.execute(
            "INSERT INTO articles (article_id, state, outlet_id, outlet, day, url, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [str(one.article_id), one.state, one.outlet_id, one.outlet, day, one.url, one.withdrawn],
        )
        number = kept.lastrowid
        self._connection.execute(
            "INSERT INTO words (rowid, title, standfirst, text, councils, trusts) VALUES (?, ?, ?, ?, ?, ?)",
            [number, one.title, one.standfirst, one.text, one.councils, one.trusts],
        )
        self._connection.executemany(
            "INSERT INTO article_policies VALUES (?, ?)", [(policy, number) for policy in one.policies]
        )


def _conditions(query: SearchQuery) -> tuple[str, list[str]]:
    """Return the WHERE clause of a query, and the values that are bound in it."""
    clauses: list[str] = []
    values: list[str] = []
    if words := query.expression():
        clauses.append("words MATCH ?")
        values.append(words)
    if query.outlets:
        clauses.append(f"articles.outlet_id IN ({', '.join('?' * len(query.outlets))})")
        values += query.outlets
    for policy in query.policies:
        clauses.append("articles.number IN (SELECT number FROM article_policies WHERE policy_id = ?)")
        values.append(policy)
    for sign, day in ((">=", query.after), ("<=", query.before)):
        if day:
            clauses.append(f"articles.day {sign} ?")
            values.append(day.isoformat())
    return " AND ".join(clauses), values
