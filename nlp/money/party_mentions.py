"""Who may give or get a sum (entity linking): councils, trusts, public bodies by name, office or abbreviation, and what "the council" and "it" stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.names.document import Document
from nlp.names.gazetteer import by_code
from nlp.text.spans import last_before, overlaps
from warehouse.records import Mention
from warehouse.reference import public_bodies
from warehouse.tags import TagKind

GOVERNMENT = "uk-government"  # "the government", where the page names no department or several
_COUNCIL = r"(?:county |city |borough |district |metropolitan |unitary |local )?(?P<council>council|authority)"
_PLACE = r"(?P<place>county|borough|city|town hall|county hall|cabinet)"
_REFERENCE = re.compile(
    rf"\b[Tt]he (?:{_COUNCIL}|{_PLACE}|(?P<trust>trust|company)|(?P<department>department|ministry))\b"
    r"(?! (?:tax|of|house|for|councils?|councillors?)\b)(?!-)"
)
_PRONOUN = re.compile(r"\b(?:[Ii]ts?|[Tt]hey|[Tt]heir|[Ww]e|[Oo]ur)\b")
_TYPES = {"county": ("CTY",), "city": (), "borough": ("MD", "LBO", "NMD")}
_LOCAL = re.compile(r"\b(?:[Ll]ocal|[Ss]hadow|[Ff]ormer|[Vv]ice|[Dd]eputy) $")  # "local government" is no government


class PartyKind(StrEnum):
    """What sort of body a party is; who gives to whom depends on it."""

    COUNCIL = "council"
    TRUST = "trust"
    DEPARTMENT = "department"
    GOVERNMENT = "government"
    NATIONAL_BODY = "national body"


class PartyForm(StrEnum):
    """How a text refers to a party."""

    NAME = "name"
    REFERENCE = "reference"  # "the council"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class PartyMention:
    """A place where a text speaks of a body that may give or get money."""

    start: int
    end: int
    identifier: str
    kind: PartyKind
    form: PartyForm


@cache
def _literal() -> tuple[AhoCorasick, tuple[tuple[str, PartyKind], ...]]:
    meaning: dict[str, tuple[str, PartyKind]] = {}
    for body in public_bodies():
        for form in (body.name, *body.aliases, *body.former_names, *body.people):
            meaning.setdefault(form, (body.slug, PartyKind(body.kind)))
            if form[0].islower():
                meaning.setdefault(form[0].upper() + form[1:], (body.slug, PartyKind(body.kind)))
    return AhoCorasick(list(meaning), matchkind=MatchKind.LeftmostLongest), tuple(meaning.values())


@cache
def _departments() -> frozenset[str]:
    return frozenset(body.slug for body in public_bodies() if body.kind == PartyKind.DEPARTMENT)


def same_party(marked: str | None, said: str | None) -> bool:
    """Return whether a body is the marked one: "the government" is right for a department that the page does not name."""
    return marked == said or (said == GOVERNMENT and marked in _departments())


def find_public_bodies(plain: str) -> list[PartyMention]:
    """Return the governments, departments and national bodies that a plain text names, in order."""
    automaton, meaning = _literal()
    found = []
    for number, start, end in automaton.find_matches_as_indexes(plain):
        before, after = plain[start - 1 : start], plain[end : end + 1]
        if before.isalnum() or before in ("-", "/", "@", ".") or after.isalnum() or _LOCAL.search(plain, max(0, start - 8), start):  # fmt: skip
            continue
        found.append(PartyMention(start, end, *meaning[number], PartyForm.NAME))
    return found


def find_parties(reading: Document, mentions: Sequence[Mention]) -> list[PartyMention]:
    """Return every mention of a body that may give or get money, in order. `mentions` are the councils and trusts found."""
    named = [
        PartyMention(one.start, one.end, one.identifier, PartyKind(one.label.lower()), PartyForm.NAME)
        for one in mentions
        if one.label in (TagKind.COUNCIL, TagKind.TRUST)
    ]
    taken = tuple((one.start, one.end) for one in named)
    named += [one for one in find_public_bodies(reading.plain) if not overlaps(taken, one.start, one.end)]
    named.sort(key=lambda one: one.start)
    named = [*_of_the_department(named)]
    referred = sorted((*named, *_references(reading.plain, named)), key=lambda one: one.start)
    return sorted((*referred, *_pronouns(reading, referred)), key=lambda one: one.start)


def _of_the_department(named: list[PartyMention]) -> Iterator[PartyMention]:
    """Yield the mentions; "the government" is the department that the page names, where it names one and no other."""
    departments = {one.identifier for one in named if one.kind == PartyKind.DEPARTMENT}
    only = departments.pop() if len(departments) == 1 else None
    for one in named:
        if only is not None and one.identifier == GOVERNMENT:
            yield PartyMention(one.start, one.end, only, PartyKind.DEPARTMENT, PartyForm.REFERENCE)
        else:
            yield one


def _references(plain: str, named: list[PartyMention]) -> Iterator[PartyMention]:
    """Yield what "the council", "the trust" and "the department" stand for: the last of the kind, or the page's only one."""
    taken = [(one.start, one.end) for one in named]
    by_kind = {
        PartyKind.COUNCIL: [one for one in named if one.kind == PartyKind.COUNCIL],
        PartyKind.TRUST: [one for one in named if one.kind == PartyKind.TRUST],
        PartyKind.DEPARTMENT: [one for one in named if one.kind in (PartyKind.DEPARTMENT, PartyKind.GOVERNMENT)],
    }
    counts = Counter((one.kind, one.identifier) for one in named)
    most: dict[tuple[PartyKind, str], PartyMention] = {}
    fitting: dict[tuple[PartyKind, str], list[PartyMention]] = {}
    for match in _REFERENCE.finditer(plain):
        if overlaps(taken, *match.span()):
            continue
        kind = PartyKind.TRUST if match["trust"] else PartyKind.DEPARTMENT if match["department"] else PartyKind.COUNCIL
        if not by_kind[kind]:
            continue
        word = next((word for word in _TYPES if word in match[0].lower()), "")
        if (kind, word) not in fitting:
            fitting[kind, word] = _that_fit(by_kind[kind], word)
        of_kind = fitting[kind, word]
        last = last_before(of_kind, match.start())
        paragraph = plain.rfind("\n", 0, match.start()) + 1
        if last is None or last.start < paragraph:
            last = most[kind, word] = most.get((kind, word)) or max(of_kind, key=lambda one: counts[one.kind, one.identifier])  # fmt: skip
        yield PartyMention(match.start(), match.end(), last.identifier, last.kind, PartyForm.REFERENCE)


def _that_fit(named: list[PartyMention], word: str) -> list[PartyMention]:
    """Return the councils of the type that a word names ("county", "city"), where the page names any; else all."""
    if not word:
        return named
    known = by_code()
    found = [one for one in named if (of := known.get(one.identifier)) is not None and (of.type in _TYPES[word] or word in of.official_name.lower())]  # fmt: skip
    return found or named


def _pronouns(reading: Document, referred: list[PartyMention]) -> Iterator[PartyMention]:
    """Yield what "it", "they" and "we" stand for in a sentence that names nobody before them: the sentence before's subject."""
    starts = [one.start for one in referred]
    last: PartyMention | None = None
    for sentence in reading.sentences.sentences:
        first = bisect_left(starts, sentence.start)
        inside = referred[first] if first < len(referred) and referred[first].start < sentence.end else None
        if last is not None:
            match = _PRONOUN.search(reading.plain, sentence.start, inside.start if inside else sentence.end)
            if match is not None:
                last = PartyMention(match.start(), match.end(), last.identifier, last.kind, PartyForm.PRONOUN)
                yield last
                continue
        if inside is not None:
            last = inside
