"""Search at the desk: the index of its data folder, opened for reading when the first page asks for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from threading import Lock
from typing import TypeVar
from uuid import UUID

from desk.forms import BadRequestError
from warehouse.folder import DataFolder
from warehouse.search.grammar import SearchError, SearchQuery, parse
from warehouse.search.index import SearchAnswer, SearchIndex

T = TypeVar("T")

NOT_YET = "The search index is being made. Try again in a moment."


class ArticleSearch:
    """Searches the articles of one data folder. Any thread may use it."""

    def __init__(self, folder: DataFolder) -> None:
        self._path = folder.search
        self._lock = Lock()
        self._index: SearchIndex | None = None

    def search(self, query: SearchQuery, *, first: int, most: int, order: str) -> SearchAnswer:
        """Return what a query finds.

        Raises:
            BadRequestError: 503 where there is no index yet, or it is being made again.
        """
        return self._asked(lambda index: index.search(query, first=first, most=most, order=order))

    def article_ids(self, query: SearchQuery, *, most: int) -> list[UUID]:
        """Return the articles with candidates that a query finds, the newest `most` of them.

        Raises:
            BadRequestError: 503 where there is no index yet, or it is being made again.
        """
        return self._asked(lambda index: index.article_ids(query, most=most, with_candidates=True))

    def _asked(self, ask: Callable[[SearchIndex], T]) -> T:
        try:
            return ask(self._opened())
        except (FileNotFoundError, sqlite3.DatabaseError) as error:
            self.close()  # an index that was made again is another file
            raise BadRequestError(503, NOT_YET) from error

    def close(self) -> None:
        """Close the index; the next search opens it again."""
        with self._lock:
            if self._index is not None:
                self._index.close()
                self._index = None

    def _opened(self) -> SearchIndex:
        with self._lock:
            if self._index is None:
                self._index = SearchIndex(self._path)
            return self._index


def read_query(text: str) -> SearchQuery:
    """Return the query that was typed.

    Raises:
        BadRequestError: 422, with a sentence that says what is wrong with it.
    """
    try:
        return parse(text)
    except SearchError as error:
        raise BadRequestError(422, str(error)) from error
