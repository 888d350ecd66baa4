"""The articles of a generated year as pages in an archive, as a crawl and the steps after it would have left them."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from bench.generated_year.collecting import warehouse_id
from bench.generated_year.year import PlantedArticle
from pipelines.archive.warc import ArchiveWriter, Exchange, Location
from pipelines.extract import extract
from pipelines.page import RawPage
from tests.warehouse import samples
from warehouse.folder import DataFolder
from warehouse.records import Article, Record, Revision, identifier

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "datePublished": "{published}"}}</script>
</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"""
OUTLET = "gazette"


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page in the archive, with a candidate on its lead."""

    policy_id: str
    candidate_id: UUID
    records: tuple[Record, ...]


def archived_pages(folder: DataFolder, articles: Sequence[PlantedArticle], run: int) -> list[ArchivedPage]:
    """Write articles that are evidence to the archive, in one file, and return what became of each."""
    if not articles:
        return []
    run_id = identifier("replay run", str(run))
    with ArchiveWriter(folder.archive, outlet_id=OUTLET, run_id=run_id, software="bench") as archive:
        return [page for one in articles for page in _archived(archive, one)]


def _archived(archive: ArchiveWriter, one: PlantedArticle) -> Iterator[ArchivedPage]:
    title = html.escape(one.title)
    paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in one.text.split("\n\n"))
    body = PAGE.format(title=title, paragraphs=paragraphs, published=one.published.isoformat()).encode()
    url, at = f"https://{OUTLET}.example/{one.article_id.replace(' ', '-')}", one.published
    place = archive.write(Exchange(url, at, 200, (("Content-Type", "text/html"),), body))
    read = extract(RawPage(body, "text/html", None, url, at + timedelta(minutes=1)))
    passage = one.text.split("\n\n")[0]
    start = read.text.find(passage)
    if start < 0 or one.event is None:
        return
    article_id, policy_id = warehouse_id(one.article_id), one.event.kind.policies[0]
    content = hashlib.sha256(f"{read.title}{read.text}".encode()).hexdigest()
    text: Revision = replace(
        samples.revision(0), revision_id=identifier(str(article_id), content, read.extractor), article_id=article_id,
        capture_id=place.capture_id, outlet_id=OUTLET, url=url, title=read.title, text=read.text, published=read.published,
        published_precision=read.published_precision, extractor=read.extractor, content_sha256=content, made_at=at,
    )  # fmt: skip
    candidate_id = identifier("replay", str(article_id), passage)
    found = _matched(text, policy_id, candidate_id, (start, start + len(passage)))
    yield ArchivedPage(
        policy_id, candidate_id, (Article(article_id, OUTLET, url, at), *_captured(text, body, place), text, *found)
    )


def _captured(text: Revision, body: bytes, place: Location) -> tuple[Record, ...]:
    """Return the fetch and the capture of a page."""
    fetched, captured = samples.fetch(0)
    return (
        replace(
            fetched, fetch_id=identifier("fetch", str(place.capture_id)), url=text.url, final_url=text.url,
            started_at=text.made_at, capture_id=place.capture_id, run_id=identifier("run", "0"),
        ),
        replace(
            captured, capture_id=place.capture_id, url=text.url, captured_at=text.made_at,
            payload_sha256=hashlib.sha256(body).hexdigest(), warc_file=place.warc_file, warc_offset=place.warc_offset,
        ),
    )  # fmt: skip


def _matched(text: Revision, policy_id: str, candidate_id: UUID, span: tuple[int, int]) -> tuple[Record, ...]:
    """Return the tags of a text, and its candidate."""
    sample = samples.matching(samples.revision(0), policies=[policy_id])
    start, end = span
    candidate = replace(sample.candidates[0], candidate_id=candidate_id, start=start, end=end, sentence=span)
    return (
        replace(samples.tagging(samples.revision(0)), revision_id=text.revision_id, made_at=text.made_at),
        replace(
            sample,
            revision_id=text.revision_id,
            made_at=text.made_at,
            article_id=text.article_id,
            candidates=(candidate,),
        ),
    )
