"""Explained silence: what a day was called and why, when an incident begins, and when it is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from spiders.crawl_report import CrawlReport, SourceReport
from spiders.health.days import DayAssessment, assess_day
from spiders.health.evidence import Counts, Evidence
from spiders.health.fetched import FetchedArticle
from spiders.health.pattern import Day
from spiders.health.sources import of_addresses, of_crawl
from spiders.registry import files
from spiders.registry.outlet import Expected
from warehouse.records import Incident, Outcome, OutletDay
from warehouse.vocabulary.health import BreakageKind, DayState

EVENING = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)  # a Wednesday
TODAY = EVENING.date()
OUTLET = files.load_outlets()["communitycare"].model_copy(
    update={"expect": Expected(per_week=(30, 80), quiet_days=4, characters=800, dated=0.9, walled=1.0)}
)


def article(**changes: Any) -> FetchedArticle:
    """Return an article of today that was stored; the days and addresses are put right by `asked`."""
    found: dict[str, Any] = {
        "at": EVENING,
        "day": TODAY,
        "url": "",
        "outcome": Outcome.STORED,
        "characters": 3000,
        "published_day": TODAY,
    }
    return FetchedArticle(**(found | changes))


GOOD = article()
THIN = article(characters=90)
UNDATED = article(published_day=None)
WALLED = article(characters=700, walled=True)


def asked(*by_day: Sequence[FetchedArticle], usual: Sequence[FetchedArticle] = (GOOD,) * 60) -> list[FetchedArticle]:
    """Give articles of the last days, the last of them today's, after some that are as is usual."""
    days = [[*usual], *by_day]
    first = TODAY - timedelta(days=len(by_day))
    return [
        replace(
            one,
            day=first + timedelta(days=number),
            url=f"https://www.communitycare.co.uk/2026/11/{number}/{place}/",
            published_day=one.published_day and first + timedelta(days=number),
        )
        for number, articles in enumerate(days)
        for place, one in enumerate(articles)
    ]


def source(**changes: Any) -> SourceReport:
    found: dict[str, Any] = {
        "url": "https://www.communitycare.co.uk/feed/", "kind": "feed", "status": 200, "entries": 20, "matching": 20,
        "new": 8, "newest": "2026-11-25T12:00:00+00:00",
    }  # fmt: skip
    return SourceReport(**(found | changes))


def report(
    *sources: SourceReport, fetched: int = 8, dropped: int = 0, quarantined: int = 0, **changes: Any
) -> CrawlReport:
    found: dict[str, Any] = {
        "outlet_id": "communitycare", "outlet": "Community Care", "sources": sources or (source(),),
        "articles": {"fetched": fetched, "quarantined": quarantined, "dropped": dropped,
                     "pending": fetched - dropped - quarantined},
        "dropped": {"not found (404)": dropped} if dropped else {}, "finish_reason": "finished",
    }  # fmt: skip
    return CrawlReport(**(found | changes))


BROKEN_FEED = source(
    problem="not a feed: a web page where the feed was", breakage="html for xml", entries=0, matching=0
)
ROBOTS = source(
    problem="not asked for: its robots.txt says no", breakage="not crawled", entries=0, matching=0, status=None
)
EMPTY = source(entries=0, matching=0, new=0, newest=None)


def history(weeks: int = 8, listed: int = 8) -> list[Day]:
    """Give weeks of ordinary days: so many articles on working days, one at the weekend."""
    days = [TODAY - timedelta(days=back) for back in range(7 * weeks, 0, -1)]
    return [Day(day, DayState.WELL, listed if day.weekday() < 5 else 1, 8) for day in days]


def evidence(crawl: Any = None, **changes: Any) -> Evidence:
    found: dict[str, Any] = {
        "outlet": OUTLET, "now": EVENING, "crawl": crawl or report(), "before": [report()], "history": history(),
        "counts": {TODAY: Counts(8, 8, 1), TODAY - timedelta(days=1): Counts(8, 8, 0)}, "fetched": asked([GOOD] * 8, [GOOD] * 8),
    }  # fmt: skip
    return Evidence(**(found | changes))


