"""Dates as the press prints them, read by a table of forms; what no form reads is no date.

A library's guess is never taken: `05/07/2024` is the fifth of July because the outlet says so, `BST` is an hour
ahead of UTC, a line without a year has no date, and a time without a zone is the outlet's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.rules import LONDON

LONGEST = 200  # characters that are looked at: a date is at the beginning of what gives it
LONGEST_ISO = 36  # characters: "2024-05-10T10:00:00.123456+01:00" and no more
EARLIEST = 1990  # year: an earlier one is an empty field of some system (1970, 1900) or an anniversary
CENTURY = 2000  # of two-digit years

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
            "sep sept september", "oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?(?!\d)(?:\s?(?P<half>[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
ZONE = re.compile(r"\s?\(?(?P<zone>(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?(?!\d)|[A-Za-z]{1,5}(?![A-Za-z\d]))\)?")
GAP = re.compile(r"(?:T(?=\d)|[\s,|·•–—-]{1,6}(?:at\s)?)", re.IGNORECASE)
BEFORE = 45  # characters before a day in which its time may stand: "13:45 BST on Monday, 4 May 2026"
WEEKDAY = re.compile(
    r"[\s,|·•–—-]{1,6}(?:on\s)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?$", re.IGNORECASE
)
DIGIT = re.compile(r"\d")
ISO = re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
COMPACT = re.compile(
    r"^(?P<year>(?:19|20)\d{2})(?P<number>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z|[+-]\d{4})?)?$"
)
DAY_MONTH = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s(?:of\s)?|[-/.])(?P<month>[A-Za-z]{3,9})\b\.?,?[\s/.-](?P<year>\d{4}|['’]?\d{2})\b",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    r"\b(?P<month>[A-Za-z]{3,9})\b\.?\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s)(?P<year>\d{4})\b", re.IGNORECASE
)
NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d/-])"
)
YEARLESS = (
    re.compile(r"\b\d{1,2}(?:st|nd|rd|th)?\s(?P<month>[A-Za-z]{3,9})\b", re.IGNORECASE),
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\s\d{1,2}(?:st|nd|rd|th)?\b", re.IGNORECASE),
)
EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2}|[a-z]{3})[/-](?P<day>\d{1,2})(?=[/.-]|$)", re.IGNORECASE
)
URL_SLUG = re.compile(r"[-_/](?P<day>\d{2})-(?P<month>\d{2})-(?P<year>20\d{2})(?=/|$|\.)")
URL_COMPACT = re.compile(r"/(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?=/|-)")

ZONES = {  # hours from UTC; BST is British Summer Time for every outlet here
    "Z": 0.0, "UTC": 0.0, "GMT": 0.0, "UT": 0.0, "WET": 0.0, "BST": 1.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0,
    "EET": 2.0, "EEST": 3.0, "EST": -5.0, "EDT": -4.0, "CST": -6.0, "CDT": -5.0, "MST": -7.0, "MDT": -6.0,
    "PST": -8.0, "PDT": -7.0, "HST": -10.0, "AKST": -9.0, "AKDT": -8.0, "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0,
    "NZDT": 13.0, "JST": 9.0, "SGT": 8.0, "HKT": 8.0, "NST": -3.5, "AST": -4.0, "ADT": -3.0,
}  # fmt: skip
PLACES = {"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date that was read, or why none was. `timed`: the text gave a time of day; else it is the day's first minute."""

    value: datetime | None
    timed: bool = False
    why: str = ""


@cache
def zone(name: str) -> tzinfo:
    """Return the zone of that IANA name; London's for a name that is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(LONDON)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date in a line of text: where it begins and ends, its time included, and what it says."""

    start: int
    end: int
    reading: DateReading


def read_date(raw: str, timezone_name: str = LONDON, day_first: bool = True) -> DateReading:
    """Return the date that a text begins with or holds. The value keeps the offset that was written."""
    text = " ".join(raw[:LONGEST].split())
    local = zone(timezone_name)
    if EPOCH.match(text):
        return _bounded(datetime.fromtimestamp(int(text[:10]), UTC), True)
    match = COMPACT.match(text)
    if match:
        clock = {name: match[name] for name in ("hour", "minute", "second", "zone")}
        return _made(match["year"], int(match["number"]), int(match["day"]), clock, local)
    found = find_dates(text, timezone_name, day_first)
    if found:
        return next((one.reading for one in found if one.reading.value), found[0].reading)
    if any(match["month"].lower() in MONTHS for pattern in YEARLESS for match in pattern.finditer(text)):
        return DateReading(None, why="no year")
    return DateReading(None, why="not a date")


