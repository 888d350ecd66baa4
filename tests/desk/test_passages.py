"""Cutting a text for marks loses nothing, whatever the offsets say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.wording.passages import Span, excerpt, paragraphs, term_spans

TEXT = "One council.\n\nTwo trusts and £3m.\nStill two.\n\nThree.\n\nFour.\n\nFive."


def test_paragraphs_are_cut_at_blank_lines() -> None:
    assert ["".join(s.text for s in p.segments) for p in paragraphs(TEXT)] == [
        "One council.",
        "Two trusts and £3m.\nStill two.",
        "Three.",
        "Four.",
        "Five.",
    ]


def test_overlapping_spans_are_both_marked() -> None:
    (paragraph,) = paragraphs("Doncaster Council", [Span(0, 17, "council", "Doncaster"), Span(10, 17, "event", "met")])
    assert [(s.text, s.kinds, s.label) for s in paragraph.segments] == [
        ("Doncaster ", ("council",), "Doncaster"),
        ("Council", ("council", "event"), "Doncaster; met"),
    ]


def test_a_span_over_two_paragraphs_is_marked_in_both() -> None:
    start, end = TEXT.index("council"), TEXT.index(" trusts")
    marked = [s.text for p in paragraphs(TEXT, [Span(start, end, "event")]) for s in p.segments if s.marked]
    assert marked == ["council.", "Two"]


def test_the_passage_is_marked_and_its_paragraphs_are_near() -> None:
    start = TEXT.index("Three")
    cut = excerpt(paragraphs(TEXT, (), (start, start + 6)), around=1)
    assert [len(part) for part in (cut.before, cut.near, cut.after)] == [1, 3, 1]
    assert [p.in_passage for p in cut.near] == [False, True, False]
    assert cut.near[1].segments[0].kinds == ("passage",)


def test_a_passage_that_the_text_does_not_hold_shows_the_beginning() -> None:
    cut = excerpt(paragraphs(TEXT, (), (9_000, 9_100)), around=1)
    assert not cut.before
    assert len(cut.near) == 2
    assert excerpt(paragraphs(""), around=1) == excerpt((), around=1)


def test_terms_are_found_as_whole_words_in_any_case_inside_the_passage() -> None:
    text = "Trust. A trust is not distrust. The trust."
    assert [(s.start, s.end) for s in term_spans(text, ["trust", " "], 7, 31)] == [(9, 14)]
    assert term_spans(text, ["(", "[a-z]+"], 0, 40) == ()
    assert term_spans(text, [], 0, 40) == ()


OFFSETS = st.integers(-5, 90)
SPANS = st.lists(st.builds(Span, OFFSETS, OFFSETS, st.sampled_from(["council", "funding"]), st.text(max_size=3)))


@settings(deadline=None)
@given(st.text(alphabet="ab \n£", max_size=80), SPANS, st.none() | st.tuples(OFFSETS, OFFSETS))
def test_no_character_is_lost_or_doubled(text: str, spans: list[Span], passage: tuple[int, int] | None) -> None:
    cut = paragraphs(text, spans, passage)
    for paragraph in cut:
        whole = "".join(segment.text for segment in paragraph.segments)
        assert text[paragraph.start : paragraph.start + len(whole)] == whole
    assert " ".join("".join(s.text for s in p.segments) for p in cut).split() == text.split()


@settings(deadline=None)
@given(st.text(alphabet="ab \n", max_size=80), SPANS)
def test_exactly_what_lies_under_a_span_is_marked(text: str, spans: list[Span]) -> None:
    for paragraph in paragraphs(text, spans):
        at = paragraph.start
        for segment in paragraph.segments:
            for offset in range(at, at + len(segment.text)):
                assert set(segment.kinds) == {s.kind for s in spans if s.start <= offset < s.end}
            at += len(segment.text)
