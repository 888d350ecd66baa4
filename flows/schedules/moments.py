"""When a schedule was last due by the clock on the wall, and when its last pass was: kept over restarts.

A pass that was missed while nothing ran is made once, when the schedules are kept again.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.folder import DataFolder
from warehouse.vocabulary.outlets import SCHEDULES, Schedule

HOURS_BACK = 25  # looked through for the last moment: every schedule runs once a day at least


def last_due(schedule: Schedule, now: datetime) -> datetime:
    """Return the latest moment, in UTC, at or before `now` at which the schedule's cron line says that it runs."""
    minute, hours = SCHEDULES[schedule].cron.split()[:2]
    moment = now.astimezone(UTC).replace(minute=int(minute), second=0, microsecond=0)
    for back in range(HOURS_BACK + 1):
        found = moment - timedelta(hours=back)
        if found <= now and _hour_fits(hours, found.hour):
            return found
    raise ValueError(f"{SCHEDULES[schedule].cron!r} does not run once a day")


def _hour_fits(hours: str, hour: int) -> bool:
    if hours.startswith("*/"):
        return hour % int(hours[2:]) == 0
    return hours == "*" or hour == int(hours)


class LastPasses:
    """The moment up to which each schedule has been kept, in a small file of the data folder."""

    def __init__(self, folder: DataFolder) -> None:
        self._path: Path = folder.runs / "schedules.json"

    def of(self, schedule: Schedule) -> datetime | None:
        """Return when the schedule's last pass began, or None where there was none or the file was lost."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            return datetime.fromisoformat(kept[schedule]).astimezone(UTC)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def is_due(self, schedule: Schedule, now: datetime) -> bool:
        """Return whether the schedule's last moment has passed without a pass."""
        before = self.of(schedule)
        return before is None or before < last_due(schedule, now)

    def note(self, schedule: Schedule, began: datetime) -> None:
        """Keep, durably, that a pass of the schedule that began then has ended."""
        kept = {name: moment.isoformat() for name in Schedule if (moment := self.of(name)) is not None}
        kept[schedule] = began.astimezone(UTC).isoformat()
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".part")
        with temporary.open("w", encoding="utf-8") as out:
            json.dump(kept, out)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(self._path)
