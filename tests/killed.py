"""What a killed process had said: its whole lines."""

import subprocess
from collections.abc import Iterable


def whole_lines(said: Iterable[str]) -> list[str]:
    """Return the lines that are whole.

    A process writes a line in pieces where its output is not buffered, and a kill can come between two of them.
    """
    return [line.rstrip("\n") for line in said if line.endswith("\n")]


def rest_of(process: subprocess.Popen[str]) -> list[str]:
    """Return the whole lines that a process left unread, when it has ended."""
    assert process.stdout is not None
    return whole_lines(process.stdout.read().splitlines(keepends=True))
