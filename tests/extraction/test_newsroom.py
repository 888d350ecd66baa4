"""Every article of the recorded newsroom, read with its outlet's rules and held against the source that it was made from.

The floor is pinned with the hash of the recording, as that of the pages beside it is: lowering it is a change of
`floor.json` that a reader of the history sees.
"""

import gzip
import hashlib
import io
import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from warcio.archiveiterator import ArchiveIterator

from pipelines.extract import extract
from pipelines.page import Extraction, RawPage
from spiders.registry.files import load_outlets
from tests.extraction.test_pages import shingles
from tests.newsroom.article import Article
from tests.newsroom.build import BUILT, sources
from tests.newsroom.pages import EDITIONS

FLOOR = json.loads((Path(__file__).parent / "floor.json").read_text(encoding="utf-8"))["newsroom"]


class Reading(NamedTuple):
    """An article as it was written, and as it was read from its page."""

    source: Article
    read: Extraction


def bodies() -> dict[tuple[str, str], bytes]:
    """Return the recorded pages by address and moment."""
    found = {}
    for entry in ArchiveIterator(io.BytesIO(BUILT.read_bytes())):
        if entry.rec_type == "response" and entry.http_headers.get_statuscode() == "200":
            raw = entry.raw_stream.read()
            packed = entry.http_headers.get_header("Content-Encoding") == "gzip"
            address = entry.rec_headers.get_header("WARC-Target-URI")
            found[address, entry.rec_headers.get_header("WARC-Date")] = gzip.decompress(raw) if packed else raw
    return found


@cache
def newsroom() -> tuple[Reading, ...]:
    pages, outlets = bodies(), load_outlets()
    readings = []
    for site in sources():
        for article in site.articles:
            moment = EDITIONS[article.edition]
            body = pages.get((site.home + article.url, moment.strftime("%Y-%m-%dT%H:%M:%SZ")))
            if body is None or article.fault:
                continue
            rules = outlets[site.outlet_id].page_rules(moment.date())
            page = RawPage(body, "text/html; charset=utf-8", None, site.home + article.url, moment, rules)
            readings.append(Reading(article, extract(page)))
    return tuple(readings)


def written(article: Article) -> list[str]:
    """Return the lines of an article that its page shows, without the first where that is the standfirst again."""
    lines = [line.replace("*", "") for block in article.visible for line in block.lines]
    return lines[1:] if lines[0].rstrip(".") == article.standfirst.rstrip(".") else lines


def dated(article: Article) -> bool:
    """Whether the page says who wrote the article and when: some designs say neither, and a feed gives the day."""
    return not article.url.startswith("/content/")


def share(holds: Callable[[Reading], bool], readings: tuple[Reading, ...] | None = None) -> float:
    chosen = newsroom() if readings is None else readings
    return sum(holds(reading) for reading in chosen) / len(chosen)


def day(moment: datetime | None) -> date | None:
    return moment.astimezone(ZoneInfo("Europe/London")).date() if moment else None


def text_f1() -> float:
    precision, recall = [], []
    for source, read in newsroom():
        truth, got = shingles("\n".join(written(source))), shingles(read.text)
        shared = sum((truth & got).values())
        precision.append(shared / max(got.total(), 1))
        recall.append(shared / truth.total())
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    return 2 * p * r / (p + r)


def test_the_floor_stands_on_this_very_recording() -> None:
    digest = hashlib.sha256(BUILT.read_bytes()).hexdigest()
    assert digest == FLOOR["sha256"], "the newsroom changed: measure again and change floor.json with it"
    assert len(newsroom()) == FLOOR["pages"]


def test_the_texts_are_the_articles() -> None:
    assert text_f1() >= FLOOR["f1"]


def test_the_facts_of_an_article_are_read() -> None:
    assert share(lambda one: one.read.title == one.source.title) >= FLOOR["titles"]
    assert share(lambda one: (one.read.standfirst or "") == one.source.standfirst) >= FLOOR["standfirsts"]
    assert share(lambda one: one.read.wall.value == one.source.wall) >= FLOOR["walls"]


def test_writer_and_day_are_read_where_the_page_says_them() -> None:
    said = tuple(one for one in newsroom() if dated(one.source))
    assert len(said) >= FLOOR["dated"]
    assert share(lambda one: one.read.authors == one.source.authors, said) >= FLOOR["authors"]
    assert share(lambda one: day(one.read.published) == day(one.source.published), said) >= FLOOR["days"]


def test_a_correction_is_found_as_such() -> None:
    for source, read in newsroom():
        if source.url.startswith("/government/"):
            continue  # a note of what was added to the page, in its history: no correction
        assert list(read.corrections) == [source.correction] * bool(source.correction), source.url


def test_readers_comments_are_all_found_and_never_in_a_text() -> None:
    for source, read in newsroom():
        assert [comment.text for comment in read.comments] == [comment.text for comment in source.comments], source.url
        assert not any(comment.text in read.text for comment in source.comments), source.url


def test_no_line_of_a_page_s_furniture_is_in_a_text() -> None:
    for site in sources():
        furniture = [*(job.title for job in site.jobs), *(teaser.title for teaser in site.teasers)]
        for source, read in newsroom():
            assert not any(line in read.text.split("\n\n") for line in furniture), source.url
