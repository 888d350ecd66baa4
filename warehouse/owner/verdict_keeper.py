"""What the owner does with verdicts: pins what one rests on, opens it again when that changes, and copies rows for SQL."""

from __future__ import annotations

import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import duckdb

from warehouse.errors import VerdictRefusedError, WarehouseError, WarehouseUnwellError
from warehouse.owner import verdict_rows
from warehouse.owner.database import first_line
from warehouse.owner.verdict_book import VerdictBook
from warehouse.plain import replace_surrogates
from warehouse.queries import run_query
from warehouse.verdicts import rules
from warehouse.verdicts.changes import KnownText, ShownArticle, ShownText, reopenings
from warehouse.verdicts.rows import (
    PinnedEvidence,
    PinnedPolicy,
    PolicyVerdict,
    Reopening,
    VerdictReceipt,
    VerdictRow,
    WrittenVerdict,
    pinned_policy,
)
from warehouse.verdicts.rules import PolicyStanding
from warehouse.vocabulary.collection import DatePrecision, Wall
from warehouse.vocabulary.decisions import ACTIONS, Action
from warehouse.vocabulary.policies import POLICY_STATUSES, is_rated
from warehouse.vocabulary.stances import Direction, Field, Stance

log = logging.getLogger(__name__)


class VerdictKeeper:
    """The verdicts of one warehouse. The caller gives a cursor, and lets one thread at a time into `settle`."""

    def __init__(self, file: Path) -> None:
        """Open the book. Raises WarehouseUnwellError."""
        self.book = VerdictBook(file)
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)  # when a change is noticed
        self._looked_until = -1  # place of the last decision when evidence was last compared
        self._look = True
        self._copied = -1  # place of the last row that the warehouse holds; -1: not known

    def look_again(self) -> None:
        """Compare the evidence of all verdicts at the next `settle`: articles were loaded."""
        self._look = True

    def forget_copied(self) -> None:
        """Ask the warehouse again which rows it holds: its file was opened anew."""
        self._copied = -1

    @property
    def is_due(self) -> bool:
        """Whether `settle` has anything to do."""
        rows = self.book.rows(after=max(self._copied, 0))
        return self._look or self._copied < 0 or bool(rows) or self.book.last_decision() != self._looked_until

    def settle(self, cursor: duckdb.DuckDBPyConnection) -> None:
        """Open verdicts again whose evidence has changed, and copy new rows into the warehouse's tables."""
        until = self.book.last_decision()
        if self._look or until != self._looked_until:
            try:
                self.book.reopen(self._changed(cursor, self.clock()))
            except (duckdb.Error, WarehouseError):
                raise
            except (
                Exception
            ):  # loads and decisions do not wait for it: the next batch makes it look again, at everything
                log.exception("what verdicts rest on could not be compared with what outlets show")
            self._look, self._looked_until = False, until
        if self._copied < 0:
            self._copied = verdict_rows.last_copied(cursor)
        new = self.book.rows(after=self._copied)
        if new:
            verdict_rows.copy_rows(cursor, new)
            self._copied = new[-1].sequence

    def write(self, cursor: duckdb.DuckDBPyConnection, verdict: PolicyVerdict) -> VerdictReceipt:
        """Pin what a verdict rests on and keep it; see VerdictBook.write for what it raises beside VerdictRefusedError."""
        asked = replace(
            verdict,
            text=replace_surrogates(verdict.text),
            author=replace_surrogates(verdict.author),
            written_at=verdict.written_at.astimezone(UTC),
        )
        if self.book.holds(asked.verdict_id):
            held = next(row.written for row in self.book.rows() if row.row_id == asked.verdict_id)
            return self.book.write(replace(held, verdict=asked) if held else _bare(asked))
        policy, standing = self._standing(cursor, asked.policy_id)
        evidence = _pinned(cursor, asked)
        if broken := rules.refusals(asked, policy, standing, evidence):
            raise VerdictRefusedError(" ".join(broken))
        return self.book.write(WrittenVerdict(asked, policy, evidence))

    def _standing(self, cursor: duckdb.DuckDBPyConnection, policy_id: str) -> tuple[PinnedPolicy, PolicyStanding]:
        found = run_query(cursor, "policy_words", {"policy_id": policy_id})
        if not found:
            raise VerdictRefusedError(f"There is no policy '{policy_id}'.")
        (row,) = found
        written = [each.written.verdict.status for each in self.book.rows(policy_id) if each.written]
        given = [row["status"], *written]
        changes = [status for at, status in enumerate(given) if at == 0 or status != given[at - 1]]
        return pinned_policy(row), PolicyStanding(
            statuses=tuple(row["statuses"] or POLICY_STATUSES),
            status=given[-1],
            status_before=changes[-2] if len(changes) > 1 else None,
            rated=any(is_rated(status) for status in written),
        )

    def _changed(self, cursor: duckdb.DuckDBPyConnection, now: datetime) -> list[Reopening]:
        """Return a row for each change of what the verdicts in force rest on, kept before or not."""
        in_force = [written for written in self.book.in_force().values() if written.evidence]
        pins = [one for written in in_force for one in written.evidence]
        if not pins:
            return []
        taken_back = {one.candidate_id: said for one in self._decided_anew(pins) if (said := self._taken_back(one))}
        shown, known = self._shown(cursor, pins) if self._look else ({}, {})
        return [row for written in in_force for row in reopenings(written, shown, known, taken_back, now)]

    def _shown(
        self, cursor: duckdb.DuckDBPyConnection, pins: Sequence[PinnedEvidence]
    ) -> tuple[dict[UUID, ShownArticle], dict[UUID, KnownText]]:
        """Return what the outlets show of articles that are not as the verdicts knew them, and the texts that they knew."""
        articles = sorted({str(one.article_id) for one in pins})
        revisions = sorted({str(one.shown_revision_id) for one in pins})
        shown = {
            row["article_id"]: ShownArticle(_shown(row), row["withdrawn"], row["reason"])
            for row in run_query(
                cursor, "shown_articles", {"article_ids": ",".join(articles), "known_ids": ",".join(revisions)}
            )
        }
        changed = sorted({str(one.shown_revision_id) for one in pins if one.article_id in shown})
        known = {
            row["revision_id"]: KnownText(
                _shown(row), frozenset((each["content"], each["extractor"]) for each in row["readings"])
            )
            for row in (run_query(cursor, "known_texts", {"revision_ids": ",".join(changed)}) if changed else ())
        }
        return shown, known

    def _decided_anew(self, pins: Sequence[PinnedEvidence]) -> Sequence[PinnedEvidence]:
        """Return those that an editor decided since the last look; all of them at the first one."""
        if self._looked_until < 0:
            return pins
        decided = self.book.decided_after(self._looked_until)
        return [one for one in pins if one.candidate_id in decided]

    def _taken_back(self, one: PinnedEvidence) -> str:
        said = self.book.decision_on(one.candidate_id)
        if said is None or said[1] == Action.ACCEPT:
            return ""
        return f"{said[2]} {ACTIONS[Action(said[1])].done} it on {datetime.fromisoformat(said[3]):%-d %B %Y}"


