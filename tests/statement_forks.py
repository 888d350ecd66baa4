"""Analysts' statements in forks: a process by itself imports for a fifth of a CPU second, and the tests run hundreds.

A fork runs the program of that process, `warehouse.analyst.statement_child`, in its cage and under its limits. What only a
process of its own can show is asked of one, by the tests that take `statements_by_themselves`.
"""

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from warehouse.analyst import statement_child

ROOT = Path(__file__).resolve().parents[1]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__])
STARTING = Lock()


class StatementFork:
    """A fork that runs one statement; it is used as the `subprocess.Popen` is whose place it takes."""

    def __init__(self, *_: object, **__: object) -> None:
        asked, asks = FORKS.Pipe(duplex=False)
        reads, answers = FORKS.Pipe(duplex=False)
        with STARTING, pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", str(ROOT))
            forkserver.ensure_running()
        self._process = FORKS.Process(target=_answer, args=(asked, answers), daemon=True)
        self._process.start()
        asked.close()
        answers.close()
        self.stdin, self.stdout = _file(asks, "wb"), _file(reads, "rb")

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> int:
        self._process.join()
        assert self._process.exitcode is not None
        return self._process.exitcode


def _file(connection: Connection, mode: str) -> Any:
    opened = os.fdopen(os.dup(connection.fileno()), mode)
    connection.close()
    return opened


def _answer(asked: Connection, answers: Connection) -> None:
    os.dup2(asked.fileno(), 0)
    os.dup2(answers.fileno(), 1)
    asked.close()
    answers.close()
    os.environ.clear()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    statement_child.main()
