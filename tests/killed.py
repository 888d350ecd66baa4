"""What a killed process had said: its whole lines."""

from collections.abc import Iterable
from typing import IO


def whole_lines(said: Iterable[str]) -> list[str]:
    """Return the lines that are whole.

    A process writes a line in pieces where its output is not buffered, and a kill can come between two of them.
    """
    return [line.rstrip("\n") for line in said if line.endswith("\n")]


def rest_of(said: IO[str]) -> list[str]:
    """Return the whole lines that a process left unread in its output, when it has ended."""
    return whole_lines(said.read().splitlines(keepends=True))
