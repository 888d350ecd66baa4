"""What was tagged, in words; and what Ofsted's table knows better."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from desk.wording.mentions import NO_TAGS, mentions_of, period_words, table_says
from desk.wording.names import body_name, ofsted_outcome

DONCASTER = "E08000017"


def judgement(grade: str, **changes: Any) -> dict[str, Any]:
    row = {
        "council": DONCASTER,
        "grade": grade,
        "start": 0,
        "end": 4,
        "text": grade,
        "aspect": "overall",
        "previous": False,
    }
    return {**row, "inspected": None, "framework": None, "confidence": 1.0, "rule": "test", **changes}


def lines(word: str, tags: dict[str, Any], published: datetime | None = None) -> list[tuple[str, str, str]]:
    found = mentions_of({**NO_TAGS, **tags}, published)
    return [
        (line.text, line.detail, line.warning) for group in found.groups if group.word == word for line in group.lines
    ]


def outcome() -> tuple[str, date]:
    held = ofsted_outcome(DONCASTER)
    assert held is not None
    assert held.grade is not None
    return held.grade, held.published


def another(grade: str) -> str:
    return "inadequate" if grade != "inadequate" else "good"


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def test_a_grade_that_the_table_contradicted_on_the_articles_day_is_warned_of_with_the_tables_date() -> None:
    grade, published = outcome()
    wrong = another(grade)
    ((text, _, warning),) = lines("Judgements", {"judgements": [judgement(wrong)]}, on(published))
    assert text == f"Doncaster: {wrong}"
    assert warning == f"Ofsted's table says {grade}, {published.day} {published:%B %Y}"


def test_a_text_older_than_the_tables_grade_is_told_since_then_without_a_warning() -> None:
    grade, published = outcome()
    before = datetime(published.year - 1, 1, 1, tzinfo=UTC)
    ((_, detail, warning),) = lines("Judgements", {"judgements": [judgement(another(grade))]}, before)
    assert detail.startswith("since then Ofsted's table says")
    assert not warning


def test_a_text_without_a_day_is_not_held_against_the_table() -> None:
    grade, _ = outcome()
    ((_, detail, warning),) = lines("Judgements", {"judgements": [judgement(another(grade))]})
    assert f"Ofsted's table says {grade}" in detail
    assert not warning


def test_a_grade_that_the_text_dates_before_the_tables_is_of_an_earlier_inspection() -> None:
    grade, published = outcome()
    earlier = judgement(another(grade), inspected=date(published.year - 2, 1, 1), inspected_precision="year")
    ((_, detail, warning),) = lines("Judgements", {"judgements": [earlier]}, on(published))
    assert f"inspected in {published.year - 2};" in detail
    assert not warning


@pytest.mark.parametrize(
    ("precision", "said"),
    [("year", "in 2019"), ("month", "in January 2019"), ("day", "on 1 January 2019"), (None, "in 2019")],
)
def test_a_date_is_said_as_exactly_as_the_text_names_it(precision: str | None, said: str) -> None:
    row = {"kind": "section 114 notice", "start": 0, "end": 4, "bodies": [DONCASTER], "on": date(2019, 1, 1)}
    assert lines("Events", {"events": [{**row, "on_precision": precision}]}) == [
        ("section 114 notice", f"Doncaster, {said}", "")
    ]


def test_a_grade_that_the_table_confirms_is_told_without_the_table() -> None:
    grade, published = outcome()
    for read_on in (None, on(published)):
        ((_, detail, warning),) = lines("Judgements", {"judgements": [judgement(grade)]}, read_on)
        assert not warning
        assert "table" not in detail


def test_a_later_inspection_with_the_same_grade_is_told() -> None:
    grade, published = outcome()
    before = on(published - timedelta(days=400))
    ((_, detail, _),) = lines("Judgements", {"judgements": [judgement(grade)]}, before)
    assert f"since then Ofsted's table says {grade}" in detail


@pytest.mark.parametrize("changes", [{"previous": True}, {"aspect": "leadership"}, {"council": "E99999999"}])
def test_a_former_grade_an_aspect_and_an_unknown_council_are_not_compared(changes: dict[str, Any]) -> None:
    ((_, detail, warning),) = lines("Judgements", {"judgements": [judgement("inadequate", **changes)]})
    assert not warning
    assert "table" not in detail


def test_a_council_with_two_codes_has_one_outcome() -> None:
    assert table_says("E08000016", "none", None)[0] == table_says("E08000038", "none", None)[0] != ""


def test_a_council_that_is_named_often_is_one_line() -> None:
    row = {"label": "COUNCIL", "start": 0, "end": 5, "text": "x", "identifier": DONCASTER, "confidence": 1, "rule": "t"}
    assert lines("Councils", {"mentions": [row, row]}) == [("Doncaster", "2 times", "")]


def test_a_trust_that_is_to_be_set_up_is_said_in_words() -> None:
    row = {"label": "TRUST", "start": 0, "end": 5, "text": "x", "identifier": "new", "confidence": 1, "rule": "t"}
    assert lines("Trusts", {"mentions": [row]}) == [("a trust that is to be set up", "", "")]


def test_a_funding_figure_says_for_how_long_from_whom_and_whether_it_is_new() -> None:
    row = {
        "start": 0, "end": 4, "text": "£2m", "minimum": 2e6, "maximum": None, "period": "1y", "kind": "allocation",
        "giver_id": "department-for-education", "receiver_id": DONCASTER, "announced": "already",
        "giver_certainty": 0.95, "receiver_certainty": 0.75,
    }  # fmt: skip
    detail = "allocated, a year, from Department for Education, probably to Doncaster, announced before"
    assert lines("Funding", {"funding": [row]}) == [("£2m", detail, "")]
    short = row | {"kind": "gap", "giver_id": DONCASTER, "receiver_id": None, "announced": None}
    assert lines("Funding", {"funding": [short]}) == [("£2m", "shortfall, a year, of Doncaster", "")]


@pytest.mark.parametrize(
    ("period", "said"),
    [("none", ""), (None, ""), ("1y", "a year"), ("5y", "over 5 years"), ("2w", "over 2 weeks"), ("1d", "a day"), ("?", "?")],
)  # fmt: skip
def test_a_period_in_words(period: str | None, said: str) -> None:
    assert period_words(period) == said


def test_a_body_that_is_no_council_has_its_own_name() -> None:
    assert body_name("Ofsted") == "Ofsted"
    assert body_name(None) == ""


def test_a_text_that_nobody_tagged_has_no_mentions() -> None:
    assert mentions_of(NO_TAGS, None).empty
