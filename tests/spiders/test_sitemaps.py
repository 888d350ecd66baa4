"""Sitemaps as sites really write them."""

from datetime import UTC, datetime

import pytest

from pipelines.sitemaps import NotASitemap, SitemapEntry, parse_sitemap
from spiders.crawling.order import newest_first

NINE = "http://www.sitemaps.org/schemas/sitemap/0.9"
URLSET = f'<urlset xmlns="{NINE}" xmlns:image="urn:image" xmlns:video="urn:video" xmlns:news="urn:news" xmlns:xhtml="urn:xhtml">'


def named(body: str | bytes) -> list[str]:
    return [one.url for one in parse_sitemap(body.encode() if isinstance(body, str) else body).pages]


@pytest.mark.parametrize("inside", [
    "<loc>https://a.uk/story</loc><image:image><image:loc>https://a.uk/photo.jpg</image:loc><image:title>A door</image:title></image:image>",
    "<image:image><image:loc>https://a.uk/photo.jpg</image:loc></image:image><loc>https://a.uk/story</loc>",
    "<image:loc>https://a.uk/photo.jpg</image:loc><loc>https://a.uk/story</loc>",
    '<loc>https://a.uk/story</loc><image xmlns="urn:image"><loc>https://a.uk/photo.jpg</loc></image>',
    "<loc>https://a.uk/story</loc><video:video><video:thumbnail_loc>https://a.uk/t.jpg</video:thumbnail_loc><video:title>Watch</video:title></video:video>",
    '<loc>https://a.uk/story</loc><xhtml:link rel="alternate" hreflang="cy" href="https://a.uk/cy/story"/>',
    "<!-- one --><loc>\n  https://a.uk/story\n</loc>",
    "<loc><![CDATA[https://a.uk/story]]></loc>",
])  # fmt: skip
def test_a_url_has_the_address_of_its_own_depth_and_namespace(inside: str) -> None:
    (entry,) = parse_sitemap(f"{URLSET}<url>{inside}</url></urlset>".encode()).pages
    assert (entry.url, entry.title) == ("https://a.uk/story", None)


def test_the_title_is_the_newss_and_not_the_videos() -> None:
    video = "<video:video><video:title>Watch</video:title><video:publication_date>2020-01-01</video:publication_date></video:video>"
    news = "<news:news><news:publication><news:name>G</news:name></news:publication><news:publication_date>2026-11-23T09:00:00Z</news:publication_date><news:title>Homes &amp; fees</news:title></news:news>"
    for inside in (video + news, news + video):
        (entry,) = parse_sitemap(f"{URLSET}<url><loc>https://a.uk/s</loc>{inside}</url></urlset>".encode()).pages
        assert entry.title == "Homes & fees"
        assert entry.published == datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize("head", [
    "", '<?xml version="1.0"?>', "<urlset>", '<urlset xmlns="http://www.google.com/schemas/sitemap/0.84">',
    f'<?xml-stylesheet href="x.xsl"?><urlset xmlns="{NINE}">', f'<s:urlset xmlns:s="{NINE}">',
])  # fmt: skip
def test_any_namespace_of_the_root_will_do_and_so_will_none(head: str) -> None:
    prefix = "s:" if "<s:" in head else ""
    root = head if "urlset" in head else f'{head}<urlset xmlns="{NINE}">'
    assert named(f"{root}<{prefix}url><{prefix}loc>https://a.uk/s</{prefix}loc></{prefix}url></{prefix}urlset>") == [
        "https://a.uk/s"
    ]


@pytest.mark.parametrize("prefix", ["", "news:", "image:"])
def test_a_prefix_that_nobody_declared_is_a_prefix_all_the_same(prefix: str) -> None:
    body = f"<urlset><url><loc>https://a.uk/s</loc><{prefix or 'x:'}loc>https://a.uk/no</{prefix or 'x:'}loc></url></urlset>"
    assert named(body) == ["https://a.uk/s"]


@pytest.mark.parametrize(("written", "read"), [
    ("https://a.uk/s?a=1&b=2", "https://a.uk/s?a=1&b=2"), ("https://a.uk/s?a=1&amp;b=2", "https://a.uk/s?a=1&b=2"),
    ("https://a.uk/s?a=1&copy=2", "https://a.uk/s?a=1&copy=2"), ("https://a.uk/r&amp;d&x", "https://a.uk/r&d&x"),
    ("<![CDATA[https://a.uk/s?a=1&b=2]]>", "https://a.uk/s?a=1&b=2"), ("https://a.uk/s?q=&#38;x", "https://a.uk/s?q=&x"),
])  # fmt: skip
def test_a_bare_ampersand_costs_nothing(written: str, read: str) -> None:
    assert named(f"{URLSET}<url><loc>{written}</loc></url><url><loc>https://a.uk/next</loc></url></urlset>") == [
        read,
        "https://a.uk/next",
    ]


@pytest.mark.parametrize("before", [b"\n", b" \r\n\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n", b"\n\xef\xbb\xbf"])
def test_what_stands_before_the_declaration_is_passed_over(before: bytes) -> None:
    body = f'<?xml version="1.0" encoding="UTF-8"?>{URLSET}<url><loc>https://a.uk/s</loc></url></urlset>'
    assert named(before + body.encode()) == ["https://a.uk/s"]


def test_a_sitemap_in_utf_16_and_one_as_plain_lines_are_read() -> None:
    body = '<?xml version="1.0" encoding="UTF-16"?><urlset><url><loc>https://a.uk/s</loc></url></urlset>'
    assert named(body.encode("utf-16")) == ["https://a.uk/s"]
    assert named("https://a.uk/1\r\nhttps://a.uk/2\n") == ["https://a.uk/1", "https://a.uk/2"]


@pytest.mark.parametrize(
    "body", ["", "x", "<rss/>", "https://a.uk/1\nand words", "<!DOCTYPE x [<!ENTITY y 'z'>]><urlset/>"]
)
def test_what_is_no_sitemap_is_refused(body: str) -> None:
    with pytest.raises(NotASitemap):
        parse_sitemap(body.encode())


def entry(url: str, day: int | None = None) -> SitemapEntry:
    return SitemapEntry(url, None, None, datetime(2026, 11, day, tzinfo=UTC) if day else None)


def test_the_newest_come_first_whatever_the_order_of_the_file() -> None:
    held = [
        entry("/old", 2),
        entry("/new", 20),
        entry("/2026/11/12/by-its-address"),
        entry("/undated"),
        entry("/mid", 9),
    ]
    assert [one.url for one in newest_first(held)] == ["/new", "/2026/11/12/by-its-address", "/mid", "/old", "/undated"]


@pytest.mark.parametrize("numbers", [range(1, 41), range(40, 0, -1), sorted(range(1, 41), key=str)])
def test_of_numbered_sitemaps_without_dates_both_ends_come_first(numbers: range) -> None:
    first = [one.url for one in newest_first(entry(f"/post-sitemap{number}.xml") for number in numbers)][:25]
    assert {"/post-sitemap40.xml", "/post-sitemap39.xml", "/post-sitemap1.xml", "/post-sitemap2.xml"} <= set(first)


def test_a_long_series_does_not_push_out_a_short_one() -> None:
    held = [entry(f"/tag-sitemap{number}.xml") for number in range(1, 80)] + [entry("/post-sitemap.xml")]
    assert "/post-sitemap.xml" in [one.url for one in newest_first(held)][:2]
