"""From captures to candidates: extract, tag and match what was archived, and spool the result, batch by batch.

A batch is one Parquet file in the spool and one transaction in the warehouse. Its key comes from what it was made
of, so that a batch made twice (a run that was killed and went on) is loaded once. A text that another article of the outlet has already is dropped (exact deduplication).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from flows.passes import linking, texts
from flows.passes.identify import HeldText, Identifier, Identity, PageRead, claimed_address, own_address
from flows.passes.steps import Steps
from flows.passes.texts import Text, text_of
from pipelines.archive import warc
from pipelines.body.corrections import correction_told
from pipelines.errors import QuarantineError as Refusal
from pipelines.likeness import Reading, is_cut, is_stranger
from pipelines.page import Extraction, RawPage
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import (
    DOUBTFUL,
    UNIT_SEPARATOR,
    Article,
    ArticleStatus,
    FetchOutcome,
    Outcome,
    Quarantine,
    Record,
    Revision,
    Wall,
    identifier,
)
from warehouse.store import Store
from warehouse.vocabulary.collection import ArticleState, Step

CLOSED = frozenset({Wall.REGISTRATION, Wall.SUBSCRIPTION})


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
class Read:
    """A pending fetch with what extraction made of it, and whose text that is."""

    pending: Pending
    extraction: Extraction
    content_sha256: str
    identity: Identity

    @property
    def article_id(self) -> UUID:
        """The article that it is a text of."""
        return self.identity.article_id


def content_sha256(extraction: Extraction) -> str:
    """Return the SHA-256 of what a reader would call the article: an edit changes it, new furniture does not.

    A note of correction is an edit; a note that says only when the text was changed is none.
    """
    told = [told for note in extraction.corrections if (told := correction_told(note))]
    parts = (extraction.title, extraction.standfirst or "", extraction.text, *told)
    return hashlib.sha256(UNIT_SEPARATOR.join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def raw_page(folder: DataFolder, pending: Pending, steps: Steps, held_title: str | None = None) -> RawPage:
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
        held_title=held_title,
    )


def revision(read: Read, made_at: datetime) -> Revision:
    """Return the revision that the extraction is a text of."""
    extraction = read.extraction
    taken = {field.name: getattr(extraction, field.name) for field in fields(extraction) if field.name != "canonical"}
    return Revision(
        revision_id=identifier(str(read.article_id), read.content_sha256, extraction.extractor),
        article_id=read.article_id,
        capture_id=read.pending.capture_id,
        outlet_id=read.pending.outlet_id,
        url=read.identity.url,
        content_sha256=read.content_sha256,
        made_at=made_at,
        **taken,
    )


def tag_and_match(read: Sequence[Text], steps: Steps, made_at: datetime) -> Iterator[Record]:
    """Give each text's tagging and matching."""
    return texts.tag_and_match(read, steps.texts, (steps.tagger, steps.matcher), made_at)


def read_batch(
    store: Store, folder: DataFolder, batch: Sequence[Pending], steps: Steps
) -> Iterator[Read | tuple[Pending, Refusal]]:
    """Give what extraction made of each pending fetch, with whose text it is, or why it could not be read."""
    titles = _held_titles(store, batch, steps)
    opened: list[tuple[Pending, RawPage]] = []
    for pending in batch:
        try:
            opened.append((pending, raw_page(folder, pending, steps, titles.get(pending.fetch_id))))
        except Refusal as refusal:
            yield pending, refusal
    sound: list[tuple[Pending, PageRead]] = []
    for (pending, _), result in zip(opened, steps.pool.map(page for _, page in opened), strict=True):
        if isinstance(result, Refusal):
            yield pending, result
        else:
            sound.append((pending, _page_read(pending, result, steps)))
    identities = Identifier(store, [page for _, page in sound], steps.outlets).all()
    for (pending, page), identity in zip(sound, identities, strict=True):
        yield Read(pending, page.extraction, page.content_sha256, identity)


def _held_titles(store: Store, batch: Sequence[Pending], steps: Steps) -> dict[UUID, str]:
    """The headlines of the texts that are held of the articles at the addresses of a batch, by fetch."""
    urls = {one.fetch_id: own_address(one.final_url, steps.outlets.get(one.outlet_id)) for one in batch}
    rows = store.query("articles_at", urls=sorted(set(urls.values())))
    at = {(row["outlet_id"], row["url"]): row["article_id"] for row in rows}
    texts = {row["article_id"]: row["title"] for row in store.query("latest_texts", article_ids=list(at.values()))}
    found = {one.fetch_id: texts.get(at.get((one.outlet_id, urls[one.fetch_id]), one.fetch_id)) for one in batch}
    return {fetch_id: title for fetch_id, title in found.items() if title}


def _page_read(pending: Pending, extraction: Extraction, steps: Steps) -> PageRead:
    outlet = steps.outlets.get(pending.outlet_id)
    own = own_address(pending.final_url, outlet)
    claimed = claimed_address(extraction.canonical, own, outlet)
    sha256 = content_sha256(extraction)
    return PageRead(
        pending.outlet_id, pending.run_id, pending.capture_id, pending.captured_at, own, claimed, extraction, sha256
    )


