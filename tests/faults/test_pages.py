"""Rows B6, B8-B13 of the register: pages that lie about their charset, that are built to hurt, or that say nothing."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import decode
from pipelines.errors import QuarantineError
from pipelines.extract import Extraction, RawPage, extract
from pipelines.isolation.workers import ExtractionPool
from pipelines.markup import measure
from spiders.crawl_report import CrawlReport, SourceReport
from spiders.health.verdict import verdict_of
from tests.faults.server import Served, page, rss
from tests.spiders.crawling import crawl, job, outlet_file

AT = datetime(2026, 11, 20, 6, tzinfo=UTC)
WORDS = "The council said that its children’s services would cost £2m more this year than it had planned. " * 8


def raw(body: bytes, content_type: str = "text/html; charset=utf-8") -> RawPage:
    return RawPage(body, content_type, None, "https://www.a.uk/x", AT)


def html(inside: str) -> bytes:
    return f"<html><body><h1>A story</h1><article><p>{WORDS}</p>{inside}<p>{WORDS}The last words.</p></article></body></html>".encode()


@pytest.mark.parametrize(("charset", "declared"), [("utf-8", "utf-8"), ("cp1252", "utf-8"), ("cp1252", "iso-8859-1"), ("utf-16", "utf-8"),
                                                   ("utf-8-sig", "cp1252")])  # fmt: skip
def test_b6_a_page_is_read_in_its_charset_whatever_it_declares(charset: str, declared: str) -> None:
    body = html("").decode().encode(charset)
    assert "children’s services would cost £2m" in extract(raw(body, f"text/html; charset={declared}")).text


def test_b6_what_no_charset_makes_sense_of_is_quarantined() -> None:
    with pytest.raises(QuarantineError):
        extract(raw(b"<html><body><p>" + bytes(range(128, 256)) * 60 + b"</p></body></html>"))


@pytest.mark.parametrize("depth", [300, 20_000])
def test_b8_a_page_nested_too_deep_is_quarantined_and_never_stored_without_its_end(depth: int) -> None:
    body = html("<div>" * depth + "deep" + "</div>" * depth)
    with pytest.raises(QuarantineError, match="too deep"):
        extract(raw(body))


def test_b8_a_page_of_two_hundred_levels_is_read_to_its_end() -> None:
    assert "The last words." in extract(raw(html("<div>" * 200 + "</div>" * 200))).text


@pytest.mark.parametrize(
    "inside", ["<p>x</p>" * 300_000, "x " * 2_500_000, "<br>" * 100_000], ids=["siblings", "paragraph", "breaks"]
)
def test_b9_a_page_built_to_take_minutes_costs_itself_alone(inside: str) -> None:
    began = time.monotonic()
    with ExtractionPool(jobs=1) as pool:
        before, evil, after = pool.map([raw(html("")), raw(html(inside)), raw(html(""))])
    assert isinstance(before, Extraction)
    assert isinstance(after, Extraction)
    assert isinstance(evil, QuarantineError) or "The last words." in evil.text
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    "evil",
    ["a" * 50_000, " " * 50_000, "7" * 50_000, "'\"" * 25_000, "<" * 50_000, "<!--" * 12_500, "charset=" * 6_000],
)
def test_b10_no_expression_that_sees_a_whole_page_is_slow(evil: str) -> None:
    patterns = [value for module in (decode, measure) for value in vars(module).values() if hasattr(value, "pattern")]
    assert len(patterns) >= 5
    for pattern in patterns:
        subject = evil.encode() if isinstance(pattern.pattern, bytes) else evil
        began = time.process_time()
        for _ in pattern.finditer(subject):
            pass
        assert time.process_time() - began < 0.2, pattern.pattern


def test_b11_a_page_that_lost_its_body_is_no_article() -> None:
    with pytest.raises(QuarantineError):
        extract(raw(b"<html><body><nav><a href='/'>Home</a></nav><p>We use cookies. Accept all?</p></body></html>"))


def test_b12_silent_zero_fails_every_time_even_with_the_same_bytes(server: Served, tmp_path: Path) -> None:
    server.site.feed_etag = '"empty"'
    outlet_file(tmp_path / "outlets", server.base)
    for _ in range(2):
        done = crawl(job(tmp_path))
        assert done.code == 0
        assert not done.verdict.ok
        assert (done.verdict.sentence, done.verdict.breakage) == ("Faulty: it lists nothing at all", "silent")


def test_b12_addresses_of_a_new_scheme_are_told_from_nothing_new(server: Served, tmp_path: Path) -> None:
    server.site.links = [server.url(f"/neu/{n}") for n in range(5)]
    outlet_file(tmp_path / "outlets", server.base, extra="articles = ['^/article/']")
    verdict = crawl(job(tmp_path)).verdict
    assert (verdict.ok, verdict.breakage) == (False, "addresses changed")


def test_b12_an_outlet_that_says_it_may_be_empty_may() -> None:
    source = SourceReport(url="u", kind="api")
    report = CrawlReport(outlet_id="hansard", outlet="Hansard", sources=(source,), finish_reason="finished")
    assert not verdict_of(report).ok
    assert verdict_of(report.model_copy(update={"may_be_empty": True})).ok


def test_b13_an_empty_run_says_so_and_brings_nothing_back(server: Served, tmp_path: Path) -> None:
    server.site.links = [server.url("/article/1")]
    outlet_file(tmp_path / "outlets", server.base)
    assert crawl(job(tmp_path)).outcomes()
    server.site.links = []
    second = crawl(job(tmp_path))
    assert second.outcomes() == {}
    assert second.report.articles.fetched == 0
    assert not second.verdict.ok


PIECES = st.sampled_from(["<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<article>", "<table>", "<td>", "<script>", "</script>", "<!--", "-->",
                          "<meta charset='utf-16'>", "<base href='http://[::'>", "<link rel=canonical href='http://[bad'>", "&#x110000;", "&#0;",
                          '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":', "}</script>", "[", "{", "\x00", "\ufeff",
                          "<time datetime='99999-99-99'>", "<svg>", "<math>", "<template>", "<plaintext>", "<![CDATA[", "\u202e",
                          WORDS[:200]])  # fmt: skip


def survives(parts: list[str]) -> None:
    try:
        found = extract(raw("".join(parts).encode("utf-8", "surrogatepass")))
    except QuarantineError:
        return
    assert found.title is not None
    assert all(one.value is None or one.value.tzinfo for one in found.dates)


@given(st.lists(PIECES | st.text(max_size=10), max_size=50))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_is_read_or_quarantined_and_never_more(parts: list[str]) -> None:
    survives(parts)


@pytest.mark.long
@given(st.lists(PIECES | st.text(max_size=10), max_size=80))
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_thousand_hostile_pages_are_read_or_quarantined(parts: list[str]) -> None:
    survives(parts)


@pytest.mark.long
def test_a_thousand_hostile_pages_and_feeds_leave_the_books_balanced(server: Served, tmp_path: Path) -> None:
    import random

    chance = random.Random(5)
    pieces = [
        b"<html>",
        b"<p>",
        b"</p>",
        b"\x1f\x8b\x08",
        b"<!DOCTYPE x [<!ENTITY",
        b"\xff\xfe",
        b"\x00",
        page(),
        rss([]),
        b"{",
        b"<title>Just a moment...</title>",
    ]
    headers = [
        {},
        {"Content-Encoding": "gzip"},
        {"Content-Encoding": "br"},
        {"Content-Encoding": "deflate, gzip"},
        {"ETag": '"' * 50},
        {"Location": "http://["},
    ]
    for number in range(1000):
        body = b"".join(chance.choices(pieces, k=chance.randint(0, 6)))
        server.site.pages[f"/page/{number}"] = (
            chance.choice([200, 200, 200, 204, 301, 302, 304, 404, 410, 418, 500]),
            body,
        )
        server.site.headers[f"/page/{number}"] = chance.choice(headers)
    server.site.links = [server.url(path) for path in server.site.pages]
    outlet_file(tmp_path / "outlets", server.base)
    from tests.spiders.crawling import QUICK

    done = crawl(job(tmp_path, limits=QUICK.model_copy(update={"articles": 1000, "seconds": 300.0})), seconds=330)
    articles = done.report.articles
    assert articles.fetched == len(done.outcomes()) == 1000
    assert articles.fetched == articles.pending + articles.stored + articles.unchanged + articles.lost
    assert done.report.errors == ()
