"""Getting to a page and to its rules: robots.txt that lies elsewhere, headers without end, cookies, refreshes, order."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spiders.fetching.hosts import HostBook
from spiders.fetching.robots import read_robots
from spiders.job.job import Limits
from tests.faults.server import ROUTES, Handler, Query, Served, page
from tests.spiders.crawling import Crawled, crawl, job, outlet_file

LEADS_ON = '<html><head><meta http-equiv="Refresh" content="{wait}; URL={to}"></head><body>Moved</body></html>'


def crawled(server: Served, data: Path, *paths: str, **changes: Any) -> Crawled:
    server.site.links = [server.url(path) for path in paths]
    outlet_file(data / "outlets", server.base)
    return crawl(job(data, **changes))


@pytest.mark.parametrize(("body", "meant"), [
    (b"User-agent: *\rDisallow: /private/\r", "User-agent: *\nDisallow: /private/\n"),
    (b"\xef\xbb\xbfUser-agent: *\r\n\r\nDisallow: /\r", "User-agent: *\n\nDisallow: /\n"),
    (b"<!-- the front page --><html></html>", None), (b"  <?xml version='1.0'?><html/>", None), (b"<script>1</script>", None),
])  # fmt: skip
def test_the_lines_of_a_robots_txt_may_end_in_any_way_and_a_page_is_none(body: bytes, meant: str | None) -> None:
    assert read_robots(200, body) == (("rules", meant) if meant else ("none", None))


@pytest.mark.parametrize(("steps", "asked"), [(1, 0), (4, 0), (7, 1)])
def test_robots_txt_is_followed_five_times_and_to_other_hosts(
    server: Served, tmp_path: Path, steps: int, asked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = server.base.replace("127.0.0.1", "localhost")

    def hop(handler: Handler, query: Query) -> None:
        number = int(query.get("n", "0"))
        if number < steps:
            handler.answer(301, b"", extra={"Location": f"{elsewhere}/hop?n={number + 1}"})
        else:
            handler.answer(200, b"User-agent: *\nDisallow: /article/", "text/plain")

    monkeypatch.setitem(ROUTES, "/hop", hop)
    server.site.robots = (301, b"")
    server.site.headers["/robots.txt"] = {"Location": f"{elsewhere}/hop?n=1"}
    crawled(server, tmp_path, "/article/1", polite=True)
    assert server.site.asked("/article/1") == asked


def test_headers_without_end_are_cut_off_and_not_asked_for_again(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(handler: Handler, query: Query) -> None:
        handler.send_response(200)
        for number in range(6 * 1024):
            handler.send_header(f"X-Filler-{number}", "x" * 1000)
            handler.flush_headers()
        handler.end_headers()
        handler.wfile.write(page())

    monkeypatch.setitem(ROUTES, "/endless", endless)
    ended = crawled(server, tmp_path, "/endless", "/article/1")
    assert ended.outcomes()[server.url("/endless")] == ("dropped", "its headers are larger than the cap")
    assert ended.outcomes()[server.url("/article/1")] == ("pending", "")
    assert server.site.asked("/endless") == 1


def test_a_crawl_delay_holds_from_the_first_request(server: Served, tmp_path: Path) -> None:
    server.site.robots = (200, b"User-agent: *\nCrawl-delay: 3")
    crawled(server, tmp_path, polite=True, limits=Limits(seconds=30.0))
    gap = server.site.times("/feed")[0] - server.site.times("/robots.txt")[0]
    assert gap >= 2.9


def test_a_longer_delay_counts_from_the_last_request_and_not_from_its_booking(tmp_path: Path) -> None:
    book = HostBook(tmp_path)
    assert book.take_slot("a.uk", 1.0) == 0
    assert 9.5 < book.take_slot("a.uk", 10.0) <= 10
    assert 19.5 < book.take_slot("a.uk", 1.0) <= 20


def cookie_wall(sets: str) -> Callable[[Handler, Query], None]:
    def answer(handler: Handler, query: Query) -> None:
        if "ticket=7" in (handler.headers.get("Cookie") or ""):
            handler.answer(200, page())
        elif sets == "refresh":
            body = LEADS_ON.format(wait=0, to=handler.path).encode()
            handler.answer(200, body, extra={"Set-Cookie": "ticket=7; Path=/"})
        else:
            to = handler.path if sets == "itself" else "/article/after"
            handler.answer(302, b"", extra={"Set-Cookie": "ticket=7; Path=/", "Location": to})

    return answer


@pytest.mark.parametrize("sets", ["itself", "another", "refresh"])
def test_a_redirect_that_sets_a_cookie_is_followed_with_it_and_no_other_page_gets_it(
    server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sets: str
) -> None:
    monkeypatch.setitem(ROUTES, "/wall", cookie_wall(sets))
    ended = crawled(server, tmp_path, "/wall/1", "/wall/2", "/article/1")
    assert set(ended.outcomes().values()) == {("pending", "")}
    first = next(seen for seen in server.site.log if seen.path == "/wall/2")
    assert "cookie" not in first.headers
    assert all("cookie" not in seen.headers for seen in server.site.log if seen.path == "/article/1")


@pytest.mark.parametrize(("wait", "to", "reached"), [
    ("0", "/article/new", True), ("3", "/article/new?x=1", True), ("600", "/article/new", False), ("0", "/page/0", False),
    ("0", "https://elsewhere.example/", False),
])  # fmt: skip
def test_a_refresh_leads_on_where_it_is_a_redirect(
    server: Served, tmp_path: Path, wait: str, to: str, reached: bool
) -> None:
    server.site.pages["/page/0"] = (200, LEADS_ON.format(wait=wait, to=to).encode())
    ended = crawled(server, tmp_path, "/page/0")
    assert bool(server.site.asked(to)) == (reached or to == "/page/0")
    assert server.site.asked("/page/0") == 1
    said = ended.outcomes()[server.url("/page/0")]
    assert said == (("dropped", "refused: led off the outlet's sites") if "elsewhere" in to else ("pending", ""))


@pytest.mark.parametrize("head", [
    '<noscript><meta http-equiv="refresh" content="0;url=/article/new"></noscript>',
    '<!-- <meta http-equiv="refresh" content="0;url=/article/new"> -->',
    "<script>'<meta http-equiv=\"refresh\" content=\"0;url=/article/new\">'</script>", "<p>How to refresh a page</p>",
])  # fmt: skip
def test_what_is_not_for_readers_leads_nowhere(server: Served, tmp_path: Path, head: str) -> None:
    server.site.pages["/page/0"] = (200, f"<html><head>{head}</head><body>x</body></html>".encode())
    crawled(server, tmp_path, "/page/0")
    assert server.site.asked("/article/new") == 0


def test_pages_that_lead_on_to_each_other_end(server: Served, tmp_path: Path) -> None:
    for here, there in (("/page/a", "/page/b"), ("/page/b", "/page/a")):
        server.site.pages[here] = (200, LEADS_ON.format(wait=0, to=there).encode())
    crawled(server, tmp_path, "/page/a")
    assert len(server.site.log) <= 6


def test_an_index_of_sitemaps_that_names_itself_is_read_once(server: Served, tmp_path: Path) -> None:
    body = f"<sitemapindex><sitemap><loc>{server.url('/page/index')}</loc></sitemap><sitemap><loc>{server.url('/page/gone')}</loc></sitemap></sitemapindex>"
    server.site.pages["/page/index"] = (200, body.encode())
    outlet_file(tmp_path / "outlets", server.base)
    file = tmp_path / "outlets" / "faulty.toml"
    said = file.read_text(encoding="utf-8").replace('kind = "feed"', 'kind = "sitemap"\noptional = true')
    file.write_text(said.replace("/feed", "/page/index"), encoding="utf-8")
    ended = crawl(job(tmp_path))
    assert ended.report.errors == ()
    assert server.site.asked("/page/index") == 1
