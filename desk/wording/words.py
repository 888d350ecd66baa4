"""Times, counts and states in the words of a page. Every function takes the moment now, so that a test can fix it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from warehouse.vocabulary.tags import NamedDatePrecision

STALE_AFTER = timedelta(hours=6)  # the slowest outlets are crawled every four hours; past this a page says so in red


def _london() -> tzinfo:
    try:
        return ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:  # a machine without a time zone database still gets pages, in UTC
        return UTC


LONDON = _london()  # the outlets and the editors are in England: a day is a day there


def aware(moment: datetime) -> datetime:
    """Return the moment with a time zone; the warehouse's times are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def day(value: date | datetime | None) -> str:
    """Return `20 November 2026`, or `no date`."""
    if value is None:
        return "no date"
    if isinstance(value, datetime):
        value = aware(value).astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def named_day(value: date, precision: str | None) -> str:
    """Return a date as exactly as a text names it: `in 2019`, `in May 2019` or `on 12 May 2019`; a year where nothing says how exactly."""
    if precision == NamedDatePrecision.DAY:
        return f"on {day(value)}"
    return f"in {value:%B %Y}" if precision == NamedDatePrecision.MONTH else f"in {value.year}"


def named_date(text: str) -> str:
    """Return `in 2019` for "2019", `in May 2019` for "2019-05", `on 12 May 2019` for "2019-05-12", as the warehouse's views have them."""
    parts = [int(part) for part in text.split("-")]
    precision = (None, NamedDatePrecision.MONTH, NamedDatePrecision.DAY)[len(parts) - 1]
    return named_day(date(*(*parts, 1, 1)[:3]), precision)


def short_day(value: date | datetime | None) -> str:
    """Return `20 Nov 2026`, or `no date`."""
    if value is None:
        return "no date"
    if isinstance(value, datetime):
        value = aware(value).astimezone(LONDON).date()
    return f"{value.day} {value:%b %Y}"


def clock(moment: datetime | None) -> str:
    """Return `20 Nov 2026, 07:15` in London's time, or `never`."""
    if moment is None:
        return "never"
    local = aware(moment).astimezone(LONDON)
    return f"{local.day} {local:%b %Y, %H:%M}"


def machine_time(value: date | datetime | None) -> str:
    """Return the value for a `datetime` attribute."""
    if value is None:
        return ""
    return aware(value).isoformat() if isinstance(value, datetime) else value.isoformat()


def london_day(moment: datetime) -> str:
    """Return the day of a moment in London as a date field takes it: `2026-11-20`."""
    return aware(moment).astimezone(LONDON).date().isoformat()


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago the moment was: `just now`, `12 min ago`, `3 h ago`, `5 days ago`, or `never`."""
    if moment is None:
        return "never"
    seconds = (now - aware(moment)).total_seconds()
    if seconds < -60:
        return f"in the future ({clock(moment)})"
    if seconds < 60:
        return "just now"
    if seconds < 3_600:
        return f"{int(seconds // 60)} min ago"
    if seconds < 48 * 3_600:
        return f"{int(seconds // 3_600)} h ago"
    return f"{int(seconds // 86_400)} days ago"


def is_stale(moment: datetime | None, now: datetime) -> bool:
    """Return whether a successful load at that moment is too long ago (or never was)."""
    return moment is None or now - aware(moment) > STALE_AFTER


def percent(share: float | None) -> str:
    """Return `87%`, or an empty string."""
    return "" if share is None else f"{share * 100:.0f}%"


ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(number: int) -> str:
    """Return `third`, and past the tenth `11th`, `22nd`."""
    if 1 <= number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """Return `1 candidate`, `1,204 candidates`."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"
