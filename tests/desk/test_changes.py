"""What changed between two texts: readable, whole, and nothing where nothing did."""

from hypothesis import given
from hypothesis import strategies as st

from desk.wording.changes import Piece, changes

TEXTS = st.lists(st.text(alphabet="ab c.", max_size=12), max_size=6).map("\n\n".join)


def test_a_sum_that_was_corrected_stands_beside_the_old_one() -> None:
    ((*pieces,),) = changes("It cost £3m.\n\nNobody paid.", "It cost £5m.\n\nNobody paid.")
    assert pieces == [Piece("same", "It cost "), Piece("gone", "£3m."), Piece("new", "£5m.")]


def test_a_paragraph_that_was_added_is_new_whole() -> None:
    assert changes("One.", "One.\n\nTwo words.") == [(Piece("new", "Two words."),)]


def test_a_paragraph_that_was_cut_is_gone_whole() -> None:
    assert changes("One.\n\nTwo words.", "One.") == [(Piece("gone", "Two words."),)]


@given(TEXTS)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert changes(text, text) == []


@given(TEXTS, TEXTS)
def test_another_text_has_some(before: str, after: str) -> None:
    assert bool(changes(before, after)) == (before != after)


def test_a_paragraph_of_a_hundred_thousand_words_is_compared_whole() -> None:
    before, after = "word " * 100_000, "other " * 100_000
    assert changes(before, after) == [(Piece("gone", before), Piece("new", after))]
