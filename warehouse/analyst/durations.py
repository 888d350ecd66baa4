"""Intervals of SQL as people and programs write them."""

from __future__ import annotations

import pyarrow as pa

NANOSECONDS = 1_000_000_000  # a second
MONTHS = 12  # a year


def in_words(interval: pa.MonthDayNano) -> str:
    """Return such as `1 year 2 months -3 days 04:00:00`; an interval of no length is `00:00:00`."""
    years, months = _whole(interval.months, MONTHS)
    counted = ((years, "year"), (months, "month"), (interval.days, "day"))
    words = [f"{number} {unit}{'' if abs(number) == 1 else 's'}" for number, unit in counted if number]
    if interval.nanoseconds or not words:
        words.append(_clock(interval.nanoseconds))
    return " ".join(words)


def iso_8601(interval: pa.MonthDayNano) -> str:
    """Return such as `P1Y2M-3DT4H`; an interval of no length is `PT0S`."""
    years, months = _whole(interval.months, MONTHS)
    day = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (interval.days, "D")) if n)
    minutes, nanoseconds = _whole(interval.nanoseconds, 60 * NANOSECONDS)
    hours, minutes = _whole(minutes, 60)
    time = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
    if nanoseconds:
        time += f"{_seconds(nanoseconds)}S"
    return f"P{day}T{time}" if time else f"P{day}" if day else "PT0S"


def _whole(number: int, unit: int) -> tuple[int, int]:
    """Return the whole units towards nought, and what is left, with the sign of the number."""
    whole = abs(number) // unit * (1 if number >= 0 else -1)
    return whole, number - whole * unit


def _seconds(nanoseconds: int) -> str:
    whole, rest = divmod(abs(nanoseconds), NANOSECONDS)
    fraction = f".{rest:09d}".rstrip("0") if rest else ""
    return f"{'-' if nanoseconds < 0 else ''}{whole}{fraction}"


def _clock(nanoseconds: int) -> str:
    minutes, rest = divmod(abs(nanoseconds), 60 * NANOSECONDS)
    seconds = _seconds(rest)
    padded = seconds if "." in seconds[2:] or len(seconds.split(".")[0]) == 2 else f"0{seconds}"
    return f"{'-' if nanoseconds < 0 else ''}{minutes // 60:02d}:{minutes % 60:02d}:{padded}"
