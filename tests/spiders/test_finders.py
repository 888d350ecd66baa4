import json
from datetime import UTC, datetime
from typing import Any

import pytest

from spiders.crawling.finders import NothingReadable, address, filled, find_entries, pick
from spiders.registry.files import load_outlets
from spiders.registry.outlet import Source, SourceKind

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
URL = "https://www.a.uk/list"
SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://www.a.uk/new</loc><lastmod>2026-11-19T10:00:00+00:00</lastmod>
  <news:news><news:publication_date>2026-11-18T09:00:00Z</news:publication_date><news:title>A  new
  story</news:title></news:news></url>
<url><loc>https://www.a.uk/old</loc><lastmod>2019-01-01T10:00:00+00:00</lastmod></url>
<url><loc> https://www.a.uk/undated </loc></url>
<url><lastmod>2026-11-19T10:00:00+00:00</lastmod></url>
</urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://www.a.uk/sitemap-posts-2.xml</loc></sitemap>
<sitemap><loc>https://www.a.uk/sitemap-tags.xml</loc></sitemap></sitemapindex>"""
LISTING = """<html><body><nav><a href="/">Home</a></nav><main>
<article><a href="/news/one"><img src="x.jpg"></a><h2><a href="/news/one#top">A headline in full</a></h2><a href="/news/one">Read more</a></article>
<article><a href="two.html">Second</a></article><a href="javascript:void(0)">x</a><a href="http://[">bad</a><a>none</a></main></body></html>"""


def source(kind: SourceKind, **more: Any) -> Source:
    return Source(kind=kind, url=URL, **more)


def urls(kind: SourceKind, body: str, **more: Any) -> list[str]:
    return [
        entry.url
        for entry in find_entries(source(kind, **more), body.encode(), "text/html; charset=utf-8", URL, NOW).entries
    ]


def test_a_sitemap_names_what_changed_lately_with_title_and_date() -> None:
    found = find_entries(source(SourceKind.SITEMAP), SITEMAP.encode(), None, URL, NOW).entries
    assert [entry.url for entry in found] == ["https://www.a.uk/new", "https://www.a.uk/undated"]
    assert found[0].title == "A new story"
    assert found[0].published == datetime(2026, 11, 18, 9, tzinfo=UTC)
    assert found[0].updated == datetime(2026, 11, 19, 10, tzinfo=UTC)


def test_a_sitemap_may_be_read_whole() -> None:
    assert "https://www.a.uk/old" in urls(SourceKind.SITEMAP, SITEMAP, days=0)


def test_an_index_of_sitemaps_leads_to_those_that_the_outlet_names() -> None:
    assert len(find_entries(source(SourceKind.SITEMAP), INDEX.encode(), None, URL, NOW).more) == 2
    named = find_entries(source(SourceKind.SITEMAP, follow="-posts-"), INDEX.encode(), None, URL, NOW)
    assert (named.entries, named.more) == ((), ("https://www.a.uk/sitemap-posts-2.xml",))


def test_a_listing_names_each_link_once_with_its_headline() -> None:
    found = {
        entry.url: entry.title
        for entry in find_entries(source(SourceKind.LISTING), LISTING.encode(), None, URL, NOW).entries
    }
    assert found["https://www.a.uk/news/one"] == "A headline in full"
    assert found["https://www.a.uk/two.html"] == "Second"


def test_a_listing_may_be_one_part_of_its_page() -> None:
    assert "https://www.a.uk/" not in urls(SourceKind.LISTING, LISTING, within="//main")
    with pytest.raises(NothingReadable, match="is not there") as error:
        urls(SourceKind.LISTING, LISTING, within="//section")
    assert error.value.kind == "listing gone"


def test_parliaments_questions_are_named_by_their_api() -> None:
    questions, _ = load_outlets()["parliament_questions"].sources
    value = {"uin": "12345", "dateTabled": "2026-11-18T00:00:00", "heading": "Children in Care"}
    body = json.dumps({"results": [{"value": value}, {"value": {"uin": "1"}}, {"value": None}]}).encode()
    (entry,) = find_entries(questions, body, "application/json", questions.url, NOW).entries
    assert entry.url == "https://questions-statements.parliament.uk/written-questions/detail/2026-11-18/12345"
    assert (entry.title, entry.published) == ("Children in Care", datetime(2026, 11, 18, tzinfo=UTC))


def test_an_api_is_asked_for_the_last_week() -> None:
    questions, _ = load_outlets()["parliament_questions"].sources
    assert "tabledWhenFrom=2026-11-13&" in address(questions, NOW)


@pytest.mark.parametrize(
    ("body", "kind"), [("<html>", "feed gone"), ("[]", "feed gone"), ('{"results": 5}', "feed gone")]
)
def test_an_answer_that_is_no_list_is_told(body: str, kind: str) -> None:
    with pytest.raises(NothingReadable) as error:
        urls(SourceKind.API, body, items="results", link="{id}")
    assert error.value.kind == kind


@pytest.mark.parametrize(("kind", "body", "breakage"), [
    (SourceKind.SITEMAP, "<!doctype html><html></html>", "html for xml"), (SourceKind.SITEMAP, "<rss></rss>", "feed gone"),
    (SourceKind.SITEMAP, "not xml", "feed gone"), (SourceKind.FEED, "<html></html>", "html for xml"), (SourceKind.FEED, "x", "feed gone"),
    (SourceKind.LISTING, "", "listing gone"),
])  # fmt: skip
def test_each_breakage_of_a_source_has_its_kind(kind: SourceKind, body: str, breakage: str) -> None:
    with pytest.raises(NothingReadable) as error:
        urls(kind, body)
    assert error.value.kind == breakage


def test_no_date_in_the_future_is_taken_from_a_source() -> None:
    body = SITEMAP.replace("2026-11-18T09:00:00Z", "2099-01-01T00:00:00Z")
    assert find_entries(source(SourceKind.SITEMAP), body.encode(), None, URL, NOW).entries[0].published is None


@pytest.mark.parametrize(("template", "address_"), [
    ("https://a.uk/{id}", "https://a.uk/7"), ("https://a.uk/{deep.0.name:3}", "https://a.uk/abc"), ("{deep.0.url}", "https://b.uk/x?y=1"),
    ("https://a.uk/{deep.0.odd}", "https://a.uk/a%3Fb%23c"), ("https://a.uk/{none}", None), ("https://a.uk/{deep.9}", None),
])  # fmt: skip
def test_an_items_address_is_made_from_what_it_holds(template: str, address_: str | None) -> None:
    item = {"id": 7, "deep": [{"name": "abcdef", "url": "https://b.uk/x?y=1", "odd": "a?b#c"}]}
    assert filled(template, item) == address_
    assert pick(item, "deep.0.name") == "abcdef"
