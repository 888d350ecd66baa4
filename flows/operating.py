"""What shows whether an installation does its work day by day: schedules, outlets, incidents, alerts, backups, Prefect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flows.backups.backup import LAST_BACKUP
from flows.notifications.outbox import AlertOutbox
from flows.schedules import prefect_server
from flows.schedules.moments import LastPasses, last_due
from flows.settings import Settings
from warehouse.folder import DataFolder
from warehouse.store import Store
from warehouse.vocabulary.outlets import SCHEDULES, Schedule

LATE = timedelta(hours=2)  # past its moment, for a pass that is under way or waits for another
NO_SUCCESS = timedelta(days=2)  # without a good crawl of an outlet: twice what the slowest schedule leaves between two
BACKUP_AGE = timedelta(days=7)  # past it, a week of decisions stands on one disk
MOST_TOLD = 10  # incidents and outlets told one by one; the rest are counted


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: well or not, in a sentence."""

    well: bool
    sentence: str


def schedules(folder: DataFolder, now: datetime) -> Iterator[Check]:
    """Say of each schedule when its last pass was, and whether it is late."""
    last = LastPasses(folder)
    if not any(last.of(name) for name in Schedule):
        yield Check(True, "the schedules have had no pass yet")
        return
    for name in Schedule:
        passed, due = last.of(name), last_due(name, now)
        late = (passed is None or passed < due) and now - due > LATE
        if passed is not None and not late:  # a schedule that stands still is late by the moment before its last one
            late = now - passed > timedelta(minutes=SCHEDULES[name].minutes) + LATE
        yield Check(not late, f"the {name} schedule: last pass {_at(passed)}{', and it is late' if late else ''}")


def last_success(store: Store, now: datetime) -> Iterator[Check]:
    """Say how many watched outlets were crawled well of late, and name those that were not."""
    rows = [row for row in store.query("outlets") if row["enabled"] and row["run_started_at"]]
    if not rows:
        return
    lacking = [row for row in rows if row["last_success"] is None or now - row["last_success"] > NO_SUCCESS]
    yield Check(not lacking, f"{len(rows) - len(lacking)} of {len(rows)} outlets were crawled well within two days")
    for row in lacking[:MOST_TOLD]:
        said = row["run_detail"] or "nothing was said of its latest run"
        yield Check(False, f"{row['outlet_id']}: last good crawl {_at(row['last_success'])}; the latest: {said}")
    if len(lacking) > MOST_TOLD:
        yield Check(False, f"and {len(lacking) - MOST_TOLD} more outlets without a good crawl")


def incidents(store: Store) -> Iterator[Check]:
    """Say how many incidents are open, and which."""
    rows = store.query("health_incidents")
    yield Check(not rows, f"{len(rows)} incidents are open")
    for row in rows[:MOST_TOLD]:
        said = f"{row['outlet_id']}: {row['kind']}: {row['detail']} (since {_at(row['opened_at'])})"
        yield Check(False, said)


def alerts(settings: Settings) -> Check:
    """Say whether alerts are delivered."""
    found = AlertOutbox(settings.folder).delivery()
    if found.waiting:
        said = f"{found.waiting} alerts wait since {_at(found.oldest)} after {found.tries} tries: {found.error or 'not tried'}"
        return Check(False, said)
    where = "to PLEDGEWATCH_ALERT_URL" if settings.alert_url else "to the log alone: PLEDGEWATCH_ALERT_URL is not set"
    return Check(True, f"no alert waits; they go {where}; the last one {_at(found.last_sent)}")


def backup_age(store: Store, folder: DataFolder, now: datetime) -> Check:
    """Say when the last backup was made."""
    try:
        kept = json.loads((folder.runs / LAST_BACKUP).read_text(encoding="utf-8"))
        made, to = datetime.fromisoformat(kept["made_at"]), str(kept["to"])
    except (OSError, ValueError, KeyError, TypeError):
        empty = store.query("books_together")[0]["fetched"] == 0
        return Check(empty, "no backup was made yet" if empty else "no backup was ever made: `pledgewatch backup DIR`")
    return Check(now - made <= BACKUP_AGE, f"the last backup is of {_at(made)}, in {to}")


def prefect(settings: Settings) -> Check:
    """Say whether Prefect's server answers; the schedules can be kept without it."""
    said = "answers" if prefect_server.answers(settings) else "does not answer (schedules may run without it)"
    return Check(True, f"Prefect's server {said} at port {settings.prefect_port}")


def look(store: Store, settings: Settings) -> Iterator[Check]:
    """Give every finding of the day's work, in order."""
    now = datetime.now(UTC)
    yield from schedules(settings.folder, now)
    yield from last_success(store, now)
    yield from incidents(store)
    yield alerts(settings)
    yield backup_age(store, settings.folder, now)
    yield prefect(settings)


def _at(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M} UTC" if moment else "never"
