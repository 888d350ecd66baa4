"""The lock that says which process owns a warehouse (a lease that the kernel keeps, by flock). The kernel lets go of it when the process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
import random
import time

from warehouse.errors import WarehouseBusyError, WarehouseUnwellError
from warehouse.folder import DataFolder

PAUSE_SECONDS = (0.02, 0.08)  # between two tries: random, so that several waiting processes do not try in step


class OwnerLock:
    """The lock, held until `release`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go."""
        os.close(self._descriptor)


def take(folder: DataFolder) -> OwnerLock | None:
    """Take the lock and return it, or None if another process holds it.

    Raises:
        WarehouseUnwellError: the data folder cannot be written.
    """
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise WarehouseUnwellError(f"the data folder cannot be used: {error}") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return OwnerLock(descriptor)


def wait_for(folder: DataFolder, seconds: float) -> OwnerLock:
    """Take the lock, waiting for whoever holds it.

    Raises:
        WarehouseBusyError: it was held for so long.
    """
    deadline = time.monotonic() + seconds
    while (held := take(folder)) is None:
        if time.monotonic() >= deadline:
            raise WarehouseBusyError(f"another process{holder(folder)} owns the warehouse in {folder.root}")
        pause()
    return held


def pause() -> None:
    """Wait a moment before another try."""
    time.sleep(random.uniform(*PAUSE_SECONDS))  # noqa: S311 -- no secret


def holder(folder: DataFolder) -> str:
    """Return ` (process 123)` if the lock's file says who took it last, for a message."""
    try:
        number = folder.lock.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return f" (process {number})" if number.isdigit() else ""
