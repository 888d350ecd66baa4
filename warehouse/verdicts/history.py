"""What was known and decided of a policy at a moment: made from rows that never change, so that it is the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from warehouse.verdicts.rows import Reopening, VerdictRow, WrittenVerdict
from warehouse.vocabulary.stances import Direction, Field, Stance


class BookReader(Protocol):
    """What answers for a policy's history: a store, or the owner itself."""

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query."""

    def verdict_rows(self, policy_id: str | None = None, /) -> list[VerdictRow]:
        """Return the rows of the book of verdicts."""


@dataclass(frozen=True, slots=True)
class AcceptedEvidence:
    """One passage that stood accepted, with the text, capture and steps that it came from."""

    candidate_id: UUID
    decision_id: UUID
    accepted_by: str
    accepted_at: datetime
    note: str
    stance: Stance
    direction: Direction
    criterion: str
    passage: str
    field: Field
    start: int
    end: int
    article_id: UUID
    revision_id: UUID
    content_sha256: str
    outlet_id: str
    url: str
    title: str
    published: datetime | None
    extractor: str
    matcher: str
    capture_id: UUID
    captured_at: datetime | None
    payload_sha256: str | None  # None where the capture is not known: nothing proves the passage then
    warc_file: str | None
    warc_offset: int | None
    body_file: str | None
    body_offset: int | None


@dataclass(frozen=True, slots=True)
class PolicyHistory:
    """A policy as of a moment."""

    policy_id: str
    as_of: datetime
    in_force: VerdictRow | None  # the latest verdict
    reopened: tuple[Reopening, ...]  # of the verdict in force
    book: tuple[VerdictRow, ...]  # every row until then, in order
    evidence: tuple[AcceptedEvidence, ...]  # in the order in which it was accepted

    @property
    def verdict(self) -> WrittenVerdict | None:
        """The verdict in force."""
        return self.in_force.written if self.in_force else None


def history_of(reader: BookReader, policy_id: str, as_of: datetime) -> PolicyHistory:
    """Return a policy as of a moment: its verdicts and reopenings, and the evidence that stood accepted."""
    book = [row for row in reader.verdict_rows(policy_id) if row.at <= as_of]
    in_force = next((row for row in reversed(book) if row.written), None)
    rows = reader.query("evidence_as_of", policy_id=policy_id, moment=as_of)
    return PolicyHistory(
        policy_id=policy_id,
        as_of=as_of,
        in_force=in_force,
        reopened=reopened(book, in_force),
        book=tuple(book),
        evidence=_accepted(rows),
    )


def reopened(book: Sequence[VerdictRow], in_force: VerdictRow | None) -> tuple[Reopening, ...]:
    """Return what opened the verdict in force again, in order."""
    wanted = in_force.row_id if in_force else None
    return tuple(row.reopening for row in book if row.reopening and row.reopening.verdict_id == wanted)


def _accepted(rows: Iterable[Mapping[str, Any]]) -> tuple[AcceptedEvidence, ...]:
    names = [field.name for field in fields(AcceptedEvidence) if field.name not in _KINDS]
    return tuple(
        AcceptedEvidence(
            **{name: row[name] for name in names},
            stance=Stance(row["stance"]),
            direction=Direction(row["direction"]),
            field=Field(row["field"]),
        )
        for row in rows
    )


_KINDS = ("stance", "direction", "field")
