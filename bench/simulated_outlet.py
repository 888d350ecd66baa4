"""An outlet that is not there: what it publishes day by day, how it breaks, and what a crawl of it sees and keeps."""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from bench import simulated_pages as pages
from bench.simulated_breakages import LATER, Breakage
from bench.simulated_pages import Mould, PageRead
from pipelines.archive.foreign_warc import matching_outlet
from pipelines.feeds import LOOKS_LIKE_HTML
from spiders.crawl_report import ArticleCounts, CrawlReport, SourceReport
from spiders.crawling.finders import Entry, NothingReadable, find_entries
from spiders.fetching.answers import challenged, sentence
from spiders.health.evidence import Counts
from spiders.health.fetched import COPY_OF, FetchedArticle
from spiders.registry import files
from spiders.registry.outlet import Outlet, Source
from warehouse.records import Outcome, Wall

LISTED = 25  # entries of a feed
PER_WEEKDAY = (0.4, 0.8, 1.5, 3, 4, 5, 7, 9, 14, 18, 22, 30)
SPREAD = 1.6  # variance over mean of a day's articles
FEATURES = 0.3  # of the articles, under an address and a template of their own
FAILS_ONCE = 0.012  # of crawls: the feed is a maintenance page, or does not answer, that one time
NO_CRAWL = 0.004  # of days: the machine was off
BRIEF, UNDATED, GONE, REPEATED, UNREADABLE, LATE, EDITED = 0.02, 0.01, 0.015, 0.01, 0.005, 0.01, 0.02  # of articles
WITHDRAWN = 0.002  # of second looks
LOOKED_AGAIN_DAYS = 7
ON_TOPIC = 0.15
KEPT_DAYS, KEPT_AGAIN_DAYS = 112, 10  # of fetches, that the flow hands to a judgement

NOON = time(12, tzinfo=UTC)
LINK = re.compile("<link>([^<]+)</link>")
HTML = b"<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1><p>Welcome.</p></body></html>"
CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
)
WORDS = [
    "fostering",
    "budget",
    "adoption",
    "inspectors",
    "carers",
    "schools",
    "housing",
    "settlement",
    "grant",
    "deficit",
    "nursery",
    "trust",
    "merger",
    "levy",
    "commissioner",
    "review",
    "strike",
    "placements",
    "pensions",
    "transport",
    "asylum",
    "kinship",
    "apprentices",
    "youth",
    "libraries",
    "parking",
    "devolution",
]


@dataclass
class Piece:
    """One article."""

    published: date
    url: str
    title: str
    number: str
    mould: Mould
    on_topic: bool
    gone: bool = False
    listed_day: date | None = None

    @property
    def is_feature(self) -> bool:
        """Whether it stands in the second template."""
        return "/features/" in self.url


