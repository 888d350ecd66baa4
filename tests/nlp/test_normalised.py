from hypothesis import given
from hypothesis import strategies as st

from nlp.text.normalised import Visible, normalise

PRINTED = st.text(alphabet="ab ’‘\u00a0‑\u00ad\u200b\ufeff£", max_size=40)


@given(PRINTED)
def test_normalising_keeps_every_offset(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)


def test_quotes_dashes_and_spaces_become_plain() -> None:
    assert normalise("the council’s ‘own’\u00a0long‑term plan") == "the council's 'own' long-term plan"


@given(PRINTED)
def test_a_visible_span_is_found_again_in_the_printed_text(printed: str) -> None:
    visible = Visible.of(printed)
    for start in range(len(visible.text)):
        first, last = visible.printed(start, start + 1)
        assert printed[first:last] == visible.text[start]


def test_soft_hyphens_and_zero_width_spaces_are_taken_out() -> None:
    printed = "Bir\u00admingham \u200bCity Council"
    visible = Visible.of(printed)
    assert visible.text == "Birmingham City Council"
    assert printed[slice(*visible.printed(0, 10))] == "Bir\u00admingham"
