"""After a pass: each outlet's day in the warehouse, one alert an incident, and an alerter that cannot fail a run."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from uuid import UUID

import apprise
import pytest

from flows import settings as settings_of
from flows.notifications.outbox import AlertOutbox
from flows.passes import alerts, reference
from flows.settings import Settings
from tests.warehouse import samples
from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Capture, Fetch, FetchOutcome, Incident, Outcome, Record, Run, identifier
from warehouse.store import Store
from warehouse.vocabulary.collection import RunKind, RunState
from warehouse.vocabulary.health import BreakageKind

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
FEED = "https://www.communitycare.co.uk/feed/"


@pytest.fixture
def settings(folder: DataFolder) -> Settings:
    return settings_of.read_settings(
        {"PLEDGEWATCH_DATA": str(folder.root), "PLEDGEWATCH_ALERT_URL": "json://alerts.invalid/"}
    )


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with connect(folder) as opened:
        yield opened


pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise imports it


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what Apprise is asked to send."""
    heard: list[str] = []

    def notify(self: Any, body: str, title: str = "", **_: Any) -> bool:
        heard.append(body)
        return True

    monkeypatch.setattr(apprise.Apprise, "notify", notify)
    return heard


def source(**changes: Any) -> dict[str, Any]:
    found = {
        "url": FEED, "kind": "feed", "status": 200, "problem": None, "breakage": None, "entries": 10, "matching": 10,
        "new": 0, "unchanged": False, "newest": None, "flaws": [],
    }  # fmt: skip
    return found | changes


GONE = source(problem="not found (404)", breakage="feed gone", entries=0, matching=0, status=404)
AWAY = source(
    problem="could not be reached: name not known", breakage="unreachable", entries=0, matching=0, status=None
)


def crawled(store: Store, hours: float, *, outlet_id: str = "communitycare", **changes: Any) -> UUID:
    """Put a crawl's stats and its run where a crawl puts them."""
    run_id = identifier("run", outlet_id, str(hours))
    at = NOON + timedelta(hours=hours)
    stats = {
        "outlet_id": outlet_id, "outlet": outlet_id, "run_id": str(run_id), "as_of": at.isoformat(), "sources": [source()],
        "articles": dict.fromkeys(("fetched", "stored", "unchanged", "quarantined", "dropped", "pending"), 0),
        "dropped": {}, "counts": {}, "finish_reason": "finished", "errors": [],
    }  # fmt: skip
    folder = store.folder.runs / str(run_id)
    folder.mkdir(parents=True)
    (folder / "stats.json").write_text(json.dumps(stats | changes))
    spool.write_batch(
        store.folder, f"run-{run_id}", [Run(run_id, RunKind.INGEST, outlet_id, at, at, RunState.FINISHED, "")]
    )
    return run_id


def days(store: Store, outlet_id: str = "communitycare") -> dict[str, str]:
    return {f"{row['day']:%d}": row["state"] for row in store.query("outlet_days", outlet_id=outlet_id)}


def test_a_quiet_day_is_assessed_and_nobody_is_told(store: Store, settings: Settings, sent: list[str]) -> None:
    alerts.assess_and_tell(store, settings, [crawled(store, 0)])
    (row,) = store.query("outlet_days")
    assert (row["state"], row["listed"], row["stored"]) == ("quiet", 0, 0)
    assert row["reason"].startswith("Community Care: nothing new yet; about 4 is usual on a Friday")
    assert row["expected"] > 0
    assert not sent


def stored(number: int, at: datetime, run_id: UUID, published: datetime | None, characters: int) -> list[Record]:
    """Return the records of one article that a crawl fetched and the steps stored."""
    fetch, capture = samples.fetch(number)
    revision = samples.revision(number)
    same: dict[str, Any] = {
        "outlet_id": "communitycare",
        "url": f"https://www.communitycare.co.uk/2026/11/20/piece-{number}/",
    }
    return [
        replace(fetch, **same, run_id=run_id, started_at=at, listed_published=None),
        replace(capture, **same, captured_at=at),
        replace(revision, **same, published=published, text="A" * characters, made_at=at),
    ]


