"""An outlet that is not there: what it publishes day by day, how it breaks, and what a crawl of it sees."""

from __future__ import annotations

import math
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from statistics import median

from pipelines.archive.foreign_warc import matching_outlet
from pipelines.feeds import LOOKS_LIKE_HTML
from spiders.crawl_report import ArticleCounts, CrawlReport, SourceReport
from spiders.crawling.finders import Entry, NothingReadable, find_entries
from spiders.fetching.answers import challenged, sentence
from spiders.health.days import Counts
from spiders.health.findings import Written
from spiders.health.holidays import is_bank_holiday
from spiders.registry import files
from spiders.registry.outlet import Outlet, Source

BUSY, BIG = 12.0, 22.0  # articles a working day from which two days of nothing, or of a tenth, cannot be chance
KINDS = {
    "volume low": BIG, "silent": BUSY, "body lost": 7, "articles gone": 7, "addresses changed": 7, "dates gone": 5,
    "wall raised": 5, "feed gone": 0, "html for xml": 0, "feed empty": 0, "blocked": 0, "robots": 0,
}  # fmt: skip
"""The kinds of breakage, each with the articles a working day that an outlet must publish for it to show in two runs."""
SAID = {
    "feed empty": {"lists nothing"},
    "volume low": {"volume low", "silent"},
    "articles gone": {"articles gone", "blocked"},
}
LISTED = 25  # entries of a feed
PER_WEEKDAY = (0.4, 0.8, 1.5, 3, 4, 5, 7, 9, 14, 18, 22, 30)
SPREAD = 1.6  # variance over mean of a day's articles
AUGUST, CHRISTMAS, SUNDAYS = 0.65, 0.04, 0.2
FAILS_ONCE = 0.012  # of crawls: the feed is a maintenance page, or does not answer, that one time
NO_CRAWL = 0.004  # of days: the machine was off
ODD_DAY = 0.004  # of days: a conference, a death in the office; a third of the articles come
BRIEF, UNDATED, GONE = 0.02, 0.01, 0.02  # of articles
ON_TOPIC = 0.15

NOON = time(12, tzinfo=UTC)
LINK = re.compile("<link>([^<]+)</link>")
HTML = b"<!DOCTYPE html><html><head><title>%s</title></head><body><h1>%s</h1><p>Welcome.</p></body></html>"
CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
)


@dataclass(frozen=True)
class Breakage:
    """One breakage: from the day whose articles it hides up to the day on which it is mended."""

    outlet_id: str
    kind: str
    start: date
    end: date

    @property
    def said(self) -> set[str]:
        """The kinds of incident that name it rightly."""
        return SAID.get(self.kind, {self.kind})


@dataclass
class Piece:
    """One article."""

    published: date
    url: str
    written: Written
    on_topic: bool
    gone: bool


