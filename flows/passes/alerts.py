"""What became of each outlet's day, assessed after a pass, and the operator told of what broke: once an incident.

The assessment itself is in `spiders.health.days`; here its evidence is read from the warehouse and from the crawls' reports.
Whatever goes wrong here is logged and fails no run.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.notifications.outbox import AlertOutbox
from flows.passes import steps
from flows.settings import Settings
from spiders.crawl_report import CrawlReport
from spiders.health import days as health
from spiders.health import sources
from spiders.health.breakage import Look
from spiders.health.days import DayAssessment
from spiders.health.evidence import Counts, Evidence
from spiders.health.fetched import FetchedArticle
from spiders.health.pattern import NEW_NORMAL_DAYS, WINDOW_DAYS, Day
from spiders.health.season import OthersDay, season_for
from spiders.registry.outlet import Outlet
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Incident, Outcome, Record
from warehouse.store import Store
from warehouse.vocabulary.health import BreakageKind, DayState

HISTORY = timedelta(days=WINDOW_DAYS + NEW_NORMAL_DAYS)  # what a pattern is learnt from
COUNTED = timedelta(days=health.LOOK_BACK_DAYS)  # how far back days are counted again, for what came late
FRESH = timedelta(days=health.FRESH_DAYS)  # second looks older than this say nothing of today's soundness
RUNS_BACK = 12  # of an outlet, looked through for those that asked it anything
BEFORE = 5  # of these are kept
REMINDED_DAYS = (7, 30)  # after which an incident that lasts is told again
OUTLETS_FOR_NO_NETWORK = 3  # none of so many answers: it is our network that is away

logger = logging.getLogger(__name__)


def assess_and_tell(store: Store, settings: Settings, run_ids: Sequence[UUID]) -> None:
    """Assess the outlets of these runs, write their days and incidents, and send one alert for each incident that began.

    Never raises: an alerter that fails must not fail the run that it reports on.
    """
    try:
        store.drain()
        assessed = assess_days(store, settings.folder, run_ids)
        store.drain()
        opened = [one for assessment in assessed for one in assessment.opened]
        tell(settings, opened, [one for assessment in assessed for one in assessment.closed], store)
    except Exception:
        logger.exception("the outlets' health could not be assessed after this pass")


def assess_days(store: Store, folder: DataFolder, run_ids: Sequence[UUID]) -> list[DayAssessment]:
    """Spool the assessment of each outlet that these runs crawled, and return them all."""
    outlets = steps.outlets_of(folder)
    crawls = _without_network(folder, [(run_id, _report(folder, run_id)) for run_id in run_ids])
    others = _others_days(store, [report for _, report in crawls if report])
    assessed: list[DayAssessment] = []
    for run_id, report in crawls:
        outlet = outlets.get(report.outlet_id) if report else _outlet_of(folder, run_id, outlets)
        if outlet is None:
            logger.warning("run %s left neither a report nor a job: its outlet's day is not assessed", run_id)
            continue
        evidence = evidence_of(store, folder, outlet, run_id, report, others)
        assessment = health.assess_day(evidence)
        batch: list[Record] = [*assessment.days, *assessment.opened, *assessment.closed]
        spool.write_batch(folder, f"health-{run_id}", batch)
        assessed.append(assessment)
    return assessed


def _others_days(store: Store, reports: Sequence[CrawlReport]) -> list[OthersDay]:
    """Return how much came of every outlet on the last days: read once a pass, for it looks through all fetches."""
    now = max((report.as_of for report in reports if report.as_of), default=datetime.now(UTC))
    return [OthersDay(**row) for row in store.query("health_season", since=(now - FRESH).date(), until=now.date())]


def evidence_of(
    store: Store,
    folder: DataFolder,
    outlet: Outlet,
    run_id: UUID,
    report: CrawlReport | None,
    others: Sequence[OthersDay],
) -> Evidence:
    """Return what the assessment of an outlet rests on."""
    now = (report.as_of if report else None) or datetime.now(UTC)
    asked = {"outlet_id": outlet.outlet_id, "timezone": outlet.timezone}
    days = store.query("health_days", outlet_id=outlet.outlet_id, since=(now - HISTORY).date())
    counts = store.query("health_counts", **asked, since=now - COUNTED)
    fetched = store.query("health_fetched", **asked, since=now - HISTORY, again_since=now - FRESH)
    return Evidence(
        outlet=outlet,
        now=now,
        crawl=report,
        before=_before(store, folder, outlet, run_id),
        history=[Day(**{**row, "state": DayState(row["state"])}) for row in days],
        counts={row.pop("day"): Counts(**row) for row in counts},
        fetched=[FetchedArticle(**{**row, "outcome": Outcome(row["outcome"])}) for row in fetched],
        season=season_for(outlet.outlet_id, outlet.tier, others),
        incidents=[_incident(row) for row in store.query("health_incidents", outlet_id=outlet.outlet_id)],
    )


def _incident(row: dict[str, Any]) -> Incident:
    return Incident(**{**row, "kind": BreakageKind(row["kind"])})


def tell(
    settings: Settings,
    opened: Sequence[Incident],
    closed: Sequence[Incident],
    store: Store,
    now: datetime | None = None,
) -> None:
    """Tell of what opened, of what lasts, and of what closed: each once, all of them in one message.

    What cannot be sent is kept and tried again after the next pass.
    """
    outbox, now = AlertOutbox(settings.folder), now or datetime.now(UTC)
    lasting = {one.incident_id: one for one in opened}
    for row in store.query("health_incidents"):  # with those whose alert was never made: a pass that was killed
        lasting.setdefault(row["incident_id"], _incident(row))
    events = [event for one in lasting.values() for event in _events(outbox, one, now)]
    events += [(f"closed:{one.incident_id}", f"mended: {_sentence(one)}, over since {_at(now)}") for one in closed]
    for key, line in events:
        if outbox.add(key, line, now):
            logger.warning("%s", line)
    outbox.send(settings.alert_url)


def _events(outbox: AlertOutbox, one: Incident, now: datetime) -> Iterator[tuple[str, str]]:
    """Give the key and the line of all that is to be told of an incident that lasts."""
    told = outbox.made_at(f"opened:{one.incident_id}")
    if told is None:
        yield f"opened:{one.incident_id}", f"broken: {_sentence(one)}"
        return
    for days in REMINDED_DAYS:
        if now - told >= timedelta(days=days):
            yield f"{days} days:{one.incident_id}", f"still broken after {days} days: {_sentence(one)}"


def _sentence(one: Incident) -> str:
    return f"{one.outlet_id}: {one.kind}: {one.detail} (since {_at(one.opened_at)})"


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %B %Y, %H:%M} UTC"


def _report(folder: DataFolder, run_id: UUID) -> CrawlReport | None:
    return CrawlReport.read(folder.runs / str(run_id))


def _outlet_of(folder: DataFolder, run_id: UUID, outlets: dict[str, Outlet]) -> Outlet | None:
    """Return the outlet of a crawl that ended before it wrote its report."""
    try:
        job = json.loads((folder.runs / str(run_id) / "job.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return outlets.get(str(job.get("outlet_id")))


def _before(store: Store, folder: DataFolder, outlet: Outlet, run_id: UUID) -> list[CrawlReport]:
    """Return the reports of the last crawls before this one that asked the outlet anything, in order."""
    rows = store.query("health_runs", outlet_id=outlet.outlet_id, number=RUNS_BACK)
    place = next((number for number, row in enumerate(rows) if row["run_id"] == run_id), -1)
    earlier = (_report(folder, row["run_id"]) or _died(folder, row) for row in rows[place + 1 :])
    looked = [report for report in earlier if report and sources.of_crawl(report) != Look()]
    return looked[:BEFORE][::-1]


def _died(folder: DataFolder, row: Mapping[str, Any]) -> CrawlReport | None:
    """Return what stands for the report of a crawl that had a job and left none; None where nothing of it is kept."""
    job = folder.runs / str(row["run_id"]) / "job.json"
    return CrawlReport(outlet_id=row["outlet_id"], errors=(sources.FAILED,)) if job.exists() else None


def _without_network(
    folder: DataFolder,
    crawls: Sequence[tuple[UUID, CrawlReport | None]],
) -> list[tuple[UUID, CrawlReport | None]]:
    """Where none of several outlets could be reached, say so of each as what it is: our network, and no breakage of theirs."""
    kinds = [{one.kind for one in sources.of_crawl(report).findings} for _, report in crawls if report]
    if len(kinds) < OUTLETS_FOR_NO_NETWORK or any(found != {BreakageKind.UNREACHABLE} for found in kinds):
        return list(crawls)
    now = datetime.now(UTC)
    line = f"none of {len(kinds)} outlets could be reached: the network of this machine is away ({_at(now)})"
    if AlertOutbox(folder).add(f"network:{now:%Y-%m-%d}", line):
        logger.warning("%s", line)
    refused = {"refused": "no outlet could be reached: the network of this machine is away"}
    return [(run_id, report.model_copy(update=refused) if report else None) for run_id, report in crawls]
