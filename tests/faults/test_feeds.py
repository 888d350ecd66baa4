"""Rows B1-B7 and B10 of the register: what calls itself a feed."""

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.feeds import NotAFeed, parse_feed, parse_moment
from spiders.crawling.finders import NothingReadable, find_entries
from spiders.registry.outlet import Source, SourceKind

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
ITEM = b"<item><title>Story %d</title><link>https://a.example/%d</link><pubDate>Mon, 20 Jul 2026 09:00:00 BST</pubDate></item>"
HEAD = b'<?xml version="1.0" encoding="%s"?><rss version="2.0"><channel><title>T</title>'
LOL = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % ((99 + n,) + (98 + n,) * 8) for n in range(9))
    + b"]><rss version='2.0'><channel><item><title>&k;</title><link>https://a.example/1</link></item></channel></rss>"
)


def feed(items: int = 5, head: bytes = HEAD % b"utf-8", tail: bytes = b"</channel></rss>") -> bytes:
    return head + b"".join(ITEM % (n, n) for n in range(items)) + tail


@pytest.mark.parametrize(("body", "reason"), [
    (b"", "empty answer"), (b" \n ", "empty answer"),
    (b"<!DOCTYPE html><html><body>We have moved</body></html>", "a web page where the feed was"),
    (b"<!-- x -->\n<html><body>Moved</body></html>", "a web page where the feed was"),
    (b"\xef\xbb\xbf<html>", "a web page where the feed was"), (b'{"error": "gone"}', "JSON where the feed was"),
    (b"Service unavailable", "neither RSS nor Atom"), (b"<xml><nothing/></xml>", "neither RSS nor Atom"),
    (b"x" * (8 * 1024 * 1024 + 1), "too large to be a feed"),
])  # fmt: skip
def test_b1_what_is_no_feed_is_not_a_quiet_one(body: bytes, reason: str) -> None:
    with pytest.raises(NotAFeed) as error:
        parse_feed(body)
    assert error.value.reason == reason


def test_b1_html_for_xml_has_a_kind_of_its_own() -> None:
    with pytest.raises(NothingReadable) as error:
        find_entries(
            Source(kind=SourceKind.FEED, url="https://a.example/feed"),
            b"<html></html>",
            None,
            "https://a.example/feed",
            NOW,
        )
    assert error.value.kind == "html for xml"


def test_b2_a_feed_without_entries_is_a_feed() -> None:
    assert parse_feed(feed(0)).entries == ()


def test_b3_of_a_feed_that_was_cut_off_the_whole_entries_are_kept_and_the_half_one_is_not() -> None:
    whole = feed(6)
    cut = whole[: whole.rindex(b"</link>")]
    read = parse_feed(cut)
    assert [entry.title for entry in read.entries] == [f"Story {n}" for n in range(5)]
    assert read.flaws == ("cut off after 5 entries",)


def test_b4_declared_entities_are_refused_before_they_are_expanded() -> None:
    began = time.process_time()
    for body in (LOL, LOL.decode().encode("utf-16")):
        with pytest.raises(NotAFeed, match="declares entities"):
            parse_feed(body)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("doctype", [
    b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>', b'<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
    b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd">', b'<!doctype r [<!entity % p SYSTEM "http://127.0.0.1:9/">%p;]>',
])  # fmt: skip
def test_b5_nothing_outside_the_feed_is_read(doctype: bytes) -> None:
    body = b'<?xml version="1.0"?>' + doctype + b"<rss version='2.0'><channel><title>&x;</title></channel></rss>"
    with pytest.raises(NotAFeed, match="declares entities"):
        parse_feed(body)
    sitemap = Source(kind=SourceKind.SITEMAP, url="https://a.example/s.xml")
    with pytest.raises(NothingReadable):
        find_entries(sitemap, doctype + b"<urlset><url><loc>&x;</loc></url></urlset>", None, sitemap.url, NOW)


def test_an_old_feed_that_names_its_public_doctype_is_read() -> None:
    doctype = (
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    )
    assert (
        len(parse_feed(b'<?xml version="1.0"?>' + doctype + feed(2, head=b'<rss version="0.91"><channel>')).entries)
        == 2
    )


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16"])
def test_b6_a_feed_is_read_in_its_charset(charset: str) -> None:
    text = feed(1).decode().replace("Story 0", "Council’s £2m “gap”")
    declared = text.replace("utf-8", "windows-1252" if charset == "cp1252" else charset)
    assert parse_feed(declared.encode(charset)).entries[0].title == "Council’s £2m “gap”"


def test_b6_a_wrongly_declared_charset_is_no_reason_to_refuse_a_feed() -> None:
    body = feed(1).decode().replace("Story 0", "Council’s £2m “gap”").encode("cp1252")
    read = parse_feed(body)
    assert read.entries[0].title == "Council’s £2m “gap”"
    assert read.flaws


@pytest.mark.parametrize("stories", [1, 400])
def test_b6_a_stray_byte_in_a_feed_is_mended_and_the_rest_stays(stories: int) -> None:
    body = feed(stories).replace(b"Story 0", "Children’s homes: £2m – ".encode() + b"carers\x92 \xa39m \xad")
    read = parse_feed(body)
    assert read.entries[0].title == "Children’s homes: £2m – carers’ £9m"
    assert len(read.entries) == stories


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://169.254.169.254/"]
)
def test_b7_a_hostile_link_is_text_here_and_refused_where_it_would_be_fetched(link: str) -> None:
    from pipelines.identity import on_sites

    body = feed(1).replace(b"https://a.example/0", link.encode())
    assert parse_feed(body).entries[0].url.startswith(link.split(":")[0])
    assert not on_sites(link, ("a.example",))


