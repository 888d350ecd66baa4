from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest

from spiders.crawl_report import CrawlReport, SourceReport
from spiders.fetching.answers import classify_answer, failure_sentence, is_front_page
from spiders.health.verdict import Verdict, verdict_of
from warehouse.records import Outcome


def source(**changes: Any) -> SourceReport:
    found: dict[str, Any] = {"url": "https://a.uk/feed", "kind": "feed", "entries": 5, "matching": 5}
    return SourceReport(**(found | changes))


def report(*sources: SourceReport, **more: Any) -> CrawlReport:
    found: dict[str, Any] = {
        "outlet_id": "a",
        "outlet": "A",
        "sources": sources or (source(),),
        "finish_reason": "finished",
    }
    return CrawlReport(**(found | more))


GONE = source(problem="not found (404)", breakage="feed gone")
UNREACHABLE = source(problem="could not be reached: name not known", breakage="unreachable")


@pytest.mark.parametrize(("given", "expected"), [
    (report(articles={"fetched": 3, "pending": 3}), Verdict(True, "A: 3 fetched")),
    (report(source(unchanged=True, entries=0, matching=0)), Verdict(True, "A: nothing new")),
    (report(UNREACHABLE), Verdict(False, "A: could not be reached: name not known", "unreachable", True)),
    (report(UNREACHABLE, UNREACHABLE), Verdict(False, "A: could not be reached: name not known", "unreachable", True)),
    (report(GONE), Verdict(False, "A: its feed not found (404)", "feed gone")),
    (report(GONE, source(kind="listing")), Verdict(True, "A: nothing new; its feed not found (404)", "feed gone")),
    (report(source(entries=0, matching=0)), Verdict(False, "A: it lists nothing at all", "silent")),
    (report(source(matching=0)), Verdict(False, "A: none of the 5 addresses it lists is an article", "addresses changed")),
    (report(articles={"fetched": 4, "dropped": 4}, dropped={"refused (403)": 4}, counts={"blocked": 4}),
     Verdict(False, "A: none of 4 articles could be had: refused (403)", "blocked")),
    (report(articles={"fetched": 4, "dropped": 4}, dropped={"the outlet's server failed (503)": 4}),
     Verdict(False, "A: none of 4 articles could be had: the outlet's server failed (503)", "articles gone", True)),
    (report(finish_reason="closespider_timeout"), Verdict(False, "A: did not finish in its time; nothing new", None, True)),
    (report(finish_reason="closespider_timeout", articles={"fetched": 9, "pending": 9}),
     Verdict(True, "A: 9 fetched; the rest waits for the next crawl")),
    (report(errors=["KeyError: 'x'"]), Verdict(False, "A: the crawl failed in our own code (KeyError: 'x')")),
    (report(refused="already running (process 7)"), Verdict(False, "A: already running (process 7)")),
    (report(stopped="the archive cannot be written: no room"), Verdict(False, "A: stopped: the archive cannot be written: no room")),
    (report(counts={"robots.txt changed": 1}), Verdict(True, "A: nothing new; its robots.txt has changed")),
])  # fmt: skip
def test_a_crawl_is_assessed_by_its_report(given: CrawlReport, expected: Verdict) -> None:
    assert verdict_of(given) == expected


@pytest.mark.parametrize("left", [None, "", "[]", '{"outlet": "A"}', '{"outlet_id": "a", "sources": 3}'])
def test_a_crawl_that_left_no_report_failed(tmp_path: Path, left: str | None) -> None:
    if left is not None:
        (tmp_path / "stats.json").write_text(left, encoding="utf-8")
    assert verdict_of(CrawlReport.read(tmp_path), "A") == Verdict(
        False, "A: the crawl ended before it could say anything", None, True
    )


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    at = datetime(2026, 11, 25, 12, tzinfo=UTC)
    written = report(GONE, source(newest=at, flaws=["no dates"]), run_id=UUID(int=7), as_of=at, started_at=at,
                     articles={"fetched": 3, "pending": 2, "dropped": 1}, dropped={"not found (404)": 1},
                     scrapy={"start_time": at.isoformat(), "memusage/max": 3}, errors=("x",))  # fmt: skip
    written.write(tmp_path / "run")
    assert CrawlReport.read(tmp_path / "run") == written
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["stats.json"]


def test_what_scrapy_counts_is_written_whatever_it_is(tmp_path: Path) -> None:
    report(scrapy={"spider": object, "at": datetime(2026, 1, 1, tzinfo=UTC)}).write(tmp_path)
    found = CrawlReport.read(tmp_path)
    assert found
    assert found.scrapy["spider"] == "<class 'object'>"


@pytest.mark.parametrize(("status", "kind", "body", "outcome", "reason"), [
    (200, "text/html", b"<p>words</p>", Outcome.PENDING, ""), (200, "image/png", b"x", Outcome.DROPPED, "not a page (image/png)"),
    (200, "application/pdf", b"x", Outcome.DROPPED, "not a page (application/pdf)"), (200, "text/html", b" ", Outcome.DROPPED, "an empty page"),
    (304, "", b"", Outcome.UNCHANGED, "not modified (304)"), (404, "text/html", b"x", Outcome.DROPPED, "not found (404)"),
    (451, "", b"x", Outcome.DROPPED, "withheld for legal reasons (451)"), (502, "", b"x", Outcome.DROPPED, "the outlet's server failed (502)"),
    (204, "", b"", Outcome.DROPPED, "answered 204"),
    (200, "text/html", b"<title>Just a moment...</title>", Outcome.DROPPED, "asks browsers to prove themselves"),
])  # fmt: skip
def test_an_answer_is_assessed(status: int, kind: str, body: bytes, outcome: Outcome, reason: str) -> None:
    assessed = classify_answer(status, {"content-type": kind}, body, same_payload=False)
    assert (assessed.outcome, assessed.reason) == (outcome, reason)


def test_an_article_that_quotes_a_challenge_is_an_article() -> None:
    body = b"<p>words</p>" * 6000 + b"<title>Just a moment...</title>"
    assert classify_answer(200, {"content-type": "text/html"}, body, same_payload=False).outcome is Outcome.PENDING


@pytest.mark.parametrize(("asked", "final", "front"), [
    ("https://a.uk/2026/x/", "https://a.uk/", True), ("https://a.uk/2026/x/", "https://www.a.uk", True), ("https://a.uk/", "https://a.uk/", False),
    ("https://a.uk/x", "https://a.uk/x/", False), ("https://a.uk/x", "https://a.uk/?p=5", False), ("https://a.uk/x", "https://a.uk/news", False),
])  # fmt: skip
def test_a_redirect_to_the_front_page_is_known(asked: str, final: str, front: bool) -> None:
    assert is_front_page(asked, final, "https://a.uk/") is front


@pytest.mark.parametrize(("error", "words"), [
    (CannotResolveHostError("x"), "could not be reached: name not known"), (DownloadTimeoutError("x"), "could not be reached: no whole answer in time"),
    (IgnoreRequest("not asked for: its robots.txt says no"), "not asked for: its robots.txt says no"), (ValueError("x"), "could not be reached: ValueError"),
    (None, "could not be reached: no reason given"),
])  # fmt: skip
def test_why_no_answer_came_is_said_in_words(error: BaseException | None, words: str) -> None:
    assert failure_sentence(error) == words