def today(judgement: DayAssessment) -> OutletDay:
    return next(one for one in judgement.days if one.day == TODAY)


def kinds(judgement: DayAssessment) -> list[str]:
    return [one.kind for one in judgement.opened]


def incident(kind: BreakageKind) -> Incident:
    (opened,) = (one for one in assess_day(evidence(fetched=asked([THIN] * 8))).opened)
    return replace(opened, kind=kind)


# What a day was


def test_a_good_day_says_what_it_brought() -> None:
    found = assess_day(evidence())
    assert today(found).state == "well"
    assert today(found).reason == (
        "Community Care: 8 articles named, 8 stored, 1 of them with a passage for a tracked policy."
    )
    assert not found.opened


def test_published_but_off_topic_is_told_from_quiet() -> None:
    found = assess_day(evidence(counts={TODAY: Counts(8, 8, 0)}))
    assert today(found).state == "off topic"
    assert "none with a passage for a tracked policy" in today(found).reason


def test_a_quiet_saturday_is_quiet_and_says_what_is_usual() -> None:
    saturday = datetime(2026, 11, 28, 20, 30, tzinfo=UTC)
    days = [*history(), *(Day(TODAY + timedelta(days=n), DayState.WELL, 8, 8) for n in range(3))]
    found = assess_day(evidence(now=saturday, history=days, counts={}, crawl=report(source(unchanged=True), fetched=0)))
    day = next(one for one in found.days if one.day == saturday.date())
    assert day.state == "quiet"
    assert "about 1 is usual on a Saturday" in day.reason


@pytest.mark.parametrize(("at", "words"), [("2026-12-27", "Christmas"), ("2026-05-25", "bank holiday")])
def test_holidays_are_quiet_by_name(at: str, words: str) -> None:
    moment = datetime.fromisoformat(f"{at}T20:30:00+00:00")
    found = assess_day(evidence(now=moment, history=[], counts={}, crawl=report(source(unchanged=True), fetched=0)))
    assert found.days[0].state == "quiet"
    assert words in found.days[0].reason


@pytest.mark.parametrize("crawl", [report(refused="already running"), report(errors=["KeyError: 'x'"])])
def test_a_crawl_that_did_not_ask_leaves_the_day_not_crawled(crawl: Any) -> None:
    found = assess_day(evidence(crawl))
    assert today(found).state == "not crawled"
    assert not found.opened


def test_a_crawl_without_a_report_leaves_the_day_not_crawled() -> None:
    assert today(assess_day(replace(evidence(), crawl=None))).state == "not crawled"


def test_where_no_source_was_due_the_day_goes_on_as_it_was() -> None:
    not_due = report(fetched=0, sources=())
    assert today(assess_day(evidence(not_due))).state == "well"
    broken = [*history(), Day(TODAY, DayState.BROKEN, 0, 0)]
    assert assess_day(evidence(not_due, history=broken, incidents=[incident(BreakageKind.BLOCKED)])) == DayAssessment(
        ()
    )


def test_robots_txt_that_says_no_is_not_crawled_and_an_incident() -> None:
    found = assess_day(evidence(report(ROBOTS, fetched=0), before=[report(ROBOTS, fetched=0)], counts={}))
    assert today(found).state == "not crawled"
    assert kinds(found) == ["robots"]


def test_zero_of_zero_never_passes() -> None:
    nothing = report(EMPTY, fetched=0)
    found = assess_day(evidence(nothing, before=[nothing], counts={}))
    assert today(found).state == "broken"
    assert "lists nothing" in kinds(found)


# When an incident begins


