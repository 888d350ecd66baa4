"""Whether a grade is in force or a former one (temporal classification): cues round it are weighed, and a council has one grade in force at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from nlp.text.dates import clause_of
from nlp.text.sentences import SentenceIndex
from warehouse.records import Judgement

FORMER = 1.0  # a grade whose cues weigh this much or more is told as a former one
STALE = 3  # years before the article's day from which a dated grade may well have been followed by another
DATED = 0.75  # what such a date weighs: not enough by itself, for a grade of long ago is often the last one given
_QUOTES = "\"'”’“‘"
# What a cue is called, how it weighs (above 0: former), where it is looked for, and its words.
BEFORE, AFTER, SENTENCE = "before", "after", "sentence"
CUES: tuple[tuple[str, float, str, re.Pattern[str]], ...] = (
    ("left", 3.0, BEFORE, re.compile(r"\b(?:from|out of|no longer|leaving behind|lost (?:its|their)|shed (?:its|their|an?))(?: (?:an?|its|the|being|overall|rated|judged|graded|Ofsted|previous|old))*(?: [\w-]+)? $", re.I)),
    ("moves on", 3.0, AFTER, re.compile(r"^ (?:to|until|previously|before)\b", re.I)),
    ("past perfect", 1.5, BEFORE, re.compile(r"\b(?:had (?:\w+ )?(?:been|required|rated|judged|found|graded)|used to be|(?:was|were|had) once)\b", re.I)),
    ("then another", 1.5, AFTER, re.compile(r"^,? (?:and )?(?:then|but (?:has )?(?:since|now))\b|^[^.;]{0,60}\b(?:climbed|rose|fell|dropped|went|moved|slid) (?:on |up |down |back )?to\b", re.I)),
    ("called former", 1.5, BEFORE, re.compile(r"\b(?:previous(?:ly)?|former(?:ly)?|once|last time|at (?:the|its) last inspection|before that|earlier|as recently as|years of|decade of|succession of|string of)\b[^.;]{0,40}$", re.I)),
    ("reason of a step", 0.75, BEFORE, re.compile(r"\b(?:after|because|when|following) (?!\d)[^.;,]{0,60}$", re.I)),
    ("ago", 1.0, AFTER, re.compile(r"^[^.;]{0,50}\b(?:years? (?:ago|earlier|before)|at (?:the|its) (?:last|previous) inspection|as recently as|until)\b", re.I)),
    ("then past", 0.25, BEFORE, re.compile(r"\b(?:was|were)(?: \w+)? $", re.I)),
    ("since", -2.0, AFTER, re.compile(r"^[^.;]{0,20}\bsince (?:the|\d{4}|then)\b", re.I)),
    ("present tense", -1.5, BEFORE, re.compile(r"\b(?:is|are|now|remains?|still|today|currently|rates|finds|grades|judges)\b[^.;]{0,40}$", re.I)),
    ("now", -1.5, AFTER, re.compile(r"^[^.;]{0,50}\b(?:today|yesterday|this (?:week|month)|last (?:week|month)|published on|for the first time|for the second time)\b", re.I)),
    ("latest", -1.5, BEFORE, re.compile(r"\b(?:latest|new) (?:report|inspection|rating|grade|judge?ment)\b[^.;]{0,60}$|\bhas (?:just |now )?(?:rated|judged|graded|found|been|lifted)\b[^.;]{0,50}$", re.I)),
)  # fmt: skip
"""Weights in the log-odds of a logistic model, set by hand and checked on `training/grades*.jsonl`: of the grades found there 91 in 100 are told rightly as present or previous."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """A grade, how much speaks for its being a former one, and the names of the cues."""

    judgement: Judgement
    former: float


def settle(found: Sequence[Judgement], plain: str, sentences: SentenceIndex, published: date | None) -> list[Judgement]:
    """Return the grades with `previous` set: what the cues call former, and of a council's several grades all but one."""
    weighed = [_Standing(one, _weigh(one, plain, sentences, published)) for one in found]
    present: dict[str, list[_Standing]] = {}
    for one in weighed:
        if one.former < FORMER and one.judgement.aspect == "overall":
            present.setdefault(one.judgement.council, []).append(one)
    kept = {council: min(several, key=_order).judgement.grade for council, several in present.items()}
    return [
        replace(
            one.judgement,
            previous=one.former >= FORMER
            or (one.judgement.aspect == "overall" and kept[one.judgement.council] != one.judgement.grade),
        )
        for one in weighed
    ]


def _order(one: _Standing) -> tuple[float, int, int]:
    """Order a council's grades: least former first, then the latest date, then the last told of a sentence's two."""
    judgement = one.judgement
    return one.former, -(judgement.inspected.toordinal() if judgement.inspected else 0), -judgement.start


def _weigh(one: Judgement, plain: str, sentences: SentenceIndex, published: date | None) -> float:
    return sum(weight for _, weight in cues(one, plain, sentences, published))


def cues(one: Judgement, plain: str, sentences: SentenceIndex, published: date | None) -> list[tuple[str, float]]:
    """Return the cues round a grade that tell whether it stands, by name and weight."""
    sentence = sentences.at(one.start)
    low, high = clause_of(plain, one.start, one.end, sentence.start, sentence.end)
    opening = plain[max(low, one.start - 90) : one.start].rstrip(_QUOTES)
    if opening and not opening.endswith(" "):
        opening += " "
    rest = plain[one.end : min(sentence.end, one.end + 80)].lstrip(_QUOTES)
    told = {BEFORE: opening, AFTER: rest, SENTENCE: plain[low:high]}
    found = [(name, weight) for name, weight, where, pattern in CUES if pattern.search(told[where])]
    if one.inspected and published and one.inspected.year + STALE <= published.year:
        found.append(("dated long ago", DATED))
    return found
