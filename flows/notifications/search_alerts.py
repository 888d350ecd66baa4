"""Saved searches that are told of: after a pass each is asked over the articles that are new, and one message tells of what they find.

An article is told of once for a search. Whatever goes wrong here is logged and fails no run.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from flows.notifications.outbox import AlertOutbox
from flows.settings import Settings
from warehouse.saved_searches import SavedSearch
from warehouse.search.feeding import index_articles
from warehouse.search.grammar import SearchError, parse
from warehouse.search.index import SearchIndex
from warehouse.store import Store

MOST_HEADLINES = 5  # of one search in one message; the others are counted
HEADLINE_CHARACTERS = 150  # of one headline: a message is read on a telephone
FIRST_ASKED = timedelta(
    days=1
)  # back from now where no asking is known, as where the outbox was lost: what is older was told before
ASKED_AGAIN = timedelta(hours=1)  # before the last asking: for a clock that was put back meanwhile

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NewArticles:
    """The articles that saved searches are asked over, and an index of these alone."""

    stored_at: Mapping[UUID, datetime]
    index: SearchIndex


def tell_of_articles(store: Store, settings: Settings, now: datetime | None = None) -> None:
    """Ask every search that is told of over the articles that are new since the last time, and send what they find as one message.

    Never raises: what cannot be told of must not fail the run that brought it.
    """
    try:
        store.drain()
        now = now or datetime.now(UTC)
        searches = store.searches_told_of()
        if not searches:
            return
        outbox = AlertOutbox(settings.folder)
        told = _add_lines(store, outbox, searches, now)
        outbox.note_asked(now)
        if told:
            outbox.send(settings.alert_url)
    except Exception:
        logger.exception("saved searches could not be asked for new articles after this pass")


def _add_lines(store: Store, outbox: AlertOutbox, searches: Sequence[SavedSearch], now: datetime) -> bool:
    """Put what is to be told into the outbox and the log, and return whether there is anything."""
    since = min(told for one in searches if (told := one.told_since))
    last = outbox.asked_until()
    since = max(since, last - ASKED_AGAIN if last else now - FIRST_ASKED)
    stored_at = {row["article_id"]: row["stored_at"] for row in store.query("new_articles", since=since)}
    if not stored_at:
        return False
    with _indexed(store, stored_at) as new:
        lines = [line for search in searches if (line := _add_line(store, outbox, search, new, now))]
    return bool(lines)


@contextmanager
def _indexed(store: Store, stored_at: Mapping[UUID, datetime]) -> Iterator[NewArticles]:
    """Give the new articles with an index of their own: that of the desk follows the warehouse when it finds the time."""
    with (
        TemporaryDirectory(prefix="pledgewatch-") as place,
        closing(SearchIndex(Path(place) / "new.sqlite", writable=True)) as index,
    ):
        index_articles(store.query, index, list(stored_at))
        yield NewArticles(stored_at, index)


def _add_line(store: Store, outbox: AlertOutbox, search: SavedSearch, new: NewArticles, now: datetime) -> str | None:
    """Put what one search finds into the outbox, and return the line; None where there is nothing to tell."""
    from desk.filters import FilterError

    try:
        found = _found(store, search, new)
    except (FilterError, SearchError, sqlite3.Error) as error:
        line = f"the saved search “{_plain(search.name)}” cannot be asked for new articles: {error} ({_at(now)})"
        if not outbox.add(f"not asked:{search.search_id}:{search.told_since}", line, now):
            return None
        logger.warning("%s", line)
        return line
    untold = outbox.untold(search.search_id, (row["article_id"] for row in found))
    rows = [row for row in found if row["article_id"] in untold]
    if not rows:
        return None
    line = _line(search, rows, now)
    outbox.add_articles(search.search_id, untold, line, now)
    logger.warning("%s", line)
    return line


def _found(store: Store, search: SavedSearch, new: NewArticles) -> list[dict[str, Any]]:
    """Return the new articles that a search's queue lists, with headline and outlet.

    Raises:
        FilterError: a value that nothing could have any more.
        SearchError: its words cannot be asked.
        sqlite3.Error: the index refuses them.
    """
    from desk.filters import Filter

    chosen = Filter.kept(search.choice)
    asked = {name: value for name, value in chosen.parameters.items() if name != "state"}
    article_ids = set(new.stored_at)
    if chosen.q:
        article_ids &= set(new.index.article_ids(parse(chosen.q), most=len(new.stored_at)))
    wanted = [str(one) for one in article_ids if search.told_since and new.stored_at[one] > search.told_since]
    return store.query("queue_articles", **asked, article_ids=wanted) if wanted else []


def _line(search: SavedSearch, rows: Sequence[Mapping[str, Any]], now: datetime) -> str:
    from desk.wording.words import counted

    told = [f"{_plain(row['title']) or 'Untitled'} ({_plain(row['outlet'])})" for row in rows[:MOST_HEADLINES]]
    more = [f"and {len(rows) - len(told):,} more"] if len(rows) > len(told) else []
    return f"{counted(len(rows), 'new article')} for “{_plain(search.name)}”: {'; '.join([*told, *more])} ({_at(now)})"


def _plain(text: str) -> str:
    """Return an outlet's or an editor's words as one short line, hidden characters in brackets."""
    from desk.wording.visible import visible_text

    line = visible_text(" ".join(text.split()))
    return line if len(line) <= HEADLINE_CHARACTERS else f"{line[: HEADLINE_CHARACTERS - 1]}…"


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %B %Y, %H:%M} UTC"