@dataclass
class SimulatedOutlet:
    """One outlet with its own rates, and what a crawl has seen of it."""

    outlet: Outlet
    weekday_rate: float
    characters: float
    undated: float
    walled: float
    chance: Random
    pieces: list[Piece] = field(default_factory=list)
    by_url: dict[str, Piece] = field(default_factory=dict)
    seen: dict[str, Piece] = field(default_factory=dict)
    stored: dict[date, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    listed: dict[date, int] = field(default_factory=lambda: defaultdict(int))
    runs: list[list[Piece]] = field(default_factory=list)

    def can_show(self, kind: str) -> bool:
        """Return whether two days of this outlet can show a breakage of this kind: where half is walled, a wall cannot."""
        usual = {"dates gone": self.undated, "wall raised": self.walled}.get(kind, 0.0)
        return self.weekday_rate >= KINDS[kind] and usual < 0.1

    def rate(self, day: date) -> float:
        """Return how many articles this day has on average."""
        rate = self.weekday_rate * (SUNDAYS if day.weekday() >= 5 or is_bank_holiday(day) else 1.0)
        if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1):
            return rate * CHRISTMAS
        return rate * (AUGUST if day.month == 8 else 1.0) * (0.33 if self.chance.random() < ODD_DAY else 1.0)

    def publish(self, day: date, active: Breakage | None) -> None:
        """Write the day's articles, as many as its rate gives, in bunches."""
        rate = self.rate(day)
        mean = self.chance.gammavariate(rate / (SPREAD - 1), SPREAD - 1) if rate else 0.0
        for number in range(_poisson(mean, self.chance)):
            characters = self.chance.lognormvariate(math.log(self.characters), 0.5)
            if self.chance.random() < BRIEF:
                characters *= 0.15
            dated, walled = self.chance.random() >= self.undated, self.chance.random() < self.walled
            gone = self.chance.random() < GONE
            kind = active.kind if active else ""
            if kind == "body lost" and self.chance.random() < 0.95:
                characters = self.chance.uniform(60, 0.12 * self.characters)
            written = Written(int(characters), dated and kind != "dates gone", walled or kind == "wall raised")
            scheme = "story/" if kind == "addresses changed" else ""
            url = f"https://www.communitycare.co.uk/{scheme}{day:%Y/%m/%d}/piece-{number}/"
            self.by_url[url] = Piece(
                day, url, written, self.chance.random() < ON_TOPIC, gone or kind == "articles gone"
            )
            self.pieces.append(self.by_url[url])

    def machine_is_off(self, active: Breakage | None) -> bool:
        """Return whether no crawl runs on this day; one that does not run notices nothing, so none is counted then."""
        return active is None and self.chance.random() < NO_CRAWL

    def crawl(self, now: datetime, published: date, active: Breakage | None) -> CrawlReport:
        """Return the report of a crawl, with what the feed's bytes say read by the product's own code."""
        status, body, problem = self._answer(published, active)
        source = self.outlet.sources[0]
        report = SourceReport(url=source.url, kind="feed", status=status, problem=problem,
                              breakage="not crawled" if problem else None)  # fmt: skip
        new: list[Piece] = []
        if problem is None:
            try:
                if challenged({}, body):
                    raise NothingReadable("blocked", "asks browsers to prove themselves")
                if status != 200:
                    raise NothingReadable("blocked" if status == 403 else "feed gone", sentence(status))
                entries = self._read(source, body, now, healthy=active is None)
                report.entries = len(entries)
                report.newest = max((one.published for one in entries if one.published), default=None)
                matching = [one.url for one in entries if matching_outlet(one.url, [self.outlet])]
                report.matching = len(matching)
                new = [self.by_url[url] for url in matching if url not in self.seen]
                report.new = len(new)
            except NothingReadable as error:
                report.problem, report.breakage = str(error), error.kind
        if status == 0 and problem is None:
            report.problem, report.breakage = "could not be reached: no whole answer in time", "unreachable"
        kept = [piece for piece in new if not piece.gone]
        for piece in new:
            self.seen[piece.url] = piece
            self.listed[piece.published] += 1
        for piece in kept:
            self.stored[piece.published].append(piece)
        if kept:
            self.runs.append(kept)
        lost = len(new) - len(kept)
        return CrawlReport(
            outlet_id=self.outlet.outlet_id, outlet=self.outlet.name, sources=(report,), finish_reason="finished",
            articles=ArticleCounts(fetched=len(new), dropped=lost, pending=len(kept)),
            dropped={"not found (404)": lost} if lost else {},
        )  # fmt: skip

    def _read(self, source: Source, body: bytes, now: datetime, healthy: bool) -> tuple[Entry, ...]:
        """Return what the feed names: a body that was read before is not read again, nor are six of seven healthy ones."""
        if healthy and now.toordinal() % 7 and not LOOKS_LIKE_HTML.match(body):
            links = LINK.findall(body.decode())
            return tuple(Entry(url, "Piece", datetime.combine(self.by_url[url].published, NOON)) for url in links)
        return find_entries(source, body, "application/rss+xml", source.url, now).entries

    def _answer(self, published: date, active: Breakage | None) -> tuple[int, bytes, str | None]:
        name = self.outlet.name.encode()
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
                    self._feed([piece for piece in self.pieces if active and piece.published < active.start]),
                    None,
                )
            case "volume low":
                chosen = [piece for piece in self.pieces
                          if active and (piece.published < active.start or hash_of(piece.url) % 10 == 0)]  # fmt: skip
                return 200, self._feed(chosen), None
        if self.chance.random() < FAILS_ONCE:
            return self.chance.choice([(503, b"", None), (200, HTML % (b"Back soon", name), None)])
        return 200, self._feed([piece for piece in self.pieces if piece.published <= published]), None

    def _feed(self, pieces: list[Piece]) -> bytes:
        listed = max(LISTED, 2 * int(self.weekday_rate))
        items = "".join(
            f"<item><title>Piece</title><link>{piece.url}</link>"
            f"<pubDate>{piece.published:%a, %d %b %Y} 12:00:00 GMT</pubDate></item>"
            for piece in pieces[-listed:]
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()

    def counts(self, today: date) -> dict[date, Counts]:
        """Return what each of the last days brought, as the warehouse would."""
        days = [today - timedelta(days=number) for number in range(15)]
        return {
            day: Counts(self.listed[day], len(self.stored[day]), sum(piece.on_topic for piece in self.stored[day]))
            for day in days
        }

    def soundness(self, day: date) -> tuple[float | None, float | None, float | None]:
        """Return the median length of a day's articles, and the shares that are dated and walled."""
        pieces = [piece.written for piece in self.stored.get(day, [])]
        if not pieces:
            return None, None, None
        return (median(piece.characters for piece in pieces), sum(piece.dated for piece in pieces) / len(pieces),
                sum(piece.walled for piece in pieces) / len(pieces))  # fmt: skip

    def written(self) -> list[list[Written]]:
        """Return the articles of the last two crawls that stored any."""
        return [[piece.written for piece in run] for run in self.runs[-2:]]


def hash_of(url: str) -> int:
    """Return a number that is the same in every process."""
    return sum(url.encode()) % 997


def simulated_outlets(chance: Random) -> list[SimulatedOutlet]:
    """Return twelve outlets, from one with two articles a week to one with thirty a day."""
    model = tomllib.loads((files.SHIPPED / "communitycare.toml").read_text(encoding="utf-8"))
    found = []
    for number, rate in enumerate(PER_WEEKDAY):
        week = rate * 5.4
        expect = {"per_week": (int(week * 0.4), math.ceil(week * 2)), "quiet_days": max(4, math.ceil(14 / rate)),
                  "characters": 800, "dated": 0.9}  # fmt: skip
        keys = {"name": f"Outlet {number:02d}", "expect": expect, "source": model["source"][:1]}
        outlet = Outlet.model_validate(model | keys, context={"path": Path(f"outlet_{number:02d}.toml")})
        found.append(SimulatedOutlet(outlet, rate, chance.uniform(1500, 4500), UNDATED if number % 4 else 0.3,
                                     (0.02, 0.0, 0.5)[number % 3], Random(chance.random())))  # fmt: skip
    return found


def _poisson(mean: float, chance: Random) -> int:
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count