def _bare(verdict: PolicyVerdict) -> WrittenVerdict:
    nothing = PinnedPolicy(verdict.policy_id, "", "", "", "", 0, "", "", None, (), (), ())
    return WrittenVerdict(verdict, nothing, ())


def _pinned(cursor: duckdb.DuckDBPyConnection, verdict: PolicyVerdict) -> tuple[PinnedEvidence, ...]:
    """Return what a verdict rests on. Raises VerdictRefusedError where a passage is none of the policy's evidence."""
    asked = [str(each) for each in verdict.evidence]
    found = run_query(cursor, "verdict_evidence_of", {"candidate_ids": asked}) if asked else []
    by_candidate: dict[UUID, dict[str, Any]] = {row["candidate_id"]: row for row in found}
    wrong = [
        f"[{number}] {sentence}"
        for number, each in enumerate(verdict.evidence, start=1)
        if (sentence := _unusable(by_candidate.get(each), verdict.policy_id, each))
    ]
    if wrong:
        raise VerdictRefusedError(" ".join(wrong))
    return tuple(_pin(number, by_candidate[each]) for number, each in enumerate(verdict.evidence, start=1))


def _unusable(row: Mapping[str, Any] | None, policy_id: str, candidate_id: UUID) -> str:
    if row is None:
        return f"There is no candidate {candidate_id}."
    named = f"“{row['title']}” ({row['outlet']})"
    if row["action"] != Action.ACCEPT:
        stands = ACTIONS[Action(row["action"])].done if row["action"] else "not decided yet"
        return f"{named} is not accepted as evidence: it was {stands}."
    if row["policy_id"] != policy_id:
        return f"{named} was accepted as evidence of another policy, {row['policy_id']}."
    if not row["stands"]:
        return f"{named} does not hold the passage where it was found: accept it again."
    if row["warc_file"] is None:
        return f"{named} has no page in the archive that would prove it."
    return ""


