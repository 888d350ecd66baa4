"""The crawl's program with all that it needs imported, for a process that starts many: no thread runs and no reactor is there.

Scrapy names its parts by strings and imports them when a crawl begins. Here they are imported once.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import twisted.internet.asyncioreactor  # noqa: F401 -- imported, not installed: a process has its own
from scrapy.settings import Settings

import spiders.crawling.outlet_spider  # noqa: F401 -- a crawl imports it late, after its own reactor
import warehouse.spool  # noqa: F401
from spiders.crawling.crawl import main
from spiders.fetching.settings import components
from spiders.registry.values import suffixes

__all__ = ["main"]


def _named(value: Any) -> Iterator[str]:
    """Give the names of classes that a setting holds, a part that is switched off among them."""
    if isinstance(value, str) and value.startswith(("scrapy.", "spiders.", "pipelines.")):
        yield value
    elif hasattr(value, "items"):
        for key, held in value.items():
            if held is not None:
                yield from _named(key)
                yield from _named(held)


def _import_components() -> None:
    settings = Settings(components(), priority="project")
    for name in settings:
        for path in _named(settings[name]):
            module, _, attribute = path.rpartition(".")
            getattr(importlib.import_module(module), attribute)


_import_components()
suffixes()("www.example.org")  # reads the list of public suffixes, by which an outlet's file is checked