def test_a_sources_trouble_makes_the_day_broken_at_once_and_an_incident_when_it_is_seen_again() -> None:
    broken = report(BROKEN_FEED, fetched=0)
    first = assess_day(evidence(broken, counts={}))
    assert today(first).state == "broken"
    assert "a web page where the feed was" in today(first).reason
    assert not first.opened
    assert kinds(assess_day(evidence(broken, before=[report(), broken], counts={}))) == ["html for xml"]


def test_a_trouble_that_lasts_is_one_incident_though_it_changes_its_face() -> None:
    broken = report(BROKEN_FEED, fetched=0)
    found = assess_day(evidence(broken, before=[broken], counts={}, incidents=[incident(BreakageKind.FEED_GONE)]))
    assert not found.opened
    assert not found.closed


def test_one_bad_look_does_not_take_back_a_good_day() -> None:
    days = [*history(), Day(TODAY, DayState.WELL, 8, 8)]
    found = assess_day(evidence(report(BROKEN_FEED, fetched=0), history=days))
    assert today(found).state == "off topic" or today(found).state == "well"
    assert "at the last look" in today(found).reason


def test_where_another_source_still_names_articles_the_day_is_well_and_the_incident_is_told() -> None:
    other = source(url="https://www.communitycare.co.uk/news-sitemap.xml", kind="sitemap")
    half = report(BROKEN_FEED, other)
    found = assess_day(evidence(half, before=[half]))
    assert today(found).state == "well"
    assert "1 of 2 sources still work" in today(found).reason
    assert kinds(found) == ["html for xml"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ([[GOOD] * 8, [THIN] * 6], "body lost"),
        ([[GOOD] * 8, [THIN] * 2], "body lost"),
        ([[GOOD] * 8, [UNDATED] * 5], "dates gone"),
        ([[GOOD] * 8, [WALLED] * 5], "wall raised"),
        ([[GOOD] * 8, [GOOD] * 9 + [THIN] * 5], "body lost"),
    ],
)
def test_articles_that_lost_something_are_an_incident(written: Sequence[Sequence[FetchedArticle]], kind: str) -> None:
    found = assess_day(evidence(fetched=asked(*written)))
    assert kinds(found) == [kind]
    assert today(found).state == "broken"


@pytest.mark.parametrize(
    "written",
    [[], [[THIN]], [[GOOD] * 8, [THIN] + [GOOD] * 7], [[THIN] * 6, [GOOD] * 3], [[GOOD], [UNDATED]], [[GOOD] * 30]],
)
def test_a_few_odd_articles_are_none(written: Sequence[Sequence[FetchedArticle]]) -> None:
    assert not assess_day(evidence(fetched=asked(*written))).opened


def test_an_outlet_that_always_has_a_wall_is_left_alone() -> None:
    usual = [WALLED] * 57 + [GOOD] * 3
    assert not assess_day(evidence(fetched=asked([WALLED] * 6, [WALLED] * 6, usual=usual))).opened


def test_where_half_is_walled_as_ever_lost_bodies_are_still_seen() -> None:
    usual = [replace(GOOD, walled=number % 2 == 0) for number in range(60)]
    lost = [replace(THIN, walled=number % 2 == 0) for number in range(8)]
    assert kinds(assess_day(evidence(fetched=asked([GOOD] * 8, lost, usual=usual)))) == ["body lost"]


def test_a_young_outlet_with_a_wall_has_lost_no_body() -> None:
    assert not assess_day(evidence(history=[], fetched=asked([WALLED] * 6, usual=()))).opened


def test_an_outlet_that_falls_silent_is_told_by_its_own_weekdays() -> None:
    frozen = report(source(unchanged=True, new=0), fetched=0)
    days = [*history()[:-1], Day(TODAY - timedelta(days=1), DayState.QUIET, 0, 0)]
    found = assess_day(evidence(frozen, history=days, counts={}))
    assert kinds(found) == ["silent"]
    assert "where about 16 are usual" in found.opened[0].detail


