"""When an incident begins and when it is over: one trouble is one incident, whatever face it shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from spiders.health.breakage import Breakage, is_same_trouble
from warehouse.records import Incident, identifier
from warehouse.vocabulary.health import BreakageKind as Kind


def begin(
    outlet_id: str, now: datetime, sure: Mapping[Kind, Breakage], open_ones: Sequence[Incident]
) -> tuple[Incident, ...]:
    """Return the incidents that begin: one for each trouble that is sure and is no face of one that is known."""
    at = now.astimezone(UTC)
    known: list[str] = [one.kind for one in open_ones]
    opened = []
    for kind, one in sure.items():
        if kind not in known and not is_same_trouble(kind, known):
            opened.append(Incident(identifier(outlet_id, kind, at.isoformat()), outlet_id, kind, one.detail, at, None))
            known.append(kind)
    return tuple(opened)


def end(
    now: datetime, still_there: Iterable[str], could_see: frozenset[Kind], open_ones: Sequence[Incident]
) -> tuple[Incident, ...]:
    """Return the incidents that are over: a look could have seen them, and saw neither them nor another face of them."""
    there = set(still_there)
    return tuple(
        replace(one, closed_at=now.astimezone(UTC))
        for one in open_ones
        if one.kind in could_see and one.kind not in there and not is_same_trouble(one.kind, there)
    )
