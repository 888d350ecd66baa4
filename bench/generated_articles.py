"""Articles of an invented newsroom in any number, with texts that do not repeat: what the benches of growth load."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from warehouse.records import (
    Article,
    Candidate,
    Capture,
    Fetch,
    FetchKind,
    FetchOutcome,
    Matching,
    Mention,
    Outcome,
    Record,
    Revision,
    Run,
    Tagging,
    Tags,
    Wall,
    identifier,
)
from warehouse.tags import TagKind
from warehouse.vocabulary.collection import DatePrecision, RunKind, RunState
from warehouse.vocabulary.stances import Direction, Field, Stance

START = datetime(2023, 1, 1, tzinfo=UTC)
ARTICLES_A_DAY = 300  # of all outlets together: a hundred thousand articles are a year
OUTLETS = tuple(f"outlet-{number:02}" for number in range(24))
POLICIES = tuple(f"policy-{number:02}" for number in range(67))
COUNCILS = ("E08000028", "E08000025", "E06000039", "E10000016", "E09000003", "E06000026")
PARAGRAPHS = 9  # of an article, some 45 words each


@cache
def _words() -> tuple[str, ...]:
    text = files("nlp").joinpath("data/word_frequencies.json").read_text(encoding="utf-8")
    return tuple(sorted({word for word in text.split('"') if word.isalpha()}))


def paragraphs(number: int) -> list[str]:
    """Return the paragraphs of an article: other words in another order for every number."""
    chooser = random.Random(number)
    return [
        " ".join(chooser.choices(_words(), k=chooser.randint(25, 65))).capitalize() + "." for _ in range(PARAGRAPHS)
    ]


def run(number: int) -> Run:
    """Return a finished run."""
    at = START + timedelta(hours=number)
    return Run(identifier("run", str(number)), RunKind.INGEST, OUTLETS[number % 24], at, at, RunState.FINISHED, "")


def article(number: int, run_number: int) -> Iterator[Record]:
    """Yield all that an article brings: fetch, capture, outcome, text, tags, and a candidate for every second article."""
    outlet = OUTLETS[number % len(OUTLETS)]
    url = f"https://{outlet}.example/news/{number}"
    at = START + timedelta(days=number // ARTICLES_A_DAY, seconds=number % ARTICLES_A_DAY * 200)
    parts = paragraphs(number)
    text = "\n\n".join(parts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    article_id, capture_id = identifier(outlet, url), identifier("capture", str(number))
    fetch_id, run_id = identifier("fetch", str(number)), identifier("run", str(run_number))
    revision_id = identifier(str(article_id), digest, "extract/1")
    yield Fetch(
        fetch_id, run_id, outlet, FetchKind.ARTICLE, url, url, at, 120, 200, None, 40_000, capture_id, None, None, None, at
    )  # fmt: skip
    yield Capture(capture_id, outlet, url, at, 200, "text/html", digest, "2026-03.warc.gz", number * 1000, None)
    yield FetchOutcome(fetch_id, run_id, Outcome.STORED, "new article", at)
    yield Article(article_id, outlet, url, at)
    yield Revision(
        revision_id=revision_id, article_id=article_id, capture_id=capture_id, outlet_id=outlet, url=url,
        title=f"Headline {number} {parts[0][:40]}", standfirst=None, authors=("A. Writer",), published=at, modified=None,
        published_precision=DatePrecision.MINUTE,
        dates=(), section="Children", tags=(), text=text, comments=(), corrections=(), captions=(), wall=Wall.OPEN,
        wall_reason=None, language="en", confidence=0.9, reasons=(), extractor="extract/1", content_sha256=digest,
        made_at=at,
    )  # fmt: skip
    mention = Mention(TagKind.COUNCIL, 0, 9, text[:9], COUNCILS[number % len(COUNCILS)], 0.95, "full-name/1")
    yield Tagging(revision_id, "tag/1", at, Tags(mentions=(mention,)))
    found = tuple(_candidate(number, article_id.hex, parts) for _ in range(number % 2))
    yield Matching(revision_id, article_id, "match/1", at, found)


def _candidate(number: int, article: str, parts: list[str]) -> Candidate:
    policy = POLICIES[number // 2 % len(POLICIES)]
    start, end = len(parts[0]) + 2, len(parts[0]) + 2 + len(parts[1])
    return Candidate(
        candidate_id=identifier(policy, article, str(number)), policy_id=policy, field=Field.TEXT, start=start, end=end,
        sentence=(start, end), score=(number * 37 % 89 + 10) / 100, stance=Stance.ADVANCES,
        direction=Direction.ADVANCES, criterion="progress 1", reason="It names the council.", terms=(),
    )  # fmt: skip


def batch(numbers: Iterable[int], run_number: int) -> list[Record]:
    """Return a run and all that its articles bring."""
    records: list[Record] = [run(run_number)]
    for number in numbers:
        records.extend(article(number, run_number))
    return records
