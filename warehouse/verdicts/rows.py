"""The rows of the book of verdicts: what an author writes, what is pinned with it, and what opens it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from warehouse.vocabulary.collection import DatePrecision, Wall
from warehouse.vocabulary.stances import Direction, Field, Stance
from warehouse.vocabulary.verdicts import EvidenceChange, VerdictRowKind


@dataclass(frozen=True, slots=True)
class PolicyVerdict:
    """What an author says of a policy, and which accepted candidates it rests on."""

    verdict_id: UUID  # made by the client: the same one twice is one verdict
    policy_id: str
    status: str
    text: str  # "[2]" cites the second piece of evidence
    effective: date  # the day from which the status holds
    author: str
    written_at: datetime
    evidence: tuple[UUID, ...] = ()  # candidates, in the order of their citation numbers
    replaces: UUID | None = None  # the policy's verdict that the author saw standing; None where there was none


@dataclass(frozen=True, slots=True)
class PinnedPolicy:
    """The policy's words when a verdict was written: `version` is a digest of them."""

    policy_id: str
    version: str
    title: str
    promise: str
    party: str
    year: int
    source: str
    document: str
    since: date | None
    completion: tuple[str, ...]
    progress: tuple[str, ...]
    failure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PinnedEvidence:
    """One accepted passage as a verdict rests on it: from which bytes, read by which steps, accepted by whom."""

    number: int  # of the citation, from 1
    candidate_id: UUID
    decision_id: UUID  # that accepted it
    accepted_by: str
    accepted_at: datetime
    note: str
    stance: Stance
    direction: Direction
    criterion: str
    passage: str
    field: Field  # the part of the text that the offsets count the characters of
    start: int
    end: int
    article_id: UUID
    revision_id: UUID
    content_sha256: str  # of the text
    outlet_id: str
    outlet: str
    url: str
    title: str
    published: datetime | None
    published_precision: DatePrecision | None
    published_day: date | None  # at the outlet
    wall: Wall
    extractor: str
    tagger: str
    matcher: str
    capture_id: UUID
    captured_at: datetime | None
    payload_sha256: str  # of the page's body, as sent
    warc_file: str
    warc_offset: int
    body_file: str  # the record that holds the body: an earlier capture's, where this one only repeated it
    body_offset: int
    shown_revision_id: UUID  # the article's latest text when the verdict was written
    shown_sha256: str
    withdrawn: bool  # whether the outlet had withdrawn it by then


@dataclass(frozen=True, slots=True)
class WrittenVerdict:
    """A verdict with all that it rests on."""

    verdict: PolicyVerdict
    policy: PinnedPolicy
    evidence: tuple[PinnedEvidence, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one part of a text: its paragraphs that went, and those that came."""

    field: Field
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reopening:
    """That a verdict is open again, because something that it rests on changed. The verdict stays in force."""

    reopening_id: UUID  # from the verdict, the article and the change: the same one twice is one
    verdict_id: UUID
    policy_id: str
    change: EvidenceChange
    reopened_at: datetime
    article_id: UUID
    url: str
    title: str
    numbers: tuple[int, ...]  # the citations that are concerned
    passage_gone: bool  # whether one of the passages is no longer in the article
    reason: str  # how it is known
    revision_id: UUID | None  # the text that the outlet shows now
    capture_id: UUID | None  # that it was read from
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One row of the book, in its place in the chain: exactly one of `written` and `reopening` is there."""

    sequence: int
    sha256: str  # of the row before, and this one's bytes
    written: WrittenVerdict | None = None
    reopening: Reopening | None = None

    @property
    def kind(self) -> VerdictRowKind:
        """What the row says."""
        return VerdictRowKind.WRITTEN if self.written else VerdictRowKind.REOPENED

    @property
    def policy_id(self) -> str:
        """The policy."""
        return self.written.verdict.policy_id if self.written else self._reopened.policy_id

    @property
    def row_id(self) -> UUID:
        """The verdict's identifier, or the reopening's."""
        return self.written.verdict.verdict_id if self.written else self._reopened.reopening_id

    @property
    def at(self) -> datetime:
        """When it was written."""
        return self.written.verdict.written_at if self.written else self._reopened.reopened_at

    @property
    def _reopened(self) -> Reopening:
        assert self.reopening is not None
        return self.reopening


@dataclass(frozen=True, slots=True)
class VerdictReceipt:
    """That a verdict is on disk."""

    row: VerdictRow
    duplicate: bool  # the same verdict_id was kept before; `row` is that one


def pinned_policy(row: Mapping[str, Any]) -> PinnedPolicy:
    """Return the words of a policy from a row of the query policy_words."""
    same = ("policy_id", "version", "title", "promise", "party", "year", "source", "since")
    return PinnedPolicy(
        **{name: row[name] for name in same},
        document=row["document"] or "",
        completion=tuple(row["completion"] or ()),
        progress=tuple(row["progress"] or ()),
        failure=tuple(row["failure"] or ()),
    )


_CONTENT: TypeAdapter[WrittenVerdict | Reopening] = TypeAdapter(WrittenVerdict | Reopening)


def content_of(row: WrittenVerdict | Reopening) -> str:
    """Return a row's content as one line of JSON: the same row always gives the same bytes."""
    plain: Any = _CONTENT.dump_python(row, mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def row_of(sequence: int, content: str, sha256: str) -> VerdictRow:
    """Return the row that a line of content holds."""
    held = _CONTENT.validate_json(content)
    if isinstance(held, WrittenVerdict):
        return VerdictRow(sequence, sha256, written=held)
    return VerdictRow(sequence, sha256, reopening=held)
