"""Finds the bodies that run a council's children's services in its place: listed ones, and unlisted ones by their shape."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.names import gazetteer
from nlp.names.abbreviations import defined_otherwise
from nlp.names.document import Document, NameHit
from nlp.names.misspellings import NearNames
from nlp.text.wordings import word_sets, wordings
from warehouse.reference import Trust, trusts

VERSION = "trust-4"
NEW = "new"  # the identifier of a body that the table lacks: for an editor to confirm
# Before the first of these companies (2013), "X Children's Trust" was a board of partners under the Children Act 2004.
FIRST_COMPANIES = date(2013, 1, 1)
# Abbreviations that other bodies share: they count only where the text names the trust in full.
_SHARED = frozenset({"NCT", "BCT", "SCT", "SCF", "TfC", "WCF"})
_OF_THE_NHS = "AfC"  # its pay scale, unless the text names the trust or one of its councils
_ANY = wordings("name_wordings.txt")
_HEAD_WORD = r"(?:[A-Z][\w'&.-]*|upon|on|and|with|of|&)"
_SHAPE = re.compile(
    rf"(?<![\w'-])(?P<head>{_HEAD_WORD}(?: {_HEAD_WORD}){{0,5}}) (?P<tail>{_ANY['what a trust is called']})(?![\w-])"
)
_OPENERS = word_sets("name_wordings.txt")["openers of a sentence before a trust"]
_SLOGAN = re.compile(
    r"(?:Put|Putting|Placing|Place|Keep|Keeping|Always|Our|Women|Save|All|Action|Charity|Giving)\b|.*\b(?:and|of|for)$"
)
_OF_CHILDREN = f" {_ANY['children in the name of a trust']}(?: {_ANY['services in the name of a trust']})?"
_NO_BODY = (
    r"(?![\w'-]*(?:ed|ing|worthy)\b)(?! (?:in|that|the|us|them|him|her|its|his|each|me)\b(?! (?:was|is|has|had))|s\b)"
)
_SHORT_TAIL = re.compile(
    rf"(?:'s?)?(?: {_ANY['epithets of a trust']})*(?P<children>{_OF_CHILDREN})? (?P<body>[Tt]rust|company){_NO_BODY}"
)
_TRUST_IN = re.compile(r"\b[Tt]he (?P<trust>Trust) (?:in|for) $")
_NHS = re.compile(
    r"\b(?:NHS|hospitals?|foundation trust|mental health|ambulance|acute|patients?|academy|academies|wildlife|multi-academy|schools? trust|housing|theatre|heritage)\b",
    re.IGNORECASE,
)
_CHILDREN = re.compile(r"\b(?:children's|social care|social work|ofsted|fostering|child protection)\b", re.IGNORECASE)
_PARENTHESIS = re.compile(r" \((?:the |or )?[\"'“‘]?(?P<short>[A-Z][A-Za-z&]{1,6})[\"'”’]?\)")
_JOINING = frozenset("_&-")
_GENERIC_HEAD = re.compile(
    r"\b(?:NHS|Hospital|Academy|Academies|National|Royal|Wildlife|England|Education|Foundation)\b"
)


@dataclass(frozen=True, slots=True)
class TrustSighting:
    """A trust's name in the text: where, which (a slug, or `new`), whose (GSS codes) and why."""

    start: int
    end: int
    slug: str
    councils: tuple[str, ...]
    confidence: float
    rule: str


def _day(text: str | None) -> date | None:
    if not text:
        return None
    parts = [int(part) for part in re.findall(r"\d+", text)[:3]]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1) if parts else None


def _real(trust: Trust) -> bool:
    """Whether the row is a body and not the record that none was made."""
    return "no trust" not in trust.name


