"""Named, fetched and stored: what is wrong with articles, by what became of them, each trouble under its name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from spiders.health.articles import of_articles
from spiders.health.fetched import FetchedArticle, learn_usual
from spiders.registry.outlet import Expected
from warehouse.records import Outcome

TODAY = date(2026, 11, 25)
ENGLISH = "The council said that it would open a home for children in care and that the money had been agreed by its members. "
WELSH = "Dywedodd y cyngor ddydd Mawrth y byddai cartref newydd yn agor i blant mewn gofal a bod yr arian wedi ei gytuno gan yr aelodau. "
LISTED = "Council opens a second home for children in care"
GOOD: dict[str, Any] = {"outcome": Outcome.STORED, "characters": 3000, "opening": 2 * ENGLISH, "listed_title": LISTED,
                        "title": LISTED, "language": "en", "confidence": 1.0}  # fmt: skip
COPY: dict[str, Any] = {
    "outcome": Outcome.DROPPED,
    "reason": "the same text as https://www.example.org/1/",
    "characters": None,
}
QUARANTINED: dict[str, Any] = {"outcome": Outcome.QUARANTINED, "reason": "too deep", "characters": None, "opening": ""}
SHELL: dict[str, Any] = QUARANTINED | {
    "reason": "no article text",
    "detail": "1 blocks on the page, none of them an article's",
}
CONSENT: dict[str, Any] = {
    "title": "Before you continue",
    "opening": "We use cookies. Accept all or manage your choices.",
    "characters": 60,
}
AUTHOR: dict[str, Any] = {
    "title": "Nell Farrow",
    "opening": "Nell Farrow has written about councils for years.",
    "characters": 150,
}
MERGED: dict[str, Any] = {"outcome": Outcome.UNCHANGED, "characters": None}
REFUSED: dict[str, Any] = {"outcome": Outcome.DROPPED, "status": 403, "reason": "refused (403)", "characters": None}
GONE: dict[str, Any] = {"outcome": Outcome.DROPPED, "status": 404, "reason": "not found (404)", "characters": None}


def articles(day: date, *facts: dict[str, Any], part: str = "news", again: bool = False) -> list[FetchedArticle]:
    """Return articles of a day, sound but for these facts."""
    at = datetime.combine(day, datetime.min.time(), UTC)
    return [
        FetchedArticle(**(GOOD | {"at": at, "day": day, "url": f"https://www.example.org/{part}/{day}-{number}/",
                                  "published_day": day, "again": again} | one))
        for number, one in enumerate(facts)
    ]  # fmt: skip


def weeks_before(*facts: dict[str, Any]) -> list[FetchedArticle]:
    days = [TODAY - timedelta(days=back) for back in range(40, 4, -1)]
    return [one for day in days for one in articles(day, *(facts or ({}, {}, {})))]


def found(*recent: Sequence[FetchedArticle], usual: Sequence[FetchedArticle] | None = None) -> dict[str, str]:
    """Return what is found wrong with the articles of the last days, by kind; every day before was looked at."""
    before = weeks_before() if usual is None else usual
    fresh = [one for day in recent for one in day]
    look = of_articles(fresh, learn_usual(before, Expected()), lambda day: day - timedelta(days=1), TODAY)
    return {one.kind: one.detail for one in look.findings}


YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        (QUARANTINED, "body lost"),
        ({"characters": 90}, "body lost"),
        (COPY, "copies"),
        (MERGED, "merged"),
        (SHELL, "script shells"),
        ({"opening": "You need to enable JavaScript to run this app.", "characters": 47}, "script shells"),
        (CONSENT, "consent wall"),
        (AUTHOR, "not articles"),
        ({"confidence": 0.1}, "not articles"),
        (REFUSED, "blocked"),
        (GONE, "articles gone"),
        ({"language": "cy"}, "language changed"),
        ({"opening": 2 * WELSH}, "language changed"),
        ({"published_day": date(2026, 2, 3)}, "dates frozen"),
        ({"published_day": None}, "dates gone"),
        ({"walled": True, "characters": 700}, "wall raised"),
        ({"characters": 1000}, "body lost"),
    ],
)
def test_an_outlet_whose_every_article_is_spoilt_is_told_at_the_second_run(spoilt: dict[str, Any], kind: str) -> None:
    runs = articles(YESTERDAY, *[spoilt] * 3), articles(TODAY, *[spoilt] * 3)
    assert list(found(*runs)) == [kind]


def test_old_news_under_new_addresses_is_told_from_one_text_for_all() -> None:
    copies = [COPY | {"reason": f"the same text as https://www.example.org/{number}/"} for number in range(4)]
    assert list(found(articles(YESTERDAY, *copies), articles(TODAY, *copies))) == ["old news"]


def test_articles_with_old_days_of_their_own_are_old_news_and_no_frozen_date() -> None:
    late = [{"published_day": TODAY - timedelta(days=30 + number)} for number in range(5)]
    assert list(found(articles(YESTERDAY, *late), articles(TODAY, *late))) == ["old news"]


@pytest.mark.parametrize("spoilt", [QUARANTINED, {"characters": 90}, COPY])
def test_one_of_two_templates_broken_is_told_with_its_part_of_the_site(spoilt: dict[str, Any]) -> None:
    runs = [articles(day, *[{}] * 6) + articles(day, *[spoilt] * 2, part="features") for day in (YESTERDAY, TODAY)]
    told = found(*runs)
    assert list(told) == ["template broken"]
    assert "under /features/" in told["template broken"]


def test_a_quarter_of_the_articles_broken_without_a_part_of_their_own_is_told_too() -> None:
    assert list(found(*(articles(day, *[{}] * 9, *[QUARANTINED] * 3) for day in (YESTERDAY, TODAY)))) == [
        "template broken"
    ]


@pytest.mark.parametrize(
    "later",
    [COPY, QUARANTINED, {"characters": 200, "before": 3000}],
)
def test_a_page_that_replaces_texts_at_the_second_look_is_breakage(later: dict[str, Any]) -> None:
    assert list(found(articles(TODAY, {}, {}), articles(TODAY, *[later] * 4, again=True))) == ["texts replaced"]


def test_articles_that_are_gone_at_the_second_look_are_told_as_gone() -> None:
    assert list(found(articles(TODAY, {}, {}), articles(TODAY, *[GONE] * 4, again=True))) == ["articles gone"]


def test_edits_and_answers_without_change_at_the_second_look_are_none() -> None:
    seconds: list[dict[str, Any]] = [
        {"characters": 2900, "before": 3000},
        *[{"outcome": Outcome.UNCHANGED, "characters": None}] * 9,
    ]
    assert not found(articles(TODAY, {}, {}), articles(TODAY, *seconds, again=True))


@pytest.mark.parametrize(
    "few", [[QUARANTINED], [COPY, {}, {}], [{"published_day": None}, {}], [{"language": "cy"}], [GONE, {}, {}, {}]]
)
def test_a_few_odd_articles_are_no_breakage(few: list[dict[str, Any]]) -> None:
    assert not found(articles(YESTERDAY, {}, {}, {}), articles(TODAY, *few))


def test_what_is_usual_for_an_outlet_is_none() -> None:
    usual = weeks_before({}, {"published_day": None}, COPY)
    assert not found(*(articles(day, {}, {"published_day": None}, COPY) for day in (YESTERDAY, TODAY)), usual=usual)


def test_where_nothing_was_asked_for_today_nothing_is_said_and_nothing_is_closed() -> None:
    look = of_articles(
        articles(YESTERDAY, *[QUARANTINED] * 6), learn_usual(weeks_before(), Expected()), lambda _: None, TODAY
    )
    assert not look.findings
    assert not look.could_see


def test_after_days_without_a_look_old_days_are_no_wonder() -> None:
    late = articles(TODAY, *[{"published_day": TODAY - timedelta(days=5)}] * 6)
    usual = learn_usual(weeks_before(), Expected())
    assert not of_articles(late, usual, lambda _: TODAY - timedelta(days=6), TODAY).findings


def test_the_old_articles_of_a_first_crawl_teach_no_lateness() -> None:
    old = {"published_day": TODAY - timedelta(days=90)}
    first = articles(TODAY - timedelta(days=41), *[old] * 60)
    frozen = {"published_day": date(2026, 2, 3)}
    runs = articles(YESTERDAY, *[frozen] * 3), articles(TODAY, *[frozen] * 3)
    assert list(found(*runs, usual=[*first, *weeks_before()])) == ["dates frozen"]


def test_a_trouble_says_since_which_day_it_spoilt() -> None:
    lost = articles(YESTERDAY, *[QUARANTINED] * 2) + articles(TODAY, *[QUARANTINED] * 2)
    lost = [replace(one, listed_day=one.day - timedelta(days=1)) for one in lost]
    (breakage,) = of_articles(lost, learn_usual(weeks_before(), Expected()), lambda _: None, TODAY).findings
    assert breakage.since == YESTERDAY - timedelta(days=1)
