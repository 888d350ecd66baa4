"""The funding ledger's part in a policy: the money that its accepted evidence tells of, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from desk.state import Warehouse
from desk.wording.money import pounds, term
from desk.wording.words import counted, day


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """What a page says of one commitment."""

    amount: str  # "£84m over 5 years"
    first: str  # "first 12 May 2019 in LGC"
    since: tuple[str, ...]  # "announced 3 times", "now £72m", "told in two ways"
    parties: str  # "Department for Education to Leeds"; "" where neither is known
    purpose: str  # the sentence that first told of it
    url: str


def commitments_of(warehouse: Warehouse, candidates: Sequence[UUID]) -> list[CommitmentLine]:
    """Return the commitments of which these accepted candidates tell, the latest told first."""
    if not candidates:
        return []
    return [_line(row) for row in warehouse.query("policy_commitments", candidate_ids=list(candidates))]


def _line(row: Mapping[str, Any]) -> CommitmentLine:
    giver, receiver = row["giver"], row["receiver"]
    told_on = f"first {day(row['announced_day'])} in {row['outlet']}" if row["announced_day"] else f"in {row['outlet']}"
    since = [f"announced {counted(row['announcements'], 'time')}"] if row["announcements"] > 1 else []
    since.append(counted(row["mentions"], "mention"))
    if row["changes"]:
        since.append(f"changed: last said to be {pounds(row['latest_amount'])}")
    if row["conflicts"]:
        since.append("given otherwise on the same days")
    if row["parts"]:
        since.append(counted(row["parts"], "share"))
    return CommitmentLine(
        amount=pounds(row["amount"]) + term(row["period"]),
        first=told_on,
        since=tuple(since),
        parties=f"{giver or 'giver not named'} to {receiver or 'receivers not named'}" if giver or receiver else "",
        purpose=row["purpose"],
        url=row["url"],
    )