def find_dates(text: str, timezone_name: str = LONDON, day_first: bool = True) -> list[DateFound]:
    """Return every date with its year in a line, in order, each with the time that stands beside it."""
    if DIGIT.search(text) is None:
        return []  # six searches are spared
    local = zone(timezone_name)
    match = ISO.match(text)
    if match and len(text) <= LONGEST_ISO:  # most dates for machines: the other forms need not be asked
        start, end, clock = _clock(text, 0, *match.span())
        reading = _made(match["year"], int(match["number"]), int(match["day"]), clock, local)
        return [DateFound(start, end, reading)]
    days: list[tuple[int, int, str, int, int]] = []
    for match in ISO.finditer(text):
        days.append((*match.span(), match["year"], int(match["number"]), int(match["day"])))
    for pattern in (DAY_MONTH, MONTH_DAY):
        for match in pattern.finditer(text):
            month = MONTHS.get(match["month"].lower())
            if month:
                days.append((*match.span(), match["year"], month, int(match["day"])))
    for match in NUMBERS.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        if (not day_first and first <= 12) or second > 12:
            first, second = second, first
        days.append((*match.span(), match["year"], second, first))
    found: list[DateFound] = []
    for start, end, year, month, day in sorted(days, key=lambda one: (one[0], -one[1])):
        last = found[-1].end if found else 0
        if start >= last:
            start, end, clock = _clock(text, last, start, end)
            found.append(DateFound(start, end, _made(year, month, day, clock, local)))
    return found


def _clock(text: str, last: int, start: int, end: int) -> tuple[int, int, dict[str, str | None]]:
    """Return where a day with its time begins and ends, and the time: the one before it, else the one after it."""
    beside = WEEKDAY.search(text, max(last, start - BEFORE), start)
    if beside:
        for match in TIME.finditer(text, max(last, start - BEFORE), beside.start()):
            named = _zone_at(text, match.end(), beside.start())
            whole = named[1] == beside.start() or match.end() == beside.start()
            if whole and (match["minute"] or match["half"]):
                return (
                    match.start(),
                    end,
                    {**match.groupdict(), "zone": named[0] if named[1] == beside.start() else None},
                )
    gap = GAP.match(text, end)
    after = TIME.match(text, gap.end()) if gap else None
    if after is not None and (after["minute"] or after["half"]):
        name, stop = _zone_at(text, after.end(), len(text))
        return start, stop, {**after.groupdict(), "zone": name}
    return start, end, {}


def _zone_at(text: str, place: int, most: int) -> tuple[str | None, int]:
    """Return the zone named at a place and where its name ends; a word that is no zone is none."""
    match = ZONE.match(text, place, most)
    if match:
        name = match["zone"].upper()
        if name[0] in "+-" or name.startswith(("UTC", "GMT")) or name in ZONES or name in PLACES:
            return name, match.end()
    return None, place


def url_day(url: str) -> date | None:
    """Return the day in an address: /2024/05/10/, /2024/may/10/, -30-04-2024/ (day first), /20240510/."""
    for pattern in (URL_DAY, URL_SLUG, URL_COMPACT):
        match = pattern.search(url[:2000])
        if match:
            month = MONTHS.get(match["month"].lower()) if match["month"].isalpha() else int(match["month"])
            try:
                return date(int(match["year"]), month or 0, int(match["day"]))
            except ValueError:
                continue
    return None


def _made(year: str, month: int, day: int, clock: dict[str, str | None], local: tzinfo) -> DateReading:
    digits = year.lstrip("'’")
    number = int(digits) + (CENTURY if len(digits) == 2 else 0)
    timed = bool(clock.get("minute") or clock.get("half"))
    hour, minute, second = (int(clock.get(name) or 0) if timed else 0 for name in ("hour", "minute", "second"))
    half = (clock.get("half") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    next_day = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta()  # midnight, as some write it
    if next_day:
        hour = 0
    if hour > 23 or minute > 59:
        timed, hour, minute, second = False, 0, 0, 0
    where = _offset(clock.get("zone") or "", local) if timed else local
    try:
        return _bounded(datetime(number, month, day, hour, minute, min(second, 59), tzinfo=where) + next_day, timed)
    except (ValueError, OverflowError):
        return DateReading(None, why="no such day")


def _bounded(value: datetime, timed: bool) -> DateReading:
    if value.year < EARLIEST:
        return DateReading(value, timed, f"before {EARLIEST}")
    # An offset, not a place: the value stays what it is when it travels between processes and into a table.
    offset = value.utcoffset() or timedelta()
    return DateReading(value.replace(tzinfo=UTC if not offset else timezone(offset)), timed)


def _offset(name: str, local: tzinfo) -> tzinfo:
    if not name:
        return local
    if name[:3].upper() in {"UTC", "GMT"} and len(name) > 3:
        name = name[3:]
    if name[0] in "+-":
        digits = name[1:].replace(":", "").ljust(4, "0")
        minutes = int(digits[:2]) * 60 + int(digits[2:4])
        if minutes >= 24 * 60:
            return local
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    upper = name.upper()
    if upper in PLACES:
        return zone(PLACES[upper])
    return timezone(timedelta(hours=ZONES[upper])) if upper in ZONES else local
