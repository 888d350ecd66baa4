"""Small sites, each with what other crawlers stumbled over: crawled, taken through the steps, and held to what is right.

A new case is a new folder under `cases/sites`; `expected.json` says what is right, in any of the words that are read here.
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from flows.passes.steps import Steps
from spiders.job.job import Limits
from tests.collection.case_site import CaseNewsroom, Looked, served_case

SITES = Path(__file__).parent / "cases" / "sites"
CASES = sorted(path.name for path in SITES.iterdir())
WORDS = {"articles", "urls", "title", "url", "listed_titles", "asked_for", "not_asked_for", "stored", "not_stored",
         "published", "text_holds", "dropped", "doubted", "told", "limits", "note"}  # fmt: skip


def address(known: str, name: str) -> bool:
    return known.split("?")[0].endswith("/" + name.split("?")[0])


def check_articles(expected: dict[str, Any], looked: Looked) -> None:
    urls = [row["url"] for row in looked.articles]
    for key in ("articles", "urls"):
        wanted = expected.get(key)
        if isinstance(wanted, int):
            assert len(urls) == wanted, urls
        elif wanted is not None:
            assert [url.split("//")[1] for url in urls] == sorted(url.split("//")[1] for url in wanted)
    assert [name for name in expected.get("stored", ()) if not any(address(url, name) for url in urls)] == []
    assert [name for name in expected.get("not_stored", ()) if any(address(url, name) for url in urls)] == []
    if "title" in expected:
        assert [row["title"] for row in looked.articles] == [expected["title"]]
    if "url" in expected:
        assert urls == [expected["url"].replace("http:", "https:")]
    for name, dates in expected.get("published", {}).items():
        (row,) = [row for row in looked.articles if address(row["url"], name)]
        assert row["published"] == datetime.fromisoformat(dates["published"]), (name, dates)
    if "doubted" in expected:
        assert all(expected["doubted"] in " ".join(row["reasons"]) and row["confidence"] < 1 for row in looked.articles)
    text = "\n".join(row["text"] for row in looked.articles)
    places = [text.find(words) for words in expected.get("text_holds", ())]
    assert -1 not in places, places
    assert places == sorted(places)


@pytest.mark.parametrize("name", CASES)
def test_a_site_is_read_as_it_should_be(name: str, tmp_path: Path, steps: Steps) -> None:
    with served_case(SITES / name) as site:
        expected = site.expected
        assert set(expected) <= WORDS
        limits = Limits(request_seconds=5.0, retries=1, seconds=60.0, **expected.get("limits", {}))
        looked = CaseNewsroom(site, tmp_path, steps).look(limits=limits)
    check_articles(expected, looked)
    if "listed_titles" in expected:
        assert sorted(map(str, looked.listed())) == sorted(expected["listed_titles"])
    asked = [path.rsplit("/", 1)[-1] for path in site.asked]
    assert [one for one in expected.get("asked_for", ()) if one not in asked] == []
    assert [one for one in expected.get("not_asked_for", ()) if one in asked] == []
    for ending, reason in expected.get("dropped", {}).items():
        (found,) = [said for url, said in looked.outcomes.items() if address(url, ending)]
        assert found[0] in {"dropped", "quarantined"}
        assert reason in found[1]
    for words in expected.get("told", ()):
        assert words in looked.crawled.report.model_dump_json() + looked.crawled.verdict.sentence
