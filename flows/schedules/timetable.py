"""When each class of outlets is crawled. An outlet's file names its class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spiders.registry.outlet import Outlet


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a class is crawled."""

    cron: str  # minutes past the hour are odd ones, so that outlets do not meet every crawler of the world at :00
    minutes: int  # between two passes, for the schedule without Prefect


CLASSES = {
    "hourly": Cadence("7 * * * *", 60),
    "four-hourly": Cadence("23 */4 * * *", 240),
    "daily": Cadence("41 5 * * *", 1440),
}


def due(outlets: Iterable[Outlet], schedule: str) -> list[Outlet]:
    """Return the enabled outlets of a class. Within it the crawl itself decides which feeds are worth asking."""
    return [outlet for outlet in outlets if outlet.enabled and outlet.schedule == schedule]