def test_b7_markup_in_a_title_is_taken_out() -> None:
    body = feed(1).replace(b"Story 0", b"&lt;img src=x onerror=alert(1)&gt;Cuts &amp;amp; gaps&lt;script&gt;")
    assert parse_feed(body).entries[0].title == "Cuts & gaps"


@pytest.mark.parametrize(("text", "moment"), [
    ("Mon, 20 Jul 2026 09:00:00 BST", "2026-07-20T08:00:00+00:00"), ("Mon, 20 Jul 2026 09:00:00 GMT", "2026-07-20T09:00:00+00:00"),
    ("Mon, 20 Jul 2026 09:00:00 +0100", "2026-07-20T08:00:00+00:00"), ("Fri, 20 Nov 2026 09:00:00 Z", "2026-11-20T09:00:00+00:00"),
    ("2026-07-20T09:00:00+01:00", "2026-07-20T08:00:00+00:00"), ("2026-07-20T09:00:00Z", "2026-07-20T09:00:00+00:00"),
    ("2026-07-20T09:00:00", "2026-07-20T08:00:00+00:00"), ("2026-11-19 07:45:00", "2026-11-19T07:45:00+00:00"),
    ("Wed, 15 Jul 2026 09:30:00", "2026-07-15T08:30:00+00:00"), ("Tue, 01 Sept 2026 10:00:00 +0100", "2026-09-01T09:00:00+00:00"),
    ("Fri,20 Nov 2026 18:28:36 +0000", "2026-11-20T18:28:36+00:00"), ("Mon, Nov 16 2026 04:45:26 +0000", "2026-11-16T04:45:26+00:00"),
    ("18 November 2026 11:15 GMT", "2026-11-18T11:15:00+00:00"), ("Mon, 23 Nov 2026 24:00:00 GMT", "2026-11-24T00:00:00+00:00"),
    ("Mon, 20 Jul 2026", "2026-07-19T23:00:00+00:00"), ("2026-11-20", "2026-11-20T00:00:00+00:00"),
    ("yesterday", None), ("", None), (None, None),
    ("0000-00-00T00:00:00Z", None), ("Mon, 99 Jul 2026 09:00:00 GMT", None),
])  # fmt: skip
def test_c6_a_feeds_dates_are_read_with_the_zone_they_name(text: str | None, moment: str | None) -> None:
    read = parse_moment(text)
    assert (read.isoformat() if read else None) == moment


@pytest.mark.parametrize("evil", [b"<" * 50_000, b"<!" * 25_000, b" " * 50_000, b"a" * 50_000, b"<item>" * 8_000, b"\x00" * 50_000,
                                  b"<!DOCTYPE " + b"x" * 50_000, b"<!--" * 12_000])  # fmt: skip
def test_b10_no_expression_of_ours_is_slow_on_what_is_built_to_slow_it(evil: bytes) -> None:
    from pipelines.feeds import DECLARATION, ENTRY_END, LOOKS_LIKE_HTML, TAG

    for pattern in (DECLARATION, ENTRY_END, LOOKS_LIKE_HTML):
        began = time.process_time()
        pattern.search(evil[:4096] if pattern is LOOKS_LIKE_HTML else evil)
        assert time.process_time() - began < 0.2, pattern
    began = time.process_time()
    TAG.sub("", evil[:20_000].decode("latin-1"))
    assert time.process_time() - began < 0.5


MARKUP = st.sampled_from([b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"</link>",
                          b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"</entry>", b"<![CDATA[", b"]]>", b"&amp;", b"&",
                          b"<!--", b"-->", b"<?xml version='1.0'?>", b"\xff\xfe", b"\x00", b"http://[", b"https://a.example/%zz",
                          b"<pubDate>", b"</pubDate>", b"Mon, 20 Jul 2026 25:61:00 BST", b"<guid>", b"</guid>"])  # fmt: skip


@given(st.lists(MARKUP | st.binary(max_size=8), max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_a_feed_or_are_not_and_never_more(parts: list[bytes]) -> None:
    any_bytes(b"".join(parts))


@pytest.mark.long
@given(st.lists(MARKUP | st.binary(max_size=8), max_size=60))
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_thousand_hostile_feeds_are_read_without_a_crash(parts: list[bytes]) -> None:
    any_bytes(b"".join(parts))


def any_bytes(body: bytes) -> None:
    for kind in (SourceKind.FEED, SourceKind.SITEMAP, SourceKind.LISTING, SourceKind.API):
        keys: dict[str, Any] = {"items": "results", "link": "{value.id}"} if kind is SourceKind.API else {}
        source = Source(kind=kind, url="https://a.example/", **keys)
        try:
            found = find_entries(source, body, "application/xml", source.url, NOW)
        except NothingReadable:
            continue
        else:
            assert all(isinstance(entry.url, str) for entry in found.entries)
            assert all(entry.published is None or entry.published.tzinfo for entry in found.entries)