def outcome_of(read: Read, seen: dict[UUID, str]) -> tuple[Outcome, str]:
    """Return what becomes of a page that was read, with the reason in words. `seen`: this batch's texts, by article."""
    held = read.identity.held
    latest = seen.get(read.article_id, held.content_sha256 if held else None)
    if latest == read.content_sha256:
        if held is not None and read.identity.moved:
            return Outcome.DROPPED, f"the same text as {held.url}"
        return Outcome.UNCHANGED, "the same text as before"
    if read.identity.repeated:
        return Outcome.QUARANTINED, "one page at several addresses"
    if read.identity.earlier:
        return Outcome.UNCHANGED, "an earlier text, at an address that the article has left"
    reason = "new article"
    if held is not None:
        doubt = replacement_doubt(held, read.extraction)
        if doubt:
            return Outcome.QUARANTINED, doubt
        reason = "edited since, at a new address" if read.identity.moved else "edited since"
    seen[read.article_id] = read.content_sha256
    return Outcome.STORED, reason


def replacement_doubt(held: HeldText, extraction: Extraction) -> str | None:
    """Return why a reading must not take the place of the sound text that is held of its article; None where it may."""
    if held.confidence < DOUBTFUL:
        return None
    reading = Reading(extraction.title, extraction.text)
    if extraction.confidence < DOUBTFUL:
        return "a doubtful reading of a known article"
    if extraction.wall in CLOSED and held.wall not in CLOSED and is_cut(held.reading, reading):
        return "a wall stands before a text that is held whole"
    if is_stranger(held.reading, reading):
        return "another page stands at the article's address"
    return None


def refused(pending: Pending, refusal: Refusal, at: datetime, step: Step = Step.EXTRACT) -> Iterator[Record]:
    """Give the quarantine row and the outcome of a page that could not be read, or must not be taken for its article."""
    yield Quarantine(
        quarantine_id=identifier(str(pending.fetch_id), step, refusal.reason),
        run_id=pending.run_id,
        outlet_id=pending.outlet_id,
        url=pending.final_url,
        capture_id=pending.capture_id,
        step=step,
        reason=refusal.reason,
        detail=refusal.detail,
        at=at,
    )
    yield FetchOutcome(pending.fetch_id, pending.run_id, Outcome.QUARANTINED, refusal.reason, at)


def process_batch(store: Store, folder: DataFolder, batch: Sequence[Pending], steps: Steps) -> Counter[Outcome]:
    """Take one batch from captures to the spool, and return how many had which outcome."""
    made_at = datetime.now(UTC)
    records: list[Record] = []
    revisions: list[Revision] = []
    outcomes: Counter[Outcome] = Counter()
    seen: dict[UUID, str] = {}
    for result in read_batch(store, folder, batch, steps):
        if isinstance(result, Read):
            outcome, reason = outcome_of(result, seen)
            records += _records_of(result, outcome, reason, made_at)
            if outcome is Outcome.STORED:
                revisions.append(revision(result, made_at))
            outcomes[outcome] += 1
        else:
            records.extend(refused(*result, made_at))
            outcomes[Outcome.QUARANTINED] += 1
    records.extend(revisions)
    records.extend(tag_and_match([text_of(one, steps.outlets) for one in revisions], steps, made_at))
    key = identifier("process", *sorted(str(pending.fetch_id) for pending in batch), steps.tagger)
    spool.write_batch(folder, f"process-{key}", records)
    return outcomes


def _records_of(read: Read, outcome: Outcome, reason: str, made_at: datetime) -> Iterator[Record]:
    """What is noted of a page beside its text."""
    pending, identity = read.pending, read.identity
    if outcome is Outcome.QUARANTINED:
        held = identity.held.reading.title if identity.held else ""
        detail = f"it is headed {read.extraction.title!r}; the article that is held is {held!r}"
        yield from refused(pending, Refusal(reason, detail[:500]), made_at, Step.IDENTIFY)
        return
    if outcome is Outcome.STORED:
        yield Article(identity.article_id, pending.outlet_id, identity.url, pending.captured_at)
    if identity.address is not None:
        yield identity.address
        gone = identity.held.withdrawn_at if identity.held else None
        if identity.moved and gone:  # a site that leads all its old addresses to the front page, in the same crawl
            at = max(pending.captured_at, gone + timedelta(milliseconds=1))
            yield ArticleStatus(identity.article_id, ArticleState.LIVE, f"it stands at {identity.address.url}", at)
    yield FetchOutcome(pending.fetch_id, pending.run_id, outcome, reason, made_at)


class NotLoaded(Exception):  # noqa: N818 -- named for the state that it tells
    """A batch was spooled and the warehouse did not take it; the message says where it lies."""


def process_pending(
    store: Store, folder: DataFolder, steps: Steps, batch_pages: int, *, advance: Callable[[int], None] = lambda _: None
) -> Counter[Outcome]:
    """Take every pending fetch through the steps, batch by batch, loading and linking each; return the outcomes.

    What an earlier run left pending (it was killed) is taken as well. `advance` hears of each batch's size.

    Raises:
        NotLoaded: a batch was refused by the warehouse: to go on would make the same one again, for ever.
    """
    outcomes: Counter[Outcome] = Counter()
    seen: set[UUID] = set()
    store.drain()
    linking.link_waiting(store, folder)
    while rows := store.query("pending", batch=batch_pages):
        batch = [Pending.from_row(row) for row in rows]
        if all(pending.fetch_id in seen for pending in batch):
            raise NotLoaded(f"{len(batch)} pages stay pending: their batch was refused (see {folder.refused})")
        seen.update(pending.fetch_id for pending in batch)
        outcomes += process_batch(store, folder, batch, steps)
        store.drain()
        linking.link_waiting(store, folder)
        advance(len(batch))
    return outcomes
