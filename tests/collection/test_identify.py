"""Whose text a page is, and when it must not take the place of the one that is held."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest

from flows.passes.identify import claimed_address
from flows.passes.process import process_pending
from flows.passes.steps import Steps
from pipelines.archive.warc import ArchiveWriter, Exchange
from pipelines.likeness import Reading, is_copy, is_cut, is_stranger
from spiders.job.frontier import KnownArticle
from spiders.job.recheck import LOOKS_UNCHANGED, is_due
from spiders.registry.files import load_outlets
from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Capture, Decision, Fetch, FetchKind, identifier

HOME = "https://www.gazette.example"
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
LINES = (
    "{0} council will hand its children's services to an independent children's trust, ministers said on Monday.",
    "The Department for Education appointed a commissioner after Ofsted rated {0}'s children's services inadequate again.",
    "The council's leader said that the £4.4m grant would pay for social workers, and that nobody in {0} had asked the staff.",
    "Family support in {0} will be paid for with £3m from the families first partnership programme over three years.",
)


def article(name: str, title: str = "", head: str = "", lines: tuple[str, ...] = LINES, more: str = "") -> bytes:
    title = title or f"{name} hands its children's services to a trust"
    body = "".join(f"<p>{line.format(name)}</p>" for line in lines)
    return (f'<!doctype html><html><head><title>{title} | Gazette</title><meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="2026-11-01T09:00:00Z">{head}</head><body><main><article><h1>{title}</h1>'
            f"{body}{more}</article></main></body></html>").encode()  # fmt: skip


@dataclass
class Desk:
    """A data folder into which pages come as if a crawl had brought them."""

    folder: DataFolder
    steps: Steps
    at: datetime = NOW

    def bring(self, pages: dict[str, bytes], batch: int = 50) -> dict[str, tuple[str, str]]:
        """Take pages, by their paths, through the steps; return what became of each."""
        self.at += timedelta(days=1)
        run = uuid4()
        records: list[Fetch | Capture] = []
        with ArchiveWriter(self.folder.archive, outlet_id="gazette", run_id=run, software="test") as writer:
            for path, body in pages.items():
                kept = writer.write(Exchange(HOME + path, self.at, 200, (("Content-Type", "text/html"),), body))
                records.append(Capture(kept.capture_id, "gazette", HOME + path, self.at, 200, "text/html; charset=utf-8",
                                       kept.payload_sha256, kept.warc_file, kept.warc_offset, None))  # fmt: skip
                records.append(Fetch(identifier(str(run), path), run, "gazette", FetchKind.ARTICLE, HOME + path, HOME + path,
                                     self.at, 1, 200, None, len(body), kept.capture_id, None, None, None, None))  # fmt: skip
        spool.write_batch(self.folder, f"crawl-{run}", records)
        with connect(self.folder) as store:
            process_pending(store, self.folder, self.steps, batch)
        found = self.rows("SELECT url, arg_max(outcome, made_at), arg_max(reason, made_at) FROM records.fetches JOIN "
                          f"records.fetch_outcomes USING (fetch_id) WHERE fetches.run_id = '{run}' GROUP BY url")  # fmt: skip
        return {str(url).removeprefix(HOME): (str(outcome), str(reason)) for url, outcome, reason in found}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with duckdb.connect(str(self.folder.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def decide_all(self) -> None:
        with connect(self.folder) as store:
            for card in store.query("queue", number=100):
                store.decide(Decision(uuid4(), card["candidate_id"], Action.ACCEPT, "Ed", "", NOW))
            store.drain()

    @property
    def articles(self) -> list[str]:
        return [str(url).removeprefix(HOME) for (url,) in self.rows("SELECT url FROM articles ORDER BY url")]


def opened(root: Path, steps: Steps) -> Desk:
    """Return a folder of one outlet, to which nothing was brought yet."""
    outlets = root / "outlets"
    outlets.mkdir()
    (outlets / "gazette.toml").write_text(
        f'name = "Gazette"\nhome = "{HOME}/"\ndomains = ["gazette.example"]\ntier = "trade press"\narticles = [\'^/news/.+\']\n'
        f'[[source]]\nkind = "feed"\nurl = "{HOME}/feed"\n', encoding="utf-8",
    )  # fmt: skip
    return Desk(DataFolder(root / "data").create(), replace(steps, outlets=load_outlets(outlets)))


@pytest.fixture
def desk(tmp_path: Path, steps: Steps) -> Desk:
    return opened(tmp_path, steps)


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory, steps: Steps) -> Desk:
    made = opened(tmp_path_factory.mktemp("brought"), steps)
    made.bring({"/news/kent": article("Kent")})
    return made


@pytest.fixture
def desk_with_kent(brought: Desk, tmp_path: Path) -> Desk:
    """A folder that holds an article: a copy, for the article is brought once."""
    copy = DataFolder(tmp_path / "data")
    shutil.copytree(brought.folder.root, copy.root, ignore=shutil.ignore_patterns("*.sock"))
    return replace(brought, folder=copy)


def canonical(path: str) -> str:
    return f'<link rel="canonical" href="{HOME}{path}">'


@pytest.mark.parametrize("claimed", ["", "/", "/news/latest", "/topics/trusts", "https://elsewhere.example/news/x"])
@pytest.mark.parametrize("batch", [1, 50])
def test_a_canonical_address_that_several_articles_claim_is_nobodys(desk: Desk, claimed: str, batch: int) -> None:
    head = canonical(claimed).replace(f"{HOME}https", "https")
    pages = {f"/news/{name}": article(name, head=head) for name in ("Kent", "Leeds", "Slough", "Torbay")}
    assert {outcome for outcome, _ in desk.bring(pages, batch).values()} == {"stored"}
    assert len(desk.articles) == 4
    assert {outcome for outcome, _ in desk.bring(pages, batch).values()} == {"unchanged"}
    assert len(desk.articles) == 4


def test_a_canonical_address_that_can_be_so_is_the_articles(desk: Desk) -> None:
    desk.bring({"/news/kent?page=all": article("Kent", head=canonical("/news/kent"))})
    assert desk.articles == ["/news/kent"]
    assert desk.bring({"/news/kent": article("Kent", head=canonical("/news/kent"))})["/news/kent"][0] == "unchanged"
    edited = article("Kent", head=canonical("/news/kent"), more="<p>The council has since replied to its critics.</p>")
    assert desk.bring({"/news/kent?page=all": edited})["/news/kent?page=all"] == ("stored", "edited since")
    assert desk.articles == ["/news/kent"]


@pytest.mark.parametrize(("said", "believed"), [
    (f"{HOME}/news/a", True), (f"{HOME}/", False), (HOME, False), (f"{HOME}/topics/x", False), ("https://other.example/news/a", False),
    (f"{HOME}/news/own", False), (None, False), ("http://[", False),
])  # fmt: skip
def test_only_an_articles_address_is_a_claim(desk: Desk, said: str | None, believed: bool) -> None:
    own = f"{HOME}/news/own"
    assert (claimed_address(said, own, desk.steps.outlets["gazette"]) is not None) == believed


NOTICE = (
    "<!doctype html><html><head><title>{0} | Gazette</title></head><body><main><h1>{0}</h1>{1}</main></body></html>"
)
NOT_THE_ARTICLE = {
    "error": NOTICE.format("Page not found", "<p>The page you were looking for may have been moved or removed. Go back to the home page.</p>" * 2),
    "consent": NOTICE.format("We value your privacy", "<p>We and our partners store information on a device with your consent. Accept all.</p>" * 3),
    "login": NOTICE.format("Sign in", "<p>Forgotten your password? Don't have an account? Register now to read on.</p>" * 3),
    "maintenance": NOTICE.format("We'll be back soon", "<p>The site is down for scheduled maintenance. Please try again later.</p>" * 3),
    "list": NOTICE.format("Trusts", "".join(f"<h2><a href='/news/{n}'>A council hands over its services again {n}</a></h2><p>Ministers said so.</p>" for n in range(9))),
    "another": NOTICE.format("Ten tips for a calmer office", "".join(f"<p>Tip number {n}: put the kettle on before the meeting, and take notes in pencil until the end.</p>" for n in range(20))),
    "doubtful": NOTICE.format("Kent hands its children's services to a trust", "<p>Kent council will</p><p>Read more</p>"),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOT_THE_ARTICLE)
def test_a_page_that_is_not_the_article_replaces_nothing_and_withdraws_nothing(desk_with_kent: Desk, kind: str) -> None:
    desk = desk_with_kent
    before = desk.rows("SELECT candidate_id, state FROM candidates ORDER BY ALL")
    assert before
    outcome, reason = desk.bring({"/news/kent": NOT_THE_ARTICLE[kind].encode()})["/news/kent"]
    assert outcome == "quarantined", reason
    assert desk.rows("SELECT candidate_id, state FROM candidates ORDER BY ALL") == before
    assert desk.rows("SELECT texts, status FROM articles") == [(1, "live")]
    assert desk.rows("SELECT count(*) FROM quarantine") == [(1,)]


def test_a_wall_that_is_raised_does_not_cut_the_text_that_is_held(desk: Desk) -> None:
    desk.bring(
        {
            "/news/kent": article(
                "Kent",
                lines=LINES * 1
                + tuple(f"Speaker {n} of {{0}} said so, at some length, and was not alone." for n in range(12)),
            )
        }
    )
    wall = '<div class="paywall"><h2>Register now to continue reading</h2><p>Free access to 4 subscriber-only articles a month.</p></div>'
    head = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
    cut = article("Kent", head=head, more=wall)
    assert desk.bring({"/news/kent": cut})["/news/kent"] == (
        "quarantined",
        "a wall stands before a text that is held whole",
    )
    assert desk.rows("SELECT texts FROM articles") == [(1,)]


def test_an_edit_is_an_edit(desk_with_kent: Desk) -> None:
    desk = desk_with_kent
    edited = article(
        "Kent",
        "Trust to run Kent's services for children",
        lines=(*LINES[:3], "The plan was dropped in {0} after all, it said."),
    )
    assert desk.bring({"/news/kent": edited})["/news/kent"] == ("stored", "edited since")


def test_one_text_under_many_headlines_is_a_notice(desk: Desk) -> None:
    lines = (
        "Our reporters are away, and this page will be filled when they are back from their well-earned rest.",
    ) * 3
    titles = ("Kent council reviews its fees", "Buses come late in Slough", "A harbour for Torbay")
    pages = {f"/news/{n}": article("", title, lines=lines) for n, title in enumerate(titles)}
    assert set(desk.bring(pages).values()) == {("quarantined", "one page at several addresses")}


def test_a_passage_that_was_decided_is_not_asked_again_in_another_article(desk_with_kent: Desk) -> None:
    desk = desk_with_kent
    desk.decide_all()
    other = tuple(
        f"Another matter, number {n}, came up in the chamber, and members spoke of it for an hour." for n in range(9)
    )
    desk.bring({"/news/later": article("Kent", "A long evening in the chamber", lines=(*other, *LINES))})
    again = "title LIKE 'A long%' AND (policy_id, passage) IN (SELECT (d.policy_id, d.passage) FROM decisions AS d)"
    assert set(desk.rows(f"SELECT state FROM candidates WHERE {again}")) == {("repeated",)}
    waiting = (
        "SELECT count(*) FROM candidates WHERE candidate_id IN (SELECT candidate_id FROM records.waiting_candidates)"
    )
    assert desk.rows(f"{waiting} AND {again}") == [(0,)]


def test_an_old_address_that_still_shows_the_old_text_changes_nothing(desk_with_kent: Desk) -> None:
    desk = desk_with_kent
    moved = article("Kent", more="<p>This page is part of the archive that we brought with us when we moved.</p>")
    assert desk.bring({"/news/2026/kent": moved})["/news/2026/kent"] == ("stored", "edited since, at a new address")
    assert desk.bring({"/news/kent": article("Kent")})["/news/kent"][0] == "unchanged"
    assert desk.articles == ["/news/2026/kent"]


TEXT = "\n\n".join(line.format("Kent") for line in LINES)


@pytest.mark.parametrize(("title", "text", "copy"), [
    ("A plan", TEXT, True), ("Update: a plan", TEXT, True), ("Ten tips for offices", TEXT, False), ("A plan", TEXT + "\n\nA line more.", True),
    ("A plan", TEXT.replace("Kent", "Leeds"), False), ("A plan", TEXT.replace("4.4", "5.5"), False), ("A plan", TEXT[:120], False),
    ("A plan", TEXT.replace("'", "’").upper(), True), ("A plan", "", False),
])  # fmt: skip
def test_a_copy_is_told_from_a_template_that_was_filled_in_anew(title: str, text: str, copy: bool) -> None:
    assert is_copy(Reading("A plan", TEXT), Reading(title, text)) == copy


def test_strangers_and_cut_texts_are_told() -> None:
    whole = Reading("A plan for Kent's services", TEXT)
    assert is_stranger(whole, Reading("Ten tips", "Put the kettle on. Take notes in pencil."))
    assert not is_stranger(whole, Reading("Ten tips", TEXT))
    assert not is_stranger(whole, Reading("A plan for Kent", "All of it was written anew."))
    assert is_cut(whole, Reading("A plan", TEXT[:230]))
    assert not is_cut(whole, Reading("A plan", TEXT + " More."))


@pytest.mark.parametrize("unchanged", range(6))
def test_a_source_that_always_says_that_all_has_changed_is_not_believed_for_long(unchanged: int) -> None:
    known = KnownArticle(f"{HOME}/news/a", last_fetched=NOW - timedelta(hours=1), published=NOW - timedelta(days=40),
                         capture_id=uuid4(), unchanged=unchanged)  # fmt: skip
    assert is_due(known, NOW, updated=NOW) == (unchanged < LOOKS_UNCHANGED)
