"""From captures to candidates: extract, tag and match what was archived, and spool the result, batch by batch.

A batch is one Parquet file in the spool and one transaction in the warehouse. Its key comes from what it was made
of, so that a batch made twice (a run that was killed and went on) is loaded once. A text that another article of the outlet has already is dropped (exact deduplication).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flows.passes.steps import Steps
from nlp.tagger import TextToTag
from pipelines import identity
from pipelines.archive import warc
from pipelines.body.corrections import correction_told
from pipelines.errors import QuarantineError as Refusal
from pipelines.page import Extraction, RawPage
from spiders.registry.outlet import Outlet
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import (
    DOUBTFUL,
    UNIT_SEPARATOR,
    Article,
    FetchOutcome,
    Matching,
    Outcome,
    Quarantine,
    Record,
    Revision,
    Tagging,
    identifier,
)
from warehouse.store import Store
from warehouse.vocabulary.collection import Step


@dataclass(frozen=True, slots=True)
class Pending:
    """An article fetch whose capture waits to be processed."""

    fetch_id: UUID
    run_id: UUID
    outlet_id: str
    final_url: str
    capture_id: UUID
    captured_at: datetime
    content_type: str | None
    warc_file: str
    warc_offset: int
    listed_title: str | None
    listed_published: datetime | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Pending:
        """Return the record that a row of the query `pending` holds."""
        return cls(**{field.name: row[field.name] for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What the warehouse already holds of the articles in a batch."""

    latest: dict[UUID, str]  # article -> SHA-256 of its latest text
    by_text: dict[tuple[str, str], tuple[UUID, str]]  # (outlet, SHA-256 of a text) -> article and URL that has it


@dataclass(frozen=True, slots=True)
class Read:
    """A pending fetch with what extraction made of it."""

    pending: Pending
    extraction: Extraction
    url: str  # canonical
    article_id: UUID
    content_sha256: str


