"""A child that is started again when it ends by itself: the desk, Prefect's server, Prefect's schedules."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from flows.processes import children

LOOK_SECONDS = 0.5  # between two looks at whether it lives
PAUSE_SECONDS = 2.0  # before it is started again
SHORT_SECONDS = 60.0  # a life shorter than this counts as no life
MOST_SHORT_LIVES = 3  # in a row, after which it is given up

Tell = Callable[[str], None]


def time_of_day() -> str:
    """Return the moment for the head of a line, such as `08:07:03 UTC`."""
    return f"{datetime.now(UTC):%H:%M:%S} UTC"


class Watched:
    """One child, started again as often as it ends, until it dies at once several times in a row."""

    def __init__(self, name: str, begin: Callable[[], subprocess.Popen[bytes]], tell: Tell) -> None:
        self._name, self._begin, self._tell = name, begin, tell
        self._stop = threading.Event()
        self._began = time.monotonic()
        self._short = 0
        self.process = begin()
        self.given_up = False
        self._thread = threading.Thread(target=self._watch, name=f"watch {name}", daemon=True)

    def watch(self) -> None:
        """Begin to watch: the first start is the caller's to assess."""
        self._thread.start()

    def stop(self) -> None:
        """End the child for good."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        children.stop(self.process)

    def _watch(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            if self.process.poll() is None or children.ending():
                continue
            lived = time.monotonic() - self._began
            self._short = self._short + 1 if lived < SHORT_SECONDS else 1
            status = self.process.returncode
            if self._short > MOST_SHORT_LIVES:
                self.given_up = True
                self._tell(f"{time_of_day()}: {self._name} ended again and again, last with status {status}: given up")
                return
            self._tell(f"{time_of_day()}: {self._name} ended with status {status} and is started again")
            if self._stop.wait(PAUSE_SECONDS):
                return
            children.stop(self.process)  # whatever it left behind
            try:
                self._began, self.process = time.monotonic(), self._begin()
            except children.Ending:
                return


@contextmanager
def watching(watched: Watched) -> Iterator[Watched]:
    """End the child when the block is left, however it is left."""
    try:
        yield watched
    finally:
        watched.stop()
