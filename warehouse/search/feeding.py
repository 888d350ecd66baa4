"""How the index follows the warehouse (incremental indexing): what it does not have in the state that the warehouse has is indexed again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from warehouse.reference import councils, trusts
from warehouse.search.index import IndexedArticle, SearchIndex

BATCH = 500  # articles in one transaction: some megabytes of text in memory, and a reader waits for a second at most

FEED_SECONDS = 20.0  # between two looks, when something changed: how late an article can be found

log = logging.getLogger(__name__)

Query = Callable[..., list[dict[str, Any]]]
"""`Owner.query` or `Store.query`."""


def feed(query: Query, index: SearchIndex, *, keep_on: Callable[[], bool] = lambda: True) -> int:
    """Bring the index to what the warehouse holds, and return how many articles were indexed or taken out.

    `keep_on` is asked between batches: what is not done then is done the next time.
    """
    known = index.states()
    rows = {str(row["article_id"]): row for row in query("search_states")}
    gone = [article_id for article_id in known if article_id not in rows]
    changed = [row for article_id, row in rows.items() if known.get(article_id) != row["state"]]
    if gone:
        index.remove(gone)
    done = len(gone)
    for batch in _batches(changed):
        if not keep_on():
            return done
        index.put(_articles(query, batch))
        done += len(batch)
    index.fed(datetime.now(UTC).isoformat(timespec="seconds"))
    return done


def index_articles(query: Query, index: SearchIndex, article_ids: Sequence[UUID]) -> None:
    """Put these articles into the index as the warehouse holds them, and no others."""
    for batch in _batches(query("search_states", article_ids=[str(one) for one in article_ids])):
        index.put(_articles(query, batch))


def keep_fed(query: Query, path: Path, stop: threading.Event, changes: Callable[[], int]) -> None:
    """Keep the index at `path` at what the warehouse holds until `stop` is set. `changes` counts the warehouse's changes."""
    followed = -1
    with closing(SearchIndex(path, writable=True)) as index:
        while not stop.is_set():
            now = changes()
            try:
                if now != followed:
                    feed(query, index, keep_on=lambda: not stop.is_set())
                    followed = now
            except Exception as error:  # whatever it is, the desk goes on, and the next look tries again
                log.error("the search index does not follow: %s", error)
            stop.wait(FEED_SECONDS)


def _batches(rows: Sequence[Mapping[str, Any]]) -> list[Sequence[Mapping[str, Any]]]:
    return [rows[first : first + BATCH] for first in range(0, len(rows), BATCH)]


def _articles(query: Query, batch: Sequence[Mapping[str, Any]]) -> list[IndexedArticle]:
    of_revision = {row["revision_id"]: row for row in batch}
    return [
        _article(of_revision[row["revision_id"]], row)
        for row in query("search_texts", revision_ids=list(of_revision))
        if row["revision_id"] in of_revision
    ]


def _article(state: Mapping[str, Any], row: Mapping[str, Any]) -> IndexedArticle:
    identifiers = [one for one in row["identifiers"] if one]
    return IndexedArticle(
        article_id=UUID(str(state["article_id"])),
        state=state["state"],
        outlet_id=row["outlet_id"],
        outlet=row["outlet"],
        day=row["day"] or row["first_captured_at"].date(),
        url=row["url"],
        withdrawn=state["status"] == "withdrawn",
        title=row["title"],
        standfirst=row["standfirst"] or "",
        text="\n\n".join([row["text"], *row["corrections"]]),
        councils=_names(identifiers, _council_names()),
        trusts=_names(identifiers, _trust_names()),
        policies=tuple(row["policies"]),
    )


def _names(identifiers: Sequence[str], names: Mapping[str, str]) -> str:
    return "\n".join(names[one] for one in identifiers if one in names)


@cache
def _council_names() -> dict[str, str]:
    """Return the words by which a council is searched: its names and codes."""
    return {
        one.gss: " ".join(dict.fromkeys(part for part in (one.official_name, one.name, one.gss, one.gss_2025) if part))
        for one in councils()
    }


@cache
def _trust_names() -> dict[str, str]:
    """Return the words by which a trust is searched: its names and its slug."""
    return {one.slug: " ".join(dict.fromkeys((one.name, *one.aliases, one.slug))) for one in trusts()}
