"""The journal of decisions (an append-only log): every decision ever made, durable on disk before it is acknowledged.

It is a SQLite file of its own, because a commit there takes milliseconds whatever DuckDB is doing: while a batch is
loaded or a checkpoint is written, a decision in DuckDB would have to wait. The owner of the warehouse copies new rows
into DuckDB, and since the journal is never emptied, a warehouse that has to go back to its last checkpoint gets them again.

Rows can be neither changed nor deleted, not even by hand without dropping the triggers, and each is chained to the one before.
Those of a review by two editors (see second_review) are rows like all others: some are held, and do not stand.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from warehouse.chain import FIRST_HASH, Chain, chained, checked_chain
from warehouse.errors import AlreadyDecidedError, ReusedDecisionError, WarehouseError, WarehouseUnwellError
from warehouse.owner.second_review import PendingReview, is_drawn, pending_of, rows_to_keep, standing_of
from warehouse.plain import replace_surrogates
from warehouse.quotations import quotation_from, quotation_line
from warehouse.records import Action, BlindReading, Decision, DecisionRanking, Direction, Stance
from warehouse.sqlite_transaction import immediate_transaction
from warehouse.vocabulary.decisions import BLIND_READINGS, RejectReason

BUSY_SECONDS = 10.0  # how long a commit waits for another process that has the journal open, such as a backup

_LATER_COLUMNS = ("direction", "replaces", "action_id", "reading", "reads", "quotation")  # than the first version's
_FIRST_CHAINED = 11  # columns: a row that holds nothing in the later ones has the hash of before there were any
_COLUMNS = "decision_id, candidate_id, action, editor, note, decided_at, stance, direction, reason, replaces, action_id, reading, reads, quotation"
_HELD = ", ".join(f"'{reading}'" for reading, words in BLIND_READINGS.items() if words.held)
STANDING_ON_CANDIDATE = f"candidate_id = ? AND coalesce(reading, '') NOT IN ({_HELD}) ORDER BY sequence DESC LIMIT 1"  # of the table decisions
_CREATE = """
CREATE TABLE IF NOT EXISTS decisions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, decision_id TEXT NOT NULL UNIQUE, candidate_id TEXT NOT NULL,
    action TEXT NOT NULL, editor TEXT NOT NULL, note TEXT NOT NULL, decided_at TEXT NOT NULL, stance TEXT, direction TEXT, reason TEXT,
    replaces TEXT, action_id TEXT, reading TEXT, reads TEXT, sha256 TEXT, quotation TEXT
);
CREATE TABLE IF NOT EXISTS rankings (
    decision_id TEXT PRIMARY KEY, model TEXT NOT NULL, probability REAL NOT NULL, sampled INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS decisions_of_a_candidate ON decisions (candidate_id, sequence);
"""
_APPEND_ONLY = """
CREATE TRIGGER IF NOT EXISTS decisions_are_never_changed BEFORE UPDATE ON decisions
BEGIN SELECT RAISE(ABORT, 'the journal of decisions is append-only'); END;
CREATE TRIGGER IF NOT EXISTS decisions_are_never_deleted BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'the journal of decisions is append-only'); END;
"""


@dataclass(frozen=True, slots=True)
class DecisionReceipt:
    """That a decision is on disk."""

    decision: Decision  # as it is kept
    sequence: int  # its place among all decisions
    duplicate: bool  # the same decision_id was kept before; `decision` is that one
    replaced: Decision | None  # the decision on the candidate that stood until then


@dataclass(frozen=True, slots=True)
class CardDecision:
    """A decision, with those that go with it on the other passages of its card."""

    decision: Decision
    others: tuple[Decision, ...] = ()
    matched: Mapping[UUID, str] = field(default_factory=dict)  # the directions of their candidates, by the matcher


class Journal:
    """The open journal. Its methods may be called from any thread."""

    def __init__(self, file: Path, review_share: float = 0.0) -> None:
        """Open the journal, and create it where there is none. `review_share` of the cards are read by two editors.

        Raises:
            WarehouseUnwellError: it cannot be opened.
        """
        self.file = file
        self._share = review_share
        self._lock = threading.Lock()
        try:
            self._connection = sqlite3.connect(
                file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")  # NORMAL would lose the last commits with the power
            self._connection.executescript(_CREATE)
            with immediate_transaction(self._connection):
                self._add_columns()
            self._connection.executescript(_APPEND_ONLY)
            drawn = self._connection.execute("SELECT DISTINCT candidate_id FROM decisions WHERE reading = 'first'")
            self._drawn = {UUID(candidate_id) for (candidate_id,) in drawn.fetchall()}  # ever, in a review by two
        except sqlite3.Error as error:
            raise WarehouseUnwellError(f"the journal of decisions {file.name} cannot be opened: {error}") from error

    def append(
        self, decision: Decision, others: Sequence[Decision] = (), matched: Mapping[UUID, str] | None = None
    ) -> list[DecisionReceipt]:
        """Keep a decision, and return once it is on disk. The same decision twice is one decision.

        A decision that names no other takes an open candidate alone; one that names another takes its place, if that
        one stands: nobody writes over a decision that they had not seen, whatever name they go by.

        `others` are taken with it, on the other passages of its card: all are kept in one transaction or none. One whose
        candidate was decided meanwhile is left out, and what was decided there stands. The receipts are of those kept.
        A card is drawn for a second review by the decision on it; `matched` has the directions of candidates, by the matcher.

        Raises:
            AlreadyDecidedError: another decision stands than the one that this one replaces.
            ReusedDecisionError: a decision with this decision_id and other content is kept.
            WarehouseUnwellError: it could not be written; nothing was kept.
        """
        (outcome,) = self.append_all([CardDecision(decision, tuple(others), matched or {})])
        if isinstance(outcome, WarehouseError):
            raise outcome
        return outcome

    def append_all(self, cards: Sequence[CardDecision]) -> list[list[DecisionReceipt] | WarehouseError]:
        """Keep decisions of several editors, and return once they are on disk: one wait for the disk serves all (group commit).

        Each is kept as `append` keeps it, in this order, or refused without the others. What `append` would raise stands in the
        place of its receipts.

        Raises:
            WarehouseUnwellError: they could not be written; nothing was kept.
        """
        with self._lock:
            try:
                with immediate_transaction(self._connection):
                    outcomes = [self._outcome(card) for card in cards]
            except sqlite3.Error as error:
                raise WarehouseUnwellError(f"the decision could not be written: {error}") from error
            return outcomes

    def _outcome(self, card: CardDecision) -> list[DecisionReceipt] | WarehouseError:
        """Keep a card's decisions inside the transaction that is open, or take back what was written of them."""
        self._connection.execute("SAVEPOINT card")
        try:
            receipts = self._append_card(card)
        except (AlreadyDecidedError, ReusedDecisionError) as error:
            self._connection.execute("ROLLBACK TO card")
            return error
        finally:
            if self._connection.in_transaction:
                self._connection.execute("RELEASE card")
        self._drawn |= {
            one.decision.candidate_id for one in receipts if one.decision.reading
        }  # the next of this group knows
        return receipts

    def _append_card(self, card: CardDecision) -> list[DecisionReceipt]:
        decision = card.decision
        drawn = self._is_drawn(decision)
        receipts = [self._append(_storable(decision), drawn, card.matched)]
        for other in card.others:
            own = drawn if other.action_id == decision.decision_id else self._is_drawn(other)
            with suppress(AlreadyDecidedError):
                receipts.append(self._append(_storable(other), own, card.matched))
        return receipts

    def after(self, sequence: int, until: int | None = None) -> list[tuple[int, Decision]]:
        """Return the decisions after one's place, in the order in which they were taken."""
        with self._lock:
            rows = self._connection.execute(
                f"SELECT sequence, {_COLUMNS} FROM decisions WHERE sequence > ? AND sequence <= ? ORDER BY sequence",  # noqa: S608
                (sequence, until if until is not None else 2**62),
            ).fetchall()
        return [(row[0], _decision(row[1:])) for row in rows]

    def last(self) -> int:
        """Return the place of the last decision; 0 before there is one."""
        with self._lock:
            row = self._connection.execute("SELECT coalesce(max(sequence), 0) FROM decisions").fetchone()
        return int(row[0])

    @property
    def reviews(self) -> bool:
        """Whether a decision may be held from others: cards are read by two editors, or were."""
        return self._share > 0 or bool(self._drawn)

    def pending(self, candidates: Sequence[UUID] | None = None) -> dict[UUID, PendingReview | None]:
        """Return what is held of each of these candidates, or of all, that were ever in a review by two editors."""
        with self._lock:
            wanted = self._drawn if candidates is None else self._drawn.intersection(candidates)
            return {each: pending_of(self._said(each)) for each in wanted}

    def rankings_after(self, sequence: int, until: int) -> list[tuple[UUID, DecisionRanking]]:
        """Return what the queue said of the candidates of the decisions after one's place, where it said something."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT decision_id, model, probability, sampled FROM rankings JOIN decisions USING (decision_id) "
                "WHERE sequence > ? AND sequence <= ? ORDER BY sequence",
                (sequence, until),
            ).fetchall()
        return [(UUID(row[0]), DecisionRanking(row[1], row[2], bool(row[3]))) for row in rows]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _add_columns(self) -> None:
        """Give a journal of an earlier version the columns that came later; its decisions have none of them."""
        held = {row[1] for row in self._connection.execute("PRAGMA table_info(decisions)")}
        for column in _LATER_COLUMNS:
            if column not in held:
                self._connection.execute(f"ALTER TABLE decisions ADD COLUMN {column} TEXT")
        if "sha256" not in held:
            self._connection.execute("ALTER TABLE decisions ADD COLUMN sha256 TEXT")
            chain_decisions(self._connection)

    def _is_drawn(self, decision: Decision) -> bool:
        return is_drawn(decision.candidate_id, self._share)

    def _append(self, decision: Decision, drawn: bool, matched: Mapping[UUID, str]) -> DecisionReceipt:
        held = self._row("decision_id = ?", str(decision.decision_id))
        if held:
            if replace(decision, decided_at=held[1].decided_at) != held[1]:
                raise ReusedDecisionError(f"decision {decision.decision_id} is kept already, and says something else")
            return DecisionReceipt(held[1], held[0], duplicate=True, replaced=None)
        if decision.candidate_id in self._drawn:
            said = self._said(decision.candidate_id)
        else:
            standing = self._row("candidate_id = ?", str(decision.candidate_id))
            said = [standing[1]] if standing else []
        for row in rows_to_keep(decision, said, drawn=drawn, matched=matched):
            sequence = self._insert(row)
        return DecisionReceipt(row, sequence, duplicate=False, replaced=standing_of(said))

    def _insert(self, decision: Decision) -> int:
        values = _values(decision)
        cursor = self._connection.execute(
            f"INSERT INTO decisions ({_COLUMNS}, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
            (*values, chained(self._last_hash(), _content(values))),
        )
        if ranking := decision.ranking:
            said = (str(decision.decision_id), ranking.model, ranking.probability, ranking.sampled)
            self._connection.execute("INSERT INTO rankings VALUES (?, ?, ?, ?)", said)
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def _said(self, candidate_id: UUID) -> list[Decision]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM decisions WHERE candidate_id = ? ORDER BY sequence",  # noqa: S608
            (str(candidate_id),),
        )
        return [_decision(row) for row in rows.fetchall()]

    def _last_hash(self) -> str:
        row = self._connection.execute("SELECT sha256 FROM decisions ORDER BY sequence DESC LIMIT 1").fetchone()
        return (row[0] or FIRST_HASH) if row else FIRST_HASH

    def _row(self, condition: str, value: str) -> tuple[int, Decision] | None:
        row = self._connection.execute(
            f"SELECT sequence, {_COLUMNS} FROM decisions WHERE {condition} ORDER BY sequence DESC LIMIT 1",  # noqa: S608
            (value,),
        ).fetchone()
        return (row[0], _decision(row[1:])) if row else None


def chain_decisions(connection: sqlite3.Connection) -> None:
    """Chain the rows of a journal that has no chain yet: what an earlier version wrote, or what was read back from the warehouse."""
    rows = connection.execute(f"SELECT sequence, {_COLUMNS} FROM decisions ORDER BY sequence").fetchall()  # noqa: S608
    before, made = FIRST_HASH, []
    for row in rows:
        before = chained(before, _content(row[1:]))
        made.append((before, row[0]))
    connection.executemany("UPDATE decisions SET sha256 = ? WHERE sequence = ?", made)


def decision_chain(file: Path) -> Chain:
    """Return how far the decisions of a journal in a file prove one another. One that no chain was made of yet breaks nowhere.

    Raises:
        WarehouseUnwellError: it cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as journal:
            held = {row[1] for row in journal.execute("PRAGMA table_info(decisions)")}
            if "sha256" not in held:  # an earlier version's: it is chained when it is opened
                count = journal.execute("SELECT count(*) FROM decisions").fetchone()[0]
                return Chain(count, FIRST_HASH, None)
            columns = ", ".join(each if each in held else "NULL" for each in _COLUMNS.split(", "))
            rows = journal.execute(f"SELECT sequence, {columns}, sha256 FROM decisions ORDER BY sequence")  # noqa: S608
            return checked_chain((row[0], _content(row[1:-1]), row[-1]) for row in rows)
    except sqlite3.Error as error:
        raise WarehouseUnwellError(f"{file} cannot be read: {error}") from error