@cache
def _literal() -> tuple[AhoCorasick, tuple[tuple[str, Trust], ...]]:
    """Return the automaton of all the names and aliases of the table, and each form with its trust."""
    meaning: dict[str, Trust] = {}
    for trust in trusts():
        if not _real(trust):
            continue
        for form in (trust.name, *trust.aliases):
            form = re.sub(r" ?\([^)]*\)", "", form).replace("’", "'").strip()
            if not form:
                continue
            for variant in {
                form,
                form.replace("Children's", "Childrens"),
                form.replace("Children's", "Children"),
                form.replace(" and ", " & "),
                form.replace(" for ", " For "),
            }:
                meaning.setdefault(variant, trust)
                if " " in variant and len(variant) > 12:
                    meaning.setdefault(variant.upper(), trust)
            if form.lower() == form or form.startswith(("Tri-", "Bi-")):
                meaning.setdefault(form[:1].upper() + form[1:], trust)
                meaning.setdefault(form[:1].lower() + form[1:], trust)
    return AhoCorasick(list(meaning), matchkind=MatchKind.LeftmostLongest), tuple(meaning.items())


@cache
def _named() -> dict[str, Trust]:
    return {form: trust for form, trust in _literal()[1] if " " in form}


@cache
def _near_names() -> NearNames:
    return NearNames(_named())


def _whole(plain: str, start: int, end: int) -> bool:
    """Whether nothing that belongs to a longer word stands at either end."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    return not (before.isalnum() or after.isalnum() or before in _JOINING or after in _JOINING)


def serving(gss: str, on: date | None) -> Trust | None:
    """Return the one body of the table that served a council on a day; without a day, or outside its life, the one that did at some time."""
    owned = [
        trust
        for trust in trusts()
        if _real(trust) and trust.started and any(council.gss == gss for council in trust.councils)
    ]
    bodies = [trust for trust in owned if re.search(r"trust|company", trust.kind) and "partnership" not in trust.kind]
    bodies = bodies or owned
    if on is not None:
        living = [
            trust
            for trust in bodies
            if (_day(trust.started) or date.min) <= on and ((_day(trust.ended) or date.max) > on)
        ]
        if living:
            return living[0]
        before = [trust for trust in bodies if (_day(trust.started) or date.min) <= on]
        return before[-1] if before else (bodies[0] if bodies else None)
    return bodies[-1] if bodies else None


def planned(gss: str) -> Trust | None:
    """Return the body that was to serve a council and never began to."""
    return next((trust for trust in trusts() if _real(trust) and not trust.started and any(council.gss == gss for council in trust.councils)), None)  # fmt: skip


@cache
def _pairs() -> tuple[re.Pattern[str], dict[frozenset[str], Trust]]:
    """Return what finds two councils' partnerships by their names ("the Leeds-Kirklees partnership"), and each by the pair."""
    table: dict[frozenset[str], Trust] = {}
    for trust in trusts():
        names = frozenset(
            gazetteer.bare_name(gazetteer.by_code()[council.gss].official_name) for council in trust.councils
        )
        if _real(trust) and "council-to-council" in trust.kind and len(names) == 2:
            table[names] = trust
    one = "|".join(sorted({re.escape(name) for pair in table for name in pair}))
    pattern = re.compile(
        rf"(?<![\w-])(?P<one>{one})(?:[-–/]|(?P<loose> (?:and|&) ))(?:the )?(?P<two>{one}) (?:{_ANY['what a partnership is for']} )*"
        rf"{_ANY['what a partnership is called']}(?![\w-])"
    )
    return pattern, table


def _plausible(trust: Trust, form: str, on: date | None) -> bool:
    if on is None or form == trust.name:
        return True
    started = _day(trust.started)
    return started is None or on.year >= started.year - 3


