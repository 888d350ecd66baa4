"""Saved searches that are told of: after a pass, once an article, in one message."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import apprise
import pytest

from flows.notifications.outbox import AlertOutbox
from flows.notifications.search_alerts import MOST_HEADLINES, tell_of_articles
from flows.passes import ingest
from flows.settings import Settings, read_settings
from tests.warehouse import samples
from tests.warehouse.samples import at
from warehouse import Owner, connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Article, FetchOutcome, Outcome, Record
from warehouse.saved_searches import SavedSearch
from warehouse.store import Store
from warehouse.vocabulary.collection import RunKind

SAVED_AT = at(0)
LATER = at(24)

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")  # Apprise imports it


@pytest.fixture
def settings(folder: DataFolder) -> Settings:
    return read_settings({"PLEDGEWATCH_DATA": str(folder.root), "PLEDGEWATCH_ALERT_URL": "json://alerts.invalid/"})


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    spool.write_batch(folder, "crawl", [samples.run(0)])
    with connect(folder) as opened:
        yield opened


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return what Apprise is asked to send."""
    heard: list[dict[str, Any]] = []

    def notify(self: Any, **message: Any) -> bool:
        heard.append(message)
        return True

    monkeypatch.setattr(apprise.Apprise, "notify", notify)
    return heard


def save(
    store: Store, q: str = "trust", *, name: str = "Slough trust", told: bool = True, **choice: str
) -> SavedSearch:
    search = SavedSearch(
        uuid4(), name, urlencode({"q": q, **choice}), "Ann", False, SAVED_AT, SAVED_AT if told else None
    )
    return store.save_search(search)


def put(
    store: Store,
    number: int,
    *,
    hours: float = 1,
    title: str = "",
    run_number: int = 0,
    matched: bool = True,
) -> None:
    """Store an article as a pass does."""
    fetched, captured = samples.fetch(number, hours=hours, run_number=run_number)
    made = samples.revision(number, hours=hours)
    made = replace(made, title=title or made.title)
    records: list[Record] = [
        fetched,
        captured,
        FetchOutcome(fetched.fetch_id, fetched.run_id, Outcome.STORED, "new article", at(hours + 0.2)),
        Article(made.article_id, made.outlet_id, made.url, at(hours)),
        made,
        samples.tagging(made, hours=hours),
        *([samples.matching(made, hours=hours)] if matched else []),
    ]
    spool.write_batch(store.folder, f"article-{number}-{hours}", records)


def bodies(sent: list[dict[str, Any]]) -> list[str]:
    return [one["body"] for one in sent]


def test_what_is_new_is_told_in_one_message_with_headlines_outlet_and_time(
    store: Store, settings: Settings, sent: list[dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    save(store)
    save(store, "council:Sandwell", name="Sandwell")
    for number in range(MOST_HEADLINES + 1):
        put(store, number, hours=1 + number / 100)
    tell_of_articles(store, settings, LATER)
    (message,) = bodies(sent)
    first, second = message.splitlines()
    told = "; ".join(f"Headline {number} (gazette)" for number in reversed(range(1, MOST_HEADLINES + 1)))
    assert second == f"6 new articles for “Slough trust”: {told}; and 1 more (02 March 2026, 09:00 UTC)"
    assert first.startswith("6 new articles for “Sandwell”: ")
    assert second in caplog.text


def test_the_close_of_a_pass_tells_also_where_another_process_holds_the_warehouse(
    folder: DataFolder, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    now = datetime.now(UTC)
    with Owner(folder), connect(folder) as remote:
        assert not remote.owns
        remote.save_search(replace(save(remote, told=False), search_id=uuid4(), name="Trusts", told_since=now))
        spool.write_batch(folder, "crawl", [samples.run(0)])
        put(remote, 1, hours=(now - samples.START) / timedelta(hours=1) + 0.5)
        ingest.close_pass(remote, settings, [])
        ingest.close_pass(remote, settings, [])
    assert [body.split(" (")[0] for body in bodies(sent)] == ["1 new article for “Trusts”: Headline 1"]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ('"let the trust hire"', True),
        ('"hire the trust"', False),
        ("council:Sandwell", True),
        ("council:Slough", False),
        ("outlet:gazette worker", True),
        ("outlet:communitycare worker", False),
        ("after:2026-03-01", True),
        ("after:2026-03-02", False),
        ("trust policy:multi-year-council-funding -academy", True),
        ("trust -council", False),
    ],
)
def test_an_alert_asks_in_the_language_of_every_search(
    store: Store, settings: Settings, sent: list[dict[str, Any]], q: str, found: bool
) -> None:
    save(store, q)
    put(store, 1)
    tell_of_articles(store, settings, LATER)
    told = "1 new article for “Slough trust”: Headline 1 (gazette) (02 March 2026, 09:00 UTC)"
    assert bodies(sent) == [told] * found


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        ({"policy": "multi-year-council-funding"}, True),
        ({"policy": "another-policy"}, False),
        ({"council": "E08000028", "outlet": "gazette"}, True),
        ({"council": "E06000039"}, False),
        ({"until": "2026-02-28"}, False),
        ({"since": "2026-03-01", "sort": "new"}, True),
        ({"stance": "contradicts"}, False),
    ],
)
def test_the_filters_of_a_saved_search_hold_in_its_alert(
    store: Store, settings: Settings, sent: list[dict[str, Any]], choice: dict[str, Any], found: bool
) -> None:
    save(store, "", **choice)
    put(store, 1)
    tell_of_articles(store, settings, LATER)
    assert len(sent) == found


