"""Columns of rows that change with loads alone, kept in memory between two loads (read-through cache)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

MOST_ROWS = (
    5_000  # about 2 KB each: a hundred pages of the queue; past that the row that was asked for longest ago is dropped
)

CachedColumns = Mapping[str, Any] | None  # None: the statement gives nothing for this row


class RowCache:
    """Rows as the warehouse has had them since the last load. Its methods may be called from any thread.

    A reader asks for the version before its transaction begins, and again once that has its view of the warehouse: where both are the
    same, the reader sees exactly what the version stands for, and what it keeps or finds under it is the same as what it would read.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._version = 0  # odd while something loads
        self._rows: OrderedDict[tuple[str, Hashable], CachedColumns] = OrderedDict()

    def version(self) -> int | None:
        """Return what stands for the rows as they are, or None while something loads: nothing is kept or found then."""
        version = self._version
        return None if version % 2 else version

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Forget all rows, and keep none until the block ends: it changes them. One block at a time."""
        with self._lock:
            self._version += 1
            self._rows.clear()
        try:
            yield
        finally:
            with self._lock:
                self._version += 1

    def find(self, version: int, statement: str, keys: set[Hashable]) -> dict[Hashable, CachedColumns]:
        """Return what is kept of these rows under a version."""
        with self._lock:
            if version != self._version:
                return {}
            found = {key: self._rows[statement, key] for key in keys if (statement, key) in self._rows}
            for key in found:
                self._rows.move_to_end((statement, key))
            return found

    def keep(self, version: int, statement: str, rows: Mapping[Hashable, CachedColumns]) -> None:
        """Keep rows that were read under a version, unless something has loaded since."""
        with self._lock:
            if version != self._version:
                return
            self._rows.update({(statement, key): columns for key, columns in rows.items()})
            while len(self._rows) > MOST_ROWS:
                self._rows.popitem(last=False)
