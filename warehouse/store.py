"""The warehouse as everybody uses it: one `Store`, whether this process owns the file or another one does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from warehouse.errors import WarehouseBusyError, WarehouseError
from warehouse.folder import DataFolder
from warehouse.owner import lock, protocol
from warehouse.owner.drained import DrainReport
from warehouse.owner.journal import DecisionReceipt
from warehouse.owner.owner import Owner
from warehouse.owner.protocol import Answer, Request
from warehouse.records import Decision
from warehouse.reference import OutletRow, PolicyRow
from warehouse.saved_searches import SavedSearch
from warehouse.verdicts.rows import PolicyVerdict, VerdictReceipt, VerdictRow

ANSWER_SECONDS = 900.0  # the longest that a call may take: draining a backfill's batches


class _Gone(Exception):  # noqa: N818 -- a signal between two functions of this file
    """The owner went away before it answered."""


class _Remote:
    """A connection to the socket of the process that owns the warehouse."""

    def __init__(self, folder: DataFolder) -> None:
        """Connect. Raises _Gone if nobody listens."""
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(ANSWER_SECONDS)
            self._socket.connect(str(protocol.socket_path(folder)))
        except OSError as error:
            self._socket.close()
            raise _Gone from error
        self._lines = self._socket.makefile("rb")

    def call(self, name: str, *args: Any, **parameters: Any) -> Any:
        """Return what the owner's method returns, or raise what it raises; raises _Gone if it went away."""
        try:
            self._socket.sendall(protocol.encode(Request(call=name, args=args, parameters=parameters)))
            line = self._lines.readline(protocol.MAXIMUM_LINE_BYTES)
        except TimeoutError as error:
            raise WarehouseBusyError(f"the warehouse's owner did not answer within {ANSWER_SECONDS:.0f} s") from error
        except OSError as error:
            raise _Gone from error
        if not line.endswith(b"\n"):
            raise _Gone
        answer = protocol.decode(line, Answer)
        if answer.raises is not None:
            raise answer.raises.restored()
        return answer.gives

    def close(self) -> None:
        """Hang up."""
        self._lines.close()
        self._socket.close()


