"""The small sites of the cases, served on loopback, and what a crawl with all its steps made of one.

A case is a folder: `site/` with what is served under /NAME/, `outlet.toml`, `expected.json`, and where it matters a
`robots.txt`. `{BASE}` stands for the server's address and `{ELSEWHERE}` for the same server under another name.
`FILE.headers` gives status and headers; `FILE.cookie` is served once a cookie is set; `FILE.gzip` is packed on the way.
"""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import duckdb

from flows.passes.process import process_pending
from flows.passes.steps import Steps
from spiders.job.frontier import write_frontier
from spiders.job.job import CrawlJob
from spiders.registry.files import load_outlets
from tests.spiders.crawling import Crawled, crawl, job
from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.records import Fetch

KINDS = {".xml": "application/xml", ".html": "text/html", ".json": "application/json", ".txt": "text/plain",
         ".gz": "application/x-gzip"}  # fmt: skip


@dataclass
class CaseSite:
    """A case that is being served."""

    folder: Path
    base: str = ""
    asked: list[str] = field(default_factory=list)  # paths, in the order in which they were asked for
    cookies: list[str] = field(default_factory=list)  # what came with them

    @property
    def expected(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.filled((self.folder / "expected.json").read_bytes()))
        return found

    def filled(self, text: bytes) -> bytes:
        elsewhere = self.base.replace("127.0.0.1", "localhost")
        return text.replace(b"{BASE}", self.base.encode()).replace(b"{ELSEWHERE}", elsewhere.encode())

    def answer(self, path: str, query: str, cookie: str) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of what the case serves there."""
        parts = unquote(path).strip("/").split("/")
        file = self.folder / "robots.txt" if path == "/robots.txt" else self.folder.joinpath("site", *parts[1:])
        if query and (other := file.with_name(f"{file.name}@{query}")).exists():
            file = other
        if file.is_dir():
            file /= "index.html"
        kept = file.with_name(file.name + ".cookie")
        if kept.exists():
            if "seen=1" not in cookie:
                return 302, {"Set-Cookie": "seen=1; Path=/", "Location": path}, b""
            file = kept
        if not file.exists() and (page := file.with_name(file.name + ".html")).exists():
            file = page
        heads = file.with_name(file.name + ".headers")
        said = json.loads(self.filled(heads.read_bytes())) if heads.exists() else {}
        packed = file.with_suffix(".gzip")
        if packed.exists():
            body = gzip.compress(self.filled(packed.read_bytes()))
        elif file.exists():
            body = self.filled(file.read_bytes())
        else:
            return said.get("status", 404), {"Content-Type": "text/html", **said.get("headers", {})}, b"nothing here"
        suffix = file.suffix if file.suffix in KINDS else ".html"
        return said.get("status", 200), {"Content-Type": KINDS[suffix], **said.get("headers", {})}, body


@contextmanager
def served_case(folder: Path) -> Iterator[CaseSite]:
    """Serve a case for the length of a `with`."""
    site = CaseSite(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *unused: object) -> None:
            pass

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            cookie = self.headers.get("Cookie") or ""
            site.asked.append(self.path)
            site.cookies.append(cookie)
            status, headers, body = site.answer(parts.path, parts.query, cookie)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Looked:
    """What one crawl of a case, with the steps after it, left in the warehouse."""

    crawled: Crawled
    articles: list[dict[str, Any]]
    outcomes: dict[str, tuple[str, str]]  # the address that was asked for -> outcome and reason
    titles: list[str | None]  # as the sources listed them, read before the spool was drained

    def listed(self) -> list[str | None]:
        return self.titles


class CaseNewsroom:
    """A data folder with the case's outlet in it: looked at once or again."""

    def __init__(self, site: CaseSite, root: Path, steps: Steps) -> None:
        self.site = site
        self.folder = DataFolder(root).create()
        outlets = root / "outlets"
        outlets.mkdir(exist_ok=True)
        (outlets / "case.toml").write_bytes(site.filled((site.folder / "outlet.toml").read_bytes()))
        self.steps = replace(steps, outlets=load_outlets(outlets))

    def look(self, **changes: Any) -> Looked:
        """Crawl the outlet, as production does, and take what it brought through the steps."""
        frontier = self.folder.root / "frontier.json"
        write_frontier(frontier, self.known())
        polite = (self.site.folder / "robots.txt").exists() or (self.site.folder / "robots.txt.headers").exists()
        this: CrawlJob = job(self.folder.root, "case", frontier=frontier, polite=polite, **changes)
        crawled = crawl(this)
        asked = [row for row in crawled.rows(Fetch) if row["kind"] == "article"]
        fetched = {row["fetch_id"]: row["url"] for row in asked}
        with connect(self.folder) as store:
            process_pending(store, self.folder, self.steps, 50)
        articles = self.rows(
            "SELECT articles.*, revisions.reasons FROM articles JOIN revisions USING (revision_id) ORDER BY articles.url"
        )
        rows = self.rows("SELECT fetch_id, arg_max(outcome, made_at) AS outcome, arg_max(reason, made_at) AS reason "
                         "FROM records.fetch_outcomes GROUP BY fetch_id")  # fmt: skip
        outcomes = {
            fetched[row["fetch_id"]]: (row["outcome"], row["reason"]) for row in rows if row["fetch_id"] in fetched
        }
        return Looked(crawled, articles, outcomes, [row["listed_title"] for row in asked])

    def known(self) -> list[dict[str, Any]]:
        """Return what the warehouse knows of the outlet: nothing before the first look."""
        if not self.folder.warehouse.exists():
            return []
        with connect(self.folder) as store:
            store.drain()
            return store.query("frontier_known", outlet_id="case")

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Return what a query over the warehouse gives."""
        with duckdb.connect(str(self.folder.warehouse), read_only=True) as connection:
            found: list[dict[str, Any]] = connection.execute(query).to_arrow_table().to_pylist()
        return found
