"""Finds what happened to councils' services (event extraction): a trust established, a direction issued, a commissioner appointed, and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlp.names.document import Document
from nlp.text.dates import date_of
from nlp.text.sentences import Sentence
from nlp.text.spans import between, last_before
from nlp.text.wordings import compile_any, wordings
from warehouse.records import Event, FundingFigure, Mention
from warehouse.vocabulary.tags import EventKind, FundingKind

VERSION = "event-3"
REACH_BACK = 300  # characters before a sentence in which the body that it speaks of may be named
LONGEST = 2000  # characters: what is longer is no sentence, and the patterns look far ahead
UNREAL_BACK = 45  # characters before an event in which a word may say that it did not happen
FUNDING_CONFIDENCE = 0.75
GIVEN_BACK = 90  # characters beside a sum in which a word may say that it is given
_ANY = wordings("event_wordings.txt")  # the lists of that file, each as one group
_TRUST = r"(?:[\w'-]+ ){0,4}(?:trust|company|community interest company)"
# Each kind with how sure it is, what some of its words hold, and the words.
EventPattern = tuple[EventKind, float, tuple[str, ...], re.Pattern[str]]
_KINDS: tuple[EventPattern, ...] = (
    (EventKind.TRUST_PLANNED, 0.8, ('rust', 'ompany'), re.compile(rf"\b{_ANY['before what is planned']} (?:to )?(?:be )?{_ANY['what is planned for a trust']}(?: [\w',-]+){{0,8}} {_TRUST}\b", re.I)),
    (EventKind.TRUST_ESTABLISHED, 0.8, ('rust', 'ompany'), compile_any(rf"\b(?:set up|established|launched|created|formed|opened|began work|went live|took over|was founded)(?: [\w',-]+){{0,6}} {_TRUST}\b", rf"\b{_TRUST}(?: [\w(),'-]+){{0,6}} (?:was (?:set up|established|formed|created|launched|founded)|launched|went live|began work|took over|opened)\b", flags=re.I)),
    (EventKind.TAKEOVER_OR_DIRECTION, 0.85, ('direct', 'notice', 'stripped', 'taken', 'control', 'remov', 'interven', 'took'), re.compile(rf"\b{_ANY['control taken or directed']}\b", re.I)),
    (EventKind.COMMISSIONER_APPOINTED, 0.85, ('commissioner',), re.compile(r"\b(?:appoint(?:s|ed|ing|ment of)?|send(?:s|ing)?|sent|name[ds]?|installed)(?: [\w',-]+){0,8} commissioners?\b|\bcommissioners?(?: [\w',-]+){0,4} (?:appointed|sent in|installed|named)\b", re.I)),
    (EventKind.SERVICES_RETURNED, 0.85, ('back', 'house', 'return', 'own child', 'control'), re.compile(rf"\b{_ANY['services brought back']}\b", re.I)),
    (EventKind.INSPECTION_PUBLISHED, 0.75, ('fsted', 'nspect'), compile_any(r"\b(?:ofsted|inspectors?)(?: [\w',-]+){0,8} (?:report|letter|findings|judge?ment)s?\b", r"\b(?:report|letter)(?: [\w',-]+){0,4} (?:by|from) (?:ofsted|inspectors|the inspectorate)\b", r"\bofsted (?:has )?(?:rated|graded|judged|found|moves?|published)\b", r"\b(?:rated|graded|judged)(?: [\w'\"“”‘’-]+){1,5} by (?:ofsted|inspectors)\b", flags=re.I)),
    (EventKind.SECTION_114_NOTICE, 0.95, ('114', 'bankrupt'), re.compile(r"\bsection[ -]114\b|\bs114\b|\beffectively bankrupt\b|\bdeclared (?:itself )?bankrupt\b", re.I)),
)  # fmt: skip
# What has not happened and is not planned: feared, refused, or only a condition.
_UNREAL = re.compile(rf"\b{_ANY['feared or refused']}\b[^.,;:]{{0,28}}$", re.IGNORECASE)
_GIVEN = _ANY["verbs of giving a sum"]
_GIVEN_BEFORE = re.compile(
    rf"\b{_GIVEN}(?: (?!(?:to|of|worth)\b)[\w',’-]+){{0,7}} $", re.IGNORECASE
)  # "promised to match" gives nothing
_GIVEN_AFTER = re.compile(
    rf" ?(?:[\w'’-]+ ){{0,6}}?(?:was |were |has been |have been |is being |will be |to be )?{_ANY['given']}\b",
    re.IGNORECASE,
)


def find_events(reading: Document, mentions: tuple[Mention, ...], funding: Sequence[FundingFigure] = ()) -> list[Event]:
    """Return the events in order, each with the bodies that its sentence names (or the page's last one) and the date that its clause gives.

    `funding` are the sums of the page, in order: one that is given, with a word that says so beside it, is an event.
    """
    plain = reading.plain
    kinds = [kind for kind in _KINDS if any(word in plain for word in kind[2])]  # most are nowhere on a page
    found: list[Event] = []
    for sentence in reading.sentences.sentences:
        if sentence.end - sentence.start > LONGEST:
            continue
        said = _said(plain[sentence.start : sentence.end], kinds)
        given = _given(plain, between(funding, sentence.start, sentence.end), sentence)
        if not said and given is None:
            continue
        bodies = _bodies(sentence.start, sentence.end, mentions)
        places = [(kind, sure, sentence.start + low, sentence.start + high) for kind, sure, low, high in said if bodies]
        if given is not None:
            places.append((EventKind.FUNDING_ANNOUNCED, FUNDING_CONFIDENCE, *given))
        for kind, sure, low, high in places:
            told = plain.endswith(" to ", 0, low)  # "directed to set up a trust in 2016": the date is the direction's
            on = None if told else date_of(plain, low, high, sentence.start, sentence.end)
            day, precision = (on.day, on.precision) if on else (None, None)
            event = Event(kind, low, high, reading.text[low:high], bodies, day, sure, VERSION, on_precision=precision)
            found.append(event)
    return sorted(found, key=lambda event: event.start)


def _said(words: str, kinds: Iterable[EventPattern]) -> list[tuple[EventKind, float, int, int]]:
    """Return the events that a sentence tells as done or planned: kind, confidence, and from where to where."""
    found = []
    for kind, confidence, needed, pattern in kinds:
        match = pattern.search(words) if _holds(words, needed) else None
        if match is not None and not _UNREAL.search(words, max(0, match.start() - UNREAL_BACK), match.start()):
            found.append((kind, confidence, match.start(), match.end()))
    return found


def _given(plain: str, sums: Iterable[FundingFigure], sentence: Sentence) -> tuple[int, int] | None:
    """Return from where to where the sentence says that a sum is given: the first that it does say it of."""
    for figure in sums:
        if figure.kind == FundingKind.ALLOCATION:
            place = _announced(plain, figure, sentence.start, sentence.end)
            if place is not None:
                return place
    return None


def _holds(words: str, needed: tuple[str, ...]) -> bool:
    for word in needed:  # noqa: SIM110 -- a third of the time of `any`, which asks a generator, and asked for every sentence
        if word in words:
            return True
    return False


def _announced(plain: str, figure: FundingFigure, low: int, high: int) -> tuple[int, int] | None:
    """Return from where to where the text says that a sum is given, or None."""
    before = _GIVEN_BEFORE.search(plain, max(low, figure.start - GIVEN_BACK), figure.start)
    if before is not None:
        unreal = _UNREAL.search(plain, max(low, before.start() - UNREAL_BACK), before.start())
        return None if unreal else (before.start(), figure.end)
    after = _GIVEN_AFTER.match(plain, figure.end, min(high, figure.end + GIVEN_BACK))
    return (figure.start, after.end()) if after is not None else None


def _bodies(low: int, high: int, mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    inside = tuple(dict.fromkeys(mention.identifier for mention in between(mentions, low, high)))
    if inside:
        return inside
    last = last_before(mentions, low)
    return (last.identifier,) if last is not None and low - last.end < REACH_BACK else ()
