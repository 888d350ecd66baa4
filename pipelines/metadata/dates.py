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
MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
TIME = r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s?(?P<half>[ap]\.?m\b\.?)?)"
ZONE = r"(?:\s?\(?(?P<zone>Z\b|[A-Z]{2,5}\b|[+-]\d{2}:?\d{2}\b|[+-]\d{2}\b)?)"
GAP = r"[\s,|·•–—-]{1,6}"
AT = r"(?:[\s,|·•–—-]{1,6}(?:at\s)?)"

ISO = re.compile(
    r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:(?:T|\s{1,2})(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?P<half>)\s?(?P<zone>Z|UTC|GMT|BST|[A-Z]{2,4}|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
    r"(?!\d)"
)
COMPACT = re.compile(
    r"^(?P<year>(?:19|20)\d{2})(?P<number>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<half>)(?P<zone>Z|[+-]\d{4})?)?$"
)
DAY_MONTH = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s(?:of\s)?|[-/.])"
    + MONTH
    + r",?(?:\s|[-/.])(?P<year>\d{4}|['’]?\d{2})\b(?:"
    + AT
    + TIME
    + ZONE
    + ")?",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    r"\b" + MONTH + r"\s(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s?|\s)(?P<year>\d{4})\b(?:" + AT + TIME + ZONE + ")?",
    re.IGNORECASE,
)
TIME_FIRST = re.compile(
    r"\b" + TIME + ZONE + GAP + r"(?:on\s)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s"
    + MONTH + r"|" + MONTH.replace("<month>", "<month2>") + r"\s(?P<day2>\d{1,2})(?:st|nd|rd|th)?),?\s(?P<year>\d{4})\b",
    re.IGNORECASE,
)  # fmt: skip
NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<first>\d{1,2})(?P<mark>[/.-])(?P<second_>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d/-])(?:"
    + AT
    + TIME
    + ZONE
    + ")?",
    re.IGNORECASE,
)
RFC = re.compile(
    r"\b(?P<day>\d{1,2})\s"
    + MONTH
    + r"\s(?P<year>\d{4})\s(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?P<half>)\s(?P<zone>[A-Z]{1,5}|[+-]\d{4})\b",
    re.IGNORECASE,
)
EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
YEARLESS = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s"
    + MONTH
    + "|"
    + MONTH.replace("<month>", "<month2>")
    + r"\s\d{1,2}(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)
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


def read_date(raw: str, timezone_name: str = LONDON, day_first: bool = True) -> DateReading:
    """Return the date that a text begins with or holds. The value keeps the offset that was written."""
    text = " ".join(raw[:LONGEST].split())
    local = zone(timezone_name)
    if EPOCH.match(text):
        return _bounded(datetime.fromtimestamp(int(text[:10]), UTC), True)
    match = COMPACT.match(text) or ISO.search(text)
    if match:
        return _made(match, int(match["number"]), int(match["day"]), local)
    for pattern in (RFC, TIME_FIRST, DAY_MONTH, MONTH_DAY):
        match = pattern.search(text)
        if match:
            parts = match.groupdict()
            month = MONTHS[(parts["month"] or parts.get("month2") or "").lower()]
            return _made(match, month, int(parts["day"] or parts.get("day2") or 0), local)
    match = NUMBERS.search(text)
    if match:
        first, second = int(match["first"]), int(match["second_"])
        if (not day_first and first <= 12) or second > 12:
            first, second = second, first
        return _made(match, second, first, local)
    if YEARLESS.search(text):
        return DateReading(None, why="no year")
    return DateReading(None, why="not a date")


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


def _made(match: re.Match[str], month: int, day: int, local: tzinfo) -> DateReading:
    parts = match.groupdict()
    digits = parts["year"].lstrip("'’")
    year = int(digits) + (CENTURY if len(digits) == 2 else 0)
    timed = bool(parts.get("hour")) and bool(parts.get("minute") or parts.get("half"))
    hour = int(parts["hour"]) if timed else 0
    half = (parts.get("half") or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    if hour > 23:
        timed, hour = False, 0
    minute = int(parts.get("minute") or 0) if timed else 0
    second = int(parts.get("second") or 0) if timed else 0
    if minute > 59:
        timed, hour, minute, second = False, 0, 0, 0
    where = _offset(parts.get("zone") or "", local) if timed else local
    try:
        return _bounded(datetime(year, month, day, hour, minute, min(second, 59), tzinfo=where), timed)
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
