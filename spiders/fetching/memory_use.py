"""Scrapy's watch over memory, with the crawl's own memory and not its parent's (see `pipelines.isolation.resident`)."""

from __future__ import annotations

from scrapy.extensions.memusage import MemoryUsage

from pipelines.isolation.resident import peak_bytes


class OwnMemoryUsage(MemoryUsage):
    """Ends a crawl that has grown over its limit. A crawl that a large process started is not large for that."""

    def get_virtual_size(self) -> int:
        """Return the peak of this process, in bytes."""
        return peak_bytes()
