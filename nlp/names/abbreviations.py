"""Councils' abbreviations: those that a text defines, those that it makes plain, and those that everybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nlp.names import council_forms as forms
from nlp.names import gazetteer
from nlp.names.document import Document, NameHit
from nlp.names.sightings import VERSION, Sighting
from warehouse.reference import Council

SHORTEST_INITIALS = 3  # letters: two stand for too many things to be told without a definition
# Initials that other bodies are known by: nobody's council unless the text defines them.
_OTHERS = frozenset(
    ["BBC", "BCC", "NHS", "CBC", "TUC", "LSC", "NCC", "RSC", "ECC", "ICC", "MCC", "PCC", "SCC", "ACC", "FCC"]
)
_DEFINED = re.compile(
    r"(?:'s [\w ]{0,30})? ?\((?:the |or |also known as |known as )?[\"'“‘]?(?P<short>[A-Z][A-Za-z&]{1,6})[\"'”’]?\)"
)
_UPPER = re.compile(r"(?<![\w&.-])(?:[A-Z][A-Z&]{1,5}C|LB[A-Z&]{1,3}|RB[A-Z]{1,3}|[A-Z]{2,5}BC)(?![\w&])")

Meaning = tuple[Council, float, str]
"""What an abbreviation stands for, how sure that is, and why."""


def find_abbreviations(reading: Document, found: list[Sighting], taken: tuple[tuple[int, int], ...]) -> list[Sighting]:
    """Return the sightings of abbreviations outside what was found already, in order."""
    told = {**_initials(found), **_defined(reading.plain, found)}
    known = [hit for hit in reading.hits if hit.name.strength == gazetteer.ABBREVIATION]
    meaning = {**_well_known(reading, known), **told}
    for short in defined_otherwise(reading.plain, meaning):
        meaning.pop(short)
    occurrences = [
        *_of_told(reading.plain, told),
        *((hit.start, _with_type(reading.plain, hit.end), hit.name.surface) for hit in known),
    ]
    covered = [(sighting.start, sighting.end) for sighting in found if sighting.accepted]
    spans: list[Sighting] = []
    for start, end, short in sorted(set(occurrences)):
        if short not in meaning or any(low < end and start < high for low, high in (*covered, *taken)):
            continue
        council, confidence, reason = meaning[short]
        stop = _with_type(reading.plain, end) if end - start == len(short) else end
        spans.append(
            Sighting(start, stop, council, "abbreviation", True, confidence, f"{VERSION}/abbreviation", [reason])
        )
        covered.append((start, stop))
    return spans


def _defined(plain: str, found: Iterable[Sighting]) -> dict[str, Meaning]:
    """Return the abbreviations that stand in brackets after a name whose letters they are; the first definition holds."""
    meaning: dict[str, Meaning] = {}
    for sighting in found:
        defined = _DEFINED.match(plain, sighting.end) if sighting.accepted else None
        if defined is not None and _fits(defined["short"], plain[sighting.start : sighting.end], sighting.council):
            meaning.setdefault(defined["short"], (sighting.council, 0.97, "the text defines it"))
    return meaning


def defined_otherwise(plain: str, shorts: Iterable[str]) -> list[str]:
    """Return those of the abbreviations that the text defines as something else: "Agenda for Change (AfC)".

    The words before the brackets spell it, and none of them says that a council or a body for children is meant.
    """
    found = []
    for short in shorts:
        at = plain.find(f"({short})")
        words = re.findall(r"[A-Za-z][\w'-]*", plain[max(0, at - 80) : at])[-len(short) :] if at > 0 else []
        spelt = "".join(word[0] for word in words).casefold() == short.replace("&", "").casefold()
        if spelt and not any(_OF_COUNCILS.match(word) for word in words):
            found.append(short)
    return found


_OF_COUNCILS = re.compile(r"council|borough|county|city|children|achieving|trust|district", re.IGNORECASE)


def _initials(found: Iterable[Sighting]) -> dict[str, Meaning]:
    """Return the initials of the councils that the text names in full; of two with the same, the first."""
    meaning: dict[str, Meaning] = {}
    for sighting in found:
        if not sighting.accepted or sighting.form != "full":
            continue
        for short in gazetteer.initials().get(sighting.council.gss, ()):
            if len(short) >= SHORTEST_INITIALS and short not in _OTHERS and gazetteer.bearers(short) == 1:
                reason = "initials that no other council has, and the text names it in full"
                meaning.setdefault(short, (sighting.council, 0.9, reason))
    return meaning


def _well_known(reading: Document, known: Iterable[NameHit]) -> dict[str, Meaning]:
    """Return the abbreviations of the gazetteer that stand in the text."""
    reason = "an abbreviation that only this council uses"
    return {hit.name.surface: (gazetteer.resolve(hit.name.councils, "", reading.on), 0.93, reason) for hit in known}


def _of_told(plain: str, told: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where the abbreviations that this text gives a meaning may stand."""
    shorts = tuple(told)
    if shorts:
        yield from ((match.start(), match.end(), match.group()) for match in _UPPER.finditer(plain))
    for short in shorts:
        if not _UPPER.fullmatch(short):
            for match in re.finditer(rf"(?<![\w&.-]){re.escape(short)}(?![\w&])", plain):
                yield match.start(), match.end(), short


def _with_type(plain: str, end: int) -> int:
    """Return where an abbreviation ends with the type words after it: "RBWM council"."""
    tail = forms.FULL_AFTER.match(plain, end)
    return tail.end() if tail is not None and not tail["plural"] else end


def _fits(short: str, surface: str, council: Council) -> bool:
    """Whether letters in brackets can stand for the name before them: each is some word's first, in order."""
    if not 2 <= sum(letter.isupper() for letter in short) <= 6:
        return False
    pool = [
        word[0].upper()
        for word in re.split(r"[\s\-]", f"{surface} {council.official_name}")
        if word and word[0].isalpha()
    ]
    place = 0
    for letter in short.upper():
        if letter == "&":
            continue
        while place < len(pool) and pool[place] != letter:
            place += 1
        if place == len(pool):
            return False
        place += 1
    return True
