"""Dates as a table."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract import extract
from pipelines.metadata.dates import read_date, url_day
from pipelines.page import Extraction, RawPage
from pipelines.rules import PageRules
from warehouse.vocabulary.collection import DatePrecision

SUMMER = timezone(timedelta(hours=1))


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SUMMER)  # type: ignore[misc,arg-type]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


PRINTED = {
    "Friday, November 27, 2015": utc(2015, 11, 27),
    "23 January 2015": utc(2015, 1, 23),
    "William Eichler 29 January 2018": utc(2018, 1, 29),
    "23 Sep 2022, 5:00": london(2022, 9, 23, 5),
    "10th May 2024, 5:00am": london(2024, 5, 10, 5),
    "23 Aug 18": london(2018, 8, 23),
    "20/03/25": utc(2025, 3, 20),
    "27/03/2017": london(2017, 3, 27),
    "05/07/2024": london(2024, 7, 5),
    "5.00 Mar. 9th, 2020": utc(2020, 3, 9, 5),
    "| 05 July 2024": london(2024, 7, 5),
    "Posted: Mon 14th Sep 2020": london(2020, 9, 14),
    "Published Wednesday, 23rd February 2022": utc(2022, 2, 23),
    "14 Dec 2015 News": utc(2015, 12, 14),
    "September 13, 2015 at 12:01 am": london(2015, 9, 13, 0, 1),
    "September 13, 2015 at 12:01 pm": london(2015, 9, 13, 12, 1),
    "Thu 4 Jun 2020 10.30 BST": london(2020, 6, 4, 10, 30),
    "13:45, 4 FEB 2019": utc(2019, 2, 4, 13, 45),
    "2024-05-10": london(2024, 5, 10),
    "2024-05-10T10:00:00Z": utc(2024, 5, 10, 10),
    "2024-05-10T10:00:00.123+01:00": london(2024, 5, 10, 10),
    "2024-05-10T10:00:00+0100": london(2024, 5, 10, 10),
    "2024-07-10 10:00:00": london(2024, 7, 10, 10),
    "2024-07-10 10:00 GMT": utc(2024, 7, 10, 10),
    "2024-12-10T10:00:00 BST": datetime(2024, 12, 10, 10, tzinfo=SUMMER),
    "Fri, 10 May 2024 10:00:00 BST": london(2024, 5, 10, 10),
    "Fri, 10 May 2024 10:00:00 +0000": utc(2024, 5, 10, 10),
    "Fri, 10 May 2024 10:00:00 EST": utc(2024, 5, 10, 15),
    "2026-10-25T00:30:00": london(2026, 10, 25, 0, 30),
    "2026-10-25T01:30:00": london(2026, 10, 25, 1, 30),  # the hour that comes twice: the first of the two
    "2026-10-25T02:30:00": utc(2026, 10, 25, 2, 30),
    "2026-03-29T00:30:00": utc(2026, 3, 29, 0, 30),
    "2026-03-29T02:30:00": london(2026, 3, 29, 2, 30),
    "20240510": london(2024, 5, 10),
    "1700000000": utc(2023, 11, 14, 22, 13, 20),
    "1700000000123": utc(2023, 11, 14, 22, 13, 20),
}


@pytest.mark.parametrize("printed", PRINTED)
def test_a_printed_date_is_read(printed: str) -> None:
    assert read_date(printed).value == PRINTED[printed]


@pytest.mark.parametrize(
    ("printed", "why"),
    [
        ("Story updated 8 December", "no year"),
        ("May 8", "no year"),
        ("31 February 2020", "no such day"),
        ("1970-01-01T00:00:00Z", "before 1990"),
        ("yesterday", "not a date"),
        ("", "not a date"),
        ("12 of 20", "not a date"),
    ],
)
def test_what_is_no_date_says_why(printed: str, why: str) -> None:
    assert read_date(printed).why == why


def test_a_date_without_a_time_has_none() -> None:
    assert not read_date("23 January 2015").timed
    assert read_date("23 January 2015, 09:30").timed


def test_the_outlet_decides_which_number_is_the_day() -> None:
    assert read_date("05/07/2024", day_first=False).value == utc(2024, 5, 7) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/06/14/slug/", date(2024, 6, 14)),
        ("https://a.example/society/2024/jun/14/slug", date(2024, 6, 14)),
        ("https://a.example/finance/slug-30-04-2024/", date(2024, 4, 30)),
        ("https://a.example/news/2022/09/slug", None),
        ("https://a.example/2024/13/40/slug/", None),
    ],
)
def test_a_day_in_the_address(url: str, day: date | None) -> None:
    assert url_day(url) == day


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    reading = read_date(text)
    assert reading.value is None or reading.value.tzinfo is not None
    assert reading.value is not None or reading.why


@settings(max_examples=200, deadline=None)
@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_iso_comes_back_as_it_was(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert read_date(whole.isoformat()).value == whole


def article(head: str, body: str, url: str = "https://a.example/x", rules: PageRules | None = None) -> Extraction:
    text = "The council said that it would publish its plan for children’s homes by the end of the year. " * 5
    page = f"<html><head>{head}</head><body><main><h1>A plan for homes</h1>{body}<p>{text}</p></main></body></html>"
    return extract(RawPage(page.encode(), None, None, url, utc(2024, 6, 20), rules))


def test_a_date_of_the_future_never_wins() -> None:
    got = article('<meta property="article:published_time" content="2099-01-01T00:00:00Z">', "<p>3 June 2024</p>")
    assert got.published == london(2024, 6, 3)
    assert {item.raw: item.verdict for item in got.dates}["2099-01-01T00:00:00Z"] == "in the future"


def test_only_future_dates_give_no_date_and_a_reason() -> None:
    got = article('<meta property="article:published_time" content="2099-01-01T00:00:00Z">', "")
    assert got.published is None
    assert "no date of publication" in got.reasons


def test_a_teasers_date_never_wins() -> None:
    teaser = '<aside><article><h3>Another story</h3><time datetime="2024-06-19">19 June</time></article></aside>'
    got = article("", f"<p>3 June 2024</p>{teaser}")
    assert got.published == london(2024, 6, 3)
    assert {item.raw: item.verdict for item in got.dates}["2024-06-19"] == "a teaser's date"


def test_an_updated_line_without_a_year_is_no_date() -> None:
    got = article("", "<p>Story updated 8 December</p>")
    assert got.published is None
    assert got.modified is None


def test_one_moment_in_utc_and_in_the_outlets_offset_has_the_outlets_day() -> None:
    meta = '<meta property="article:published_time" content="2024-06-02T23:30:00+00:00">'
    got = article(meta, '<time datetime="2024-06-03T00:30:00+01:00">3 June 2024</time>')
    assert got.published is not None
    assert got.published.date() == date(2024, 6, 3)


def test_an_older_day_in_the_address_beats_a_date_that_moves_with_each_change() -> None:
    meta = '<meta property="article:published_time" content="2024-06-18T10:00:00+01:00">'
    got = article(meta, "", "https://a.example/2024/05/02/plan/")
    assert got.published is not None
    assert got.published.date() == date(2024, 5, 2)


def test_a_modification_before_publication_is_refused() -> None:
    meta = (
        '<meta property="article:published_time" content="2024-06-03T10:00:00Z">'
        '<meta property="article:modified_time" content="2024-06-01T10:00:00Z">'
    )
    got = article(meta, "")
    assert got.modified is None
    assert "before publication" in {item.verdict for item in got.dates}


def test_the_outlets_rule_comes_first() -> None:
    rules = PageRules(date=("//span[@class='when']",))
    meta = '<meta property="article:published_time" content="2024-06-03T10:00:00Z">'
    got = article(meta, '<span class="when">1 June 2024</span>', rules=rules)
    assert got.published == london(2024, 6, 1)


def test_every_candidate_is_kept_and_one_is_chosen() -> None:
    meta = '<meta property="article:published_time" content="2024-06-03T10:00:00Z"><meta name="date" content="x">'
    got = article(meta, "<p>3 June 2024</p>", "https://a.example/2024/06/03/plan/")
    verdicts = [item.verdict for item in got.dates if item.role == "published"]
    assert verdicts.count("chosen") == 1
    assert {item.source for item in got.dates} == {"meta", "text", "url"}


@pytest.mark.parametrize(
    ("printed", "precision"),
    [
        ("2024-06-03", DatePrecision.DAY),
        ("2024-06-03T00:00:00+01:00", DatePrecision.DAY),  # a day that a program wrote as a time
        ("2024-06-03T09:15:00+01:00", DatePrecision.MINUTE),
        ("2024-06-03T00:00:00Z", DatePrecision.MINUTE),  # one in the morning, on the outlet's clock
    ],
)
def test_how_exactly_a_date_is_known_is_kept_with_it(printed: str, precision: DatePrecision) -> None:
    assert article(f'<meta property="article:published_time" content="{printed}">', "").published_precision is precision


def test_a_page_without_a_date_has_no_precision() -> None:
    assert article("", "").published_precision is None