def test_the_same_silence_over_a_weekend_is_none() -> None:
    sunday = datetime(2026, 11, 29, 20, 30, tzinfo=UTC)
    days = [*history(), *(Day(TODAY + timedelta(days=n), DayState.WELL, 8 if n < 3 else 0, 8) for n in range(4))]
    frozen = report(source(unchanged=True, new=0), fetched=0)
    assert not assess_day(evidence(frozen, now=sunday, history=days, counts={})).opened


def test_a_young_outlet_is_assessed_by_its_files_quiet_days_alone() -> None:
    frozen = report(source(unchanged=True, new=0), fetched=0)
    quiet = [Day(TODAY - timedelta(days=back), DayState.QUIET, 0, 0) for back in (3, 2, 1)]
    assert not assess_day(evidence(frozen, history=quiet, counts={})).opened
    one_more = [Day(TODAY - timedelta(days=4), DayState.QUIET, 0, 0), *quiet]
    assert kinds(assess_day(evidence(frozen, history=one_more, counts={}))) == ["silent"]


def test_far_too_little_is_volume_low_and_far_too_much_a_flood() -> None:
    days = [*history(listed=30)[:-1], Day(TODAY - timedelta(days=1), DayState.WELL, 2, 2)]
    low = {TODAY: Counts(2, 2), TODAY - timedelta(days=1): Counts(2, 2)}
    assert kinds(assess_day(evidence(history=days, counts=low))) == ["volume low"]
    assert kinds(assess_day(evidence(counts={TODAY: Counts(400, 8)}))) == ["flood"]


def test_addresses_that_changed_are_noticed_before_the_feed_holds_no_old_one() -> None:
    crawls = [
        report(source(matching=20, newest="2026-11-23T12:00:00+00:00")),
        report(source(matching=17, new=0, newest="2026-11-24T12:00:00+00:00")),
        report(source(matching=13, new=0, newest="2026-11-25T12:00:00+00:00")),
    ]
    assert [one.kind for one in of_addresses(crawls).findings] == ["addresses changed"]
    assert not of_addresses(crawls[:2]).findings
    mixed = [report(source(**dict(one.sources[0]) | {"matching": one.sources[0].matching - 6})) for one in crawls]
    assert not of_addresses(mixed).findings


CUT = source(entries=3, matching=3, new=3)


def test_a_feed_that_was_cut_is_told_at_the_second_look_and_stays_cut_until_it_is_longer_again() -> None:
    before = [report(), report(), report(CUT)]
    found = assess_day(evidence(report(CUT), before=before))
    assert kinds(found) == ["feed cut"]
    assert today(found).state == "broken"
    later = assess_day(evidence(report(CUT), before=[report(CUT)] * 5, incidents=found.opened))
    assert (later.opened, later.closed, today(later).state) == ((), (), "broken")
    mended = assess_day(evidence(report(), before=[report(CUT)] * 5, incidents=found.opened))
    assert [one.kind for one in mended.closed] == ["feed cut"]


def test_a_feed_that_is_read_before_it_overflows_misses_nothing_though_it_was_cut() -> None:
    short = source(entries=3, matching=3, new=1)
    found = assess_day(evidence(report(short), before=[report(), report(), report(short)]))
    assert kinds(found) == ["feed cut"]
    assert today(found).state == "well"


def test_a_news_sitemap_that_follows_the_news_is_not_cut() -> None:
    long, short = source(kind="sitemap"), source(kind="sitemap", entries=3, matching=3, new=3)
    assert not assess_day(evidence(report(short), before=[report(long), report(long), report(short)])).opened


@pytest.mark.parametrize(
    "failed", [report(errors=["KeyError: 'x'"]), report(stopped="a batch cannot be written: no space left"), None]
)
def test_a_crawl_that_fails_in_our_own_code_twice_is_an_incident(failed: CrawlReport | None) -> None:
    before = [report(), report(errors=["KeyError: 'x'"])]
    found = assess_day(replace(evidence(before=before), crawl=failed))
    assert kinds(found) == ["crawl failed"]
    assert today(found).state == "not crawled"
    assert not assess_day(replace(evidence(), crawl=failed)).opened
    mended = assess_day(evidence(incidents=found.opened))
    assert [one.kind for one in mended.closed] == ["crawl failed"]