def test_days_are_counted_by_publication_and_soundness_is_read_from_the_texts(
    store: Store, settings: Settings, sent: list[str]
) -> None:
    report = source(entries=6, matching=6, new=6)
    run_id = crawled(store, 0, sources=[report])
    records = [one for number in range(4) for one in stored(number, NOON, run_id, NOON - timedelta(hours=2), 90)]
    records += stored(4, NOON, run_id, NOON - timedelta(days=400), 3000)
    records += stored(5, NOON, run_id, None, 3000)
    spool.write_batch(store.folder, "articles", records)
    alerts.assess_and_tell(store, settings, [run_id])
    asked = {"outlet_id": "communitycare", "timezone": "Europe/London"}
    counts = store.query("health_counts", **asked, since=NOON - timedelta(days=14))
    assert {str(row["day"]): (row["listed"], row["stored"]) for row in counts} == {
        "2025-10-16": (1, 1),
        "2026-11-20": (5, 5),
    }
    (today,) = store.query("outlet_days")
    assert (today["listed"], today["stored"], today["state"]) == (5, 5, "broken")
    assert "4 of 6 articles came with 200 OK and next to no text (90 characters" in today["reason"]
    fetched = store.query("health_fetched", **asked, since=NOON - timedelta(days=14), again_since=NOON)
    assert [(row["characters"], str(row["published_day"]), row["walled"]) for row in fetched][3:] == [
        (90, "2026-11-20", False),
        (3000, "2025-10-16", False),
        (3000, "None", False),
    ]
    assert len(sent) == 1


def morning(store: Store, day: int, became: str, reason: str) -> UUID:
    """Crawl an outlet of which three articles are named, fetched and come to this; say which run it was."""
    run_id = crawled(store, 24 * day, sources=[source(new=3)])
    records: list[Record] = []
    for number in range(10 * day, 10 * day + 3):
        fetch, capture, revision = stored(number, NOON + timedelta(days=day), run_id, NOON + timedelta(days=day), 3000)
        assert isinstance(fetch, Fetch)
        records += [fetch, capture, FetchOutcome(fetch.fetch_id, run_id, Outcome(became), reason, NOON)]
        records += [revision] if became == "stored" else []
    spool.write_batch(store.folder, f"morning-{day}", records)
    return run_id


@pytest.mark.parametrize(
    ("became", "reason", "kind"),
    [
        ("quarantined", "too deep", "body lost"),
        ("dropped", "the same text as https://www.communitycare.co.uk/2026/11/20/piece-0/", "copies"),
        ("unchanged", "the same text as before", "merged"),
    ],
)
def test_an_outlet_of_which_nothing_is_stored_any_more_is_broken_and_told_at_the_second_run(
    store: Store, settings: Settings, sent: list[str], became: str, reason: str, kind: str
) -> None:
    for day in range(10):
        alerts.assess_and_tell(store, settings, [morning(store, day, "stored", "new article")])
    assert not sent
    for day in (10, 11):
        alerts.assess_and_tell(store, settings, [morning(store, day, became, reason)])
    (incident,) = store.query("health_incidents")
    assert incident["kind"] == kind
    assert len(sent) == 1
    assert [state for day, state in days(store).items() if day in {"29", "30", "01"}].count("broken") == 2


def test_a_cookie_wall_that_replaces_texts_at_the_second_look_is_told(
    store: Store, settings: Settings, sent: list[str]
) -> None:
    for day in range(3):
        alerts.assess_and_tell(store, settings, [morning(store, day, "stored", "new article")])
    run_id = crawled(store, 72, sources=[source(unchanged=True)])
    again: list[Record] = []
    for number in (10, 11, 12, 20, 21, 22):
        fetch, capture, _ = stored(number, NOON + timedelta(days=3), run_id, None, 0)
        assert isinstance(fetch, Fetch)
        assert isinstance(capture, Capture)
        fetch = replace(fetch, fetch_id=identifier("again", str(number)), capture_id=identifier("later", str(number)))
        capture = replace(capture, capture_id=identifier("later", str(number)))
        wall = FetchOutcome(fetch.fetch_id, run_id, Outcome.DROPPED, "the same text as https://example.org/", NOON)
        again += [fetch, capture, wall]
    spool.write_batch(store.folder, "again", again)
    alerts.assess_and_tell(store, settings, [run_id])
    (incident,) = store.query("health_incidents")
    assert incident["kind"] == "texts replaced"
    assert "at a second look 6 of 6 articles" in incident["detail"]


