"""What a long command says while it works: a bar in a terminal, a line a minute in a pipe or a log."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from flows.processes.watched import time_of_day

LINE_SECONDS = 60.0  # between two lines where there is no terminal: seldom enough for a log, often enough for a person


@contextmanager
def working(console: Console, what: str) -> Iterator[None]:
    """Say for the length of the block that this is being done; `what` is a clause such as `crawling 24 outlets`."""
    if console.is_terminal:
        with console.status(what):
            yield
        return
    began = time.monotonic()
    with _every_line(console, lambda: f"{what} since {(time.monotonic() - began) / 60:.0f} min"):
        yield


@contextmanager
def bars(console: Console, *, transient: bool = False) -> Iterator[Progress]:
    """Give bars of progress; without a terminal their state is told in lines."""
    with Progress(console=console, transient=transient, disable=not console.is_terminal) as progress:
        if console.is_terminal:
            yield progress
            return
        with _every_line(console, lambda: _state(progress)):
            yield progress


def _state(progress: Progress) -> str:
    told = (
        f"{task.description}: {task.completed:,.0f}{f' of {task.total:,.0f}' if task.total else ''}"
        for task in progress.tasks
        if not task.finished
    )
    return "; ".join(told) or "working"


@contextmanager
def _every_line(console: Console, say: Callable[[], str]) -> Iterator[None]:
    stop = threading.Event()

    def tell() -> None:
        while not stop.wait(LINE_SECONDS):
            console.print(f"{time_of_day()}: {say()}", highlight=False, soft_wrap=True)

    telling = threading.Thread(target=tell, name="progress", daemon=True)
    telling.start()
    try:
        yield
    finally:
        stop.set()
        telling.join()
