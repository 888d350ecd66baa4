"""Notes of correction: found, kept apart, and counted as an edit of the article."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from flows.passes.process import content_sha256
from pipelines.body.corrections import correction_told, is_correction
from pipelines.extract import extract
from pipelines.page import Extraction, RawPage
from tests.extraction.page_designs import DESIGNS, page_with

NOTES = [
    "Correction: the trust will receive £4.2 million, and not £42 million as we said.",
    "Correction, 6 May 2026: the home has nine beds.",
    "Clarification – the council says that no child was moved.",
    "This article was amended on 6 May 2026 because an earlier version gave the wrong year.",
    "An earlier version of this story said that 12 homes had closed. It was nine.",
    "Editor's note: the director asks us to say that she left in March.",
]
PROSE = [
    "Correction officers were sent to two homes, the prison service said.",
    "The report was amended on Thursday to add a duty to count empty beds.",
    "Amendment 14 was carried by nine votes, and gives every child an advocate.",
    "An earlier version of the plan would have kept all six homes open.",
    "Clarification of the law is needed, the judge said.",
]
WHEN_ALONE = [
    "This article was updated on 6 May 2026 at 14:02.",
    "This story was last updated at 9.15am on Tuesday 5 May 2026",
    "This page was updated on 06/05/2026",
]


def read(note: str) -> Extraction:
    page = page_with(DESIGNS[0], "last line", note)
    return extract(RawPage(page.encode(), None, None, "https://a.example/x", datetime(2026, 5, 7, tzinfo=UTC)))


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_found_and_stands_apart_from_the_text(note: str) -> None:
    found = read(note)
    assert found.corrections == (note,)
    assert note not in found.text


@pytest.mark.parametrize("line", PROSE)
def test_prose_that_begins_like_a_note_is_none(line: str) -> None:
    assert not is_correction(line)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_of_correction_is_an_edit(note: str) -> None:
    found = read(note)
    assert content_sha256(found) != content_sha256(replace(found, corrections=()))


@pytest.mark.parametrize("note", WHEN_ALONE)
def test_a_time_of_update_alone_is_no_edit(note: str) -> None:
    found = read(NOTES[0])
    assert correction_told(note) == ""
    assert content_sha256(replace(found, corrections=(note,))) == content_sha256(replace(found, corrections=()))


def test_a_note_whose_time_moves_is_the_same_note() -> None:
    first = "This article was amended on 6 May 2026 at 10:15: the sum is £4.2m."
    assert correction_told(first) == correction_told(first.replace("10:15", "16.40").replace("6 May", "7 May"))