def test_an_article_is_told_of_once_also_after_another_pass_and_a_new_text(
    store: Store, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    save(store)
    put(store, 1, hours=23.5)
    tell_of_articles(store, settings, LATER)
    tell_of_articles(store, settings, LATER)
    put(store, 1, hours=24.5)
    put(store, 2, hours=24.6)
    tell_of_articles(store, settings, at(25))
    assert [body.split(" (")[0] for body in bodies(sent)] == [
        "1 new article for “Slough trust”: Headline 1",
        "1 new article for “Slough trust”: Headline 2",
    ]


def test_a_search_that_is_told_of_again_does_not_tell_of_what_it_told(
    store: Store, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    search = save(store)
    put(store, 1)
    tell_of_articles(store, settings, at(2))
    store.tell_of_search(search.search_id, "Ann", None)
    store.tell_of_search(search.search_id, "Ann", at(0.5))
    tell_of_articles(store, settings, at(2))
    assert len(sent) == 1


def test_nothing_is_sent_where_nothing_is_new_or_nothing_is_to_be_told(
    store: Store, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    put(store, 1, hours=-2)  # before the search was saved
    put(store, 2, matched=False)  # it is no card
    save(store)
    save(store, name="not told", told=False)
    tell_of_articles(store, settings, LATER)
    put(store, 3, hours=24)
    store.tell_of_search(store.searches_told_of()[0].search_id, "Ann", None)
    tell_of_articles(store, settings, at(25))
    assert not sent


def test_what_a_backfill_brings_is_no_news(store: Store, settings: Settings, sent: list[dict[str, Any]]) -> None:
    save(store)
    backfill = replace(samples.run(7), kind=RunKind.BACKFILL, outlet_id=None)
    spool.write_batch(store.folder, "backfill", [backfill])
    put(store, 1, run_number=7)
    put(store, 2)
    tell_of_articles(store, settings, LATER)
    (body,) = bodies(sent)
    assert body.startswith("1 new article for “Slough trust”: Headline 2 ")


def test_a_search_that_cannot_be_asked_any_more_is_told_once_and_the_others_are_asked(
    store: Store, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    save(store, "author:Smith", name="By Smith")
    save(store, "", name="Old council", council="E99999999")
    save(store)
    for number in (1, 2):
        put(store, number, hours=number)
        tell_of_articles(store, settings, at(number + 0.5))
    first, second = bodies(sent)
    assert [line.split(" (")[0].split(". F")[0] for line in first.splitlines()] == [
        "the saved search “By Smith” cannot be asked for new articles: There is no field “author”",
        "the saved search “Old council” cannot be asked for new articles: There is no such council.",
        "1 new article for “Slough trust”: Headline 1",
    ]  # fmt: skip
    assert second.startswith("1 new article for “Slough trust”: Headline 2")


def test_markup_and_hidden_characters_of_a_headline_are_plain_text_on_one_line(
    store: Store, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    save(store)
    put(store, 1, title="<b>Trust</b>\nbroken: \u202egazette\u200b " + "x" * 200)
    tell_of_articles(store, settings, LATER)
    (message,) = sent
    assert message["body_format"] == apprise.NotifyFormat.TEXT
    assert "“Slough trust”: <b>Trust</b> broken: [RLO]gazette[ZWSP] xxx" in message["body"]
    assert "x… (gazette)" in message["body"]
    assert len(message["body"].splitlines()) == 1


def test_where_it_is_not_known_what_was_told_the_last_day_is_told_and_not_years(
    store: Store, settings: Settings, sent: list[dict[str, Any]]
) -> None:
    save(store)
    put(store, 1)
    put(store, 2, hours=30)
    tell_of_articles(store, settings, at(31))
    assert [body.split(" (")[0] for body in bodies(sent)] == ["1 new article for “Slough trust”: Headline 2"]


def test_what_could_not_be_sent_waits_and_is_sent_once(
    store: Store, settings: Settings, sent: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    save(store)
    put(store, 1)
    with monkeypatch.context() as down:
        down.setattr(apprise.Apprise, "notify", lambda *_, **__: False)
        tell_of_articles(store, settings, LATER)
    outbox = AlertOutbox(settings.folder)
    assert outbox.delivery().waiting == 1
    assert outbox.send(settings.alert_url)
    assert outbox.send(settings.alert_url)
    assert len(sent) == 1


def test_a_pass_goes_on_where_searches_cannot_be_asked(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the book is gone")

    monkeypatch.setattr(store, "searches_told_of", fail)
    caplog.set_level(logging.ERROR)
    tell_of_articles(store, settings)
    assert "the book is gone" in caplog.text
    assert AlertOutbox(settings.folder).asked_until() is None


def test_a_pass_that_was_killed_after_it_kept_its_message_tells_nothing_twice(
    store: Store, settings: Settings, sent: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise SystemExit

    save(store)
    put(store, 1)
    with monkeypatch.context() as end:
        end.setattr(AlertOutbox, "note_asked", killed)
        with pytest.raises(SystemExit):
            tell_of_articles(store, settings, at(2))
    put(store, 2, hours=2)
    tell_of_articles(store, settings, at(3))
    (body,) = bodies(sent)
    assert sorted(line.split(" (")[0].rpartition(" ")[2] for line in body.splitlines()) == ["1", "2"]
