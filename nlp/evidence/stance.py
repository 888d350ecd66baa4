"""Which way a passage points: cues in the passage, its headline, its opening and the rest of the article, weighed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nlp.evidence.phrases import Phrase
from nlp.evidence.policies import Cue
from warehouse.records import Judgement, Stance, Tags

TITLE_SHARE = 2.0  # of a cue in the headline: it tells what is new, where the rest tells what went before
OPENING_SHARE = 0.8  # of a cue in the first passage: a news story begins with what is new
ARTICLE_SHARE = 0.2  # of a cue elsewhere in the article: it may speak of something else
COUNTED = 3  # signs of one cue in one place: the fourth way of saying it tells nothing new
DECISION = 0.9  # lead of one side over the other: below it the passage is context
_ORDER = ("inadequate", "requires improvement", "good", "outstanding")

Span = tuple[int, int]
Finder = Callable[[Phrase], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class StanceReading:
    """The stance of a passage, what it says in words ("" for context), and where the cues stand in the passage."""

    stance: Stance
    says: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Spans in the headline and text together: where the headline ends, the first passage and the one that is read."""

    title_end: int
    opening: Span
    passage: Span


def detect_stance(cues: Iterable[Cue], find: Finder, events: Mapping[str, list[Span]], places: Places) -> StanceReading:
    """Return which way the passage points.

    Args:
        cues: the policy's.
        find: gives the spans of a phrase in the headline and text together.
        events: the spans of each kind of event in the same.
        places: what is read.
    """
    totals = {Stance.ADVANCES: 0.0, Stance.CONTRADICTS: 0.0}
    best: dict[Stance, tuple[float, str]] = {}
    spans: dict[Stance, list[Span]] = {Stance.ADVANCES: [], Stance.CONTRADICTS: []}
    for cue in cues:
        said: list[Sequence[Span]] = [found for phrase in cue.phrases if (found := find(phrase))]
        said += [events[event] for event in cue.events if event in events]
        if not said:
            continue
        strength = sum(cue.weight * share * min(count, COUNTED) for share, count in _counts(said, places))
        here = [span for sign in said for span in sign if _in(span, places.passage)]
        spans[cue.stance] += here
        totals[cue.stance] += strength
        if here and strength > best.get(cue.stance, (0.0, ""))[0]:
            best[cue.stance] = (strength, cue.says)
    lead = totals[Stance.ADVANCES] - totals[Stance.CONTRADICTS]
    if abs(lead) < DECISION:
        return StanceReading(Stance.CONTEXT, "", ())
    stance = Stance.ADVANCES if lead > 0 else Stance.CONTRADICTS
    return StanceReading(stance, best.get(stance, (0.0, ""))[1], tuple(sorted(set(spans[stance]))))


def _counts(signs: Iterable[Sequence[Span]], places: Places) -> list[tuple[float, int]]:
    """Return for the headline, passage, opening and rest: its share, and how many signs stand there and in none before."""
    title = inside = opening = elsewhere = 0
    for sign in signs:
        if any(span[0] < places.title_end for span in sign):
            title += 1
        if any(_in(span, places.passage) for span in sign):
            inside += 1
        elif any(_in(span, places.opening) for span in sign):
            opening += 1
        elif any(span[0] >= places.title_end for span in sign):
            elsewhere += 1
    return [(TITLE_SHARE, title), (1.0, inside), (OPENING_SHARE, opening), (ARTICLE_SHARE, elsewhere)]


def _in(span: Span, place: Span) -> bool:
    return place[0] <= span[0] < place[1]


def signs(tags: Tags, offset: int) -> dict[str, list[Span]]:
    """Return the spans of the tagger's events by kind, shifted by `offset`, and whether grades rose or fell."""
    found: dict[str, list[Span]] = {}
    for event in tags.events:
        found.setdefault(event.kind, []).append((event.start + offset, event.end + offset))
    for kind, judgement in _changes(tags.judgements):
        found.setdefault(kind, []).append((judgement.start + offset, judgement.end + offset))
    return found


def _changes(judgements: Iterable[Judgement]) -> list[tuple[str, Judgement]]:
    """Return "grade rose" or "grade fell" with the present grade of each council whose former one is told too."""
    overall = [j for j in judgements if j.aspect == "overall"]
    former = {j.council: j for j in overall if j.previous}
    changes = []
    for present in overall:
        before = former.get(present.council)
        if present.previous or before is None:
            continue
        step = _ORDER.index(present.grade) - _ORDER.index(before.grade)
        if step:
            changes.append(("grade rose" if step > 0 else "grade fell", present))
    return changes