def content_sha256(extraction: Extraction) -> str:
    """Return the SHA-256 of what a reader would call the article: an edit changes it, new furniture does not.

    A note of correction is an edit; a note that says only when the text was changed is none.
    """
    told = [told for note in extraction.corrections if (told := correction_told(note))]
    parts = (extraction.title, extraction.standfirst or "", extraction.text, *told)
    return hashlib.sha256(UNIT_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def raw_page(folder: DataFolder, pending: Pending, steps: Steps) -> RawPage:
    """Return the captured page as it lies in the archive, with its outlet's rules for the day of capture.

    Raises:
        QuarantineError: the archive does not hold it as it should.
    """
    try:
        response = warc.read_response(folder.archive, pending.warc_file, pending.warc_offset)
    except warc.ArchiveError as error:
        raise Refusal("not readable in the archive", str(error)) from error
    outlet = steps.outlets.get(pending.outlet_id)
    return RawPage(
        body=response.body,
        content_type=pending.content_type,
        content_encoding=response.header("content-encoding"),
        url=pending.final_url,
        captured_at=pending.captured_at,
        rules=outlet.page_rules(pending.captured_at.date()) if outlet else None,
        listed_title=pending.listed_title,
        listed_published=pending.listed_published,
    )


def canonical_url(pending: Pending, extraction: Extraction, outlet: Outlet | None) -> str:
    """Return the article's one URL: what the page says it is, where that is on the outlet's own sites."""
    rules = outlet.urls if outlet else None
    said = extraction.canonical
    if (
        said is not None
        and outlet is not None
        and identity.on_sites(said, outlet.domains)
        and urlsplit(said).path != "/"
    ):
        return identity.canonical_url(said, rules)
    return identity.canonical_url(pending.final_url, rules)


def revision(read: Read, made_at: datetime) -> Revision:
    """Return the revision that the extraction is a text of."""
    extraction = read.extraction
    taken = {field.name: getattr(extraction, field.name) for field in fields(extraction) if field.name != "canonical"}
    return Revision(
        revision_id=identifier(str(read.article_id), read.content_sha256, extraction.extractor),
        article_id=read.article_id,
        capture_id=read.pending.capture_id,
        outlet_id=read.pending.outlet_id,
        url=read.url,
        content_sha256=read.content_sha256,
        made_at=made_at,
        **taken,
    )


@dataclass(frozen=True, slots=True)
class Text:
    """What tagging and matching need of a revision that the warehouse holds."""

    revision_id: UUID
    article_id: UUID
    title: str
    standfirst: str | None
    text: str
    url: str
    published: datetime | None
    confidence: float


def tag_and_match(revisions: Sequence[Revision | Text], steps: Steps, made_at: datetime) -> Iterator[Record]:
    """Give each revision's tagging and matching.

    A text that extraction itself doubts is tagged, and waits on the desk's review list: it is not put forward as
    evidence as if it were sound.
    """
    documents = [TextToTag(one.text, one.title, one.published.date() if one.published else None) for one in revisions]
    for one, tags in zip(revisions, steps.tagger.tag_many(documents), strict=True):
        published = one.published.date() if one.published else None
        candidates = (
            steps.matcher.match(
                one.article_id, one.title, one.text, tags, published, standfirst=one.standfirst or "", url=one.url
            )
            if one.confidence >= DOUBTFUL
            else ()
        )
        yield Tagging(one.revision_id, steps.tagger.version, made_at, tags)
        yield Matching(one.revision_id, one.article_id, steps.matcher.version, made_at, candidates)


def read_batch(folder: DataFolder, batch: Sequence[Pending], steps: Steps) -> Iterator[Read | tuple[Pending, Refusal]]:
    """Give what extraction made of each pending fetch, or why it could not be read."""
    opened: list[tuple[Pending, RawPage]] = []
    for pending in batch:
        try:
            opened.append((pending, raw_page(folder, pending, steps)))
        except Refusal as refusal:
            yield pending, refusal
    extracted = steps.pool.map(page for _, page in opened)
    for (pending, _), result in zip(opened, extracted, strict=True):
        if isinstance(result, Refusal):
            yield pending, result
            continue
        url = canonical_url(pending, result, steps.outlets.get(pending.outlet_id))
        article_id = identity.article_identifier(pending.outlet_id, url)
        yield Read(pending, result, url, article_id, content_sha256(result))


def known_of(store: Store, reads: Iterable[Read]) -> KnownTexts:
    """Return what the warehouse holds of the articles and texts of a batch."""
    found = list(reads)
    latest = store.query("latest_texts", article_ids=[read.article_id for read in found])
    same = store.query("same_text", content_sha256=[read.content_sha256 for read in found])
    return KnownTexts(
        latest={row["article_id"]: row["content_sha256"] for row in latest},
        by_text={(row["outlet_id"], row["content_sha256"]): (row["article_id"], row["url"]) for row in same},
    )


def outcome_of(read: Read, known: KnownTexts) -> tuple[Outcome, str]:
    """Return what becomes of a page that was read, with the reason in words; note its text as known."""
    has_text = known.by_text.get((read.pending.outlet_id, read.content_sha256))
    if known.latest.get(read.article_id) == read.content_sha256:
        return Outcome.UNCHANGED, "the same text as before"
    if has_text is not None and has_text[0] != read.article_id:
        return Outcome.DROPPED, f"the same text as {has_text[1]}"
    reason = "edited since" if read.article_id in known.latest else "new article"
    known.latest[read.article_id] = read.content_sha256
    known.by_text[read.pending.outlet_id, read.content_sha256] = (read.article_id, read.url)
    return Outcome.STORED, reason


def refused(pending: Pending, refusal: Refusal, at: datetime) -> Iterator[Record]:
    """Give the quarantine row and the outcome of a page that could not be read."""
    yield Quarantine(
        quarantine_id=identifier(str(pending.fetch_id), Step.EXTRACT, refusal.reason),
        run_id=pending.run_id,
        outlet_id=pending.outlet_id,
        url=pending.final_url,
        capture_id=pending.capture_id,
        step=Step.EXTRACT,
        reason=refusal.reason,
        detail=refusal.detail,
        at=at,
    )
    yield FetchOutcome(pending.fetch_id, pending.run_id, Outcome.QUARANTINED, refusal.reason, at)


def process_batch(store: Store, folder: DataFolder, batch: Sequence[Pending], steps: Steps) -> Counter[Outcome]:
    """Take one batch from captures to the spool, and return how many had which outcome."""
    made_at = datetime.now(UTC)
    results = list(read_batch(folder, batch, steps))
    known = known_of(store, (result for result in results if isinstance(result, Read)))
    records: list[Record] = []
    revisions: list[Revision] = []
    outcomes: Counter[Outcome] = Counter()
    for result in results:
        if isinstance(result, Read):
            outcome, reason = outcome_of(result, known)
            pending = result.pending
            if outcome is Outcome.STORED:
                records.append(Article(result.article_id, pending.outlet_id, result.url, pending.captured_at))
                revisions.append(revision(result, made_at))
            records.append(FetchOutcome(pending.fetch_id, pending.run_id, outcome, reason, made_at))
            outcomes[outcome] += 1
        else:
            records.extend(refused(*result, made_at))
            outcomes[Outcome.QUARANTINED] += 1
    records.extend(revisions)
    records.extend(tag_and_match(revisions, steps, made_at))
    key = identifier("process", *sorted(str(pending.fetch_id) for pending in batch), steps.tagger.version)
    spool.write_batch(folder, f"process-{key}", records)
    return outcomes


class NotLoaded(Exception):  # noqa: N818 -- named for the state that it tells
    """A batch was spooled and the warehouse did not take it; the message says where it lies."""


def process_pending(
    store: Store, folder: DataFolder, steps: Steps, batch_pages: int, *, advance: Callable[[int], None] = lambda _: None
) -> Counter[Outcome]:
    """Take every pending fetch through the steps, batch by batch, loading each; return the outcomes.

    What an earlier run left pending (it was killed) is taken as well. `advance` hears of each batch's size.

    Raises:
        NotLoaded: a batch was refused by the warehouse: to go on would make the same one again, for ever.
    """
    outcomes: Counter[Outcome] = Counter()
    seen: set[UUID] = set()
    store.drain()
    while rows := store.query("pending", batch=batch_pages):
        batch = [Pending.from_row(row) for row in rows]
        if all(pending.fetch_id in seen for pending in batch):
            raise NotLoaded(f"{len(batch)} pages stay pending: their batch was refused (see {folder.refused})")
        seen.update(pending.fetch_id for pending in batch)
        outcomes += process_batch(store, folder, batch, steps)
        store.drain()
        advance(len(batch))
    return outcomes
