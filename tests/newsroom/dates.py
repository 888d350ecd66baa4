"""Dates as the outlets print them."""

from datetime import datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def ordinal(day: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th ..."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{day}{'th' if 10 < day % 100 < 14 else endings.get(day % 10, 'th')}"


def written(moment: datetime, pattern: str) -> str:
    """Return the moment, on London's clock, in a pattern such as `{weekday}, {month} {d}, {yyyy}`."""
    local = moment.astimezone(LONDON)
    return pattern.format(
        d=local.day,
        dd=f"{local.day:02d}",
        ordinal=ordinal(local.day),
        m=local.month,
        mm=f"{local.month:02d}",
        month=MONTHS[local.month - 1],
        mon=MONTHS[local.month - 1][:3],
        weekday=WEEKDAYS[local.weekday()],
        yyyy=local.year,
        yy=f"{local.year % 100:02d}",
        hour=local.hour,
        minute=f"{local.minute:02d}",
    )


def rfc822(moment: datetime) -> str:
    """Return the moment as RSS writes it, with London's offset of that day."""
    return format_datetime(moment.astimezone(LONDON))


def iso(moment: datetime) -> str:
    """Return the moment as Atom and JSON-LD write it, with London's offset of that day."""
    return moment.astimezone(LONDON).isoformat()
