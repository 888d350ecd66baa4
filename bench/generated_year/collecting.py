"""The year as the product takes it in: tagged, matched, loaded, linked into stories and into the ledger, sitting by sitting."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from bench.generated_year.year import DAYS, FIRST_DAY, OUTLETS, PlantedArticle
from flows.passes.linking import link_waiting
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from nlp.tagger import Tagger, load_tagger
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import Article, Matching, Record, Tagging, identifier

SITTINGS = tuple(
    FIRST_DAY + timedelta(days=day, hours=20) for day in range(DAYS + 3) if day % 7 == 4
)  # each Friday evening


@dataclass(frozen=True, slots=True)
class Intake:
    """What came since the sitting before, as the desk finds it."""

    at: datetime
    rows: tuple[dict[str, Any], ...]  # of the query passages_to_rank, for the new candidates
    stories: dict[UUID, UUID]  # of every article so far


@dataclass(frozen=True, slots=True)
class PlacedSum:
    """A sum that the ledger holds."""

    article_id: UUID
    start: int
    end: int
    commitment_id: UUID


@dataclass(frozen=True, slots=True)
class CollectedYear:
    """What the product made of the year."""

    intakes: tuple[Intake, ...]
    sums: tuple[PlacedSum, ...]


def warehouse_id(article_id: str) -> UUID:
    """Return an article's identifier in the warehouse."""
    return identifier("generated year", article_id)


def collect(
    articles: Sequence[PlantedArticle],
    folder: DataFolder,
    *,
    told: Callable[[int], None] = lambda _: None,
    matching: bool = True,
) -> CollectedYear:
    """Take the articles in, and return what an editor finds at each sitting. `told` hears how many are done.

    Without matching there are no candidates: the stories and the ledger alone, in a tenth of the time.
    """
    tagger, matcher = load_tagger(), Matcher(load_policies()) if matching else None
    intakes, done = [], 0
    with Owner(folder, background=False) as owner:
        owner.load_outlets([{"outlet_id": one, "name": one, "home": f"https://{one}.example/"} for one in OUTLETS])
        for number, at in enumerate(SITTINGS):
            came = [one for one in articles[done:] if one.published < at]
            done += len(came)
            records = [record for one in came for record in records_of(one, tagger, matcher)]
            if records:
                spool.write_batch(folder, f"sitting {number}", [samples.run(), *records])
                owner.drain()
                link_waiting(owner, folder)  # type: ignore[arg-type]  # an owner answers as a store does
            new = [each.candidate_id for one in records if isinstance(one, Matching) for each in one.candidates]
            rows = owner.query("passages_to_rank", candidate_ids=new)
            intakes.append(Intake(at, tuple(_with_article(rows, records)), _stories(owner)))
            told(done)
        sums = tuple(_sums(owner))
    return CollectedYear(tuple(intakes), sums)


def records_of(one: PlantedArticle, tagger: Tagger, matcher: Matcher | None) -> tuple[Record, ...]:
    """Return what an article brings to the warehouse; without a matcher, no candidates."""
    at, url = one.published, f"https://{one.outlet}.example/{one.article_id.replace(' ', '-')}"
    digest = hashlib.sha256(f"{one.title}{one.text}".encode()).hexdigest()
    article_id = warehouse_id(one.article_id)
    text = replace(
        samples.revision(0), revision_id=identifier(str(article_id), digest), article_id=article_id,
        capture_id=identifier("capture", str(article_id)), outlet_id=one.outlet, url=url, title=one.title, text=one.text,
        published=at, content_sha256=digest, made_at=at,
    )  # fmt: skip
    tags = tagger.tag(one.text, one.title, at.date())
    records = (Article(article_id, one.outlet, url, at), text, Tagging(text.revision_id, "tag/1", at, tags))
    if matcher is None:
        return records
    found = matcher.match(article_id, one.title, one.text, tags, at.date(), url=url)
    return (*records, Matching(text.revision_id, article_id, matcher.version, at, found))


def _with_article(rows: Sequence[dict[str, Any]], records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """Give each row with the article that it is of, which the desk's query has no use for."""
    of = {each.candidate_id: one.article_id for one in records if isinstance(one, Matching) for each in one.candidates}
    for row in rows:
        yield {**row, "article_id": of[row["candidate_id"]]}


def _stories(owner: Owner) -> dict[UUID, UUID]:
    with owner._cursor() as cursor:
        return dict(cursor.execute("SELECT article_id, story_id FROM records.story_articles").fetchall())


def _sums(owner: Owner) -> Iterator[PlacedSum]:
    sql = "SELECT article_id, start_offset, end_offset, commitment_id FROM records.ledger_sums JOIN records.commitment_mentions USING (sum_id)"
    with owner._cursor() as cursor:
        for row in cursor.execute(sql).fetchall():
            yield PlacedSum(*row)
