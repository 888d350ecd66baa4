"""Where the addresses that a source names lead: a page's base, a JSON Feed's items, a counting host's original link."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from pipelines.feeds import NotAFeed, parse_feed
from spiders.crawling.finders import find_entries
from spiders.registry.outlet import Source, SourceKind

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
URL = "https://www.a.uk/lists/today"
LISTING = "<html><head>{}</head><body><main><h2><a href='one.html'>A headline in full</a></h2></main></body></html>"
VERSION = "https://jsonfeed.org/version/1.1"


def named(kind: SourceKind, body: str) -> list[str]:
    source = Source(kind=kind, url=URL)
    return [entry.url for entry in find_entries(source, body.encode(), "text/html; charset=utf-8", URL, NOW).entries]


@pytest.mark.parametrize(("base", "address"), [
    ("", "https://www.a.uk/lists/one.html"),
    ("<base href='/news/'>", "https://www.a.uk/news/one.html"),
    ("<base href='https://news.a.uk/2026/'>", "https://news.a.uk/2026/one.html"),
    ("<base href='../archive/'>", "https://www.a.uk/archive/one.html"),
    ("<base href='//www.a.uk/'>", "https://www.a.uk/one.html"),
    ("<base target='_top'>", "https://www.a.uk/lists/one.html"),
    ("<base target='_top'><base href='/news/'>", "https://www.a.uk/news/one.html"),
    ("<base href='/news/'><base href='/sport/'>", "https://www.a.uk/news/one.html"),
    ("<base href='http://['>", "https://www.a.uk/lists/one.html"),
])  # fmt: skip
def test_a_listings_links_start_from_its_base(base: str, address: str) -> None:
    assert named(SourceKind.LISTING, LISTING.format(base)) == [address]


@pytest.mark.parametrize(("item", "address"), [
    ({"id": "7", "url": "https://www.a.uk/news/seven"}, "https://www.a.uk/news/seven"),
    ({"id": "https://www.a.uk/news/eight"}, "https://www.a.uk/news/eight"),
    ({"id": 9, "url": "/news/nine"}, "https://www.a.uk/news/nine"),
    ({"id": "10", "url": " https://www.a.uk/news/ten "}, "https://www.a.uk/news/ten"),
    ({"id": "tag:a.uk,2026:11", "external_url": "https://www.a.uk/news/eleven"}, "https://www.a.uk/news/eleven"),
])  # fmt: skip
@pytest.mark.parametrize("before", ["", "\ufeff", "\n "])
def test_a_json_feed_is_a_feed(item: dict[str, Any], address: str, before: str) -> None:
    body = before + json.dumps({"version": VERSION, "title": "A", "items": [item, {"id": "nowhere"}, "no item"]})
    assert named(SourceKind.FEED, body) == [address]


@pytest.mark.parametrize(
    "body", ['{"items": []}', "[]", '{"version": "2", "items": []}', "{", f'{{"version": "{VERSION}", "items": {{}}}}']
)
def test_json_that_is_no_feed_is_refused(body: str) -> None:
    with pytest.raises(NotAFeed):
        parse_feed(body.encode())


COUNTED = "<link>https://count.example/~r/a/1</link>"
ORIGINAL = "<feedburner:origLink>https://www.a.uk/news/one</feedburner:origLink>"


@pytest.mark.parametrize(("item", "first", "others"), [
    (COUNTED + ORIGINAL, "https://www.a.uk/news/one", ("https://count.example/~r/a/1",)),
    (ORIGINAL, "https://www.a.uk/news/one", ()),
    (COUNTED + "<guid isPermaLink='true'>https://www.a.uk/news/one</guid>", "https://count.example/~r/a/1", ("https://www.a.uk/news/one",)),
    ("<guid>https://www.a.uk/news/one</guid>", "https://www.a.uk/news/one", ()),
    ("<link>https://www.a.uk/news/one</link><guid isPermaLink='false'>post-1</guid>", "https://www.a.uk/news/one", ()),
])  # fmt: skip
def test_an_items_own_address_comes_before_a_counting_hosts(item: str, first: str, others: tuple[str, ...]) -> None:
    body = (f'<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>A</title>'
            f"<item><title>One</title>{item}</item></channel></rss>")  # fmt: skip
    (entry,) = parse_feed(body.encode()).entries
    assert (entry.url, entry.others) == (first, others)
