"""Whether a regular expression may take for ever: catastrophic backtracking, found by trying.

Python's `re` cannot be interrupted, so a pattern that explodes on one address would stop a crawl for good. The texts
that make one explode are made from the pattern itself: what its repetitions match, many times, and then what fits nowhere.
"""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from functools import cache
from time import thread_time
from typing import Any

LONGEST_ADDRESS = 2000  # characters that are tried; longer addresses name no article
SLOWEST_SECONDS = 0.05  # for one address: a listing of 500 would keep a crawl from all else for half a minute
SIZES = (*range(4, 32), 36, 40, 50, 64, 80, 100, 128, 160, 200, 256, 320, 400, 800, LONGEST_ADDRESS)
"""Steps so small that the first one that is too slow is not much too slow, even where every character doubles the time."""
MISFITS = ("\x00", "/!")
OFTEN = 10  # repetitions from which a bounded one counts as unbounded
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


@cache
def explodes(pattern: str) -> bool:
    """Return whether some address of at most LONGEST_ADDRESS characters keeps this pattern busy for SLOWEST_SECONDS."""
    nodes = list(parser.parse(pattern))
    compiled = re.compile(pattern)
    repeats = list(_repeats(nodes))
    if len(repeats) < 2 and not any(str(op) == "BRANCH" for each in repeats for op, _ in _below(list(each[2]))):
        return False  # one repetition of one thing has one way to match
    pumps = dict.fromkeys(_pumps(nodes, ""))
    return any(_is_slow(compiled, prefix, pump, misfit) for prefix, pump in pumps for misfit in MISFITS)


def _is_slow(pattern: re.Pattern[str], prefix: str, pump: str, misfit: str) -> bool:
    for size in SIZES:
        text = prefix + pump * (size // len(pump) + 1) + misfit
        began = thread_time()
        pattern.search(text)
        if thread_time() - began > SLOWEST_SECONDS:
            return True
    return False


def _inside(op: str, value: Any) -> list[list[Any]]:
    """Return the parts of a pattern that a node holds."""
    if op in REPEATS:
        return [list(value[2])]
    if op == "SUBPATTERN":
        return [list(value[3])]
    if op == "BRANCH":
        return [list(each) for each in value[1]]
    return [list(value)] if op == "ATOMIC_GROUP" else []


def _below(nodes: list[Any]) -> Iterator[Any]:
    for op, value in nodes:
        yield op, value
        for part in _inside(str(op), value):
            yield from _below(part)


def _repeats(nodes: list[Any]) -> Iterator[Any]:
    return (value for op, value in _below(nodes) if str(op) in REPEATS and value[1] >= OFTEN)


def _pumps(nodes: list[Any], prefix: str) -> Iterator[tuple[str, str]]:
    """Give, for each repetition, a text that leads to it and what it repeats, in all the forms that differ."""
    for op, value in nodes:
        if str(op) in REPEATS and value[1] >= OFTEN:
            forms = (_example(list(value[2]), least, branch) for least in (0, 1) for branch in (0, 1, 2))
            yield from (pump for form in forms if form for pump in ((prefix, form), ("", prefix + form)))
        for part in _inside(str(op), value):
            yield from _pumps(part, prefix)
        prefix += _example([(op, value)], 1, 0)


def _example(nodes: list[Any], least: int, branch: int) -> str:
    """Return a text that the nodes match, with what may be left out there `least` times."""
    return "".join(_one(str(op), value, least, branch) for op, value in nodes)


def _one(op: str, value: Any, least: int, branch: int) -> str:
    if op == "LITERAL":
        return chr(value)
    if op in {"ANY", "NOT_LITERAL"}:
        return "b" if value == ord("a") else "a"
    if op == "IN":
        return _member(value)
    parts = _inside(op, value)
    if not parts:
        return ""  # an assertion takes no room; a group that is named again is not followed
    text = _example(parts[min(branch, len(parts) - 1)], least, branch)
    return text * max(value[0], least) if op in REPEATS else text


def _member(members: list[Any]) -> str:
    """Return a character of a class."""
    inside = re.compile("".join(_spelled(str(op), value) for op, value in members).join("[]"))
    return next((one for one in "a0-/A._% é" if inside.match(one)), "a")


def _spelled(op: str, value: Any) -> str:
    if op == "NEGATE":
        return "^"
    if op == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if op == "CATEGORY":
        return {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w", "NOT_DIGIT": r"\D", "NOT_SPACE": r"\S"}.get(
            str(value).removeprefix("CATEGORY_"), r"\W"
        )
    return re.escape(chr(value))
