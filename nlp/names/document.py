"""One text, read once: what the finders share so that none of them does it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.names import council_forms as forms
from nlp.names import gazetteer
from nlp.names.gazetteer import Name
from nlp.names.misspellings import LONGEST_NAME, NearNames
from nlp.text.normalised import normalise
from nlp.text.sentences import Sentence, SentenceIndex

_SEAM = re.compile(r"(?:[a-z]|[A-Z]{2})(?=[A-Z][a-z])")  # ends where two words meet without a space between them
MOST_WORDS = 5  # of a council's name
_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?![\d,])")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A place in the text where a council's name stands, whatever it means there."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its sentences and the council names in it. `plain` is the text with plain quotes and spaces."""

    text: str
    plain: str
    title: str
    published: date | None
    sentences: SentenceIndex
    hits: tuple[NameHit, ...]
    on: (
        date | None
    )  # a council that was replaced is its successor from this day on: the day of publication, if known, or else the latest year in the text

    def sentence(self, offset: int) -> Sentence:
        """Return the sentence at `offset`."""
        return self.sentences.at(offset)


@dataclass(frozen=True, slots=True)
class _Automaton:
    search: AhoCorasick
    names: tuple[Name | None, ...]  # None is a longer name that is no council


@cache
def _automaton() -> _Automaton:
    surfaces: dict[str, Name | None] = {}
    for line in files("nlp").joinpath("data/places.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            surfaces[line] = None
    surfaces.update(gazetteer.names())
    return _Automaton(AhoCorasick(list(surfaces), matchkind=MatchKind.LeftmostLongest), tuple(surfaces.values()))


@cache
def _near_names() -> NearNames:
    return NearNames(surface for surface, name in gazetteer.names().items() if name.strength == gazetteer.BARE)


def find_names(plain: str) -> tuple[NameHit, ...]:
    """Return where council names stand in a plain text, the longest at each place, whole words only."""
    automaton = _automaton()
    hits: list[NameHit] = []
    for number, start, end in automaton.search.find_matches_as_indexes(plain):
        name = automaton.names[number]
        if name is None or (start and plain[start - 1] in "-_@#/.&" and _joined(plain, start)):
            continue
        if start and plain[start - 1].isalnum():
            continue
        if end < len(plain) and (plain[end].isalnum() or plain[end] == "_"):
            continue
        hits.append(NameHit(start, end, name))
    covered = {position for hit in hits for position in (hit.start, hit.end)}
    known = gazetteer.names()
    misspelt = [NameHit(start, end, known[name]) for start, end, name in _near_names().find(plain)]
    hits += [hit for hit in (*misspelt, *_glued(plain)) if not any(hit.start <= at <= hit.end for at in covered)]
    return tuple(sorted(hits, key=lambda hit: hit.start))


def _glued(plain: str) -> Iterator[NameHit]:
    """Yield the councils' full names to which a caption's last word was glued: "Street ViewRutland County Council"."""
    known = gazetteer.names()
    for seam in _SEAM.finditer(plain):
        words = plain[seam.end() : seam.end() + LONGEST_NAME].split(" ")
        for count in range(min(len(words), MOST_WORDS), 0, -1):
            surface = " ".join(words[:count])
            end = seam.end() + len(surface)
            if surface in known and forms.FULL_AFTER.match(plain, end):
                yield NameHit(seam.end(), end, known[surface])
                break


def _joined(plain: str, start: int) -> bool:
    """Whether what stands before `start` is glued to a word, as in "www.kent" or "Anglo-Kent"; a dash with a space is not."""
    return (
        start >= 2
        and plain[start - 2].isalnum()
        and not (plain[start - 1] in "/-.&" and plain[start - 2].islower() and plain[start - 1] in "/")
    )


def _latest_year(plain: str) -> date | None:
    years = _YEAR.findall(plain)
    return date(int(max(years)), 6, 30) if years else None


def read_document(text: str, title: str = "", published: date | None = None) -> Document:
    """Return the reading of a text. Never raises on any string."""
    plain = normalise(text)
    return Document(
        text,
        plain,
        normalise(title),
        published,
        SentenceIndex.of(plain),
        find_names(plain),
        published or _latest_year(plain),
    )
