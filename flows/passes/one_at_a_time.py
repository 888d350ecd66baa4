"""One ingest at a time in a data folder (mutual exclusion).

The lock is the kernel's (flock), so it goes with its holder, even after kill -9; a crawl that outlives the flow
inherits it, so that a second run does not start beside an orphan. Prefect's own limits are not used for this: a
killed worker leaks its slot.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from warehouse.folder import DataFolder


class AlreadyRunning(Exception):  # noqa: N818 -- named for the state: the reader is to leave
    """Another run works in this data folder; the message says since when."""


@contextmanager
def lock(folder: DataFolder) -> Iterator[int]:
    """Hold the folder's run lock, and give its file descriptor for the children that do the run's work.

    Raises:
        AlreadyRunning: another process holds it.
    """
    folder.runs.mkdir(parents=True, exist_ok=True)
    path = folder.runs / "running.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "an unknown time"
            raise AlreadyRunning(f"a run is already at work in {folder.root}, since {holder}") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC (process {os.getpid()})".encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)
