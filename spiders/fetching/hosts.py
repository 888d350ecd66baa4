"""What all crawls of this installation know of a host: when it may next be asked, and its robots.txt.

One small file a host, changed under a lock, so that crawls of several outlets on one host (GOV.UK's departments) share
one budget, and so that a host that asked us to stay away is left alone after a restart as well. Only the clock of the
wall will do for a moment that several processes and days share.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path

LONGEST_RETRY_AFTER_SECONDS = 24 * 3600.0  # a server that says ten years is asked again tomorrow
NO_HEADER_SECONDS = 15 * 60.0  # 429 without Retry-After
ROBOTS_KEPT_SECONDS = 24 * 3600.0  # RFC 9309, 2.4: no longer than a day
FURTHEST_SLOT_SECONDS = 3600.0  # a clock that was set back must not leave a host waiting for a year
PLAIN = re.compile(r"^[a-z0-9.-]{1,100}$")


@dataclass(frozen=True, slots=True)
class HostState:
    """One host, times as seconds since 1970."""

    next_at: float = 0.0  # when its budget lets the next request go
    last_at: float = 0.0  # when the latest request went, or is to go
    not_before: float = 0.0  # when it asked us to come back
    robots: str | None = None  # the text of its robots.txt, cut at the cap; None: it has none
    robots_status: str = ""  # "", rules, none, unreachable
    robots_at: float = 0.0
    robots_sha256: str = ""


class HostBook:
    """The files of all hosts, under one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, host: str) -> HostState:
        """Return what is known of a host."""
        return _read(self._path(host))

    def take_slot(self, host: str, delay: float) -> float:
        """Book the next request to a host, and return how many seconds it has to wait for its turn."""
        with self._changing(host) as (state, save):
            now = time.time()
            slots = (state.next_at, state.last_at + delay)  # a Crawl-delay is longer than what robots.txt itself waited
            turn = max(now, *(slot for slot in slots if slot < now + FURTHEST_SLOT_SECONDS))
            save(replace(state, next_at=turn + delay, last_at=turn))
            return turn - now

    def stay_away(self, host: str, seconds: float) -> float:
        """Note that a host asked us to come back after so many seconds; return when, capped at a day."""
        with self._changing(host) as (state, save):
            until = time.time() + min(max(seconds, 1.0), LONGEST_RETRY_AFTER_SECONDS)
            save(replace(state, not_before=until))
            return until

    def seconds_away(self, host: str) -> float:
        """Return for how long a host is still to be left alone; 0 when it may be asked."""
        until = self.get(host).not_before
        left = until - time.time()
        return left if 0 < left <= LONGEST_RETRY_AFTER_SECONDS else 0.0

    def keep_robots(self, host: str, text: str | None, status: str) -> bool:
        """Note a host's robots.txt; return whether it changed since the last one that could be read."""
        digest = hashlib.sha256((text or "").encode()).hexdigest() if status != "unreachable" else ""
        with self._changing(host) as (state, save):
            changed = bool(digest and state.robots_sha256 and digest != state.robots_sha256)
            save(replace(state, robots=text, robots_status=status, robots_at=time.time(),
                         robots_sha256=digest or state.robots_sha256))  # fmt: skip
            return changed

    def fresh_robots(self, host: str) -> HostState | None:
        """Return the state of a host whose robots.txt was read within a day; None when it is to be asked for."""
        state = self.get(host)
        known = state.robots_status in {"rules", "none"}
        return state if known and 0 <= time.time() - state.robots_at < ROBOTS_KEPT_SECONDS else None

    def _path(self, host: str) -> Path:
        name = host.lower()
        if not PLAIN.match(name) or ".." in name:
            name = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"{name}.json"

    @contextmanager
    def _changing(self, host: str) -> Iterator[tuple[HostState, _Save]]:
        path = self._path(host)
        self._folder.mkdir(parents=True, exist_ok=True)
        with path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield _read(path), _Save(path)


class _Save:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self, state: HostState) -> None:
        temporary = self._path.with_suffix(".part")
        temporary.write_text(json.dumps(asdict(state)), encoding="utf-8")
        temporary.replace(self._path)


def _read(path: Path) -> HostState:
    try:
        held = HostState(**json.loads(path.read_text(encoding="utf-8")))
        times = {name: float(getattr(held, name)) for name in ("next_at", "last_at", "not_before", "robots_at")}
        return replace(held, **times)  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError):
        return HostState()  # a damaged file costs one robots.txt and one turn


def retry_after_seconds(value: str | None, now: float) -> float | None:
    """Return how long a Retry-After header asks us to wait: seconds or an HTTP date (RFC 9110, 10.2.3); None if unread."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), LONGEST_RETRY_AFTER_SECONDS)
    try:
        return min(max(parsedate_to_datetime(text).timestamp() - now, 0.0), LONGEST_RETRY_AFTER_SECONDS)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