def find_trusts(reading: Document) -> list[TrustSighting]:
    """Return every trust in the text, in order, without overlap."""
    found: list[TrustSighting] = []
    plain = reading.plain
    automaton, forms = _literal()
    waiting: list[tuple[int, int, Trust]] = []
    named: set[str] = set()
    for number, start, end in automaton.find_matches_as_indexes(plain):
        form, trust = forms[number]
        if not _whole(plain, start, end):
            continue
        if " " not in form and form.isascii() and sum(letter.isupper() for letter in form) >= 2 and "-" not in form:
            waiting.append((start, end, trust))
            continue
        if not _plausible(trust, form, reading.published):
            continue
        named.add(trust.slug)
        found.append(_listed(start, end, trust, 0.99, "listed name"))
    for start, end, form in _near_names().find(plain):
        if not _covered(start, end, found) and form in _named():
            found.append(_listed(start, end, _named()[form], 0.9, "misspelt name"))
    found.extend(_paired(plain, found))
    found.extend(_shaped(reading, found))
    found.extend(_short(reading, found))
    other = defined_otherwise(plain, {plain[start:end] for start, end, _ in waiting})
    waiting = [one for one in waiting if plain[one[0] : one[1]] not in other]
    for start, end, trust in waiting:
        form = plain[start:end]
        if (
            trust.slug in named
            or any(sighting.slug == trust.slug for sighting in found)
            or (
                form not in _SHARED
                and _about_children(reading)
                and (form != _OF_THE_NHS or _names_council(reading, trust))
            )
        ):
            found.append(_listed(start, end, trust, 0.95, "listed abbreviation"))
    found.extend(_defined(plain, found))
    return _apart(found)


def _listed(start: int, end: int, trust: Trust, confidence: float, rule: str) -> TrustSighting:
    return TrustSighting(
        start, end, trust.slug, tuple(council.gss for council in trust.councils), confidence, f"{VERSION}/{rule}"
    )


def _covered(start: int, end: int, found: list[TrustSighting]) -> bool:
    return any(sighting.start < end and start < sighting.end for sighting in found)


def _paired(plain: str, known: list[TrustSighting]) -> list[TrustSighting]:
    """Partnerships of two councils, named by the two in either order."""
    pattern, table = _pairs()
    found: list[TrustSighting] = []
    if not any(all(name in plain for name in pair) for pair in table):
        return found
    for match in pattern.finditer(plain):
        trust = table.get(frozenset((match["one"], match["two"])))
        if trust is not None and not _covered(match.start(), match.end(), known):
            found.append(_listed(match.start(), match.end(), trust, 0.9, "pair of councils"))
    return found


def _shaped(reading: Document, known: list[TrustSighting]) -> list[TrustSighting]:
    """Unlisted bodies by shape: a council's name, or capitals, before "Children's Trust", "Children First" and the like."""
    found: list[TrustSighting] = []
    plain = reading.plain
    if "Trust" not in plain and "Children First" not in plain and "Company" not in plain:
        return found
    for match in _SHAPE.finditer(plain):
        words = match["head"].split(" ")
        start = match.start()
        while words and (words[0] in _OPENERS or not words[0][0].isupper()):
            start += len(words[0]) + 1
            words = words[1:]
        head = " ".join(words)
        if not words or _covered(match.start("tail"), match.end(), known) or _GENERIC_HEAD.search(head):
            continue
        if reading.published is not None and reading.published < FIRST_COMPANIES:
            continue
        hit = next((hit for hit in reversed(reading.hits) if start <= hit.start and hit.end <= match.end("head")), None)
        if (
            hit is None
            and match["tail"] in ("Children First", "Family Services Trust")
            and (_SLOGAN.match(head) or not re.search(r"\b(?:company|trust)\b", plain))
        ):
            continue
        if hit is not None:
            start = hit.start
        council = gazetteer.resolve(hit.name.councils, "", reading.on).gss if hit is not None else None
        called = _called(council, f"{hit.name.surface} {match['tail']}") if hit is not None and council else None
        trust = called or (serving(council, reading.published) or planned(council) if council else None)
        if trust is not None and council is not None:
            found.append(TrustSighting(start, match.end(), trust.slug, (council,), 0.85, f"{VERSION}/council's trust"))
        else:
            found.append(TrustSighting(start, match.end(), NEW, (council,) if council else (), 0.7, f"{VERSION}/shape"))
    return found


