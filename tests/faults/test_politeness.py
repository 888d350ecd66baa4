"""Rows A2, A13, A14 and A16: a good guest, also when the server is not well and after a restart."""

import gzip
import json
import time
from pathlib import Path
from typing import Any

import pytest
from protego import Protego

from spiders.fetching.hosts import HostBook, retry_after_seconds
from spiders.fetching.robots import PRODUCT, read_robots
from spiders.job.job import Limits
from spiders.job.memory import next_interval
from tests.faults.server import Served, http_date
from tests.spiders.crawling import Crawled, crawl, job, outlet_file

DAY = 24 * 3600.0
PATIENT = Limits(request_seconds=5.0, retries=1, seconds=60.0, concurrency=4)


def polite(data: Path, server: Served, extra: str = "", **changes: Any) -> Crawled:
    outlet_file(data / "outlets", server.base, extra=extra)
    return crawl(job(data, polite=True, limits=PATIENT, **changes))


@pytest.mark.parametrize(("value", "seconds"), [
    ("120", 120.0), (" 7 ", 7.0), ("315360000", DAY), ("99999999999999999999", DAY), ("-5", None), ("soon", None), (None, None),
    ("1.5", None), ("٣", None),
])  # fmt: skip
def test_a2_retry_after_is_read_in_seconds_and_capped_at_a_day(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, time.time()) == seconds


def test_a2_retry_after_is_read_as_a_date() -> None:
    assert retry_after_seconds(http_date(300), time.time()) == pytest.approx(300, abs=2)
    assert retry_after_seconds(http_date(-300), time.time()) == 0
    assert retry_after_seconds(http_date(10 * 365 * DAY), time.time()) == DAY


def test_a2_a_host_that_asked_us_to_wait_is_not_asked_again_even_after_a_restart(
    server: Served, tmp_path: Path
) -> None:
    server.site.links = [server.url("/status/429?after=120"), *(server.url(f"/article/{n}") for n in range(3))]
    first = polite(tmp_path, server)
    at = server.site.times("/status/429?after=120")
    assert len(at) == 1, "it was not retried"
    assert not [seen for seen in server.site.log if seen.at > at[0] + 0.5], (
        "nor was anything else of the host asked for"
    )
    seen = len(server.site.log)
    second = polite(tmp_path, server)
    assert len(server.site.log) == seen, "its robots.txt was read today, and nothing else may be asked for"
    assert "come back later" in second.verdict.sentence
    assert not first.report.errors + second.report.errors


def test_a2_a_short_wait_is_waited_for(server: Served, tmp_path: Path) -> None:
    server.site.links = [server.url("/status/429?after=2&then=200")]
    done = polite(tmp_path, server)
    times = server.site.times("/status/429?after=2&then=200")
    assert done.outcomes()[server.site.links[0]] == ("pending", "")
    assert times[1] - times[0] >= 1.9


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599, 429])
def test_a13_a_robots_txt_that_fails_is_unreachable(status: int) -> None:
    assert read_robots(status, b"User-agent: *\nAllow: /\n") == ("unreachable", None)


def test_a13_a_robots_txt_that_fails_is_a_no_for_this_run(server: Served, tmp_path: Path) -> None:
    server.site.robots = (503, b"")
    done = polite(tmp_path, server)
    assert server.site.asked("/feed") == 0
    assert done.verdict.sentence == "Faulty: its feed is not asked for: its robots.txt could not be read"
    assert done.verdict.breakage == "not crawled"


def test_a13_a_compressed_robots_txt_that_was_cut_may_have_held_a_no() -> None:
    packed = gzip.compress(b"User-agent: *\nDisallow: /\n" * 50)
    assert read_robots(200, packed[:-20], "gzip") == ("unreachable", None)
    assert read_robots(200, packed, "gzip")[0] == "rules"


@pytest.mark.parametrize(("status", "body"), [
    (404, b""), (403, b""), (410, b""), (200, b""), (200, b"<!doctype html><html>Disallow: /</html>"),
    (200, b"User-agent: SomebodyElse\nDisallow: /\n"), (200, b"\xef\xbb\xbfUser-agent: *\nDisallow:\n"),
    (200, b"User-agent: *\nAllow: /\n" + b"#" * 600 * 1024 + b"\nUser-agent: Pledgewatch\nDisallow: /\n"),
])  # fmt: skip
def test_a13_no_rule_against_us_is_leave_to_go_on(status: int, body: bytes) -> None:
    kind, text = read_robots(status, body)
    assert kind in {"none", "rules"}
    assert Protego.parse(text or "").can_fetch("https://example.org/article/1", PRODUCT)


