"""Stand-ins for council names (masking): the same news from another council is the same evidence.

The stance reader was seen to turn a direction when Plymouth became Barnsley. So the models read an article with each
council's name exchanged for a stand-in, in the order in which they are named; candidates, their offsets and the rules of evidence
keep the text as it stands. A name that a policy's own words hold stays: a promise may be about one council.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.evidence.policies import Policy
from nlp.names.document import find_names
from nlp.names.gazetteer import ABBREVIATION

STAND_INS = (
    "Norfolk", "Derby", "Leeds", "Kent", "Bolton", "Dorset", "Croydon", "Luton", "Suffolk", "Salford", "Hampshire", "Oldham",
)  # fmt: skip
"""Common names of councils of several kinds. An article that names more begins again with the first."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """What is read in the place of a name. Offsets count in the text that it stands in."""

    start: int
    end: int
    name: str


class StandIns:
    """The stand-ins of one article: a council that is named twice has the same one."""

    def __init__(self, kept: frozenset[str] = frozenset()) -> None:
        self._kept = kept
        self._free = [one for one in STAND_INS if one not in kept] or STAND_INS
        self._given: dict[str, str] = {}

    def of(self, text: str) -> list[StandIn]:
        """Return the stand-ins of a text, in reading order."""
        found: list[StandIn] = []
        for hit in find_names(text):
            surface = hit.name.surface
            if hit.name.strength == ABBREVIATION or surface in self._kept or (found and hit.start < found[-1].end):
                continue
            given = self._given.setdefault(surface, self._free[len(self._given) % len(self._free)])
            found.append(StandIn(hit.start, hit.end, given))
        return found


def read_with(text: str, stand_ins: Sequence[StandIn], start: int = 0, end: int | None = None) -> str:
    """Return the text from `start` to `end` with the names exchanged."""
    stop = len(text) if end is None else end
    parts: list[str] = []
    for one in stand_ins:
        if start <= one.start and one.end <= stop:
            parts += [text[start : one.start], one.name]
            start = one.end
    return "".join((*parts, text[start:stop]))


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the councils' names that stand in any of the texts."""
    return frozenset(hit.name.surface for text in texts for hit in find_names(text))


def names_in_policies(policies: Iterable[Policy]) -> frozenset[str]:
    """Return the councils' names in the policies' own words, for which nothing stands in: a promise may be about one council."""
    return names_in(
        "\n".join((one.title, one.promise, *one.hints, *(text for _, text in one.criteria.numbered())))
        for one in policies
    )
