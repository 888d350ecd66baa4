"""Patterns that are made of lists (alternation): a data file names each list, and a pattern puts the list in by its name."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def _lists(file: str) -> dict[str, tuple[str, ...]]:
    """Return each list of a file of `nlp/data` by its name, in the file's order.

    A list is its name in brackets, then a wording a line; empty lines and those that begin with # say nothing.
    """
    lists: dict[str, list[str]] = {}
    name = ""
    for line in files("nlp").joinpath("data", file).read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            name = line[1:-1]
            lists[name] = []
        elif line and not line.startswith("#"):
            lists[name].append(line)
    return {each: tuple(words) for each, words in lists.items()}


@cache
def wordings(file: str) -> dict[str, str]:
    """Return each list of a file by its name, as one group of a regular expression."""
    return {each: f"(?:{'|'.join(words)})" for each, words in _lists(file).items()}


@cache
def word_sets(file: str) -> dict[str, frozenset[str]]:
    """Return each list of a file by its name, as the set of its words."""
    return {each: frozenset(words) for each, words in _lists(file).items()}


def compile_any(*alternatives: str, flags: int = 0) -> re.Pattern[str]:
    """Return the pattern that any of these fits, the first one that does."""
    return re.compile("|".join(alternatives), flags)
