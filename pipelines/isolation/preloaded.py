"""The program that reads pages with all that it needs imported, for a process that forks children: no thread runs."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract import extract
from pipelines.isolation.child import EXTRACTION, answer_socket


def main(arguments: Sequence[str]) -> int:
    """Read the pages of a socket, under limits of bytes and of CPU seconds for each, until there are no more."""
    memory, seconds = arguments
    answer_socket(extract, EXTRACTION, (int(memory), float(seconds)))
    return 0
