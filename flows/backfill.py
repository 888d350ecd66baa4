"""Foreign archives read into ours: `pledgewatch backfill`.

A page of a foreign WARC or of a folder of saved HTML becomes a fetch and a capture like any other: it goes into our
archive first, then through the same steps, and into the same books. What was read before is passed over, so a
backfill that was cut short goes on when it is given again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid4

from rich.console import Console

from flows import demo
from flows.passes import ingest, process, steps, summary
from flows.progress import bars
from flows.settings import BATCH_PAGES, Settings, make_folder
from pipelines.archive.foreign_page import ForeignPage
from pipelines.archive.foreign_warc import matching_outlets, pages
from pipelines.archive.warc import ArchiveWriter, Exchange
from pipelines.publisher import publishing_outlet
from spiders.registry.outlet import Outlet
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Capture, Fetch, FetchKind, Outcome, Record, Run, identifier
from warehouse.store import Store
from warehouse.vocabulary.collection import RunKind, RunState

OTHER_SITES = "other-sites"  # the outlet of pages that are no outlet's, taken with --any-site


class NothingFound(Exception):  # noqa: N818 -- named for the state that it tells
    """There is no such file, or nothing in it is a page of our outlets."""


def fetch_identifier(page: ForeignPage) -> UUID:
    """Return what names the reading of this page from any copy of this archive."""
    return identifier("backfill", page.url, page.captured_at.isoformat())


def rows(page: ForeignPage, outlet_id: str, run_id: UUID, writer: ArchiveWriter) -> Iterator[Record]:
    """Put a page into our archive and give its fetch and its capture."""
    exchange = Exchange(page.url, page.captured_at, page.status, tuple(page.headers), page.body)
    kept = writer.write(exchange)
    yield Capture(
        capture_id=kept.capture_id,
        outlet_id=outlet_id,
        url=page.url,
        captured_at=page.captured_at,
        status=page.status,
        content_type=header(page, "content-type"),
        payload_sha256=kept.payload_sha256,
        warc_file=kept.warc_file,
        warc_offset=kept.warc_offset,
        revisit_of=kept.revisit_of,
    )
    yield Fetch(
        fetch_id=fetch_identifier(page),
        run_id=run_id,
        outlet_id=outlet_id,
        kind=FetchKind.ARTICLE,
        url=page.url,
        final_url=page.url,
        started_at=page.captured_at,
        elapsed_ms=0,
        status=page.status,
        error=None,
        size_bytes=len(page.body),
        capture_id=kept.capture_id,
        etag=None,
        last_modified=None,
        listed_title=None,
        listed_published=None,
    )


def outlet_of(page: ForeignPage, outlets: Mapping[str, Outlet]) -> str:
    """Return the outlet of a page by its address; of several on one host, the one that the page names, else the first."""
    found = list(matching_outlets(page.url, outlets.values()))
    if not found:
        return OTHER_SITES
    if len(found) == 1:
        return found[0].outlet_id
    said = publishing_outlet(found, page.body, header(page, "content-type"), header(page, "content-encoding"))
    return (said or found[0]).outlet_id


def header(page: ForeignPage, wanted: str) -> str | None:
    """Return a header of a page; None where it has none."""
    return next((value for name, value in page.headers if name.lower() == wanted), None)


def spool_batch(
    store: Store,
    folder: DataFolder,
    batch: Sequence[ForeignPage],
    outlets: Mapping[str, Outlet],
    run_id: UUID,
    writer: ArchiveWriter,
) -> int:
    """Archive and spool the pages of a batch that were not read before, and return how many those were."""
    known = {
        row["fetch_id"] for row in store.query("known_fetches", fetch_ids=[fetch_identifier(one) for one in batch])
    }
    records: list[Record] = []
    new = {fetch_identifier(page): page for page in batch if fetch_identifier(page) not in known}
    for page in new.values():
        records.extend(rows(page, outlet_of(page, outlets), run_id, writer))
    if records:
        writer.sync()
        spool.write_batch(folder, f"backfill-{identifier(*map(str, new))}", records)
        store.drain()
    return len(new)


def backfill(settings: Settings, sources: Sequence[Path], *, any_site: bool, jobs: int | None) -> None:
    """Read the sources into the archive, take their pages through the steps, and print the books.

    Raises:
        NothingFound: a source does not exist, or holds no page of our outlets.
        AlreadyRunning: another run works in this folder.
        WrongFolder: the folder holds the recorded newsroom.
    """
    demo.refuse_demo(settings.folder)
    console = Console()
    for source in sources:
        if not source.exists():
            raise NothingFound(f"there is no {source}")
    make_folder(settings.folder)
    run_id = uuid4()
    with ingest.opened(settings) as (store, _):
        outlets = steps.outlets_of(settings.folder)
        taken = _archive(console, settings, store, sources, outlets, run_id, any_site=any_site)
        with steps.open_steps(settings.folder, jobs or settings.jobs) as loaded, bars(console) as progress:
            task = progress.add_task("extracting, tagging, matching", total=taken)
            outcomes: Counter[Outcome] = process.process_pending(
                store, settings.folder, loaded, BATCH_PAGES, advance=lambda pages: progress.advance(task, pages)
            )
        store.publish()
        summary.tell(console, store, [run_id])
    console.print(f"{taken:,} pages read, {sum(outcomes.values()):,} taken through the steps.")


def _archive(
    console: Console,
    settings: Settings,
    store: Store,
    sources: Sequence[Path],
    outlets: Mapping[str, Outlet],
    run_id: UUID,
    *,
    any_site: bool,
) -> int:
    began = datetime.now(UTC)
    taken = met = 0
    _note_run(settings.folder, run_id, began, None, "")
    with (
        ArchiveWriter(settings.folder.archive, outlet_id="backfill", run_id=run_id, software="pledgewatch") as writer,
        bars(console) as progress,
    ):
        for source in sources:
            task = progress.add_task(
                f"reading {source.name}", total=source.stat().st_size if source.is_file() else None
            )
            wanted = None if any_site else tuple(outlets.values())
            found = pages(
                source,
                wanted,
                note=lambda text: progress.console.print(text, highlight=False, soft_wrap=True),
                reached=lambda position, task=task: progress.update(task, completed=position),  # type: ignore[misc]
            )
            for batch in batched(found, BATCH_PAGES):
                met += len(batch)
                taken += spool_batch(store, settings.folder, batch, outlets, run_id, writer)
            progress.update(task, total=1, completed=1)
    detail = f"{taken:,} new pages of {met:,} that match, from {', '.join(source.name for source in sources)}"
    _note_run(settings.folder, run_id, began, datetime.now(UTC), detail)
    store.drain()
    if not met:
        raise NothingFound(f"nothing in {', '.join(map(str, sources))} is a page of our outlets (--any-site takes all)")
    return taken


def _note_run(folder: DataFolder, run_id: UUID, began: datetime, ended: datetime | None, detail: str) -> None:
    state = RunState.RUNNING if ended is None else RunState.FINISHED
    spool.write_batch(
        folder, f"backfill-{run_id}-{state}", [Run(run_id, RunKind.BACKFILL, None, began, ended, state, detail)]
    )


def batched(pages: Iterable[ForeignPage], size: int) -> Iterator[list[ForeignPage]]:
    """Give the pages in lists of this size; the last may be shorter."""
    remaining = iter(pages)
    while batch := list(islice(remaining, size)):
        yield batch
