"""The one process that holds the warehouse's file open (single writer), and all that it does with it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import UUID

import duckdb

from warehouse import migrations, queries, spool
from warehouse.errors import WarehouseError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.owner import draining, lock, overlay, publishing, settling, sorting
from warehouse.owner.audit_log import AuditLog
from warehouse.owner.database import first_line, lock_down, open_file, size_of, wal_of
from warehouse.owner.drained import DrainReport
from warehouse.owner.editor_book import EditorBook, EditorCalls
from warehouse.owner.group_commit import GroupCommit
from warehouse.owner.journal import CardDecision, DecisionReceipt, Journal
from warehouse.owner.lock import OwnerLock
from warehouse.owner.serving import Server
from warehouse.owner.verdict_keeper import VerdictCalls, VerdictKeeper
from warehouse.queries import OverlayState
from warehouse.queries.row_cache import RowCache
from warehouse.records import Decision
from warehouse.reference import OutletRow, PolicyRow
from warehouse.search.feeding import keep_fed

DRAIN_SECONDS = 1.0  # between two looks into the spool: how late a loaded article can be on the desk
UNWELL_SECONDS = 15.0  # before another try, when the disk is full
LARGE_LOG_BYTES = 512 * 1024 * 1024  # a log of this size is taken into the file: replaying it would delay a start

T = TypeVar("T")
log = logging.getLogger(__name__)


class Owner(EditorCalls, VerdictCalls):
    """The open warehouse. Every method may be called from any thread.

    Reads see what is committed and never wait for a load. Decisions wait for nothing but the disk. Loads, and the
    checkpoint before a snapshot, take turns.
    """

    _overlaid = OverlayState.REVIEWS  # what the overlay holds at most, before a decision is acknowledged

    def __init__(
        self, folder: DataFolder, *, wait: float = 30.0, background: bool = True, review_share: float = 0.0
    ) -> None:
        """Take the lock, open and migrate the file, load what waits, and listen for other processes.

        With `background`, threads go on to drain the spool and to publish until `close`. `review_share` of the cards are read by two editors.

        Raises:
            WarehouseBusyError: another process kept the lock for `wait` seconds.
            WarehouseTooNewError: a newer version wrote the file.
            WarehouseUnwellError: it cannot be opened.
        """
        self._own(folder, lock.wait_for(folder, wait), background=background, review_share=review_share)

    @classmethod
    def holding(cls, folder: DataFolder, held: OwnerLock) -> Self:
        """Return an owner, without threads of its own for draining, of a folder whose lock was just taken."""
        owner = cls.__new__(cls)
        owner._own(folder, held, background=False)
        return owner

    def _own(self, folder: DataFolder, held: OwnerLock, *, background: bool, review_share: float = 0.0) -> None:
        self.folder = folder
        self._write = threading.RLock()  # one writer at a time, and none during a checkpoint
        self._publishing = threading.Lock()  # no checkpoint while the file is copied
        self._overlay = threading.Lock()  # the overlay and `_settled` agree
        self._decisions = GroupCommit(self._overlay, self._keep_decisions)
        self._readers = threading.Condition()
        self._reopening = False
        self._settled = 0  # place of the last decision that the file holds
        self._settled_at: list[tuple[int, int]] = []  # the last read that began before, and the place that was settled
        self._reads: set[int] = set()  # those under way, by their numbers
        self._began = self._changes = 0
        self._cache = RowCache()
        self._published = -1
        self._stop, self._wake = threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []
        with ExitStack() as undo:
            undo.callback(held.release)
            folder.create()
            self._journal = Journal(folder.decisions, review_share)
            undo.callback(self._journal.close)
            self._verdicts = VerdictKeeper(folder.decisions)
            undo.callback(self._verdicts.book.close)
            self._audit = AuditLog(folder.decisions)
            undo.callback(self._audit.close)
            self._editors = EditorBook(folder.decisions)
            undo.callback(self._editors.close)
            self._open()
            undo.callback(lambda: self._connection.close())
            try:
                self.drain()  # before anybody is served, so that nobody sees less than was spooled before
            except WarehouseUnwellError as error:
                log.error("the spool is not drained: %s", error)
            self._server = Server(folder, self)
            undo.callback(self._server.close)
            if background:
                self._start(self._keep_draining, "drain")
                self._start(self._keep_publishing, "publish")
                self._start(lambda: keep_fed(self.query, folder.search, self._stop, lambda: self._changes), "search")
            self._closing = undo.pop_all()

    def query(self, name: str, /, *, arrange: queries.Arrange | None = None, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query, with decisions that were just made; `arrange` is run_query's.

        Raises:
            UnknownQueryError: there is no such query, or it does not take one of the parameters.
        """
        return self.query_together([(name, parameters)], arrange)[0]

    def query_together(
        self, asked: Sequence[tuple[str, Mapping[str, Any]]], /, arrange: queries.Arrange | None = None
    ) -> list[list[dict[str, Any]]]:
        """Return the rows of several named queries, each with its parameters, of one moment. Raises what `query` raises.

        `arrange` is run_query's, for the first of them.
        """
        with self._cursor() as cursor:
            try:
                return queries.run_queries(cursor, asked, self._cache, self._overlaid, arrange)
            except (duckdb.OperationalError, duckdb.FatalException) as error:
                raise WarehouseUnwellError(f"the warehouse cannot be read: {first_line(error)}") from error

    def drain(self) -> DrainReport:
        """Load every batch that waits in the spool, each in one transaction.

        Raises:
            WarehouseUnwellError: the disk is full, or the file cannot be written; what waits, waits on.
        """
        report = DrainReport()
        self._guarded(self._drain_decisions)
        for file in spool.waiting(self.folder):
            report += self._guarded(lambda file=file: self._drain_batch(file))  # type: ignore[misc]
            self._guarded(self._drain_decisions)
        if size_of(wal_of(self.folder)) > LARGE_LOG_BYTES:
            with self._publishing:
                self._guarded(self._checkpoint)
        return report

    def decide(self, decision: Decision, /) -> DecisionReceipt:
        """Keep an editor's decision; it is on disk when this returns. The same decision twice is one decision.

        Raises:
            UnknownCandidateError: the warehouse holds no such candidate.
            AlreadyDecidedError: another decision stands than the one that this one replaces.
            ReusedDecisionError: a decision with this decision_id and other content is kept.
            WarehouseUnwellError: it could not be written, and is not kept.
        """
        return self.decide_card(decision, [])[0]

    def decide_card(self, decision: Decision, others: Sequence[Decision], /) -> list[DecisionReceipt]:
        """Keep a decision and those on other passages of its card, all or none; return the receipts, its own first.

        One of the others whose candidate was decided meanwhile is left out. Raises what `decide` raises.
        """
        with self._cursor() as cursor:
            matched = overlay.directions_of(cursor, (decision, *others))
        # The file takes them with those of the next second: queries see them already, and taking in ten costs hardly more than one.
        return self._decisions.ask(CardDecision(decision, tuple(others), matched))

    def publish(self) -> Path:
        """Publish a snapshot of all that is loaded and decided, and return its path. Nothing is copied where nothing changed.

        Raises:
            WarehouseUnwellError: there is no room for it; the earlier one stays.
        """
        with self._publishing:
            self._guarded(self._drain_decisions)
            changes = self._changes
            if changes == self._published and self.folder.snapshot.exists():
                return self.folder.snapshot
            held = self._guarded(self._checkpoint)
            try:
                snapshot = publishing.copy_to_snapshot(self.folder)
            except (OSError, duckdb.Error) as error:
                raise WarehouseUnwellError(f"the snapshot could not be published: {error}") from error
            draining.forget_loaded(held)
            self._published = changes
            return snapshot

    def books(self, run_id: UUID | None = None) -> list[dict[str, Any]]:
        """Return the books of a run, or of every run: fetched, and each outcome."""
        return self.query("books", run_ids=None if run_id is None else [run_id])

    def load_policies(self, rows: Iterable[PolicyRow | Mapping[str, Any]]) -> int:
        """Make the policies what these rows say, and return how many changed."""
        return self._guarded(lambda: self._write_with(lambda cursor: settling.load_policies(cursor, list(rows))))

    def load_outlets(self, rows: Iterable[OutletRow | Mapping[str, Any]]) -> int:
        """Make the outlets what these rows say, and return how many changed."""
        return self._guarded(lambda: self._write_with(lambda cursor: settling.load_outlets(cursor, list(rows))))

    def close(self) -> None:
        """Stop the threads, finish what they began, and let go of the warehouse."""
        self._stop.set()
        self._wake.set()
        for thread in self._threads:
            thread.join()
        self._server.close()  # before the locks: a caller's load may be waiting for them
        with self._publishing, self._write:
            try:
                self._guarded(self._drain_decisions)
            except WarehouseError as error:
                log.error("decisions stay in their journal for now: %s", error)
            self._closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open(self) -> None:
        self._connection, moved_aside = open_file(self.folder)
        try:
            migrations.migrate(self._connection, self.folder.warehouse, self.folder.backups)
            settling.settle(self._connection)
            for statement in duckdb.extract_statements(files("warehouse").joinpath("live.sql").read_text("utf-8")):
                self._connection.execute(statement)
            lock_down(self._connection)
            if moved_aside:
                values = [datetime.now(UTC), "moved aside", moved_aside]
                self._connection.execute("INSERT INTO bookkeeping.events VALUES (?, ?, ?)", values)
            self._verdicts.forget_copied()
            self._reload_lost()
            self._audit.agree(self._connection)
            self._settle_or_overlay()
        except BaseException as error:
            self._connection.close()
            if isinstance(error, duckdb.Error):
                raise WarehouseUnwellError(f"the warehouse cannot be opened: {first_line(error)}") from error
            raise

    def _reload_lost(self) -> None:
        """Load what the file held before it or its log was damaged, before the decisions on it are taken from the journal."""
        back = draining.recover_loaded(self._connection, self.folder)
        if not back:
            return
        log.warning("%d batches were not in the file any more and are loaded again", len(back))
        try:
            for file in back:
                draining.drain_batch(self._connection, self.folder, file)
        except duckdb.Error as error:
            log.error("they wait in the spool for now: %s", first_line(error))

    def _settle_or_overlay(self) -> None:
        """Take the journal's decisions into the file; if that cannot be written now, let queries see them all the same."""
        with self._overlay:
            overlay.overlay_reviews(self._connection, self._journal.pending())
            try:
                self._settled = draining.drain_decisions(self._connection, self._journal)
            except duckdb.Error as error:
                log.error("decisions stay in their journal for now: %s", first_line(error))
                self._settled = draining.last_drained(self._connection)
                overlay.overlay_rows(self._connection, self._journal.after(self._settled))
            self._overlaid = queries.overlay_state(self._connection)

    def _keep_decisions(self, cards: Sequence[CardDecision]) -> list[list[DecisionReceipt] | WarehouseError]:
        """Keep decisions that were taken at once, under the lock of the overlay."""
        with self._cursor() as cursor:
            if self._overlaid is OverlayState.EMPTY or self._journal.reviews:
                self._overlaid = OverlayState.REVIEWS if self._journal.reviews else OverlayState.DECISIONS
            return overlay.keep_decisions(cursor, self._journal, cards)

    def _drain_batch(self, file: Path) -> DrainReport:
        with self._write:
            self._verdicts.look_again()
            report = self._write_with(lambda cursor: draining.drain_batch(cursor, self.folder, file))
            self._write_with(self._audit.keep_up)
            return report

    def _drain_decisions(self) -> None:
        with self._write:
            if self._verdicts.is_due:
                self._write_with(self._verdicts.settle)
            if not self._journal.after(self._settled, self._settled + 1):
                self._prune_overlay()
                return
            settled = self._write_with(lambda cursor: draining.drain_decisions(cursor, self._journal), loads=False)
            with self._overlay:
                self._settled = settled
                self._settled_at.append((self._began, settled))
            self._prune_overlay()

    def _prune_overlay(self) -> None:
        """Drop decisions that the file holds, but for what a read that began before they were settled still needs."""
        done = 0
        with self._overlay:
            with self._readers:
                oldest = min(self._reads, default=self._began + 1)
            while self._settled_at and self._settled_at[0][0] < oldest:
                done = self._settled_at.pop(0)[1]
            if done:
                with self._cursor() as cursor:
                    overlay.prune(cursor, done)
                    self._overlaid = queries.overlay_state(cursor)

    def _checkpoint(self) -> list[Path]:
        """Take the log into the file, while no copy is under way; return the loaded batches that it holds."""
        with self._write, self._cursor() as cursor:
            sorting.sort_queue(cursor)
            held = list(self.folder.loaded.glob("*.parquet"))
            publishing.checkpoint_when_free(cursor)
            return held

    def _write_with(self, action: Callable[[duckdb.DuckDBPyConnection], T], *, loads: bool = True) -> T:
        with self._write, self._cache.changing() if loads else nullcontext(), self._cursor() as cursor:
            result = action(cursor)
            self._changes += 1
            return result

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._readers:
            while self._reopening:
                self._readers.wait()
            self._began += 1
            number = self._began
            self._reads.add(number)
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        finally:
            with self._readers:
                self._reads.discard(number)
                self._readers.notify_all()

    def _guarded(self, action: Callable[[], T]) -> T:
        """Run a write. If the database gives up on itself (a full disk does that), open it again for the next one."""
        try:
            return action()
        except (duckdb.OperationalError, duckdb.FatalException, duckdb.InternalError) as error:
            if not isinstance(error, duckdb.TransactionException):
                self._reopen()
            raise WarehouseUnwellError(f"the warehouse cannot be written: {first_line(error)}") from error
        except OSError as error:
            raise WarehouseUnwellError(f"the data folder cannot be written: {error}") from error

    def _reopen(self) -> None:
        with self._write:
            with self._readers:
                self._reopening = True
                while self._reads:
                    self._readers.wait()
            try:
                with self._cache.changing():
                    self._connection.close()
                    self._open()
            finally:
                with self._readers:
                    self._reopening = False
                    self._readers.notify_all()

    def _start(self, target: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=target, name=f"warehouse-{name}", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _keep_draining(self) -> None:
        pause = DRAIN_SECONDS
        while not self._stop.is_set():
            self._wake.clear()
            try:
                self.drain()
                pause = DRAIN_SECONDS
            except WarehouseError as error:
                log.error("the spool is not drained: %s", error)
                pause = UNWELL_SECONDS
            except Exception:
                log.exception("the spool is not drained")
                pause = UNWELL_SECONDS
            self._wake.wait(pause)

    def _keep_publishing(self) -> None:
        while not self._stop.wait(publishing.pause_seconds(size_of(self.folder.warehouse))):
            if self._changes == self._published:
                continue
            try:
                self.publish()
            except Exception as error:
                log.error("no snapshot was published: %s", error)
