"""One crawl over everything hostile at once: each test of the register then asks what became of its own row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.server import Served, Site, bomb, serving
from tests.spiders.crawling import Crawled, crawl, job, outlet_file

HOSTILE = (
    "/status/503", "/status/500?then=200", "/status/403", "/status/404", "/slow", "/loop", "/big", "/bomb?enc=gzip",
    "/bomb?enc=deflate", "/bomb?enc=br", "/bomb?enc=none", "/truncgz", "/truncgz?then=whole", "/short",
    "/challenge?mode=header", "/challenge?mode=body", "/headers", "/article/good", "/article/other",
)  # fmt: skip


@dataclass
class HostileCrawl:
    server: Served
    crawled: Crawled
    peak_megabytes: float

    def outcome(self, path: str) -> tuple[str, str]:
        return self.crawled.outcomes()[self.server.url(path)]


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as running:
        yield running


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileCrawl]:
    data: Path = tmp_path_factory.mktemp("hostile")
    Site.bombs.update({"none": bomb("gzip"), **{kind: bomb(kind) for kind in ("gzip", "deflate", "br")}})
    with serving() as running:
        site = running.site
        site.links = [running.url(path) for path in HOSTILE]
        site.links += [running.to("file:///etc/hostname"), running.to("ftp://127.0.0.1/x"), "file:///etc/hostname"]
        site.links += ["data:text/html,<p>x</p>", "ftp://127.0.0.1/story", "javascript:alert(1)", "s3://bucket/story"]
        outlet_file(data / "outlets", running.base)
        crawled = crawl(job(data, contact="editor@example.org"), seconds=90)
        peak = crawled.report.scrapy.get("memusage/max", 0) / 1024 / 1024
        yield HostileCrawl(running, crawled, peak)
