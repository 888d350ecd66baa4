"""Dates in a text: how exactly each is named, and which of them an event's or a grade's clause gives it. A new case is a new row."""

from datetime import date

import pytest

from nlp.analysis import analyse
from nlp.text.dates import find_dates

DAY, MONTH, YEAR = "day", "month", "year"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 18 April 2023 inspectors came.", [(date(2023, 4, 18), DAY)]),
        ("April 18th, 2023 was a Tuesday.", [(date(2023, 4, 18), DAY)]),
        ("They came in April 2023.", [(date(2023, 4, 1), MONTH)]),
        ("They came on 31 June 2023.", [(date(2023, 6, 1), MONTH)]),
        ("They came in 2019.", [(date(2019, 1, 1), YEAR)]),
        ("They came in the spring of 2019.", [(date(2019, 1, 1), YEAR)]),
        ("The 2022 inspection was short.", [(date(2022, 1, 1), YEAR)]),
        ("Good (2018), inadequate (2021).", [(date(2018, 1, 1), YEAR), (date(2021, 1, 1), YEAR)]),
        ("The budget of 2019/20 was spent.", []),
        ("They saw 2019 children.", []),
    ],
)
def test_a_date_is_no_more_exact_than_its_words(text, expected):
    assert [(one.day, one.precision) for one in find_dates(text, 0, len(text))] == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Slough council issued a section 114 notice in July 2021.", "section 114 notice", (date(2021, 7, 1), MONTH)),
        ("In July 2021, Slough council issued a section 114 notice.", "section 114 notice", (date(2021, 7, 1), MONTH)),
        ("Slough council, which issued a section 114 notice in 2021, has asked for a loan.", "section 114 notice", (date(2021, 1, 1), YEAR)),
        ("Ofsted rated Torbay inadequate in 2016, and a commissioner was appointed to the council.", "commissioner appointed", (None, None)),
        ("Sandwell Children's Trust was set up after Ofsted rated Sandwell council inadequate in 2016.", "trust established", (None, None)),
        ("Sandwell Children's Trust was set up in April 2018 after Ofsted rated Sandwell council inadequate in 2016.", "trust established", (date(2018, 4, 1), MONTH)),
        ("Kingston council's services were inadequate in 2012, before a company was formed.", "trust established", (None, None)),
        ("A minister told Sandwell council to set up an independent trust in 2016.", "trust established", (None, None)),
        ("Medway Council, inadequate since 2019, was issued with a statutory direction.", "takeover or direction", (None, None)),
    ],
)  # fmt: skip
def test_an_event_has_the_date_that_its_own_clause_gives_or_none(text, kind, expected):
    (event,) = [event for event in analyse(text).events if event.kind == kind]
    assert (event.on, event.on_precision) == expected


@pytest.mark.parametrize(
    ("text", "grade", "expected"),
    [
        ("Ofsted rated Slough council inadequate in 2016 and good in 2023.", "inadequate", (date(2016, 1, 1), YEAR)),
        ("Ofsted rated Slough council inadequate in 2016 and good in 2023.", "good", (date(2023, 1, 1), YEAR)),
        ("Slough council's trust opened in May 2019 after Ofsted found services inadequate.", "inadequate", (None, None)),
        ("Leeds council, rated good by Ofsted since 2015, lends its director.", "good", (None, None)),
        ("Slough council lost control in 2015, seven months after Ofsted had rated its services inadequate.", "inadequate", (None, None)),
    ],
)  # fmt: skip
def test_a_grade_has_the_date_that_its_own_clause_gives_or_none(text, grade, expected):
    (judgement,) = [one for one in analyse(text).judgements if one.grade == grade]
    assert (judgement.inspected, judgement.inspected_precision) == expected