def test_new_articles_that_are_named_and_never_fetched_are_an_incident_at_the_second_look() -> None:
    unfetched = report(fetched=0)
    found = assess_day(evidence(unfetched, before=[unfetched], fetched=[]))
    assert kinds(found) == ["not fetched"]
    assert today(found).state == "broken"


# What was spoilt was not watched


def test_a_day_of_which_no_article_could_be_read_was_not_watched() -> None:
    found = assess_day(evidence(counts={TODAY: Counts(listed=1, fetched=1, unread=1)}, fetched=[]))
    assert today(found).state == "broken"
    assert "1 article named, 1 fetched, none stored: 1 could not be read" in today(found).reason


def test_the_days_that_a_trouble_had_spoilt_before_it_was_sure_are_taken_back() -> None:
    days = {one.day: one for one in assess_day(evidence(fetched=asked([THIN] * 2, [THIN] * 2))).days}
    yesterday = days[TODAY - timedelta(days=1)]
    assert yesterday.state == "broken"
    assert "next to no text" in yesterday.reason
    assert "(known since 25 November)" in yesterday.reason


def test_a_broken_day_of_which_more_was_named_since_is_not_caught_up_by_what_was_spoilt() -> None:
    yesterday = TODAY - timedelta(days=1)
    days = [*history()[:-1], Day(yesterday, DayState.BROKEN, 0, 0)]
    known = [incident(BreakageKind.BODY_LOST)]
    found = assess_day(evidence(history=days, fetched=asked([THIN] * 2, [THIN] * 2), incidents=known))
    (again,) = (one for one in found.days if one.day == yesterday)
    assert (again.state, again.listed) == ("broken", 8)


# When it is over


@pytest.mark.parametrize(
    "kind",
    [
        BreakageKind.HTML_FOR_XML,
        BreakageKind.BLOCKED,
        BreakageKind.SILENT,
        BreakageKind.VOLUME_LOW,
        BreakageKind.BODY_LOST,
        BreakageKind.ROBOTS,
        BreakageKind.ARTICLES_GONE,
    ],
)
def test_a_look_that_could_have_seen_a_trouble_and_did_not_closes_it(kind: BreakageKind) -> None:
    (closed,) = assess_day(evidence(incidents=[incident(kind)])).closed
    assert closed.kind == kind
    assert closed.closed_at == EVENING


def test_a_crawl_that_saw_no_article_closes_nothing_that_articles_show() -> None:
    found = assess_day(
        evidence(report(source(unchanged=True), fetched=0), fetched=[], incidents=[incident(BreakageKind.BODY_LOST)])
    )
    assert not found.closed


def test_a_crawl_that_did_not_run_closes_nothing() -> None:
    assert not assess_day(
        evidence(report(refused="already running"), incidents=[incident(BreakageKind.BLOCKED)])
    ).closed


# Days before


def test_days_without_a_crawl_are_filled_and_caught_up_where_the_feed_still_held_them() -> None:
    days = [one for one in history() if one.day < TODAY - timedelta(days=2)]
    caught = {TODAY: Counts(8, 8, 1), TODAY - timedelta(days=1): Counts(7, 7, 2)}
    found = {one.day: one for one in assess_day(evidence(history=days, counts=caught)).days}
    assert found[TODAY - timedelta(days=2)].state == "not crawled"
    assert found[TODAY - timedelta(days=1)].state == "well"
    assert "caught up later" in found[TODAY - timedelta(days=1)].reason


def test_a_day_is_the_outlets_own_and_not_utc() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    assert {one.day for one in assess_day(evidence(now=late, history=[], counts={})).days} == {date(2026, 7, 2)}


def test_reports_of_crawls_that_left_early_are_no_looks() -> None:
    assert of_crawl(None).could_see == frozenset()
