"""`pledgewatch backfill` from end to end: foreign files become articles, once, and nothing else does."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.backfill import OTHER_SITES
from spiders.fetching.recording import NEWSROOM
from tests.flows.conftest import Demonstration, pledgewatch
from tests.some_policies import track_some
from warehouse import connect
from warehouse.analyst.sql import run_statement
from warehouse.folder import DataFolder

ARTICLES = "https://www.communitycare.co.uk/2026/11/18/"
PAGE = """<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="2026-11-18T09:00:00Z"></head>
<body><main><h1>{title}</h1><p>Torbay Council has handed its children's services to a trust, which opened on Wednesday.</p>
<p>{body}</p></main></body></html>"""
BODIES = (
    "Ofsted rated the services inadequate in March. The department will pay £4.2m over two years to set the trust up. "
    "A first report to the cabinet is due in spring, and the trust's board will meet in public from then on.",
    "The chair of the new board said that caseloads had fallen to seventeen for each social worker since the summer. "
    "Staff moved over on their old terms, and forty posts that agencies had filled are now advertised as permanent.",
)


@pytest.fixture
def data(folder: DataFolder) -> DataFolder:
    """Return an empty installation that tracks two policies."""
    connect(folder).close()
    return track_some(folder, ["trusts-for-weakest-councils", "multi-year-council-funding"])


@dataclass(frozen=True)
class Filled:
    folder: DataFolder
    said: str


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Return a data folder into which the newsroom's WARC was read as a foreign one. Tests do not write to it, or ask for candidates."""
    folder = track_some(DataFolder(tmp_path_factory.mktemp("backfill") / "data"), ["trusts-for-weakest-councils"])
    return Filled(folder, pledgewatch("backfill", str(NEWSROOM), "--data", str(folder.root)))


def saved(folder: Path, *urls: str) -> Path:
    """Write a folder of saved pages, one for each address, and return it."""
    folder.mkdir()
    rows = []
    for number, url in enumerate(urls):
        (folder / f"{number}.html").write_text(
            PAGE.format(title=f"Trust number {number} opens", body=BODIES[number]), encoding="utf-8"
        )
        rows.append({"path": f"{number}.html", "url": url, "fetched_at": "2026-11-19T06:00:00+00:00"})
    (folder / "manifest.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def asked(folder: DataFolder, statement: str) -> list[dict[str, Any]]:
    """Return what a statement gives on the folder's snapshot."""
    rows: list[dict[str, Any]] = run_statement(folder, statement).to_pylist()
    return rows


def texts(folder: DataFolder) -> dict[str, tuple[str, str, str]]:
    """Return outlet, title and text of every article, by its address."""
    rows = asked(folder, "SELECT url, outlet_id, title, text FROM articles")
    return {row["url"]: (row["outlet_id"], row["title"], row["text"]) for row in rows}


@pytest.mark.long
def test_a_foreign_warc_gives_the_texts_that_a_crawl_of_the_same_pages_gave(
    filled: Filled, demonstration: Demonstration
) -> None:
    found, crawled = texts(filled.folder), texts(demonstration.folder)
    assert len(found) > 100
    assert found.keys() == crawled.keys()
    assert [url for url in found if found[url][1:] != crawled[url][1:]] == []


@pytest.mark.long
def test_a_page_is_its_outlets_where_several_share_a_site_as_well(filled: Filled, demonstration: Demonstration) -> None:
    found, crawled = texts(filled.folder), texts(demonstration.folder)
    on_one_site = {outlet for url, (outlet, _, _) in found.items() if url.split("/")[2] == "www.gov.uk"}
    assert {"govuk_dfe", "govuk_ofsted"} <= on_one_site  # an address does not say which department
    assert {url: outlet for url, (outlet, _, _) in found.items() if outlet != crawled[url][0]} == {}


@pytest.mark.long
def test_its_books_balance_and_its_archive_is_whole(filled: Filled) -> None:
    (books,) = asked(filled.folder, "SELECT * FROM books")
    assert books["fetched"] == books["stored"] + books["unchanged"] + books["quarantined"] + books["dropped"] > 100
    assert books["pending"] == 0
    assert f"{books['fetched']} pages read, {books['fetched']} taken through the steps." in filled.said
    pledgewatch("archive", "verify", "--data", str(filled.folder.root))


def test_what_was_read_before_is_passed_over(data: DataFolder, tmp_path: Path) -> None:
    first, second = f"{ARTICLES}one", f"{ARTICLES}two"
    one = saved(tmp_path / "one", first)
    assert "1 pages read, 1 taken through the steps." in pledgewatch(
        "backfill", str(one), "--jobs", "1", "--data", str(data.root)
    )
    assert "0 pages read, 0 taken through the steps." in pledgewatch(
        "backfill", str(one), "--jobs", "1", "--data", str(data.root)
    )
    both = saved(tmp_path / "both", first, second)
    assert "1 pages read, 1 taken through the steps." in pledgewatch(
        "backfill", str(both), "--jobs", "1", "--data", str(data.root)
    )
    assert texts(data).keys() == {first, second}
    assert asked(data, "SELECT sum(fetched)::INTEGER AS fetched FROM books") == [{"fetched": 2}]


def test_a_folder_of_bare_pages_is_read_and_the_skipped_are_told(data: DataFolder, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    page = PAGE.format(title="A trust opens", body=BODIES[0])
    (folder / "page.html").write_text(page.replace("<head>", f'<head><link rel="canonical" href="{ARTICLES}one">'))
    (folder / "silent.html").write_text(page)
    said = pledgewatch("backfill", str(folder), "--jobs", "1", "--data", str(data.root))
    assert "1 pages read, 1 taken through the steps." in said
    assert "silent.html is skipped: it does not say its address" in said
    assert texts(data).keys() == {f"{ARTICLES}one"}


def test_pages_of_other_sites_are_taken_where_somebody_asks_for_them(data: DataFolder, tmp_path: Path) -> None:
    strange = saved(tmp_path / "saved", "https://www.harbourpost.example/news/trust-opens")
    said = pledgewatch("backfill", str(strange), "--jobs", "1", "--data", str(data.root), status=1)
    assert "is a page of our outlets (--any-site takes all)" in said
    pledgewatch("backfill", "--any-site", str(strange), "--jobs", "1", "--data", str(data.root))
    assert [outlet for outlet, _, _ in texts(data).values()] == [OTHER_SITES]


@pytest.mark.long
def test_the_recorded_newsroom_takes_no_foreign_pages(demonstration: Demonstration, tmp_path: Path) -> None:
    pages = saved(tmp_path / "saved", f"{ARTICLES}one")
    said = pledgewatch("backfill", str(pages), "--data", str(demonstration.folder.root), status=1)
    assert "recorded newsroom" in said
