"""Extraction in child processes, so that one bad page costs itself alone.

A child reads many pages and is replaced after some hundreds, or when it has grown. A page that crashes it, or goes
past its CPU, memory or wall limit, is answered with a QuarantineError that says which; the pages beside it are not touched.
A child that was killed from outside (the system was out of memory) says nothing of its page, which is tried once more.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Generic, Protocol, Self, TypeVar

from pipelines.errors import QuarantineError
from pipelines.isolation.child import receive, send
from pipelines.page import Extraction, RawPage

CPU_SECONDS = 15.0  # for one page: the slowest of 178 real ones takes 0.4 s
WALL_SECONDS = 40.0  # for one page, on a machine that others load too
MEMORY_BYTES = 1024**3  # of address space, for one child
GROWN_BYTES = 500 * 1024**2  # resident: a child that ever held as much is replaced
PAGES_EACH = 400  # that one child reads before it is replaced
AHEAD = 4  # answers held for each child while an earlier page is still being read

KEEP_MEMORY = {"MALLOC_TRIM_THRESHOLD_": str(64 * 1024**2), "MALLOC_MMAP_THRESHOLD_": str(64 * 1024**2)}  # bytes
"""glibc, mallopt(3): a child keeps one page's memory for the next, where it would give it back and ask again for each.
It spares a tenth of the time; other C libraries pass over the names."""


Given = TypeVar("Given")
Made = TypeVar("Made")


class PipedProcess(Protocol):
    """A process with pipes to and from it, as `subprocess.Popen` is one."""

    @property
    def pid(self) -> int:
        """Its number."""

    @property
    def stdin(self) -> IO[bytes] | None:
        """What it reads."""

    @property
    def stdout(self) -> IO[bytes] | None:
        """What it answers."""

    @property
    def returncode(self) -> int | None:
        """The exit status that was seen last; a signal's number below nought."""

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit status when it has ended. Raises subprocess.TimeoutExpired."""

    def kill(self) -> None:
        """End it at once."""


@dataclass(frozen=True, slots=True)
class ChildProgram:
    """What a child runs (see `pipelines.isolation.child.answer_messages`), and its limits."""

    module: str
    step: str  # what crashed, where a child does
    arguments: tuple[str, ...]
    cpu_seconds: float  # for one message
    wall_seconds: Callable[[], float]  # for one message
    memory_bytes: int  # of address space
    grown_bytes: int  # resident: a child that ever held as much is replaced
    messages_each: int  # that one child reads before it is replaced

    @property
    def limits(self) -> tuple[str, str]:
        """The limits that a child sets itself, as arguments of its command line."""
        return str(self.memory_bytes), str(self.cpu_seconds)


def spawn_child(program: ChildProgram) -> PipedProcess:
    """Start a child as a program of its own, which imports and loads what it needs."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    return subprocess.Popen(
        [sys.executable, "-m", program.module, *program.limits, *program.arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", **KEEP_MEMORY},
    )


