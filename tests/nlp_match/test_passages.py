from hypothesis import given
from hypothesis import strategies as st

from nlp.text.passages import LONG, fingerprint, passages

WORDS = st.text(alphabet="abc. \nÉ’A", max_size=4000)


@given(WORDS)
def test_passages_are_in_order_apart_and_lose_nothing(text: str) -> None:
    found = passages(text)
    covered = 0
    for passage in found:
        assert text[covered : passage.start].strip() == ""
        assert text[passage.start : passage.end] == text[passage.start : passage.end].strip() != ""
        covered = passage.end
    assert text[covered:].strip() == ""


def test_a_heading_goes_with_its_paragraph() -> None:
    text = (
        "What happens next\n\n" + "The council will decide on Tuesday whether its services should go to a trust or not."
    )
    assert [(p.start, p.end) for p in passages(text)] == [(0, len(text))]


def test_a_long_paragraph_is_cut_at_the_end_of_a_sentence() -> None:
    text = "The trust met again and nothing was decided. " * 60
    found = passages(text)
    assert len(found) > 1
    assert all(text[p.end - 1] == "." and p.end - p.start <= LONG for p in found)


def test_a_restyled_passage_has_the_same_fingerprint() -> None:
    assert fingerprint("The ‘Trust’  is\nopen") == fingerprint("the 'trust' is open")


def test_a_changed_passage_has_another_fingerprint() -> None:
    assert fingerprint("The trust is open") != fingerprint("The trust is shut")
