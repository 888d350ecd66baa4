"""How far a reading can be trusted, with what lowered it. Below `DOUBTFUL` it goes to a person, not to the queue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from pipelines.body.blocks import packed
from pipelines.body.declared import FIFTH_MORE
from pipelines.body.furniture import names_a_box
from pipelines.body.main_text import FEW_LINKS, MainText
from warehouse.records import Wall

SHORT, VERY_SHORT = 600, 200  # characters of text
PROSE_HELD = 0.35  # of the page's prose: less, and the reading may have missed a part, or the page is a listing
AGREES = 0.5  # of our words in the second reading's text

COST_OF_A_FIFTH = 0.45  # a text that lacks a fifth goes to a person
COSTS = {
    "no title": 0.3,
    "the title has one witness": 0.05,
    "no date of publication": 0.1,
    "the date is a guess from the page": 0.05,
    "mojibake repaired": 0.05,
    "the first reading had hardly any of the page's prose": 0.2,
    "incomplete": 0.2,
    "the page stops before its end": 0.1,
    "the page shows no text: it is JSON-LD's": 0.1,
}
WORD = re.compile(r"\w+")


def confidence(
    text: str, reading: MainText, declared: list[str], access: Wall, doubts: list[str], markup: str
) -> tuple[float, tuple[str, ...]]:
    """Return the confidence, 0 to 1, and the reasons that lowered it. `markup` is read again only where in doubt."""
    value = 1.0
    reasons = list(doubts)
    for doubt in doubts:
        value -= COSTS.get(doubt, COSTS.get(doubt.split(":")[0], 0.1))
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
    if access is Wall.OPEN:
        for doubt in _missed(text, reading, declared, markup):
            reasons.append(doubt)
            value -= COST_OF_A_FIFTH
    if access is not Wall.OPEN and len(text) < 2 * SHORT:
        reasons.append(f"the text may stop at the wall ({access})")
        value -= 0.15
    if value < 0.85:
        value = _second_opinion(text, markup, value, reasons)
    return round(min(max(value, 0.0), 1.0), 2), tuple(reasons)


def _missed(text: str, reading: MainText, declared: list[str], markup: str) -> Iterator[str]:
    """Give a reason for each witness that holds a fifth more than the text: JSON-LD, another extractor."""
    held = packed(text)
    told = sum(len(part) for part in declared)
    if told > FIFTH_MORE * len(text):
        yield f"JSON-LD gives {told:,} characters of text, the page {len(text):,}"
    loose = {
        block.key: len(block.text)
        for block in reading.page
        if block.is_prose and block.link_share < FEW_LINKS and block.key not in held and not _in_a_box(block.element)
    }
    if sum(loose.values()) < (FIFTH_MORE - 1) * len(text):
        return  # nothing of the page is left that could be the article's: the other extractor is not asked
    lines = (packed(line) for line in _other_reading(markup).splitlines())
    more = sum(loose[line] for line in set(lines) if line in loose)
    if more > (FIFTH_MORE - 1) * len(text):
        yield f"a second extractor reads {more:,} characters more"


def _in_a_box(element: HtmlElement) -> bool:
    """Whether an element stands in a box that is named for one: related stories, an author's life."""
    return any(
        up.tag in {"aside", "footer", "li"} or names_a_box(up) for up in (element, *islice(element.iterancestors(), 4))
    )


@lru_cache(maxsize=1)  # a doubtful page asks twice
def _other_reading(markup: str) -> str:
    """Return what another extractor, four milliseconds' worth, takes for the article."""
    from resiliparse.extract.html2text import extract_plain_text

    found: str = extract_plain_text(markup, main_content=True, alt_texts=False, noscript=False)
    return found


def _second_opinion(text: str, markup: str, value: float, reasons: list[str]) -> float:
    """Ask another extractor whether it sees the same article."""
    theirs = set(_shingles(_other_reading(markup)))
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