class _Child:
    def __init__(self, program: ChildProgram, process: PipedProcess) -> None:
        self.process = process
        self.program = program
        self.pages = 0
        self.number: int | None = None  # of the page that it reads now
        self.page: Any = None
        self.deadline = 0.0

    def give(self, number: int, page: Any) -> bool:
        assert self.process.stdin is not None
        self.number, self.page, self.deadline = number, page, time.monotonic() + self.program.wall_seconds()
        self.pages += 1
        try:
            send(self.process.stdin, page)
        except OSError:
            return False
        return True

    def take(self) -> tuple[Any, bool]:
        """Return the answer, and whether the child can go on."""
        assert self.process.stdout is not None
        try:
            answer, peak = receive(self.process.stdout)
        except (EOFError, OSError):
            return self._why_gone(), False
        return answer, self.pages < self.program.messages_each and peak < self.program.grown_bytes

    def _why_gone(self) -> QuarantineError:
        self.end()
        code = self.process.returncode
        assert code is not None
        if code == -signal.SIGPROF:
            return QuarantineError("cpu limit", f"over {self.program.cpu_seconds:.0f} s")
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return QuarantineError(f"{self.program.step} crashed", f"the child ended with {name}")

    def was_killed(self) -> bool:
        """Return whether it has ended by a signal that no page of its own sends."""
        return self.process.returncode in {-signal.SIGKILL, -signal.SIGTERM}

    def end(self) -> None:
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        try:
            self.process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class ChildPool(Generic[Given, Made]):
    """Has messages read in order, `jobs` at a time; one that cannot be read gives the QuarantineError that says why."""

    def __init__(
        self, program: ChildProgram, jobs: int = 1, start: Callable[[ChildProgram], PipedProcess] = spawn_child
    ) -> None:
        self.program = program
        self._start = start
        self.jobs = max(1, jobs)
        self._children: list[_Child] = []
        self._again: deque[tuple[int, Given]] = deque()  # whose child was killed
        self._tried: set[int] = set()  # of these, by number

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the children."""
        for child in self._children:
            if child.number is not None:
                child.process.kill()
            child.end()
        self._children.clear()

    def map(self, pages: Iterable[Given]) -> Iterator[Made | QuarantineError]:
        """Give, for each page in order, what was made of it or the reason why nothing was."""
        coming = enumerate(pages)
        self._forget()
        answers: dict[int, Made | QuarantineError] = {}
        wanted, more = 0, True
        while more or self._again or answers or any(child.number is not None for child in self._children):
            while (more or self._again) and len(answers) < AHEAD * self.jobs and (child := self._idle()) is not None:
                item: tuple[int, Given] | None = self._again.popleft() if self._again else next(coming, None)
                if item is None:
                    more = False
                elif not child.give(*item):
                    self._collect(child, answers)
            self._wait(answers)
            while wanted in answers:
                yield answers.pop(wanted)
                wanted += 1

    def _forget(self) -> None:
        """End the children that still read for a caller who went away: their answers are nobody's."""
        for child in [child for child in self._children if child.number is not None]:
            child.process.kill()
            self._retire(child)
        self._again.clear()
        self._tried.clear()

    def _idle(self) -> _Child | None:
        for child in self._children:
            if child.number is None:
                return child
        if len(self._children) < self.jobs:
            self._children.append(_Child(self.program, self._start(self.program)))
            return self._children[-1]
        return None

    def _wait(self, answers: dict[int, Any]) -> None:
        busy = [child for child in self._children if child.number is not None]
        if not busy:
            return
        with selectors.DefaultSelector() as selector:
            for child in busy:
                assert child.process.stdout is not None
                selector.register(child.process.stdout, selectors.EVENT_READ, child)
            left = max(min(child.deadline for child in busy) - time.monotonic(), 0.0)
            ready = [key.data for key, _ in selector.select(left + 0.01)]
        for child in ready:
            self._collect(child, answers)
        now = time.monotonic()
        for child in busy:
            if child.number is not None and child.deadline <= now:
                answers[child.number] = QuarantineError("time limit", f"over {self.program.wall_seconds():.0f} s")
                child.process.kill()
                self._retire(child)

    def _collect(self, child: _Child, answers: dict[int, Any]) -> None:
        assert child.number is not None
        number, page = child.number, child.page
        answer, goes_on = child.take()
        if child.was_killed() and page is not None and number not in self._tried:
            self._tried.add(number)
            self._again.append((number, page))
        else:
            answers[number] = answer
        child.number = None
        if not goes_on:
            self._retire(child)

    def _retire(self, child: _Child) -> None:
        child.number = None
        child.end()
        self._children.remove(child)


class ExtractionPool(ChildPool[RawPage, Extraction]):
    """Reads pages in order, `jobs` at a time; a page that cannot be read gives the QuarantineError that says why."""

    def __init__(self, jobs: int = 1, start: Callable[[ChildProgram], PipedProcess] = spawn_child) -> None:
        super().__init__(
            ChildProgram(
                module="pipelines.isolation.child",
                step="extraction",
                arguments=(),
                cpu_seconds=CPU_SECONDS,
                wall_seconds=lambda: WALL_SECONDS,
                memory_bytes=MEMORY_BYTES,
                grown_bytes=GROWN_BYTES,
                messages_each=PAGES_EACH,
            ),
            jobs,
            start,
        )