def _short(reading: Document, known: list[TrustSighting]) -> list[TrustSighting]:
    """Trusts that their council identifies: "the Doncaster trust", "Slough's trust"."""
    found: list[TrustSighting] = []
    for hit in reading.hits:
        ahead = _TRUST_IN.search(reading.plain, max(0, hit.start - 16), hit.start)
        if ahead is not None and not _covered(hit.start, hit.end, known) and _about_children(reading):
            found.extend(
                replace(one, start=ahead.start("trust"), end=hit.end) for one in _of_council(reading, hit, hit.end)
            )
            continue
        tail = _SHORT_TAIL.match(reading.plain, hit.end)
        if tail is None or _covered(hit.start, hit.end, known):
            continue
        if re.search(
            r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne|[Aa]ny) (?:\w+ )?$", reading.plain[max(0, hit.start - 24) : hit.start]
        ):
            continue  # "a Bradford trust" is one of several
        sentence = reading.sentence(hit.start)
        words = reading.plain[sentence.start : sentence.end]
        if not tail["children"] and (
            _NHS.search(words) or (_NHS.search(reading.plain) and not _CHILDREN.search(reading.plain))
        ):
            continue
        sighting = _of_council(reading, hit, tail.end(), tail.group())
        firm = tail["body"] == "company" and not tail["children"] and "'" not in tail.group()
        if firm and not any(one.slug == other.slug for one in sighting for other in known):
            continue
        found.extend(sighting)
    return found


def _names_council(reading: Document, trust: Trust) -> bool:
    """Whether the text names a council that the trust serves."""
    served = {council.gss for council in trust.councils}
    return any(council.gss in served for hit in reading.hits for council in hit.name.councils)


def _about_children(reading: Document) -> bool:
    """Whether a trust of this text is one for children, as far as its words tell."""
    return _CHILDREN.search(reading.plain) is not None or not _NHS.search(reading.plain)


def _called(gss: str, name: str) -> Trust | None:
    """Return the council's trust that has exactly this name, whatever the day: "Slough's Children's Services Trust"."""
    return next((one for one in trusts() if one.name == name and any(council.gss == gss for council in one.councils)), None)  # fmt: skip


def _of_council(reading: Document, hit: NameHit, end: int, tail: str = "") -> list[TrustSighting]:
    council = gazetteer.resolve(hit.name.councils, "", reading.on)
    called = _called(council.gss, hit.name.surface + tail.removeprefix("'s"))
    trust = called or serving(council.gss, reading.published) or planned(council.gss)
    if trust is None or not re.search(r"trust|company", trust.kind):
        return []
    return [TrustSighting(hit.start, end, trust.slug, (council.gss,), 0.9, f"{VERSION}/council's trust")]


def _defined(plain: str, found: list[TrustSighting]) -> list[TrustSighting]:
    """Abbreviations that the text defines in brackets after a trust's name, wherever they stand."""
    extra: list[TrustSighting] = []
    for sighting in list(found):
        match = _PARENTHESIS.match(plain, sighting.end)
        if match is None or sum(letter.isupper() for letter in match["short"]) < 2:
            continue
        short = match["short"]
        first = {word[0].upper() for word in re.split(r"[\s-]", plain[sighting.start : sighting.end]) if word}
        if not all(letter in first for letter in short if letter.isupper()):
            continue
        for again in re.finditer(rf"(?<![\w&-]){re.escape(short)}(?![\w&-])", plain):
            extra.append(
                TrustSighting(again.start(), again.end(), sighting.slug, sighting.councils, 0.95, f"{VERSION}/defined")
            )
    return extra


def _apart(found: list[TrustSighting]) -> list[TrustSighting]:
    kept: list[TrustSighting] = []
    for sighting in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or sighting.start >= kept[-1].end:
            kept.append(sighting)
    return kept
