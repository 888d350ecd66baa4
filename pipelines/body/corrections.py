"""Notes of correction: what an outlet says that it got wrong, apart from the text."""

from __future__ import annotations

import re

from pipelines.body.main_text import MainText
from pipelines.metadata.dates import find_dates
from pipelines.phrases.phrase_book import phrase_book

LONGEST_BEGINNING = 200  # characters in which a note says that it is one
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?[ap]m\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
UPDATED = frozenset(
    """this the story article piece report headline post page blog was has been last first updated amended corrected edited
    changed published on at in by bst gmt utc am pm update updates note correction mon tue wed thu fri sat sun monday tuesday
    wednesday thursday friday saturday sunday""".split()  # noqa: SIM905 -- a list of forty strings reads worse
)
"""Of which a note consists that says when a text was changed, and not what."""


def take_corrections(reading: MainText) -> tuple[str, ...]:
    """Return the notes of correction among the lines, and put them aside."""
    found = [line for line in reading.kept if is_correction(line.text)]
    for line in found:
        line.reason = "correction"
    return tuple(line.text for line in found)


def is_correction(line: str) -> bool:
    """Whether a line begins as a note of correction does."""
    return phrase_book("correction").find(line[:LONGEST_BEGINNING]) is not None


def correction_told(note: str) -> str:
    """Return what a note says was wrong, without the times at which it was written; nothing where it says only when."""
    for date in reversed(find_dates(note)):
        note = note[: date.start] + " " + note[date.end :]
    told = " ".join(CLOCK.sub(" ", note).split())
    words = [word.lower() for word in WORD.findall(told)]
    return told if any(word not in UPDATED for word in words) else ""
