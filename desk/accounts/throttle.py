"""The throttle of sign-ins: so many attempts on an account and from an address, then a wait."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable

WINDOW_SECONDS = 900.0  # an attempt counts for a quarter of an hour
MOST_ON_ACCOUNT = 5  # attempts: a guesser has 480 a day on one account
MOST_FROM_ADDRESS = 30  # attempts: an office behind one address signs in in the morning
MOST_REMEMBERED = 20_000  # accounts and addresses; past that the ones tried longest ago are forgotten


class SignInThrottle:
    """Counts the attempts of one desk, in memory. Its methods may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tried: dict[tuple[str, str], deque[float]] = {}

    def attempt(self, account: str, address: str) -> int:
        """Count an attempt, and return 0 where it may be made; else return the seconds to wait, and count nothing."""
        now = self._clock()
        limits = {("account", account): MOST_ON_ACCOUNT, ("address", address): MOST_FROM_ADDRESS}
        with self._lock:
            wait = max(self._wait(key, most, now) for key, most in limits.items())
            if wait > 0:
                return math.ceil(wait)
            for key in limits:
                tried = self._tried.pop(key, deque())
                tried.append(now)
                self._tried[key] = tried  # last: the dictionary is in the order of the latest attempts
            while len(self._tried) > MOST_REMEMBERED:
                del self._tried[next(iter(self._tried))]
        return 0

    def forgive(self, account: str) -> None:
        """Forget the attempts on an account: its holder has signed in."""
        with self._lock:
            self._tried.pop(("account", account), None)

    def _wait(self, key: tuple[str, str], most: int, now: float) -> float:
        tried = self._tried.get(key, deque())
        while tried and tried[0] <= now - WINDOW_SECONDS:
            tried.popleft()
        return tried[0] + WINDOW_SECONDS - now if len(tried) >= most else 0.0