def _pin(number: int, row: Mapping[str, Any]) -> PinnedEvidence:
    given = {name: row[name] for name in _AS_IT_IS}
    return PinnedEvidence(
        **given,
        number=number,
        accepted_by=row["editor"],
        accepted_at=row["decided_at"],
        stance=Stance(row["stance"]),
        direction=Direction(row["direction"]),
        field=Field(row["field"]),
        published_precision=DatePrecision(row["published_precision"]) if row["published_precision"] else None,
        wall=Wall(row["wall"]),
        tagger=row["tagger"] or "",
    )


_AS_IT_IS = (
    "candidate_id", "decision_id", "note", "criterion", "passage", "start", "end", "article_id", "revision_id",
    "content_sha256", "outlet_id", "outlet", "url", "title", "published", "published_day", "extractor", "matcher",
    "capture_id", "captured_at", "payload_sha256", "warc_file", "warc_offset", "body_file", "body_offset",
    "shown_revision_id", "shown_sha256", "withdrawn",
)  # fmt: skip


def _shown(row: Mapping[str, Any]) -> ShownText:
    same = ("revision_id", "capture_id", "content_sha256", "extractor", "title", "text")
    return ShownText(
        **{name: row[name] for name in same},
        standfirst=row["standfirst"] or "",
        corrections=tuple(row["corrections"] or ()),
    )


class VerdictCalls(ABC):
    """The owner's calls that go to the keeper of verdicts."""

    _verdicts: VerdictKeeper
    _wake: threading.Event

    @abstractmethod
    def _cursor(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Return a cursor of the open warehouse, for one read."""

    def write_verdict(self, verdict: PolicyVerdict, /) -> VerdictReceipt:
        """Keep a verdict with all that it rests on; it is on disk when this returns. The same verdict twice is one.

        Raises:
            VerdictRefusedError: it breaks a rule; the message says each.
            AlreadyWrittenError: another verdict stands than the one that this one replaces.
            ReusedVerdictError: a verdict with this verdict_id and other content is kept.
            WarehouseUnwellError: it could not be written, and is not kept.
        """
        with self._cursor() as cursor:
            try:
                receipt = self._verdicts.write(cursor, verdict)
            except (duckdb.OperationalError, duckdb.FatalException) as error:
                raise WarehouseUnwellError(f"the warehouse cannot be read: {first_line(error)}") from error
        self._wake.set()
        return receipt

    def verdict_rows(self, policy_id: str | None = None, /) -> list[VerdictRow]:
        """Return the rows of the book of verdicts, of one policy or of all, in their order."""
        return self._verdicts.book.rows(policy_id)
