"""Where a sum stands: its sentence on both sides, the sentence before, the title, and the sum before with how the two are joined."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.names.document import Document

LEFT, RIGHT, EARLIER = 220, 150, 220  # characters of the sentence before and after a sum, and of the sentence before it
_LISTED = re.compile(r"^[^.;!?£]{0,60}(?:,| and| or)(?: [\w'-]+){0,8} $")
_CARRIED = re.compile(
    r"\b(?:another|a further|the remaining|the other|of that|of which|of those|of these|of this|including|and then|the rest|"
    r"among them|(?:most|half|all) of (?:it|that|this)),?(?: \w+,?){0,3} $",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:to|against|compared with|instead of|rather than|from)(?: (?:about|around|nearly|almost|just|some|an?|the|over|only|under|more than|less than)){0,3} $",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrecedingSum:
    """The sum before: its offsets and its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class SumContext:
    """What stands round a sum. `between` is the text from the sum before, where that is in the same sentence."""

    before: str
    after: str
    earlier: str
    title: str
    surface: str
    period: str
    value: float
    previous: str = ""
    link: str = ""
    between: str = ""


def place(
    reading: Document, start: int, end: int, amount_end: int, period: str, value: float, last: PrecedingSum | None
) -> SumContext:
    """Return the surroundings of the sum at `start`:`end`, its period's words included. The figure itself ends at `amount_end`."""
    plain = reading.plain
    number = reading.sentences.number(start)
    sentence = reading.sentence(start)
    earlier = ""
    if number:
        told = reading.sentences.sentences[number - 1]
        earlier = plain[max(told.start, told.end - EARLIER) : told.end]
    previous = link = between = ""
    if last is not None:
        same = last.start >= sentence.start
        link = _link(plain[max(last.end, start - LEFT) : start], same)
        if link:
            previous = last.kind
        if same:
            between = plain[last.end : start]
    return SumContext(
        plain[max(sentence.start, start - LEFT) : start],
        plain[end : min(max(sentence.end, end), end + RIGHT)],
        earlier,
        reading.title,
        plain[amount_end:end],
        period,
        value,
        previous,
        link,
        between,
    )


def _link(gap: str, same: bool) -> str:
    """Return how a sum follows the one before, or nothing across paragraphs."""
    if "\n" in gap:
        return ""
    if len(gap) < 45 and _CHANGED.search(gap):
        return "to"
    if _CARRIED.search(gap[-60:]):
        return "carry"
    if same:
        return "list" if len(gap) < 60 and _LISTED.match(gap) else "sent"
    return "near" if len(gap) < 120 else "far"
