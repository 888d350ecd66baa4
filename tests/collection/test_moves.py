"""An outlet that moves keeps its articles: nothing is withdrawn, nothing is asked again, and one line tells it."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.passes.process import process_pending
from flows.passes.steps import Steps
from flows.passes.summary import moved_lines
from spiders.job.frontier import write_frontier
from spiders.registry.files import load_outlets
from tests.spiders.crawling import crawl, job
from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, RejectReason

HOME = "https://www.gazette.example"
FIRST = datetime(2026, 11, 2, 6, tzinfo=UTC)
MOVED = FIRST + timedelta(days=2)
COUNCILS = ("Kent", "Leeds", "Slough", "Sandwell", "Bradford", "Doncaster", "Torbay", "Norfolk", "Reading", "Croydon")

Move = Callable[[int, str], str]
MOVES: dict[str, Move] = {
    "host": lambda number, slug: f"https://news.gazette.example/news/{number}/{slug}",
    "path": lambda _, slug: f"{HOME}/2026/11/01/{slug}",
    "ids": lambda number, slug: f"{HOME}/news/90{number}7/{slug}",
    "slashes": lambda number, slug: f"{HOME}/news/{number}/{slug}/",
    "AMP": lambda number, slug: f"{HOME}/amp/news/{number}/{slug}",
}
CHANGES: dict[str, Callable[[str, list[str]], tuple[str, list[str]]]] = {
    "as it was": lambda title, lines: (title, lines),
    "another title": lambda title, lines: (f"Analysis: {title}", lines),
    "a line more": lambda title, lines: (
        title,
        [*lines, "This page is part of the archive that we brought with us when we moved."],
    ),
    "other quotes": lambda title, lines: (title, [line.replace("'", "’") for line in lines]),
}


@dataclass(frozen=True)
class Story:
    """An invented article of the outlet, at its old address and at its new one."""

    number: int
    move: str
    change: str

    @property
    def slug(self) -> str:
        return f"{COUNCILS[self.number % 10].lower()}-trust-{self.number}"

    @property
    def old(self) -> str:
        return f"{HOME}/news/{self.number}/{self.slug}"

    @property
    def new(self) -> str:
        return MOVES[self.move](self.number, self.slug)

    def page(self, moved: bool) -> bytes:
        council = COUNCILS[self.number % 10]
        title = f"{council} hands children's services to a trust in plan {self.number}"
        lines = [
            f"{council} council will hand its children's services to an independent children's trust, ministers said of plan {self.number}.",
            f"The Department for Education appointed a commissioner after Ofsted rated {council}'s children's services inadequate for the {self.number}th time.",
            f"The council's leader said that the £{self.number}.4m grant would pay for social workers, and that nobody had asked the staff.",
            f"Family support in {council} will be paid for with £{self.number}m from the families first partnership programme over three years.",
        ]
        if moved:
            title, lines = CHANGES[self.change](title, lines)
        body = "".join(f"<p>{line}</p>" for line in lines)
        return (f'<!doctype html><html><head><title>{title} | Gazette</title><meta property="og:title" content="{title}">'
                f'<meta property="article:published_time" content="2026-11-01T09:00:00Z"></head><body><main><article><h1>{title}</h1>{body}'
                "</article></main></body></html>").encode()  # fmt: skip


STORIES = [
    Story(number, move, change) for number, (move, change) in enumerate(((m, c) for m in MOVES for c in CHANGES), 11)
]


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("moves") / "moves.warc.gz"
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")

        def respond(
            url: str, at: datetime, body: bytes, status: int = 200, kind: str = "text/html; charset=utf-8", **more: str
        ) -> None:
            http = StatusAndHeaders(f"{status} X", [("Content-Type", kind), *more.items()], protocol="HTTP/1.1")
            dated = {"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
            writer.write_record(writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=dated
            ))  # fmt: skip

        for moved, at in ((False, FIRST), (True, MOVED)):
            items = "".join(f"<item><link>{one.new if moved else one.old}</link></item>" for one in STORIES)
            feed = f'<rss version="2.0"><channel><title>Gazette</title>{items}</channel></rss>'
            respond(f"{HOME}/feed", at, feed.encode(), kind="application/rss+xml")
            for one in STORIES:
                respond(one.new if moved else one.old, at, one.page(moved))
                if moved:
                    to = (None, f"{HOME}/", one.new)[one.number % 3]  # the old address is gone, or leads on
                    if to:
                        respond(one.old, at, b"", 301, Location=to)
                    else:
                        respond(one.old, at, b"gone", 404)
            respond(f"{HOME}/", at, b"<html><body><h1>Gazette</h1></body></html>")
    return path


class Gazette:
    """The outlet's data folder, looked at day by day."""

    def __init__(self, root: Path, recording: Path, steps: Steps) -> None:
        self.folder = DataFolder(root).create()
        self.recording = recording
        outlets = root / "outlets"
        outlets.mkdir()
        (outlets / "gazette.toml").write_text(
            f'name = "Gazette"\nhome = "{HOME}/"\ndomains = ["gazette.example"]\ntier = "trade press"\n'
            f"articles = ['^/(news|2026|amp)/.+']\n[[source]]\nkind = \"feed\"\nurl = \"{HOME}/feed\"\n", encoding="utf-8",
        )  # fmt: skip
        self.steps = replace(steps, outlets=load_outlets(outlets))

    def look(self, at: datetime) -> list[str]:
        """Crawl as of a moment, and return the lines that tell of articles at new addresses."""
        frontier = self.folder.root / "frontier.json"
        with connect(self.folder) as store:
            write_frontier(frontier, store.query("frontier_known", outlet_id="gazette"))
            this = job(self.folder.root, "gazette", frontier=frontier, newsroom=self.recording, as_of=at,
                       allow_loopback=False, polite=True)  # fmt: skip
            assert crawl(this).report.errors == ()
            process_pending(store, self.folder, self.steps, 7)
            return moved_lines(store, [this.run_id])

    def rows(self, query: str) -> list[tuple[object, ...]]:
        import duckdb

        with duckdb.connect(str(self.folder.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def decide_all(self) -> int:
        """Accept and reject every passage that waits, in turns, and return how many that were."""
        decided = 0
        with connect(self.folder) as store:
            while cards := store.query("queue", number=1000):  # of a card its best passage, and then the next
                for card in cards:
                    decided += 1
                    action = Action.ACCEPT if decided % 2 else Action.REJECT
                    store.decide(Decision(uuid4(), card["candidate_id"], action, "Ed", "", FIRST,
                                          reason=None if decided % 2 else RejectReason.OLD_NEWS))  # fmt: skip
                store.drain()
        return decided


@pytest.fixture(scope="module")
def moved(
    tmp_path_factory: pytest.TempPathFactory, recording: Path, steps: Steps
) -> tuple[Gazette, int, list[list[str]]]:
    gazette = Gazette(tmp_path_factory.mktemp("gazette") / "data", recording, steps)
    gazette.look(FIRST)
    decided = gazette.decide_all()
    return gazette, decided, [gazette.look(MOVED + timedelta(hours=26 * day)) for day in range(4)]


Moved = tuple[Gazette, int, list[list[str]]]


def test_the_articles_bear_evidence_that_was_decided(moved: Moved) -> None:
    assert moved[1] >= len(STORIES)


def test_nothing_is_withdrawn(moved: Moved) -> None:
    gazette = moved[0]
    assert gazette.rows("SELECT count(*), count(*) FILTER (status = 'withdrawn') FROM articles") == [(len(STORIES), 0)]
    assert gazette.rows("SELECT count(*) FROM evidence WHERE withdrawn") == [(0,)]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_move_is_followed(moved: Moved, move: str, change: str) -> None:
    (story,) = [one for one in STORIES if (one.move, one.change) == (move, change)]
    rows = moved[0].rows(
        f"SELECT title, url, found_at FROM articles WHERE concat(url, ' ', found_at) LIKE '%{story.slug}%'"
    )
    assert len(rows) == 1
    if change == "another title":
        assert str(rows[0][0]).startswith("Analysis: ")


def test_nobody_is_asked_again(moved: Moved) -> None:
    """A passage that nobody decided is no question that comes again: a line more may lift one over the threshold."""
    again = "passage IN (SELECT passage FROM records.decisions)"
    assert moved[0].rows(f"SELECT policy_id, field, passage FROM candidates WHERE state = 'open' AND {again}") == []
    waiting = "SELECT candidate_id FROM records.waiting_candidates"
    assert moved[0].rows(f"SELECT passage FROM candidates WHERE candidate_id IN ({waiting}) AND {again}") == []


def test_one_line_tells_it_once(moved: Moved) -> None:
    first, *later = moved[2]
    assert len(first) == 1
    assert first[0].startswith(f"gazette: {len(STORIES)} known articles stand at new addresses, such as https://")
    assert later == [[], [], []]
