"""The history of a commitment of money: first announcement, announcements of the same money, changes, shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from desk.wording.money import pounds, term
from desk.wording.words import ordinal
from warehouse.verdicts.history import BookReader
from warehouse.vocabulary.stories import Role


@dataclass(frozen=True, slots=True)
class ToldSum:
    """What the reports of one story say of a commitment's money."""

    words: str  # "third announcement of the same £84m", "changed to £72m", "a share of it: £4m"
    day: date | None
    outlets: tuple[str, ...]  # in the order in which they told it


@dataclass(frozen=True, slots=True)
class CommitmentHistory:
    """One commitment, from its first announcement on."""

    amount: str  # "£84m over 5 years"
    parties: str  # "Department for Education to Leeds"; "" where neither is known
    told: tuple[ToldSum, ...]


def commitment_histories(
    reader: BookReader, candidates: Sequence[UUID], as_of: datetime
) -> tuple[CommitmentHistory, ...]:
    """Return the commitments of which these candidates tell, the earliest first, with what was told of each until a moment."""
    if not candidates:
        return ()
    rows = reader.query("commitment_history", candidate_ids=list(candidates), as_of=as_of)
    return tuple(_history(list(own)) for _, own in groupby(rows, lambda row: row["commitment_id"]))


def _history(rows: Sequence[Mapping[str, Any]]) -> CommitmentHistory:
    whole = [row["period"] for row in rows if row["role"] in (Role.FIRST, Role.LATER) and row["period"] != "none"]
    giver, receiver = (_most(row[name] for row in rows) for name in ("giver", "receiver"))
    told: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        told.setdefault(_words(row), []).append(row)
    return CommitmentHistory(
        amount=pounds(rows[0]["amount"]) + term(max(whole, default="none")),
        parties=f"{giver or 'giver not named'} to {receiver or 'receivers not named'}" if giver or receiver else "",
        told=tuple(
            ToldSum(words, own[0]["published_day"], tuple(dict.fromkeys(row["outlet"] for row in own)))
            for words, own in told.items()
        ),
    )


def _words(row: Mapping[str, Any]) -> str:
    amount = pounds(row["amount"]) + term(row["period"])
    match Role(row["role"]):
        case Role.FIRST | Role.LATER:
            number = row["announcement"] or 1
            return "first announcement" if number == 1 else f"{ordinal(number)} announcement of the same {amount}"
        case Role.CHANGE:
            return f"changed to {amount}"
        case Role.CONFLICT:
            return f"given as {amount} on the same days"
        case Role.PART:
            return f"a share of it: {amount}"


def _most(values: Iterable[str | None]) -> str | None:
    counts = Counter(one for one in values if one)
    return counts.most_common(1)[0][0] if counts else None
