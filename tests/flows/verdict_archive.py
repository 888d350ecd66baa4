"""An installation with a real archive: invented pages as WARC records, read by the real extractor, and accepted passages."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

from flows.settings import Settings, read_settings
from pipelines.archive.warc import ArchiveWriter, Exchange
from pipelines.extract import extract
from pipelines.page import RawPage
from tests.warehouse import samples
from tests.warehouse.verdict_samples import POLICY, accepted, rows
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import Capture, Record, Revision, identifier
from warehouse.verdicts.rows import PolicyVerdict

PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{title}", "datePublished": "{day}T09:00:00Z"}}</script>
</head><body><article><h1>{title}</h1><p>The cabinet met on Thursday evening to hear what the plan would cost the town this year.</p>
<p>{passage}</p><p>A second report is expected before the end of the summer, the leader of the council told its members.</p></article></body></html>"""


def passage_of(number: int) -> str:
    """Return the passage of an article."""
    return f"Town number {number} said that £{number + 3}m would let its trust hire {number + 20} social workers, after two inspections."


def page_of(number: int, passage: str, hours: float) -> bytes:
    """Return the page of an article, as sent."""
    day = f"{samples.at(hours):%Y-%m-%d}"
    return PAGE.format(title=f"Trust number {number} is to hire social workers", passage=passage, day=day).encode()


def archived(folder: DataFolder, number: int, passage: str, hours: float) -> list[Record]:
    """Write an article's page to the archive, and return what a crawl and the steps would have made of it."""
    body, url, at = page_of(number, passage, hours), samples.url(number), samples.at(hours)
    run = uuid5(samples.article_id(number), str(hours))
    with ArchiveWriter(folder.archive, outlet_id="gazette", run_id=run, software="tests") as archive:
        place = archive.write(Exchange(url, at, 200, (("Content-Type", "text/html"),), body))
    fetched, captured = samples.fetch(number, hours=hours)
    capture: Capture = replace(
        captured,
        capture_id=place.capture_id,
        payload_sha256=hashlib.sha256(body).hexdigest(),
        warc_file=place.warc_file,
        warc_offset=place.warc_offset,
    )
    read = extract(RawPage(body, "text/html", None, url, at + timedelta(minutes=1)))
    content = hashlib.sha256(f"{read.title}{read.text}".encode()).hexdigest()
    text: Revision = replace(
        samples.revision(number, hours=hours),
        revision_id=identifier(str(samples.article_id(number)), content, read.extractor),
        capture_id=place.capture_id,
        title=read.title,
        text=read.text,
        published=read.published,
        published_precision=read.published_precision,
        extractor=read.extractor,
        content_sha256=content,
    )
    start = read.text.index(passage)
    (one,) = samples.matching(samples.revision(number), policies=[POLICY]).candidates
    end = start + len(passage)
    candidate = replace(one, candidate_id=candidate_of(number, passage), start=start, end=end, sentence=(start, end))
    tagging = replace(samples.tagging(samples.revision(number)), revision_id=text.revision_id)
    matching = replace(
        samples.matching(samples.revision(number)),
        revision_id=text.revision_id,
        made_at=samples.at(hours + 0.3),
        candidates=(candidate,),
    )
    return [replace(fetched, capture_id=place.capture_id), capture, text, tagging, matching]


def candidate_of(number: int, passage: str) -> UUID:
    """Return the candidate of a passage."""
    return samples.candidate_id(number, POLICY, passage)


def filled(root: Path, number: int = 4) -> Owner:
    """Return the owner of an installation with so many archived articles, whose passages are accepted a day later."""
    folder = DataFolder(root).create()
    owner = Owner(folder, background=False)
    owner.load_policies(rows())
    for each in range(number):
        spool.write_batch(folder, f"article {each}", archived(folder, each, passage_of(each), hours=each / 10))
    report = owner.drain()
    assert not report.refused, report.refused
    for each in range(number):
        owner.decide(accepted(each, candidate_id=candidate_of(each, passage_of(each))))
    owner.drain()
    return owner


def settings_of_copy(at_rest: Path, to: Path) -> Settings:
    """Return the settings of a copy of an installation at rest."""
    shutil.copytree(at_rest, to / "data")
    return read_settings({}, data=to / "data")


def resting_on(verdict: PolicyVerdict, numbers: Iterable[int]) -> PolicyVerdict:
    """Return a verdict that rests on these articles' passages."""
    return replace(verdict, evidence=tuple(candidate_of(each, passage_of(each)) for each in numbers))
