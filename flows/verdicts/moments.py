"""The moment that a person means by "as of"."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class NoSuchMoment(Exception):  # noqa: N818 -- named for the state that it tells
    """What was given is no day or moment, or one that has not come; the message says which."""


def as_of_moment(given: str | None, now: datetime) -> datetime:
    """Return the last moment of a day in London, a moment itself, or now where nothing is given; in UTC.

    Raises:
        NoSuchMoment: it is neither, or has not come yet. Of today, what is known until now is meant.
    """
    if given is None:
        return now.astimezone(UTC)
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return _moment(given, now)
    if day > now.astimezone(LONDON).date():
        raise NoSuchMoment(f"{given} has not come yet: nobody knows what will be known then")
    end = datetime.combine(day + timedelta(days=1), time(), LONDON).astimezone(UTC) - timedelta(microseconds=1)
    return min(end, now.astimezone(UTC))


def _moment(given: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError as error:
        raise NoSuchMoment(f"'{given}' is no day such as 2026-05-01, nor a moment such as 2026-05-01T12:00Z") from error
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC)
    if moment > now:
        raise NoSuchMoment(f"{given} has not come yet: nobody knows what will be known then")
    return moment
