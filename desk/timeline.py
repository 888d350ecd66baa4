"""A policy's evidence in time: a row for each criterion, a mark for each passage, as numbers for an SVG picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from warehouse.vocabulary.policies import CRITERION_KINDS, CriterionKind

WIDTH = 480  # units of the picture, from its first day to its last
MARGIN = 12  # units on each side, so that a mark at the edge is whole
LABELS = 6  # years at most that are written under the picture


@dataclass(frozen=True, slots=True)
class Mark:
    """One passage in the picture."""

    x: float
    row: Mapping[str, Any]  # of the query policy_evidence


@dataclass(frozen=True, slots=True)
class CriterionEvidence:
    """What was accepted for one criterion, the oldest first."""

    name: str  # "progress 2"; "" for evidence that names none
    heading: str  # of the kind, as on the policy's page
    sentence: str
    rows: tuple[Mapping[str, Any], ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class YearLabel:
    """Where a year begins in the picture."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """All of a policy's evidence."""

    groups: tuple[CriterionEvidence, ...]
    years: tuple[YearLabel, ...]
    undated: int  # passages without a date: in the list, and in no picture
    width: int = WIDTH


def timeline_of(rows: Sequence[Mapping[str, Any]], criteria: Mapping[str, Sequence[str]], today: date) -> Timeline:
    """Return the evidence by criterion, in the policy's own order, what names none last."""
    days = [row["published_day"] for row in rows if row["published_day"]]
    first, last = (min(days), max(*days, today)) if days else (today, today)

    def place(day: date) -> float:
        share = (day - first).days / max((last - first).days, 1)
        return round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)

    by_criterion: dict[str, list[Mapping[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (row["published_day"] or date.max, str(row["candidate_id"]))):
        by_criterion.setdefault(row["criterion"] or "", []).append(row)
    groups = tuple(
        CriterionEvidence(
            name, heading, sentence, tuple(held), tuple(Mark(place(row["published_day"]), row) for row in held if row["published_day"])
        )
        for name, heading, sentence in _named(criteria, by_criterion)
        if (held := by_criterion.get(name))
    )  # fmt: skip
    years = range(first.year + 1, last.year + 1)
    step = -(-len(years) // LABELS) if years else 1
    return Timeline(
        groups,
        tuple(YearLabel(place(date(year, 1, 1)), year) for year in years[::step]),
        sum(row["published_day"] is None for row in rows),
    )


def _named(criteria: Mapping[str, Sequence[str]], held: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    known = {
        f"{kind} {number}": (CRITERION_KINDS[CriterionKind(kind)], sentence)
        for kind in CriterionKind
        for number, sentence in enumerate(criteria.get(kind, ()), start=1)
    }
    for name, (heading, sentence) in known.items():
        yield name, heading, sentence
    for name in sorted(each for each in held if each and each not in known):
        yield name, "", ""
    yield "", "", ""