def _content(values: tuple[str | None, ...]) -> str:
    """Return what the chain is made over: the row's columns but its place and hash, as one line of JSON."""
    *readings, quotation = values[_FIRST_CHAINED:]
    told = (*(readings if any(readings) else ()), *((quotation,) if quotation else ()))
    return json.dumps((*values[:_FIRST_CHAINED], *told), ensure_ascii=False, separators=(",", ":"))


def _values(decision: Decision) -> tuple[str | None, ...]:
    """Return the columns of a decision, in the order of `_COLUMNS`."""
    return (
        str(decision.decision_id),
        str(decision.candidate_id),
        str(decision.action),
        decision.editor,
        decision.note,
        decision.decided_at.astimezone(UTC).isoformat(),
        str(decision.stance) if decision.stance else None,
        str(decision.direction) if decision.direction else None,
        str(decision.reason) if decision.reason else None,
        str(decision.replaces) if decision.replaces else None,
        str(decision.action_id) if decision.action_id else None,
        str(decision.reading) if decision.reading else None,
        str(decision.reads) if decision.reads else None,
        quotation_line(decision.quotation),
    )


def _storable(decision: Decision) -> Decision:
    return replace(decision, editor=replace_surrogates(decision.editor), note=replace_surrogates(decision.note))


def _decision(row: tuple[str, ...]) -> Decision:
    decision_id, candidate_id, action, editor, note, decided_at, stance, direction, reason, replaces, action_id = row[
        :11
    ]
    reading, reads, quotation = row[11:]
    return Decision(
        decision_id=UUID(decision_id),
        candidate_id=UUID(candidate_id),
        action=Action(action),
        editor=editor,
        note=note,
        decided_at=datetime.fromisoformat(decided_at),
        stance=Stance(stance) if stance else None,
        direction=Direction(direction) if direction else None,
        reason=RejectReason(reason) if reason else None,
        replaces=UUID(replaces) if replaces else None,
        action_id=UUID(action_id) if action_id else None,
        reading=BlindReading(reading) if reading else None,
        reads=UUID(reads) if reads else None,
        quotation=quotation_from(quotation),
    )
