"""What is typed into the search field, as the index is asked for it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.search.grammar import FIELDS, MOST_CHARACTERS, MOST_TERMS, SearchError, parse


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("kinship allowance", '("kinship") AND ("allowance")'),
        ('"returned to the council"', '("returned to the council")'),
        ("“returned to the council”", '("returned to the council")'),
        ("adopt*", '("adopt" *)'),
        ("trust OR commissioner", '("trust" OR "commissioner")'),
        ("adoption -dogs", '(("adoption")) NOT "dogs"'),
        ("council:Slough", '(councils : "Slough")'),
        ('council:"North Yorkshire" trust:doncaster', '(councils : "North Yorkshire") AND (trusts : "doncaster")'),
        ("-council:Slough trust", '(("trust")) NOT councils : "Slough"'),
        ("NEAR(a b)", '("NEAR(a") AND ("b)")'),
        ("10:30", '("10:30")'),
        ("OR kinship", '("kinship")'),
        ("kinship OR", '("kinship")'),
        ("kinship - ... !", '("kinship")'),
    ],
)
def test_words_are_asked_for_as_they_were_meant(typed: str, asked: str) -> None:
    assert parse(typed).expression() == asked


@pytest.mark.parametrize(
    ("typed", "after", "before"),
    [
        ("after:2025-01-31", date(2025, 1, 31), None),
        ("after:2025-02", date(2025, 2, 1), None),
        ("before:2025-02", None, date(2025, 2, 28)),
        ("before:2024", None, date(2024, 12, 31)),
        ("on:2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("on:2025-03-04", date(2025, 3, 4), date(2025, 3, 4)),
    ],
)
def test_a_month_and_a_year_are_all_their_days(typed: str, after: date | None, before: date | None) -> None:
    query = parse(typed)
    assert (query.after, query.before) == (after, before)


def test_identifiers_are_taken_as_they_are() -> None:
    query = parse("outlet:CommunityCare policy:kinship-allowance carers")
    assert (query.outlets, query.policies) == (("communitycare",), ("kinship-allowance",))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "needs a word"),
        ("   ", "needs a word"),
        ("-dogs", "needs a word"),
        ("...", "needs a word"),
        ('"returned to', "quotation mark is open"),
        ("author:Smith", "no field “author”"),
        ("after:yesterday", "“yesterday” is no day"),
        ("after:2025-02-30", "“2025-02-30” is no day"),
        ("before:9999", "“9999” is no day"),
        ("outlet:community care's", None),
        ("outlet:'", "wants an identifier"),
        ("-outlet:bbc x", "cannot be left out"),
        ("a " * MOST_CHARACTERS, f"at most {MOST_CHARACTERS}"),
        ("ab " * (MOST_TERMS + 1), f"at most {MOST_TERMS}"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(typed: str, said: str | None) -> None:
    if said is None:
        assert parse(typed).outlets == ("community",)
        return
    with pytest.raises(SearchError, match=said):
        parse(typed)


PIECES = st.sampled_from([*"ab:\"*-() ^+~'\\“”é\x00\u200f", *(f"{name}:" for name in FIELDS)])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_whatever_is_typed_is_a_query_or_a_sentence(typed: str) -> None:
    try:
        query = parse(typed)
    except SearchError:
        return
    assert query.groups or query.outlets or query.policies or query.after or query.before
