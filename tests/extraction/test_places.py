"""A sentence that bears evidence is read wherever on a page it stands, in whatever design."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.extract import extract
from pipelines.page import Extraction, RawPage
from tests.extraction.page_designs import DESIGNS, PLACES, PageDesign, page_with

SENTENCES = (Path(__file__).parent / "evidence_sentences.txt").read_text(encoding="utf-8").splitlines()
CAPTURED = datetime(2026, 5, 6, 6, tzinfo=UTC)


def read(page: str) -> Extraction:
    return extract(RawPage(page.encode(), None, None, "https://courier.example/news/review", CAPTURED))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_a_sentence_is_read_wherever_it_stands(design: PageDesign, place: str) -> None:
    lost = []
    for sentence in SENTENCES:
        found = read(page_with(design, place, sentence))
        if sentence.rstrip(".") not in "\n".join((found.title, found.standfirst or "", found.text)):
            lost.append(sentence)
    assert not lost


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_what_a_caption_repeats_is_in_the_text_once(design: PageDesign) -> None:
    found = read(page_with(design, "caption and body", SENTENCES[0]))
    assert found.text.count(SENTENCES[0]) == 1


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_a_page_of_several_says_that_it_is_not_the_whole(design: PageDesign) -> None:
    found = read(page_with(design, "second page", SENTENCES[0]))
    assert any("page 2 of 3" in reason for reason in found.reasons)


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_the_furniture_of_a_design_stays_out(design: PageDesign) -> None:
    for place in PLACES:
        found = read(page_with(design, place, SENTENCES[0]))
        for words in ("Bus fares", "Swifts return", "All rights reserved", "newsletter", "Related", "Page 2"):
            assert words not in found.text, place