def test_a13_a_rule_is_obeyed_for_its_part_of_the_site_and_so_is_a_crawl_delay(server: Served, tmp_path: Path) -> None:
    rules = b"User-agent: Pledgewatch\nDisallow: /article/secret\nCrawl-delay: 2.5\n\nUser-agent: *\nDisallow: /\n"
    server.site.robots = (200, rules)  # the outlet's own delay is 1 second
    server.site.links = [server.url("/article/open"), server.url("/article/secret")]
    done = polite(tmp_path, server)
    assert server.site.asked("/article/secret") == 0
    assert done.outcomes()[server.url("/article/secret")] == ("dropped", "not asked for: its robots.txt says no")
    assert done.outcomes()[server.url("/article/open")] == ("pending", "")
    assert server.site.times("/article/open")[0] - server.site.times("/feed")[0] >= 1.9


def test_a14_a_robots_txt_that_turns_to_no_stops_the_next_run_and_is_reported(server: Served, tmp_path: Path) -> None:
    server.site.robots = (200, b"User-agent: *\nDisallow: /nothing\n")
    server.site.links = [server.url("/article/1")]
    assert polite(tmp_path, server).verdict.ok
    host = f"127.0.0.1:{server.port}"
    book = HostBook(tmp_path / "crawl" / "hosts")
    forget_robots(book, host)
    server.site.robots = (200, b"User-agent: *\nDisallow: /\n")
    asked = server.site.asked("/feed")
    second = polite(tmp_path, server)
    assert server.site.asked("/feed") == asked
    assert second.report.counts["robots.txt changed"] == 1
    assert second.verdict.sentence == "Faulty: its feed is not asked for: its robots.txt says no"


def forget_robots(book: HostBook, host: str) -> None:
    """Let a day pass for what the book holds."""
    path = next(path for path in book._folder.glob("*.json"))
    state = json.loads(path.read_text(encoding="utf-8"))
    assert book.fresh_robots(host) is not None
    path.write_text(json.dumps(state | {"robots_at": state["robots_at"] - DAY}), encoding="utf-8")
    assert book.fresh_robots(host) is None


def test_a16_outlets_on_one_host_share_its_budget(tmp_path: Path) -> None:
    book = HostBook(tmp_path)
    waits = [HostBook(tmp_path).take_slot("www.gov.uk", 2.0) for _ in range(20)]
    assert waits == pytest.approx([2.0 * place for place in range(20)], abs=0.5)
    assert book.take_slot("www.cypnow.co.uk", 2.0) == 0


def test_a16_a_clock_that_was_set_back_leaves_no_host_waiting_for_ever(tmp_path: Path) -> None:
    book = HostBook(tmp_path)
    (tmp_path / "a.example.json").write_text(
        f'{{"next_at": {time.time() + 10 * DAY}, "not_before": {time.time() + 10 * DAY}}}'
    )
    assert book.take_slot("a.example", 1.0) == 0
    assert book.seconds_away("a.example") == 0


@pytest.mark.parametrize("text", ["", "[]", "5", '{"next_at": "x"}', '{"colour": 1}'])
def test_a_damaged_file_of_a_host_stops_nobody(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.example.json").write_text(text, encoding="utf-8")
    assert HostBook(tmp_path).take_slot("a.example", 1.0) == 0


@pytest.mark.parametrize("host", ["../../etc/passwd", "a" * 4000, "CON", "a\x00b", "..", "[::1]:80", "ＷＷＷ.example"])
def test_a_hosts_file_stays_in_its_folder(tmp_path: Path, host: str) -> None:
    HostBook(tmp_path / "hosts").take_slot(host, 1.0)
    assert all(path.parent == tmp_path / "hosts" for path in tmp_path.rglob("*.json"))


def test_the_interval_of_a_feed_follows_what_it_brings_within_bounds() -> None:
    busy = quiet = 60.0
    for _ in range(50):
        busy, quiet = next_interval(busy, 10), next_interval(quiet, 0)
    assert (busy, quiet) == (15.0, 720.0)
    assert next_interval(quiet, 5) < quiet, "a feed that wakes is asked sooner"
