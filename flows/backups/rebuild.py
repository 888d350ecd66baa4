"""The warehouse made again from the archive alone: captures from the WARC files, then everything after them."""

from __future__ import annotations

import io
import mmap
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from flows.passes import ingest, process, steps
from flows.settings import BATCH_PAGES, Settings
from pipelines.archive.foreign_warc import matching_outlet
from pipelines.archive.verify import members
from pipelines.archive.warc import read_date
from spiders.registry.outlet import Outlet
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Capture, Fetch, FetchKind, Outcome, Record, Run, identifier
from warehouse.vocabulary.collection import RunKind, RunState

RECORDS_A_BATCH = 2_000  # captures spooled together
FOUND = 200  # the status of an article that was there


def rebuild(settings: Settings) -> Counter[Outcome]:
    """Read every capture of the archive into the warehouse and take the articles among them through the steps.

    What only a feed said of an article (its headline and date there) is not in the archive beside the page, and is
    not had again; articles that were withdrawn stay. Raises AlreadyRunning.
    """
    run_id, began = uuid4(), datetime.now(UTC)
    with ingest.opened(settings) as (store, _):
        outlets = steps.outlets_of(settings.folder)
        number = 0
        for number, batch in enumerate(_batches(_records(settings.folder, outlets, run_id)), start=1):
            spool.write_batch(settings.folder, f"rebuild-{run_id}-{number}", batch)
            store.drain()
        with steps.open_steps(settings.folder, settings.jobs) as loaded:
            outcomes: Counter[Outcome] = process.process_pending(store, settings.folder, loaded, BATCH_PAGES)
        detail = f"made again from the archive: {sum(outcomes.values()):,} pages"
        ended = Run(run_id, RunKind.BACKFILL, None, began, datetime.now(UTC), RunState.FINISHED, detail)
        spool.write_batch(settings.folder, f"rebuild-{run_id}-end", [ended])
        store.drain()
        store.publish()
    return outcomes


def _records(folder: DataFolder, outlets: Mapping[str, Outlet], run_id: UUID) -> Iterator[list[Record]]:
    for path in sorted(folder.archive.rglob("*.warc.gz")):
        outlet_id = path.name.rsplit("-", 2)[0]
        for capture in captures_of(folder, path, outlet_id):
            outlet = outlets.get(outlet_id) or matching_outlet(capture.url, outlets.values())
            is_article = outlet is not None and matching_outlet(capture.url, (outlet,)) is not None
            yield [capture, _fetch(capture, run_id)] if is_article and capture.status == FOUND else [capture]


def captures_of(folder: DataFolder, path: Path, outlet_id: str) -> Iterator[Capture]:
    """Give the captures of one of our own WARC files; a record that is cut or damaged is passed over."""
    if path.stat().st_size == 0:
        return
    name = path.relative_to(folder.archive).as_posix()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for member in members(data):
            if member.record is None:
                continue
            for record in ArchiveIterator(io.BytesIO(member.record), check_digests=False):
                if record.rec_type in {"response", "revisit"} and record.http_headers is not None:
                    yield _capture(record, name, member.offset, outlet_id)


def _capture(record: ArcWarcRecord, name: str, offset: int, outlet_id: str) -> Capture:
    fields = record.rec_headers
    refers = fields.get_header("WARC-Refers-To")
    return Capture(
        capture_id=_uuid(fields.get_header("WARC-Record-ID")),
        outlet_id=outlet_id,
        url=fields.get_header("WARC-Target-URI"),
        captured_at=read_date(fields.get_header("WARC-Date")),
        status=int(record.http_headers.get_statuscode()),
        content_type=record.http_headers.get_header("Content-Type"),
        payload_sha256=(fields.get_header("WARC-Payload-Digest") or "").removeprefix("sha256:"),
        warc_file=name,
        warc_offset=offset,
        revisit_of=_uuid(refers) if refers else None,
    )


def _uuid(urn: str) -> UUID:
    return UUID(urn.strip("<>").removeprefix("urn:uuid:"))


def _fetch(capture: Capture, run_id: UUID) -> Fetch:
    return Fetch(
        fetch_id=identifier("rebuilt", str(capture.capture_id)),
        run_id=run_id,
        outlet_id=capture.outlet_id,
        kind=FetchKind.ARTICLE,
        url=capture.url,
        final_url=capture.url,
        started_at=capture.captured_at,
        elapsed_ms=0,
        status=capture.status,
        error=None,
        size_bytes=0,
        capture_id=capture.capture_id,
        etag=None,
        last_modified=None,
        listed_title=None,
        listed_published=None,
    )


def _batches(records: Iterator[list[Record]]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for some in records:
        batch += some
        if len(batch) >= RECORDS_A_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
