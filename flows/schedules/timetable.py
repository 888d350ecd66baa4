"""Which outlets are crawled when: each file names its schedule, and the vocabulary says when each schedule runs."""

from __future__ import annotations

from collections.abc import Iterable

from spiders.registry.outlet import Outlet
from warehouse.vocabulary.outlets import Schedule


def due(outlets: Iterable[Outlet], schedule: Schedule) -> list[Outlet]:
    """Return the enabled outlets of a schedule. Within it the crawl itself decides which feeds are worth asking."""
    return [outlet for outlet in outlets if outlet.enabled and outlet.schedule == schedule]
