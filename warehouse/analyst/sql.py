"""An analyst's statement on the published snapshot: read-only, in a process of its own that the kernel limits."""

from __future__ import annotations

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.analyst.statement_child import BATCH, DONE, ERROR, HEAD, READY, sentence_of
from warehouse.errors import SqlError, WarehouseBusyError
from warehouse.folder import DataFolder
from warehouse.owner import lock, publishing
from warehouse.store import Store

Result = pa.Table

AS_OF = "data as of"  # in a result's metadata, and so in the files that have a place for it
SECONDS = 30.0  # a statement that takes longer is stopped
MEMORY = "1GB"  # that the database may use for it; its whole process holds at most 1.2 times as much
LARGEST_RESULT_BYTES = 1_000_000_000  # of a result in memory: past it, the statement should aggregate or use LIMIT
START_SECONDS = 60.0  # for the process to start and open the snapshot: half a second, longer on a loaded machine
OWNER_SECONDS = 10.0  # how long an owner may take to publish the very first snapshot
PIECE_BYTES = 1 << 20  # read at once from the process
UNITS = {"KB": 10**3, "MB": 10**6, "GB": 10**9}


def run_statement(
    folder: DataFolder,
    statement: str,
    *,
    seconds: float = SECONDS,
    memory: str = MEMORY,
    parameters: Mapping[str, Any] | None = None,
    threads: int | None = None,
) -> pa.Table:
    """Return the result of one SQL statement; `parameters` are bound to its `$name`s. `threads`: DuckDB's own choice unless given.

    It runs on the snapshot. If nobody owns the warehouse and something was loaded since, the snapshot is published
    first; while a crawl or the desk owns it, the snapshot is as of the owner's last publishing.

    The result's metadata say `data as of`, the moment of the snapshot.

    The statement runs in a process of its own: read-only, it cannot open any other file, write any, be configured, or
    see the environment; it is killed when its time is up, and the kernel refuses it more memory than is allowed.

    Raises:
        SqlError: the statement is wrong, forbidden, too large or too slow; one line says which.
        WarehouseError: there is no snapshot, and none can be made.
    """
    snapshot = refresh(folder).resolve()
    published = datetime.fromtimestamp(snapshot.stat().st_mtime, UTC)
    request = {
        "snapshot": str(snapshot),
        "statement": statement,
        "memory": memory,
        "bytes": _bytes_of(memory),
        "parameters": dict(parameters or {}),
        "threads": threads,
    }
    with _StatementProcess(request) as child:
        result = child.result(seconds, memory)
    said = {**(result.schema.metadata or {}), AS_OF: published.isoformat(timespec="seconds")}
    return result.replace_schema_metadata(said)


def as_of(result: pa.Table) -> datetime:
    """Return the moment of the snapshot that a result is from."""
    return datetime.fromisoformat(result.schema.metadata[AS_OF.encode()].decode())


def _bytes_of(memory: str) -> int:
    found = re.fullmatch(r"(\d+) ?([KMG]B)", memory)
    if found is None:
        raise SqlError(f"{memory!r} is no amount of memory: it takes such as 500MB or 2GB")
    return int(found[1]) * UNITS[found[2]]


class _StatementProcess:
    """The process of one statement; it is gone when the block is left."""

    program: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen  # what starts it

    def __init__(self, request: Mapping[str, Any]) -> None:
        self._request = request

    def __enter__(self) -> _StatementProcess:
        root = str(Path(__file__).resolve().parents[2])
        self._process = self.program(
            [sys.executable, "-m", "warehouse.analyst.statement_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Nothing else of ours: a statement must not read a password from it. One arena keeps the address space small.
            env={"PYTHONPATH": root, "PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1"},
            start_new_session=True,
        )
        self._received = bytearray()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()
        self._process.wait()

    def result(self, seconds: float, memory: str) -> pa.Table:
        """Return the rows. Raises SqlError with the reason why there are none."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(self._request).encode() + b"\n")
            self._process.stdin.flush()
        kind, payload = self._frame(time.monotonic() + START_SECONDS, "the process for the statement did not start")
        deadline = time.monotonic() + seconds
        late = f"the statement was stopped after {seconds:g} s: give it more time, or ask for less"
        stream = bytearray()
        while kind in (READY, BATCH):
            stream += payload
            if len(stream) > LARGEST_RESULT_BYTES:
                raise SqlError(
                    f"the result is larger than {LARGEST_RESULT_BYTES // 1_000_000} MB: aggregate, or use LIMIT"
                )
            kind, payload = self._frame(deadline, late, memory)
        if kind == ERROR:
            raise SqlError(payload.decode())
        assert kind == DONE
        return pa.ipc.open_stream(pa.py_buffer(stream)).read_all()

    def _frame(self, deadline: float, late: str, memory: str = MEMORY) -> tuple[bytes, bytes]:
        self._fill(HEAD.size, deadline, late, memory)
        kind, length = HEAD.unpack_from(self._received)
        self._fill(HEAD.size + length, deadline, late, memory)
        payload = bytes(memoryview(self._received)[HEAD.size : HEAD.size + length])
        del self._received[: HEAD.size + length]
        return kind, payload

    def _fill(self, wanted: int, deadline: float, late: str, memory: str) -> None:
        assert self._process.stdout is not None
        if wanted > LARGEST_RESULT_BYTES + HEAD.size:
            raise SqlError(f"one row is larger than {LARGEST_RESULT_BYTES // 1_000_000} MB: aggregate, or use LIMIT")
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while len(self._received) < wanted:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise SqlError(late)
                piece = os.read(self._process.stdout.fileno(), PIECE_BYTES)
                if not piece:
                    raise SqlError(self._why_gone(memory))
                self._received += piece

    def _why_gone(self, memory: str) -> str:
        status = self._process.wait()
        if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGTERM, -signal.SIGKILL):
            return f"the statement was stopped: it needs more memory than the {memory} that it may use"
        return f"the process for the statement ended with status {status}"


def refresh(folder: DataFolder) -> Path:
    """Return the snapshot, after publishing it if nobody owns the warehouse and it is behind, or if there is none.

    Raises:
        WarehouseError: there is none, and none can be made.
    """
    if not folder.warehouse.exists() and not folder.snapshot.exists() and not any(folder.spool.glob("*.parquet")):
        raise SqlError(f"there is no warehouse in {folder.root} yet: the first crawl makes it")
    if not folder.snapshot.exists():
        with Store(folder, wait=OWNER_SECONDS) as store:
            return store.publish()
    if publishing.is_stale(folder) and (held := lock.take(folder)) is not None:
        held.release()
        try:
            with Store(folder, wait=0.0) as store:
                if store.owns:
                    return store.publish()
        except WarehouseBusyError:
            pass  # somebody took it in this moment, and publishes on its own
    return folder.snapshot


@dataclass(frozen=True, slots=True)
class Question:
    """One statement of a file, with the comment before it."""

    title: str
    text: str


def split(text: str) -> tuple[Question, ...]:
    """Return the statements of a text, each titled by the first line of the comment before it.

    Raises:
        SqlError: the text is not SQL.
    """
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error as error:
        raise SqlError(sentence_of(error)) from error
    questions = []
    for each in statements:
        comments = [line.strip("- ").strip() for line in each.query.strip().splitlines() if line.startswith("--")]
        questions.append(Question(comments[0] if comments else "", each.query))
    return tuple(questions)
