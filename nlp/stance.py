"""Which way a passage points: cue phrases in the passage, its headline and the rest of the article, weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from nlp.phrases import Phrase
from nlp.policies import Cue
from warehouse.records import Stance

TITLE_SHARE = 0.8  # of a cue in the headline: it speaks for the whole article
ARTICLE_SHARE = 0.25  # of a cue elsewhere in the article: it may speak of something else
PHRASES_COUNTED = 3  # of one cue in one place: the fourth way of saying it tells nothing new
DECISION = 0.9  # lead of one side over the other: below it the passage is context


@dataclass(frozen=True, slots=True)
class Reading:
    """The stance of a passage, what it says in words ("" for context), and where the cues stand in the passage."""

    stance: Stance
    says: str
    spans: tuple[tuple[int, int], ...]


Finder = Callable[[Phrase], Iterable[tuple[int, int]]]


def read(cues: Iterable[Cue], find: Finder, passage: tuple[int, int], title_end: int) -> Reading:
    """Return which way the passage points.

    Args:
        cues: the policy's.
        find: gives the spans of a phrase in the headline and text together.
        passage: the span of the passage in the same.
        title_end: where the headline ends in the same.
    """
    totals = {Stance.ADVANCES: 0.0, Stance.CONTRADICTS: 0.0}
    best: dict[Stance, tuple[float, str]] = {}
    spans: dict[Stance, list[tuple[int, int]]] = {Stance.ADVANCES: [], Stance.CONTRADICTS: []}
    for cue in cues:
        inside = titled = elsewhere = 0
        for phrase in cue.phrases:
            found = list(find(phrase))
            here = [span for span in found if passage[0] <= span[0] < passage[1]]
            spans[cue.stance] += here
            if here:
                inside += 1
            if any(span[0] < title_end for span in found):
                titled += 1
            elif found and not here:
                elsewhere += 1
        strength = cue.weight * (
            min(inside, PHRASES_COUNTED)
            + TITLE_SHARE * min(titled, PHRASES_COUNTED)
            + ARTICLE_SHARE * min(elsewhere, PHRASES_COUNTED)
        )
        totals[cue.stance] += strength
        if inside and strength > best.get(cue.stance, (0.0, ""))[0]:
            best[cue.stance] = (strength, cue.says)
    lead = totals[Stance.ADVANCES] - totals[Stance.CONTRADICTS]
    if abs(lead) < DECISION:
        return Reading(Stance.CONTEXT, "", ())
    stance = Stance.ADVANCES if lead > 0 else Stance.CONTRADICTS
    return Reading(stance, best.get(stance, (0.0, ""))[1], tuple(sorted(spans[stance])))
