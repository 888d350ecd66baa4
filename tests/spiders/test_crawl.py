"""A crawl as a whole: what it brings, what it leaves alone, and what is left of it when it is killed."""

import io
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.archive.warc import read_response
from pipelines.identity import article_identifier
from spiders.crawling.crawl import BUSY, command
from spiders.job import frontier
from spiders.job.job import CrawlJob, JobError, Limits
from tests.faults.server import Served, page, serving
from tests.spiders.crawling import QUICK, Crawled, crawl, job, moment, outlet_file
from warehouse.records import ArticleStatus, Capture, Fetch, FetchOutcome, Run

HOME = "https://www.communitycare.co.uk"
FIRST, SECOND, THIRD = (moment(f"2026-11-{day}T06:00:00+00:00") for day in (20, 21, 22))
STORIES = {
    name: f"{HOME}/2026/11/1{place}/{name}/"
    for place, name in enumerate(("kept", "edited", "gone", "missing", "moved"), 1)
}


def respond(
    writer: WARCWriter, url: str, at: datetime, body: bytes, status: int = 200, kind: str = "text/html", **headers: str
) -> None:
    held = [("Content-Type", kind), *((name.replace("_", "-"), value) for name, value in headers.items())]
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), length=len(body),
        http_headers=StatusAndHeaders(f"{status} X", held, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")},
    )  # fmt: skip
    writer.write_record(record)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five stories: on the second day one is edited, one gone (410), one missing (404) and one leads to the front page."""
    path = tmp_path_factory.mktemp("recording") / "tiny.warc.gz"
    links = "".join(
        f"<item><title>{name}</title><link>{url}?utm_source=rss</link></item>" for name, url in STORIES.items()
    )
    feed = f'<rss version="2.0"><channel><title>T</title>{links}<item><link>https://elsewhere.example/x</link></item></channel></rss>'
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        respond(writer, f"{HOME}/feed/", FIRST, feed.encode(), kind="application/rss+xml", ETag='"f"')
        respond(writer, f"{HOME}/", FIRST, page("Front page"))
        for name, url in STORIES.items():
            validators: dict[str, Any] = {"ETag": f'"{name}"'} if name == "kept" else {}
            respond(writer, f"{url}?utm_source=rss", FIRST, page(name), **validators)
        respond(writer, f"{STORIES['edited']}?utm_source=rss", SECOND, page("edited", "Corrected. "))
        respond(writer, f"{STORIES['gone']}?utm_source=rss", SECOND, b"gone", 410)
        respond(writer, f"{STORIES['missing']}?utm_source=rss", SECOND, b"no", 404)
        respond(writer, f"{STORIES['moved']}?utm_source=rss", SECOND, b"", 301, Location=f"{HOME}/")
    return path


def replay(data: Path, recording: Path, at: datetime, known: list[dict[str, Any]] | None = None) -> Crawled:
    file = None
    if known is not None:
        file = data / f"frontier-{at:%d}.json"
        frontier.write_frontier(file, known)
    return crawl(job(data, "communitycare", newsroom=recording, as_of=at, allow_loopback=False, polite=True,
                     outlets_folder=None, frontier=file))  # fmt: skip


def known_after(*crawls: Crawled) -> list[dict[str, Any]]:
    """The frontier that the warehouse would give, from what these crawls spooled."""
    rows: dict[str, dict[str, Any]] = {}
    for done in crawls:
        captures = {row["capture_id"]: row for row in done.rows(Capture)}
        for fetch in done.rows(Fetch):
            if fetch["kind"] != "article":
                continue
            row = rows.setdefault(
                fetch["url"], {"url": fetch["url"], "failures": 0, "published": FIRST - timedelta(days=1)}
            )
            row["last_fetched"] = fetch["started_at"]
            capture = captures.get(fetch["capture_id"])
            if fetch["status"] in {404, 410}:
                row["failures"] += 1
                row.setdefault("failing_since", fetch["started_at"])
            elif (
                fetch["status"] == 200
                and capture
                and capture["revisit_of"] is None
                and fetch["final_url"] == fetch["url"]
            ):
                row |= {name: capture[name] for name in ("capture_id", "captured_at", "payload_sha256")} | {
                    "etag": fetch["etag"]
                }
        gone = {str(status["article_id"]) for status in done.rows(ArticleStatus) if status["status"] == "withdrawn"}
        for row in rows.values():
            canonical = row["url"].split("?")[0]
            row["withdrawn"] = (
                row.get("withdrawn", False) or str(article_identifier("communitycare", canonical)) in gone
            )
    return list(rows.values())


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory, recording: Path) -> tuple[Crawled, Crawled, Crawled]:
    """Three daily crawls of the recording."""
    data = tmp_path_factory.mktemp("days")
    first = replay(data, recording, FIRST)
    second = replay(data, recording, SECOND, known_after(first))
    third = replay(data, recording, THIRD, known_after(first, second))
    return first, second, third


Days = tuple[Crawled, Crawled, Crawled]


def outcome(done: Crawled, name: str) -> tuple[str, str] | None:
    return done.outcomes().get(f"{STORIES[name]}?utm_source=rss")


def test_the_first_crawl_brings_every_article_of_the_feed(days: Days) -> None:
    first, _, _ = days
    assert {name: outcome(first, name) for name in STORIES} == dict.fromkeys(STORIES, ("pending", ""))
    assert first.verdict.sentence == "Community Care: 5 fetched"
    assert first.report.counts["listed, not on the outlet's sites"] == 1


def test_every_response_is_in_the_archive_with_its_request(days: Days) -> None:
    first, _, _ = days
    for capture in first.rows(Capture):
        kept = read_response(first.job.folder.archive, capture["warc_file"], capture["warc_offset"])
        assert kept.url == capture["url"]
    bodies = [
        read_response(first.job.folder.archive, row["warc_file"], row["warc_offset"]).body
        for row in first.rows(Capture)
    ]
    assert page("kept") in bodies


def test_what_the_feed_said_travels_with_the_fetch(days: Days) -> None:
    titles = {row["listed_title"] for row in days[0].rows(Fetch) if row["kind"] == "article"}
    assert titles == set(STORIES)


def test_an_unchanged_article_costs_a_conditional_request(days: Days) -> None:
    assert outcome(days[1], "kept") == ("unchanged", "not modified (304)")
    assert [one.unchanged for one in days[1].report.sources] == [True]


def test_an_edited_article_is_a_new_capture_to_be_read(days: Days) -> None:
    assert outcome(days[1], "edited") == ("pending", "")
    assert outcome(days[2], "edited") == ("unchanged", "the same bytes as before")


def test_a_410_that_is_confirmed_a_day_later_is_a_withdrawal(days: Days) -> None:
    _, second, third = days
    assert outcome(second, "gone") == ("dropped", "gone (410)")
    assert outcome(third, "gone") == ("dropped", "gone (410)")
    reasons = [row["reason"] for row in third.rows(ArticleStatus) if row["status"] == "withdrawn"]
    assert reasons == ["gone (410) since 21 November 2026"]


def test_a_404_is_no_withdrawal_at_its_second_look(days: Days) -> None:
    assert outcome(days[2], "missing") == ("dropped", "not found (404)")
    assert len(days[2].rows(ArticleStatus)) == 1


def test_a_redirect_to_the_front_page_is_a_withdrawal_at_once(days: Days) -> None:
    _, second, _ = days
    assert outcome(second, "moved") == ("dropped", "led to the front page: unpublished")
    assert [row["reason"] for row in second.rows(ArticleStatus)] == ["it leads to the front page now"]


def test_the_books_of_every_crawl_balance(days: Days) -> None:
    for done in days:
        articles = done.report.articles
        assert articles.fetched == len([row for row in done.rows(Fetch) if row["kind"] == "article"])
        assert articles.fetched == articles.pending + articles.stored + articles.unchanged + articles.lost
        assert len(done.rows(FetchOutcome)) == articles.fetched - articles.pending


def test_a_run_begins_as_running_and_ends_with_its_sentence(days: Days) -> None:
    states = [(row["state"], row["detail"]) for row in days[0].rows(Run)]
    assert states == [("running", ""), ("finished", "Community Care: 5 fetched")]


def test_a_replay_lives_at_its_own_moment(days: Days) -> None:
    times = [row["started_at"] for row in days[1].rows(Fetch)]
    assert all(SECOND <= at < SECOND + timedelta(minutes=1) for at in times)


def test_a_second_crawl_of_the_same_moment_asks_for_no_article(days: Days, recording: Path) -> None:
    first = days[0]
    again = replay(first.job.data, recording, FIRST + timedelta(minutes=5), known_after(first))
    assert again.outcomes() == {}
    assert again.verdict.sentence == "Community Care: nothing new"


def test_what_was_not_recorded_is_a_404_that_is_counted(tmp_path: Path, recording: Path) -> None:
    done = crawl(job(tmp_path, "lgc", newsroom=recording, as_of=FIRST, allow_loopback=False, outlets_folder=None))
    assert done.report.scrapy["replay/not_recorded/https://www.lgcplus.com/feed/"] == 1
    assert done.verdict.sentence == "Local Government Chronicle: its feed not found (404)"


def test_without_a_network_an_outlet_ends_in_seconds_and_one_line(tmp_path: Path) -> None:
    outlet_file(tmp_path / "outlets", "http://no-such-name.invalid", domains='"no-such-name.invalid"')
    began = time.monotonic()
    done = crawl(job(tmp_path, polite=True, allow_loopback=False))
    assert time.monotonic() - began < 20
    assert done.verdict.sentence == "Faulty: could not be reached: name not known"
    assert (done.code, done.errors) == (0, "")
    assert "Traceback" not in done.log


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as running:
        yield running


def spool_often(**changes: Any) -> Limits:
    return QUICK.model_copy(update={"spool_every": 1, "concurrency": 1, **changes})


def test_a_killed_crawl_keeps_what_it_spooled_and_the_next_one_goes_on(server: Served, tmp_path: Path) -> None:
    server.site.feed_etag = '"f"'
    server.site.links = [
        *(server.url(f"/article/{n}") for n in range(6)),
        server.url("/silent"),
        server.url("/article/last"),
    ]
    outlet_file(tmp_path / "outlets", server.base)
    this = job(tmp_path, limits=spool_often(request_seconds=30.0))
    process = subprocess.Popen(command(this.write()))
    deadline = time.monotonic() + 60
    while not server.site.asked("/silent") and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    killed = Crawled(this, -9, "")
    fetched = [row for row in killed.rows(Fetch) if row["kind"] == "article"]
    assert len(fetched) >= 5
    for capture in killed.rows(Capture):  # what is in the spool is whole in the archive
        read_response(this.folder.archive, capture["warc_file"], capture["warc_offset"])
    frontier.write_frontier(tmp_path / "frontier.json", known_after(killed))
    server.site.links.remove(server.url("/silent"))
    before = len(server.site.log)
    following = crawl(job(tmp_path, frontier=tmp_path / "frontier.json", limits=QUICK))
    asked = [seen.path for seen in server.site.log[before:]]
    assert "/article/last" in asked, (
        "the feed was read again in full: its validator was not remembered by a crawl that was killed"
    )
    assert "/article/0" not in asked
    assert following.verdict.ok


def test_a_full_disk_ends_the_crawl_in_a_sentence_and_loses_nothing_that_was_spooled(
    server: Served, tmp_path: Path
) -> None:
    server.site.links = [server.url(f"/page/{n}") for n in range(40)]
    server.site.pages = {f"/page/{n}": (200, os.urandom(20_000)) for n in range(40)}
    outlet_file(tmp_path / "outlets", server.base)
    this = job(tmp_path, limits=spool_often())
    limit = 300_000  # bytes that one file may have: stands for a disk with no room for more
    subprocess.run(
        command(this.write()), timeout=60, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    full = Crawled(this, 0, "")
    assert full.verdict.sentence.startswith("Faulty: stopped: ")
    assert "File too large" in full.verdict.sentence
    assert "make room on the disk" in full.verdict.sentence
    kept = full.rows(Capture)
    assert len(kept) >= 5
    for capture in kept:
        assert len(read_response(this.folder.archive, capture["warc_file"], capture["warc_offset"]).body) > 100
    frontier.write_frontier(tmp_path / "frontier.json", known_after(full))
    following = crawl(job(tmp_path, frontier=tmp_path / "frontier.json"))
    assert sorted({*full.outcomes(), *following.outcomes()}) == sorted(server.site.links)
    assert following.verdict.ok


def test_the_second_of_two_crawls_at_once_says_so_and_leaves(server: Served, tmp_path: Path) -> None:
    server.site.links = [server.url("/silent")]
    outlet_file(tmp_path / "outlets", server.base)
    first = subprocess.Popen(command(job(tmp_path, limits=spool_often(request_seconds=30.0)).write()))
    try:
        while not server.site.asked("/silent"):
            time.sleep(0.02)
        second = crawl(job(tmp_path))
        assert second.code == BUSY
        assert f"already running (process {first.pid}, since " in second.verdict.sentence
        assert server.site.asked("/feed") == 1
    finally:
        first.kill()
        first.wait()


def test_what_one_crawl_may_not_take_waits_for_the_next(server: Served, tmp_path: Path) -> None:
    server.site.feed_etag = '"f"'
    server.site.links = [server.url(f"/article/{n}") for n in range(5)]
    outlet_file(tmp_path / "outlets", server.base)
    first = crawl(job(tmp_path, limits=QUICK.model_copy(update={"articles": 3})))
    assert len(first.outcomes()) == 3
    frontier.write_frontier(tmp_path / "frontier.json", known_after(first))
    second = crawl(job(tmp_path, frontier=tmp_path / "frontier.json"))
    assert sorted([*first.outcomes(), *second.outcomes()]) == sorted(server.site.links)


def test_two_addresses_of_one_article_are_asked_for_once(server: Served, tmp_path: Path) -> None:
    server.site.links = [
        server.url("/article/1?utm_source=a"),
        server.url("/article/1?utm_source=b"),
        server.url("/article/1#x"),
    ]
    outlet_file(tmp_path / "outlets", server.base)
    assert len(crawl(job(tmp_path)).outcomes()) == 1


def test_the_date_of_first_publication_comes_from_the_outlets_api(server: Served, tmp_path: Path) -> None:
    server.site.links = [server.url("/article/1")]
    server.site.pages["/api/article/1"] = (200, b'{"first_published_at": "2019-07-01T09:00:00+01:00"}')
    server.site.headers["/api/article/1"] = {"X-Kind": "json"}
    outlet_file(
        tmp_path / "outlets",
        server.base,
        extra=f'details = "{server.base}/api{{path}}"\ndetails_published = "first_published_at"',
    )
    done = crawl(job(tmp_path))
    articles = [row for row in done.rows(Fetch) if row["kind"] == "article"]
    assert [row["listed_published"].isoformat() for row in articles] == ["2019-07-01T08:00:00+00:00"]


@pytest.mark.parametrize(("change", "words"), [
    ({"polite": False, "allow_loopback": False}, "politeness"), ({"newsroom": Path("x")}, "moment"), ({"contact": ""}, "contact"),
])  # fmt: skip
def test_a_job_that_contradicts_itself_is_refused(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    text = job(tmp_path, **change).model_dump_json()
    with pytest.raises(JobError, match=words):
        CrawlJob.from_json(text)


def test_a_job_is_read_as_it_was_written(tmp_path: Path) -> None:
    this = job(tmp_path, newsroom=Path("/x/y.warc.gz"), as_of=FIRST, frontier=Path("/f.json"), loopback_ports=(80,))
    assert CrawlJob.from_json(this.model_dump_json()) == this


@pytest.mark.parametrize(("text", "words"), [
    ("", "Invalid JSON"),
    ("[]", "not a crawl job: Input should be an object"),
    ('{"outlet_id": "lgc"}', "run_id: Field required; data: Field required"),
    ('{"outlet": "lgc"}', "outlet: Extra inputs are not permitted"),
    ('{"limits": {"seconds": "long"}}', "limits.seconds: Input should be a valid number"),
])  # fmt: skip
def test_what_is_no_job_is_refused_in_one_line_that_names_the_key(text: str, words: str) -> None:
    with pytest.raises(JobError) as error:
        CrawlJob.from_json(text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
