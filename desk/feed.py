"""Decisions as they are made, for every browser that looks on (publish and subscribe): one reader of the warehouse, any number of listeners."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool

from warehouse.errors import WarehouseError

POLL_SECONDS = 1.0  # how late a decision that another process took can be told; one of this desk is told at once
BEAT_SECONDS = 15.0  # a listener hears something at least so often, and a browser that hears nothing asks by itself
MOST_AT_ONCE = 500  # decisions told in one piece; a listener that missed more gets them in several

log = logging.getLogger(__name__)


class Readable(Protocol):
    """What the feed asks of a store."""

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query."""


class DecisionFeed:
    """Tells listeners of one event loop about decisions. It reads the warehouse while somebody listens, and only then."""

    def __init__(self, warehouse: Readable) -> None:
        self._warehouse = warehouse
        self._recent: deque[dict[str, Any]] = deque(maxlen=MOST_AT_ONCE)
        self._floor = 0  # `_recent` holds every decision after this one
        self._last = 0
        self._listeners = 0
        self._closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._came = asyncio.Event()  # replaced with every piece of news: whoever waits for it is woken once
        self._nudge = asyncio.Event()

    @property
    def listeners(self) -> int:
        """How many listen now."""
        return self._listeners

    def tell(self) -> None:
        """Say that a decision was just kept. May be called from any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended: nobody listens any more
                loop.call_soon_threadsafe(self._nudge.set)

    def close(self) -> None:
        """Let every listener end, so that a server that stops waits for nobody. Call it in the listeners' loop."""
        self._closed = True
        self._announce()

    async def listen(self, sequence: int) -> AsyncIterator[list[dict[str, Any]]]:
        """Yield the decisions after a place as they come, in their order, and an empty list as a sign of life."""
        self._listeners += 1
        if self._watcher is None:
            self._loop = asyncio.get_running_loop()
            self._recent.clear()
            self._floor = self._last = sequence
            self._watcher = asyncio.create_task(self._watch())
        try:
            while not self._closed:
                rows = await self._after(sequence)
                sequence = rows[-1]["sequence"] if rows else sequence
                yield rows
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news(sequence), BEAT_SECONDS)
        finally:
            self._listeners -= 1
            if not self._listeners:
                self._watcher.cancel()
                self._watcher = self._loop = None

    async def _news(self, sequence: int) -> None:
        while self._last <= sequence and not self._closed:
            await self._came.wait()

    async def _after(self, sequence: int) -> list[dict[str, Any]]:
        if sequence < self._floor:
            return await run_in_threadpool(self._read, sequence)
        return [row for row in self._recent if row["sequence"] > sequence]

    def _read(self, sequence: int) -> list[dict[str, Any]]:
        return self._warehouse.query("decisions_after", sequence=sequence, number=MOST_AT_ONCE)

    async def _watch(self) -> None:
        while True:
            try:
                self._take(await run_in_threadpool(self._read, self._last))
            except WarehouseError as error:
                log.warning("decisions are not told on for now: %s", error)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudge.wait(), POLL_SECONDS)
            self._nudge.clear()

    def _take(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        dropped = len(self._recent) + len(rows) - MOST_AT_ONCE
        if dropped > 0:
            self._floor = [*self._recent, *rows][dropped - 1]["sequence"]
        self._recent.extend(rows)
        self._last = rows[-1]["sequence"]
        self._announce()

    def _announce(self) -> None:
        came, self._came = self._came, asyncio.Event()
        came.set()