def test_a_trouble_seen_twice_is_one_incident_and_one_alert(store: Store, settings: Settings, sent: list[str]) -> None:
    alerts.assess_and_tell(store, settings, [crawled(store, 0, sources=[GONE])])
    assert days(store) == {"20": "broken"}
    assert not sent
    for hours in (1, 2, 3):
        alerts.assess_and_tell(store, settings, [crawled(store, hours, sources=[GONE])])
    (incident,) = store.query("health_incidents")
    assert incident["kind"] == "feed gone"
    assert len(sent) == 1
    assert FEED in sent[0]


def test_an_incident_is_closed_by_a_crawl_that_finds_all_well(
    store: Store, settings: Settings, sent: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    for hours in (0, 1):
        alerts.assess_and_tell(store, settings, [crawled(store, hours, sources=[GONE])])
    caplog.set_level(logging.WARNING)
    alerts.assess_and_tell(store, settings, [crawled(store, 2)])
    assert not store.query("health_incidents")
    (closed,) = store.query("incidents")
    assert closed["closed_at"] == NOON + timedelta(hours=2)
    assert days(store) == {"20": "quiet"}
    assert "mended" in caplog.text
    assert [line.split(":")[0] for line in sent] == ["broken", "mended"]
    assert "over since" in sent[1]


def test_an_alert_that_could_not_be_sent_is_sent_after_the_next_pass(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, sent: list[str]
) -> None:
    working = apprise.Apprise.notify
    monkeypatch.setattr(apprise.Apprise, "notify", lambda *_, **__: False)
    for hours in (0, 1):
        alerts.assess_and_tell(store, settings, [crawled(store, hours, sources=[GONE])])
    monkeypatch.setattr(apprise.Apprise, "notify", working)
    alerts.assess_and_tell(store, settings, [crawled(store, 2, sources=[GONE])])
    alerts.assess_and_tell(store, settings, [crawled(store, 3, sources=[GONE])])
    assert len(sent) == 1


def test_without_an_address_an_alert_is_a_line_of_the_log(
    store: Store, folder: DataFolder, caplog: pytest.LogCaptureFixture
) -> None:
    quiet = settings_of.read_settings({"PLEDGEWATCH_DATA": str(folder.root)})
    for hours in (0, 1, 2):
        alerts.assess_and_tell(store, quiet, [crawled(store, hours, sources=[GONE])])
    assert caplog.text.count("broken: communitycare: feed gone") == 1


def test_days_on_which_no_crawl_ran_are_told_as_such(store: Store, settings: Settings, sent: list[str]) -> None:
    alerts.assess_and_tell(store, settings, [crawled(store, 0)])
    alerts.assess_and_tell(store, settings, [crawled(store, 72)])
    assert days(store) == {"20": "quiet", "21": "not crawled", "22": "not crawled", "23": "quiet"}


def test_a_crawl_that_left_no_stats_is_a_day_not_crawled(store: Store, settings: Settings, sent: list[str]) -> None:
    run_id = crawled(store, 0)
    folder = store.folder.runs / str(run_id)
    (folder / "stats.json").unlink()
    (folder / "job.json").write_text(json.dumps({"outlet_id": "communitycare"}))
    alerts.assess_and_tell(store, settings, [run_id])
    (row,) = store.query("outlet_days")
    assert row["state"] == "not crawled"
    assert "ended before it could say anything" in row["reason"]


def test_where_nobody_answers_it_is_our_network_and_nobodys_incident(
    store: Store, settings: Settings, sent: list[str]
) -> None:
    names = ("communitycare", "lgc", "cypnow")
    for hours in (0, 1, 2):
        runs = [crawled(store, hours, outlet_id=name, sources=[AWAY]) for name in names]
        alerts.assess_and_tell(store, settings, runs)
    assert {row["state"] for row in store.query("outlet_days")} == {"not crawled"}
    assert not store.query("incidents")
    assert [line.split(" (")[0] for line in sent] == [
        "none of 3 outlets could be reached: the network of this machine is away"
    ], "once a day, as one message"


def test_how_much_came_of_each_outlet_is_read_beside_what_was_to_be_expected(store: Store, settings: Settings) -> None:
    reference.load_reference(store, store.folder)
    for day in range(3):
        alerts.assess_and_tell(store, settings, [morning(store, day, "stored", "new article")])
    rows = store.query("health_season", since=NOON.date(), until=(NOON + timedelta(days=2)).date())
    assert {(row["outlet_id"], str(row["day"]), row["listed"]) for row in rows} == {
        ("communitycare", "2026-11-20", 3),
        ("communitycare", "2026-11-21", 3),
    }
    assert all(row["expected"] > 0 and row["tier"] == "trade press" for row in rows)


def test_a_crash_of_the_alerter_fails_no_run(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("the alerter fell over")

    monkeypatch.setattr(alerts, "assess_days", crash)
    alerts.assess_and_tell(store, settings, [crawled(store, 0)])
    assert "the alerter fell over" in caplog.text


def test_many_outlets_that_break_at_once_are_one_message(store: Store, settings: Settings, sent: list[str]) -> None:
    names = ("communitycare", "lgc", "cypnow", "tes")
    for hours in (0, 1):
        alerts.assess_and_tell(
            store, settings, [crawled(store, hours, outlet_id=name, sources=[GONE]) for name in names]
        )
    (message,) = sent
    assert len(message.splitlines()) == len(store.query("health_incidents")) > 1


def incident(days_ago: float) -> Incident:
    opened = datetime.now(UTC) - timedelta(days=days_ago)
    return Incident(identifier("incident", "a"), "lgc", BreakageKind.FEED_GONE, "gone", opened, None)


def test_what_lasts_is_told_again_after_a_week_and_after_a_month(
    store: Store, settings: Settings, sent: list[str]
) -> None:
    lasting = incident(0)
    for days in (0, 6.9, 7.1, 8, 29, 30.1, 40):
        alerts.tell(settings, [lasting], [], store, lasting.opened_at + timedelta(days=days, minutes=1))
    assert [line.split(": lgc")[0] for line in sent] == [
        "broken", "still broken after 7 days", "still broken after 30 days",
    ]  # fmt: skip


class Webhook(BaseHTTPRequestHandler):
    """Takes messages, slowly at first, and keeps them."""

    heard: ClassVar[list[str]] = []
    slow_seconds = 0.0
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        time.sleep(self.slow_seconds)
        if self.status == 200:
            self.heard.append(body)
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def webhook() -> Iterator[str]:
    Webhook.heard, Webhook.slow_seconds, Webhook.status = [], 0.0, 200
    with HTTPServer(("127.0.0.1", 0), Webhook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"json://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_slow_webhook_hears_it_once_and_one_that_was_down_hears_it_later(folder: DataFolder, webhook: str) -> None:
    outbox = AlertOutbox(folder)
    outbox.add("a", "the first")
    Webhook.status = 503
    assert not outbox.send(webhook)
    assert (outbox.delivery().waiting, outbox.delivery().tries) == (1, 1)
    assert "did not take" in str(outbox.delivery().error)
    outbox.add("b", "the second")
    assert not outbox.add("b", "the second, again")
    Webhook.status, Webhook.slow_seconds = 200, 6.0
    assert outbox.send(webhook)
    assert outbox.send(webhook)
    assert len(Webhook.heard) == 1
    assert "the first" in Webhook.heard[0]
    assert "the second" in Webhook.heard[0]
    assert AlertOutbox(folder).delivery().waiting == 0


def test_what_an_earlier_version_told_is_not_told_again(store: Store, settings: Settings, sent: list[str]) -> None:
    (settings.folder.root / "alerts.json").write_text(json.dumps([str(incident(1).incident_id)]))
    alerts.tell(settings, [incident(1)], [], store)
    assert not sent
