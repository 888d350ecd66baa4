"""How far a reading can be trusted, with what lowered it. Below `DOUBTFUL` it goes to a person, not to the queue."""

from __future__ import annotations

import re

from pipelines.body.main_text import MainText
from pipelines.markup.structured import Structured, plain_line
from warehouse.records import Wall

DOUBTFUL = 0.5  # below it, the desk's review list
SHORT, VERY_SHORT = 600, 200  # characters of text
PROSE_HELD = 0.35  # of the page's prose: less, and the reading may have missed a part, or the page is a listing
AGREES = 0.5  # of our words in the second reading's text

COSTS = {
    "no title": 0.3,
    "the title has one witness": 0.05,
    "no date of publication": 0.1,
    "the date is a guess from the page": 0.05,
    "mojibake repaired": 0.05,
    "the first reading had hardly any of the page's prose": 0.2,
    "the page stops before its end": 0.1,
}
WORD = re.compile(r"\w+")


def confidence(
    text: str, reading: MainText, known: Structured, access: Wall, doubts: list[str], markup: str
) -> tuple[float, tuple[str, ...]]:
    """Return the confidence, 0 to 1, and the reasons that lowered it. `markup` is read again only where in doubt."""
    value = 1.0
    reasons = list(doubts)
    for doubt in doubts:
        value -= COSTS.get(doubt, 0.1)
    if len(text) < VERY_SHORT:
        reasons.append(f"very short: {len(text)} characters")
        value -= 0.4
    elif len(text) < SHORT:
        reasons.append(f"short: {len(text)} characters")
        value -= 0.1
    paragraphs = text.split("\n\n")
    ended = sum(len(part) for part in paragraphs if part.rstrip()[-1:] in ".!?…”\"'’)")
    if ended < 0.5 * len(text):
        reasons.append("most of the text does not end in sentences")
        value -= 0.3
    prose = sum(len(block.text) for block in reading.page if block.is_prose)
    held = sum(len(line.text) for line in reading.kept if line.block is not None and line.block.is_prose)
    if prose and held < PROSE_HELD * prose:
        reasons.append(f"holds {held / prose:.0%} of the page's prose")
        value -= 0.15
    declared = plain_line(known.article.get("articleBody"))
    if declared and len(declared) > 1.8 * len(text) and len(declared) - len(text) > 500:
        reasons.append(f"JSON-LD gives {len(declared):,} characters of text, the page {len(text):,}")
        value -= 0.25
    if access is not Wall.OPEN and len(text) < 2 * SHORT:
        reasons.append(f"the text may stop at the wall ({access})")
        value -= 0.15
    if value < 0.85:
        value = _second_opinion(text, markup, value, reasons)
    return round(min(max(value, 0.0), 1.0), 2), tuple(reasons)


def _second_opinion(text: str, markup: str, value: float, reasons: list[str]) -> float:
    """Ask another extractor, four milliseconds' worth, whether it sees the same article."""
    from resiliparse.extract.html2text import extract_plain_text

    other = extract_plain_text(markup, main_content=True, alt_texts=False, noscript=False)
    theirs = set(_shingles(other))
    ours = _shingles(text)
    if not ours or not theirs:
        reasons.append("a second extractor found nothing")
        return value - 0.15
    shared = sum(1 for piece in ours if piece in theirs) / len(ours)
    if shared < AGREES:
        reasons.append(f"a second extractor shares {shared:.0%} of the text")
        return value - 0.25
    return value + 0.05


def _shingles(text: str) -> list[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return [tuple(words[place : place + 4]) for place in range(max(len(words) - 3, 0))]
