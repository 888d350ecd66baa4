"""Rows A1-A9, A12, A15 and A17 of the register: what a server may do to a crawl, and what the crawl makes of it."""

from importlib.metadata import version

from tests.faults.conftest import HostileCrawl
from tests.faults.server import MEGABYTE
from warehouse.records import Capture, Fetch, Quarantine

CAP = 8 * MEGABYTE


def test_nothing_hostile_makes_the_crawl_fail_in_our_own_code(hostile: HostileCrawl) -> None:
    assert hostile.crawled.code == 0
    assert hostile.crawled.report.errors == ()
    assert "Traceback" not in hostile.crawled.log


def test_the_books_balance_over_everything_hostile(hostile: HostileCrawl) -> None:
    outcomes = hostile.crawled.outcomes()
    report, articles = hostile.crawled.report, hostile.crawled.report.articles
    fetched = [row for row in hostile.crawled.rows(Fetch) if row["kind"] == "article"]
    assert len(fetched) == len(outcomes) == articles.fetched == report.counts["new articles asked for"]
    assert articles.fetched == articles.pending + articles.stored + articles.unchanged + articles.lost


def test_a_good_page_among_hostile_ones_is_fetched(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/article/good") == ("pending", "")
    assert hostile.outcome("/article/other") == ("pending", "")


def test_a1_a_failing_server_is_asked_again_and_then_given_up(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/status/503") == ("dropped", "the outlet's server failed (503)")
    assert hostile.server.site.asked("/status/503") == 1 + hostile.crawled.job.limits.retries


def test_a1_a_server_that_recovers_is_read(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/status/500?then=200") == ("pending", "")


def test_a3_a_server_that_drips_is_cut_off(hostile: HostileCrawl) -> None:
    outcome, reason = hostile.outcome("/slow")
    assert (outcome, reason) == ("dropped", "could not be reached: no whole answer in time")


def test_a4_an_endless_redirect_ends_after_five(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/loop")[0] == "dropped"
    followed = [seen for seen in hostile.server.site.log if seen.path.startswith("/loop")]
    assert len(followed) == 1 + 5


def test_a5_a_body_without_end_is_cut_at_the_cap(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/big") == ("dropped", "larger than the cap")
    assert hostile.server.site.sent["/big"] < 3 * CAP


def test_a6_a_compression_bomb_is_quarantined_and_memory_stays_bounded(hostile: HostileCrawl) -> None:
    for kind in ("gzip", "deflate", "br"):
        assert hostile.outcome(f"/bomb?enc={kind}") == ("quarantined", "too large"), kind
    assert hostile.peak_megabytes < 300


def test_a7_a_gzip_bomb_without_a_header_is_quarantined(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/bomb?enc=none") == ("quarantined", "too large")


def test_a8_a_truncated_gzip_is_asked_for_again_and_then_quarantined(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/truncgz") == ("quarantined", "truncated")
    assert hostile.server.site.asked("/truncgz") == 1 + hostile.crawled.job.limits.retries
    held = [row for row in hostile.crawled.rows(Quarantine) if row["url"].endswith("/truncgz")]
    assert len(held) == 1
    assert held[0]["capture_id"]


def test_a8_a_gzip_that_is_whole_the_second_time_is_read(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/truncgz?then=whole") == ("pending", "")


def test_a9_a_body_shorter_than_its_length_is_no_article(hostile: HostileCrawl) -> None:
    outcome, reason = hostile.outcome("/short")
    assert outcome == "dropped"
    assert reason == "the answer was shorter than it said"
    assert hostile.server.site.asked("/short") == 1 + hostile.crawled.job.limits.retries


def test_a12_only_http_is_ever_asked_for(hostile: HostileCrawl) -> None:
    assert not [url for url in hostile.crawled.outcomes() if not url.startswith("http://127.0.0.1")]
    assert hostile.outcome("/to?url=file%3A%2F%2F%2Fetc%2Fhostname")[0] == "dropped"
    assert hostile.outcome("/to?url=ftp%3A%2F%2F127.0.0.1%2Fx")[0] == "dropped"
    assert all(row["url"].startswith("http://127.0.0.1") for row in hostile.crawled.rows(Capture))


def test_a15_a_test_for_browsers_is_a_block_and_no_article(hostile: HostileCrawl) -> None:
    for mode in ("header", "body"):
        assert hostile.outcome(f"/challenge?mode={mode}") == ("dropped", "asks browsers to prove themselves")
    assert hostile.crawled.report.counts["blocked"] == 3  # and /status/403


def test_a17_headers_are_data(hostile: HostileCrawl) -> None:
    assert hostile.outcome("/headers") == ("pending", "")
    assert tuple(int(part) for part in version("scrapy").split(".")[:3]) >= (2, 14, 2)


def test_every_request_says_who_we_are_and_where_to_write_and_nothing_more(hostile: HostileCrawl) -> None:
    for seen in hostile.server.site.log:
        assert seen.headers["user-agent"] == "Pledgewatch/test (+editor@example.org)"
        assert seen.headers["from"] == "editor@example.org"
        assert not {"referer", "cookie"} & set(seen.headers)
