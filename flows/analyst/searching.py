"""`pledgewatch search`: the articles that hold some words, on the screen or as JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import closing
from typing import TypeVar
from uuid import UUID

from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.search.feeding import feed
from warehouse.search.grammar import SearchQuery, parse
from warehouse.search.index import CLOSED, OPENED, SearchAnswer, SearchHit, SearchIndex

T = TypeVar("T")

EVERY = -1  # article: SQLite's word for no limit
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def search(folder: DataFolder, text: str, *, newest: bool, most: int, json_lines: bool) -> None:
    """Print what a query finds. The index is brought up to date first where no other process does it.

    Raises:
        SearchError: the query cannot be asked.
    """
    answer = _answer(folder, parse(text), order="newest" if newest else "relevance", most=most)
    if json_lines:
        for hit in answer.hits:
            print(json.dumps(_row(hit), ensure_ascii=False))
        return
    for hit in answer.hits:
        print(
            f"{hit.day or 'no date'}  {hit.outlet}  {hit.title or 'Untitled'}{'  (withdrawn)' if hit.withdrawn else ''}"
        )
        print(f"            {hit.url}")
        if hit.snippet:
            print(f"            {_shown(hit.snippet)}")
    shown = f", {len(answer.hits)} shown" if len(answer.hits) < answer.found else ""
    print(f"{answer.found} of {answer.articles} articles{shown}.", file=sys.stderr)


def articles_found(folder: DataFolder, text: str) -> list[UUID]:
    """Return every article that a query finds. Raises SearchError where it cannot be asked."""
    query = parse(text)
    return _asked(folder, lambda index: index.article_ids(query, most=EVERY))


def _answer(folder: DataFolder, query: SearchQuery, *, order: str, most: int) -> SearchAnswer:
    return _asked(folder, lambda index: index.search(query, most=most, order=order))


def _asked(folder: DataFolder, ask: Callable[[SearchIndex], T]) -> T:
    """Return what the index answers, brought up to date first where no other process does it."""
    with connect(folder) as store:
        if store.owns or not folder.search.exists():
            with closing(SearchIndex(folder.search, writable=True)) as index:
                feed(store.query, index)
                return ask(index)
    with closing(SearchIndex(folder.search)) as index:
        return ask(index)


def _row(hit: SearchHit) -> dict[str, object]:
    return {
        "article_id": str(hit.article_id),
        "title": hit.title,
        "outlet": hit.outlet_id,
        "published": hit.day.isoformat() if hit.day else None,
        "url": hit.url,
        "withdrawn": hit.withdrawn,
        "snippet": hit.snippet.replace(OPENED, "").replace(CLOSED, ""),
    }


def _shown(snippet: str) -> str:
    opened, closed = (BOLD, PLAIN) if sys.stdout.isatty() else ("", "")
    return " ".join(snippet.split()).replace(OPENED, opened).replace(CLOSED, closed)