class Store:
    """An open warehouse. Use it as a context manager, from one thread at a time.

    If the owner goes away, the next call finds the new one, or makes this process the owner. Every call can be
    repeated without harm, so one that was under way is made again.
    """

    def __init__(self, folder: DataFolder, *, wait: float = 10.0) -> None:
        """Become the owner, or connect to it.

        Raises:
            WarehouseBusyError: another process has the warehouse and did not answer for `wait` seconds.
            WarehouseTooNewError: a newer version wrote it.
            WarehouseUnwellError: it cannot be opened.
        """
        self.folder = folder
        self._wait = wait
        self._closed = False
        self._backend: Owner | _Remote = self._find()

    @property
    def owns(self) -> bool:
        """Whether this process holds the file."""
        return isinstance(self._backend, Owner)

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query. Raises UnknownQueryError."""
        rows: list[dict[str, Any]] = self._call("query", name, **parameters)
        return rows

    def query_together(self, asked: Sequence[tuple[str, Mapping[str, Any]]], /) -> list[list[dict[str, Any]]]:
        """Return the rows of several named queries, each with its parameters, of one moment. Raises UnknownQueryError."""
        rows: list[list[dict[str, Any]]] = self._call("query_together", list(asked))
        return rows

    def drain(self) -> DrainReport:
        """Load every batch that waits in the spool. Raises WarehouseUnwellError."""
        report: DrainReport = self._call("drain")
        return report

    def decide(self, decision: Decision, /) -> DecisionReceipt:
        """Keep an editor's decision durably; see Owner.decide for what it raises."""
        receipt: DecisionReceipt = self._call("decide", decision)
        return receipt

    def decide_card(self, decision: Decision, others: Sequence[Decision], /) -> list[DecisionReceipt]:
        """Keep a decision and those on other passages of its card, all or none; see Owner.decide_card."""
        receipts: list[DecisionReceipt] = self._call("decide_card", decision, list(others))
        return receipts

    def write_verdict(self, verdict: PolicyVerdict, /) -> VerdictReceipt:
        """Keep a verdict with all that it rests on; see Owner.write_verdict for what it raises."""
        receipt: VerdictReceipt = self._call("write_verdict", verdict)
        return receipt

    def verdict_rows(self, policy_id: str | None = None, /) -> list[VerdictRow]:
        """Return the rows of the book of verdicts, of one policy or of all, in their order."""
        rows: list[VerdictRow] = self._call("verdict_rows", policy_id)
        return rows

    def save_search(self, search: SavedSearch, /) -> SavedSearch:
        """Keep a search, and return it as it is kept; see EditorBook.save for what it raises."""
        kept: SavedSearch = self._call("save_search", search)
        return kept

    def delete_search(self, search_id: UUID, editor: str, at: datetime, /) -> bool:
        """Take an editor's search out of the lists, and return whether it was there; see EditorBook.delete."""
        was_there: bool = self._call("delete_search", search_id, editor, at)
        return was_there

    def saved_searches(self, editor: str, /) -> list[SavedSearch]:
        """Return an editor's searches and those that others share, by name."""
        rows: list[SavedSearch] = self._call("saved_searches", editor)
        return rows

    def tell_of_search(self, search_id: UUID, editor: str, since: datetime | None, /) -> SavedSearch | None:
        """Let a search be told of from a moment on, or no more with None. Return it, or None where there is none; see EditorBook.tell."""
        changed: SavedSearch | None = self._call("tell_of_search", search_id, editor, since)
        return changed

    def searches_told_of(self) -> list[SavedSearch]:
        """Return everybody's searches that are told of, by name."""
        rows: list[SavedSearch] = self._call("searches_told_of")
        return rows

    def visit(self, editor: str, at: datetime, /) -> None:
        """Note that an editor is here. Raises WarehouseUnwellError."""
        self._call("visit", editor, at)

    def last_visit(self, editor: str, now: datetime, /) -> datetime | None:
        """Return when an editor was last here before the visit that goes on now, or None if this is the first."""
        at: datetime | None = self._call("last_visit", editor, now)
        return at

    def publish(self) -> Path:
        """Publish the snapshot, and return its path. Raises WarehouseUnwellError."""
        path: Path = self._call("publish")
        return path

    def books(self, run_id: UUID | None = None) -> list[dict[str, Any]]:
        """Return the books of a run, or of every run."""
        rows: list[dict[str, Any]] = self._call("books", run_id)
        return rows

    def load_policies(self, rows: Iterable[PolicyRow | Mapping[str, Any]]) -> int:
        """Make the policies what these rows say, and return how many changed."""
        changed: int = self._call("load_policies", list(rows))
        return changed

    def load_outlets(self, rows: Iterable[OutletRow | Mapping[str, Any]]) -> int:
        """Make the outlets what these rows say, and return how many changed."""
        changed: int = self._call("load_outlets", list(rows))
        return changed

    def close(self) -> None:
        """Let go of the warehouse. A second close does nothing."""
        if not self._closed:
            self._closed = True
            self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, name: str, *args: Any, **parameters: Any) -> Any:
        if self._closed:
            raise WarehouseError("the store is closed")
        while True:
            if isinstance(self._backend, Owner):
                return getattr(self._backend, name)(*args, **parameters)
            try:
                return self._backend.call(name, *args, **parameters)
            except _Gone:
                self._backend.close()
                self._backend = self._find()

    def _find(self) -> Owner | _Remote:
        deadline = time.monotonic() + self._wait
        while True:
            held = lock.take(self.folder)
            if held is not None:
                return Owner.holding(self.folder, held)
            try:
                return _Remote(self.folder)
            except _Gone:
                if time.monotonic() >= deadline:
                    raise WarehouseBusyError(
                        f"another process{lock.holder(self.folder)} holds the warehouse in {self.folder.root}"
                        f" and did not answer within {self._wait:g} s"
                    ) from None
                lock.pause()