@dataclass
class SimulatedOutlet:
    """One outlet with its own rates, and what the crawls of it have seen and kept."""

    outlet: Outlet
    weekday_rate: float
    paragraphs: float
    undated: float
    walled: float
    chance: Random
    pieces: list[Piece] = field(default_factory=list)
    by_url: dict[str, Piece] = field(default_factory=dict)
    seen: dict[str, Piece] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)  # length of the text of each address
    texts: dict[str, str] = field(default_factory=dict)  # address by digest of the text
    fetched: list[FetchedArticle] = field(default_factory=list)
    listed: Counter[date] = field(default_factory=Counter)
    counted: dict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def lists_dates(self) -> bool:
        """Whether its feed gives a date with each entry."""
        return not self.undated > 0.1 and int(self.outlet.outlet_id[-2:]) % 3 != 1

    def publish(self, day: date, factor: float, active: Breakage | None) -> None:
        """Write the day's articles: as many as its rate gives, in bunches, and what a breakage makes of them."""
        rate = self.weekday_rate * factor
        mean = self.chance.gammavariate(rate / (SPREAD - 1), SPREAD - 1) if rate else 0.0
        for number in range(poisson(mean, self.chance)):
            self._add(self._piece(day, number, active))

    def _add(self, piece: Piece) -> None:
        self.by_url[piece.url] = piece
        self.pieces.append(piece)

    def _piece(self, day: date, number: int, active: Breakage | None) -> Piece:
        chance, kind = self.chance, active.kind if active else ""
        part = "features" if chance.random() < FEATURES else "news"
        scheme = {"addresses changed": "stories/2/"}.get(kind, f"{part}/")
        title = " ".join(["Council", *chance.sample(WORDS, 5), f"{day:%d%m}{number}"])
        url = f"https://www.outlet.example/{scheme}{day:%Y-%m-%d}-piece-{number}/"
        paragraphs = max(pages.LEAST_PARAGRAPHS, round(chance.lognormvariate(math.log(self.paragraphs), 0.5)))
        mould = Mould(
            paragraphs=1 if chance.random() < BRIEF else min(paragraphs, pages.PARAGRAPHS),
            dated="none" if chance.random() < self.undated else "own", walled=chance.random() < self.walled,
            listed_dates=self.lists_dates,
        )  # fmt: skip
        if chance.random() < UNREADABLE:
            mould = Mould(other="unreadable")
        old = (
            chance.choice(self.pieces[: max(1, len(self.pieces) - int(25 * self.weekday_rate))])
            if self.pieces
            else None
        )
        text = f"{self.outlet.outlet_id[-2:]}{day:%y%m%d}{number:03d}"
        if old and (chance.random() < REPEATED or kind == "old news"):
            text, title, mould = old.number, old.title, old.mould
        published = day - timedelta(days=chance.randint(3, 40)) if chance.random() < LATE else day
        return Piece(published, url, title, text, mould, chance.random() < ON_TOPIC, chance.random() < GONE, day)

    def machine_is_off(self, active: Breakage | None) -> bool:
        """Return whether no crawl runs on this day; one that does not run notices nothing, so none is counted then."""
        return active is None and self.chance.random() < NO_CRAWL

    def crawl(self, now: datetime, published: date, active: Breakage | None) -> CrawlReport:
        """Return the report of a crawl, with what the feed's bytes say read by the product's own code."""
        if active and active.kind == "crawl failed":
            return CrawlReport(outlet_id=self.outlet.outlet_id, outlet=self.outlet.name, errors=("KeyError: 'href'",))
        report, new = self._ask(now, published, active)
        for piece in new:
            self.seen[piece.url] = piece
            self._fetch(piece, now, active)
        if report.problem is None:
            self._look_again(now, active)
        self._forget(now.date())
        return CrawlReport(
            outlet_id=self.outlet.outlet_id, outlet=self.outlet.name, sources=(report,), finish_reason="finished",
            as_of=now, articles=ArticleCounts(fetched=len(new), pending=len(new)),
        )  # fmt: skip

    def _ask(self, now: datetime, published: date, active: Breakage | None) -> tuple[SourceReport, list[Piece]]:
        status, body, problem = self._answer(published, active)
        source = self.outlet.sources[0]
        report = SourceReport(url=source.url, kind="feed", status=status, problem=problem,
                              breakage="not crawled" if problem else None)  # fmt: skip
        if problem is not None:
            return report, []
        try:
            if challenged({}, body):
                raise NothingReadable("blocked", "asks browsers to prove themselves")
            if status != 200:
                raise NothingReadable("blocked" if status == 403 else "feed gone", sentence(status))
            entries = self._read_feed(source, body, now, healthy=active is None)
        except NothingReadable as error:
            report.problem, report.breakage = str(error), error.kind
            return report, []
        report.entries = len(entries)
        report.newest = max((one.published for one in entries if one.published), default=None)
        matching = [one.url for one in entries if matching_outlet(one.url, [self.outlet])]
        report.matching = len(matching)
        new = [self.by_url[url] for url in matching if url not in self.seen]
        report.new = len(new)
        return report, new

    def _read_feed(self, source: Source, body: bytes, now: datetime, healthy: bool) -> tuple[Entry, ...]:
        """Return what the feed names: a body that was read before is not read again, nor are six of seven healthy ones."""
        if healthy and now.toordinal() % 7 and not LOOKS_LIKE_HTML.match(body):
            links = LINK.findall(body.decode())
            return tuple(Entry(url, "", self._said(self.by_url[url])) for url in links)
        return find_entries(source, body, "application/rss+xml", source.url, now).entries

    def _said(self, piece: Piece) -> datetime | None:
        return datetime.combine(piece.listed_day or piece.published, NOON) if self.lists_dates else None

    def _answer(self, published: date, active: Breakage | None) -> tuple[int, bytes, str | None]:
        name = self.outlet.name.encode()
        out = [piece for piece in self.pieces if (piece.listed_day or piece.published) <= published]
        match active.kind if active else "":
            case "feed gone":
                return 404, HTML % (b"Not found", name), None
            case "html for xml":
                return 200, HTML % (name, name), None
            case "feed empty":
                return 200, self._feed([]), None
            case "blocked":
                return (403, b"Forbidden", None) if active and active.start.day % 2 else (200, CHALLENGE, None)
            case "robots":
                return 0, b"", "not asked for: its robots.txt says no"
            case "silent":
                return (
                    200,
                    self._feed([one for one in out if active and (one.listed_day or published) < active.start]),
                    None,
                )
            case "volume low":
                return 200, self._feed([one for one in out if active and self._is_left(one, active)]), None
            case "feed cut":
                return 200, self._feed(out[-3:]), None
        if self.chance.random() < FAILS_ONCE:
            return self.chance.choice([(503, b"", None), (200, HTML % (b"Back soon", name), None)])
        return 200, self._feed(out), None

    def _is_left(self, piece: Piece, active: Breakage) -> bool:
        return (piece.listed_day or piece.published) < active.start or sum(piece.url.encode()) % 997 % 10 == 0

    def _feed(self, out: list[Piece]) -> bytes:
        listed = max(LISTED, 2 * int(self.weekday_rate))
        items = "".join(
            f"<item><title>{piece.title}</title><link>{piece.url}</link>"
            + (f"<pubDate>{said:%a, %d %b %Y} 12:00:00 GMT</pubDate>" if (said := self._said(piece)) else "")
            + "</item>"
            for piece in out[-listed:]
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()

    def _fetch(self, piece: Piece, now: datetime, active: Breakage | None) -> None:
        """Ask for an article, and keep what the product would keep of it."""
        spoilt = active if active and active.hits(piece.is_feature) else None
        gone = piece.gone or (spoilt is not None and spoilt.kind == "articles gone")
        found = PageRead(None, "not found (404)") if gone else _read(piece, spoilt)
        self._keep(piece, found, now, Outcome.DROPPED if gone else Outcome.QUARANTINED)

    def _look_again(self, now: datetime, active: Breakage | None) -> None:
        since = now.date() - timedelta(days=LOOKED_AGAIN_DAYS)
        for piece in self.pieces[-LOOKED_AGAIN_DAYS * int(4 + 3 * self.weekday_rate) :]:
            if piece.url not in self.held or not since <= piece.published < now.date() - timedelta(days=1):
                continue
            if active is not None and active.kind in LATER:
                self._keep(piece, _read(piece, active), now, Outcome.QUARANTINED, again=True)
            elif self.chance.random() < EDITED:
                self._note(piece, now, Outcome.STORED, again=True, characters=self.held[piece.url] + 40,
                           before=self.held[piece.url])  # fmt: skip
            elif self.chance.random() < WITHDRAWN:
                self._note(piece, now, Outcome.DROPPED, again=True, reason="not found (404)", status=404)
            else:
                self._note(piece, now, Outcome.UNCHANGED, again=True, reason="not modified (304)", status=304)

    def _keep(self, piece: Piece, found: PageRead, now: datetime, otherwise: Outcome, again: bool = False) -> None:
        """Book what came of a page as the product does (flows.passes.process)."""
        one = found.extraction
        if one is None:
            status = 404 if otherwise is Outcome.DROPPED else 200
            self._note(piece, now, otherwise, again=again, reason=found.reason, detail=found.detail, status=status)
            return
        digest = hashlib.sha256(f"{one.title}|{one.standfirst}|{one.text}".encode()).hexdigest()
        holder = self.texts.setdefault(digest, piece.url)
        facts = {"title": one.title, "opening": one.text[:300], "again": again}
        if holder != piece.url:
            self._note(piece, now, Outcome.DROPPED, reason=f"{COPY_OF}{holder}", **facts)
            return
        before = self.held.get(piece.url)
        outcome = Outcome.UNCHANGED if again and before == len(one.text) else Outcome.STORED
        self.held[piece.url] = len(one.text)
        self._note(
            piece, now, outcome, characters=len(one.text), before=before, language=one.language, confidence=one.confidence,
            walled=one.wall in {Wall.REGISTRATION, Wall.SUBSCRIPTION},
            published_day=one.published.date() if one.published else None, **facts,
        )  # fmt: skip

    def _note(self, piece: Piece, now: datetime, outcome: Outcome, **facts: object) -> None:
        said = self._said(piece)
        noted = FetchedArticle(
            at=now, day=now.date(), url=piece.url, outcome=outcome, listed_title=None if facts.get("again") else piece.title,
            listed_day=said.date() if said else None, **facts,  # type: ignore[arg-type]
        )  # fmt: skip
        self.fetched.append(noted)
        if noted.again:
            return
        day = piece.listed_day or piece.published
        self.listed[day] += 1
        lost = outcome is Outcome.QUARANTINED
        stored = outcome is Outcome.STORED
        self.counted[day].update(stored=stored, on_topic=stored and piece.on_topic, fetched=1, unread=lost)

    def _forget(self, today: date) -> None:
        old, old_again = today - timedelta(days=KEPT_DAYS), today - timedelta(days=KEPT_AGAIN_DAYS)
        self.fetched = [one for one in self.fetched if one.day >= (old_again if one.again else old)]

    def counts(self, today: date) -> dict[date, Counts]:
        """Return what each of the last days brought, as the warehouse would."""
        days = [today - timedelta(days=number) for number in range(15)]
        return {day: Counts(listed=self.listed[day], **self.counted[day]) for day in days if self.listed[day]}


def _read(piece: Piece, spoilt: Breakage | None) -> PageRead:
    mould = spoilt.mould(piece.mould) if spoilt else piece.mould
    return pages.cast(pages.read(mould), piece.title, piece.number, piece.published)


def _outlet(number: int, rate: float) -> Outlet:
    """Return an outlet like any other, which publishes so many articles on a working day."""
    week = rate * 5.4
    keys = tomllib.loads((files.SHIPPED / "communitycare.toml").read_text(encoding="utf-8")) | {
        "name": f"Outlet {number:02d}", "source": [{"kind": "feed", "url": "https://www.outlet.example/feed/"}],
        "home": "https://www.outlet.example/", "domains": ["outlet.example"], "urls": {}, "page": {},
        "articles": ["^/(?:news|features)/[^/]+/?$"], "tier": "official" if number % 3 == 2 else "trade press",
        "expect": {"per_week": (int(week * 0.4), math.ceil(week * 2)), "quiet_days": max(4, math.ceil(14 / rate)),
                   "characters": 800, "dated": 0.9},
    }  # fmt: skip
    return Outlet.model_validate(keys, context={"path": Path(f"outlet_{number:02d}.toml")})


def simulated_outlets(chance: Random, rates: tuple[float, ...] = PER_WEEKDAY) -> list[SimulatedOutlet]:
    """Return outlets of these rates: by default twelve, from one with two articles a week to one with thirty a day."""
    found = []
    for number, rate in enumerate(rates):
        undated = UNDATED if number % 4 else 0.3
        walled = (0.02, 0.0, 0.5)[number % 3]
        found.append(SimulatedOutlet(_outlet(number, rate), rate, chance.uniform(8, 20), undated, walled,
                                     Random(chance.random())))  # fmt: skip
    return found


def poisson(mean: float, chance: Random) -> int:
    """Return a number of events whose mean this is."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
