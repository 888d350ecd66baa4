"""The process that runs one analyst's statement for `warehouse.analyst.sql`, under limits that the kernel keeps.

It reads a request from standard input, opens the snapshot in a cage, and writes frames to standard output: `R` when its
time begins, `B` for each piece of an Arrow stream, then `D` when all is said or `E` with a sentence. A frame is its
letter, a length of eight bytes, and the payload. It ends when its input ends, so that it never outlives who asked.
"""

from __future__ import annotations

import json
import os
import resource
import struct
import sys
import threading
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

HEAD = struct.Struct(">cQ")
READY, BATCH, DONE, ERROR = b"R", b"B", b"D", b"E"
ROWS_A_BATCH = 2_000  # of the stream: a batch of long texts must fit beside the statement's own memory
OVERHEAD = 1.15  # the process may grow to so many times the database's own limit: pages of libraries that it touches later come on top
STATM = Path("/proc/self/statm")  # proc(5): pages of address space, and pages in memory
OPEN_FILES = 64  # the snapshot and the pipes are a handful
NICE = 10  # a statement gives way to the desk and the crawl


def main() -> None:
    """Run the statement of the request; every failure is a frame with a sentence."""
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    out = _Frames(os.dup(sys.stdout.fileno()))
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # a stray print must not break the frames
    os.nice(NICE)
    try:
        connection = _caged(Path(request["snapshot"]), request["memory"], request["threads"])
        _limit(request["bytes"])
        out.send(READY, b"")
        _answer(connection, request, out)
        out.send(DONE, b"")
    except (MemoryError, pa.ArrowMemoryError, duckdb.OutOfMemoryException):
        # DuckDB's own hints are about settings, which nobody may change here.
        more = (
            f"the statement needs more memory than the {request['memory']} that it may use: aggregate, or ask for less"
        )
        out.send(ERROR, more.encode())
    except (duckdb.Error, pa.ArrowException, OSError, ValueError) as error:
        out.send(ERROR, sentence_of(error).encode())
    os._exit(0)  # nothing was written, and freeing gigabytes one by one would take a moment


class _Frames:
    """A file for Arrow that sends what is written to it as frames."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    closed = False

    def send(self, kind: bytes, payload: bytes | memoryview) -> None:
        for part in (HEAD.pack(kind, len(payload)), payload):
            left = memoryview(part)
            while left:
                left = left[os.write(self._descriptor, left) :]

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self.send(BATCH, view)
        return len(view)

    def flush(self) -> None:
        """Nothing is held back."""


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(1)


def _limit(memory: int) -> None:
    """Let this process grow by what the statement may use and no further, write no file, and open few."""
    size, resident = (int(pages) * resource.getpagesize() for pages in STATM.read_text().split()[:2])
    most = size + max(int(OVERHEAD * memory) - resident, memory // 2)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def _caged(snapshot: Path, memory: str, threads: int | None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "memory_limit": memory,
            "temp_directory": "",  # nothing is spilled to the disk: a statement that needs more memory fails
            "python_enable_replacements": "false",  # no table name reaches a variable of this process
        },
    )
    quoted = str(snapshot).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS pledgewatch (READ_ONLY)")
    connection.execute("USE pledgewatch")
    connection.execute("SET TimeZone = 'UTC'")
    if threads is not None:
        connection.execute(f"SET threads = {int(threads)}")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _answer(connection: duckdb.DuckDBPyConnection, request: dict[str, Any], out: _Frames) -> None:
    statements = connection.extract_statements(request["statement"])
    if len(statements) != 1:
        raise ValueError(
            f"{len(statements)} statements were given: one at a time" if statements else "no statement was given"
        )
    reader = connection.execute(statements[0], request["parameters"] or None).to_arrow_reader(ROWS_A_BATCH)
    schema = reader.schema
    named = pa.schema(
        [field.with_name(name) for field, name in zip(schema, _distinct(schema.names), strict=True)], schema.metadata
    )
    with pa.ipc.new_stream(pa.PythonFile(out, mode="w"), named) as stream:
        for batch in reader:
            stream.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=named))


def _distinct(names: list[str]) -> list[str]:
    """Return the names of columns with a number after each that was there before: rows are shown by name, none is lost."""
    found: list[str] = []
    for name in names:
        more = (f"{name}_{number}" for number in count(1))
        found.append(name if name not in found else next(one for one in more if one not in (*found, *names)))
    return found


def sentence_of(error: Exception) -> str:
    """Return what DuckDB says in one line: the fault, its hint where it gives one, and the line that it points at."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    at = next((place for place, line in enumerate(lines) if line.startswith("LINE ")), len(lines))
    said = " ".join(lines[:at]) or type(error).__name__
    return f"{said} ({lines[at]})" if at < len(lines) else said


if __name__ == "__main__":
    main()
