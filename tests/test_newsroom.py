"""The recorded newsroom: that the WARC which ships is the one that the sources give, and that it holds every trap."""

import gzip
import io
import re
import tomllib
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from tests.newsroom.article import FAULTS, TRAPS, WALLS, Article, parse_article
from tests.newsroom.build import BUILT, sources
from tests.newsroom.errors import SourceError
from tests.newsroom.pages import EDITIONS
from tests.newsroom.record import record
from tests.newsroom.site import read_site
from warehouse.reference import councils, trusts

ROOT = Path(__file__).parent.parent
OUTLETS = ROOT / "spiders" / "outlets"
POLICIES = ROOT / "nlp" / "evidence" / "policies.toml"
SITES = sources()
ARTICLES = [article for site in SITES for article in site.articles]
HEADER = """+++
url = "/2026/11/18/a-story/"
title = "A story"
published = 2026-11-18T09:00:00+00:00
"""


class Response(NamedTuple):
    """One record of the WARC, its body decoded."""

    url: str
    date: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


def decoded(warc: bytes) -> list[Response]:
    responses = []
    for entry in ArchiveIterator(io.BytesIO(warc), check_digests=True):
        if entry.rec_type != "response":
            continue
        raw = entry.raw_stream.read()
        headers = tuple(entry.http_headers.headers)
        if ("Content-Encoding", "gzip") in headers:
            raw = gzip.decompress(raw)
        responses.append(
            Response(
                entry.rec_headers.get_header("WARC-Target-URI"),
                entry.rec_headers.get_header("WARC-Date"),
                entry.http_headers.get_statuscode(),
                headers,
                raw,
            )
        )
        assert entry.digest_checker.passed is not False, responses[-1].url
    return responses


@cache
def shipped() -> list[Response]:
    return decoded(BUILT.read_bytes())


def latest(edition: int) -> dict[str, Response]:
    """Return what the newsroom serves in an edition, by URL."""
    moment = EDITIONS[edition].strftime("%Y-%m-%dT%H:%M:%SZ")
    return {response.url: response for response in shipped() if response.date <= moment}


def essence(responses: list[Response]) -> list[tuple[object, ...]]:
    """Return what must not differ between two builds, whatever zlib made of the bodies."""
    return [
        (url, date, status, [pair for pair in headers if pair[0] != "Content-Length"], body)
        for url, date, status, headers, body in responses
    ]


def test_the_warc_that_ships_is_the_one_that_the_sources_give() -> None:
    assert essence(shipped()) == essence(decoded(record(SITES))), "run: python -m tests.newsroom.build"


def test_two_builds_give_the_same_bytes() -> None:
    assert record(SITES) == record(sources())


def test_there_are_five_outlets_and_eighty_articles_at_least() -> None:
    written = Counter(site.outlet_id for site in SITES for _ in {article.url for article in site.articles})
    assert len(written) >= 5
    assert sum(written.values()) >= 80
    assert min(written.values()) >= 5, written


def test_articles_run_from_2011_to_the_day_of_the_recording() -> None:
    years = {article.published.year for article in ARTICLES}
    assert {2011, 2026} <= years
    assert len(years) >= 12
    last = EDITIONS[2]
    assert all(article.published <= EDITIONS[article.edition] for article in ARTICLES)
    recent = [article for article in ARTICLES if last - timedelta(days=30) <= article.published]
    assert len(recent) >= len(ARTICLES) / 3


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_is_set_somewhere(trap: str) -> None:
    assert any(trap in article.traps for article in ARTICLES)


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_served_somewhere(fault: str) -> None:
    assert any(article.fault == fault for article in ARTICLES)


@pytest.mark.parametrize("wall", WALLS)
def test_every_wall_stands_somewhere(wall: str) -> None:
    assert any(article.wall == wall for article in ARTICLES)


def test_a_walled_page_does_not_hold_the_text_behind_the_wall() -> None:
    served = latest(1)
    hidden = [
        (served[site.home + article.url].body.decode(), article.body[-1].lines[0])
        for site in SITES
        for article in site.articles
        if article.wall != "open" and article.edition == 1 and len(article.body) > article.open_paragraphs
    ]
    assert hidden
    assert all(last[:40] not in page for page, last in hidden)


def test_some_pages_carry_linked_data_and_some_do_not() -> None:
    pages = [response.body for response in shipped() if b"<h1" in response.body]
    with_data = [page for page in pages if b"application/ld+json" in page]
    assert 20 <= len(with_data) <= len(pages) - 20


def test_one_press_release_is_rewritten_by_three_outlets() -> None:
    written = {site.outlet_id for site in SITES for article in site.articles if article.release}
    releases = {article.slug for site in SITES for article in site.articles if site.template == "govuk"}
    assert {article.release for article in ARTICLES if article.release} <= releases
    assert len(written) >= 3


def test_comments_name_councils_that_their_article_does_not() -> None:
    names = {council.name for council in councils() if council.childrens_services and council.current}
    found = 0
    for article in ARTICLES:
        thread = " ".join(comment.text for comment in article.comments)
        found += any(name in thread and name not in seen(article) for name in names)
    assert found >= 5


def test_one_story_has_two_addresses() -> None:
    served = latest(1)
    pairs = [
        (served[site.home + article.url], served[site.home + other])
        for site in SITES
        for article in site.articles
        for other in article.also_at
    ]
    assert len(pairs) >= 2
    assert any(b'rel="canonical"' not in copy.body for _, copy in pairs)
    assert all(first.status == copy.status == "200" for first, copy in pairs)


def test_the_second_edition_edits_withdraws_and_adds() -> None:
    first, second = latest(1), latest(2)
    paths = {site.home + article.url for site in SITES for article in site.articles}
    edited = [url for url in paths & first.keys() if second[url].status == "200" and second[url] != first[url]]
    gone = [url for url in paths & first.keys() if (first[url].status, second[url].status) == ("200", "410")]
    added = paths - first.keys()
    assert len(edited) >= 1
    assert len(gone) >= 1
    assert len(added) >= 2
    feed = "https://www.communitycare.co.uk/feed/"
    assert first[feed].body != second[feed].body


def test_what_did_not_change_is_recorded_once() -> None:
    repeated = [url for url, count in Counter(response.url for response in shipped()).items() if count > 1]
    first, second = latest(1), latest(2)
    assert all((first[url].status, first[url].body) != (second[url].status, second[url].body) for url in repeated)
    assert len(repeated) < len(first) / 4


def test_headers_are_those_of_real_servers() -> None:
    kinds = Counter(name for response in shipped() for name, _ in response.headers)
    total = len(shipped())
    assert kinds["Content-Type"] == kinds["Content-Length"] == total
    for some in ("ETag", "Last-Modified", "Content-Encoding"):
        assert 20 <= kinds[some] <= total - 20, some
    for response in shipped():
        for name, value in response.headers:
            if name == "Last-Modified":
                assert parsedate_to_datetime(value) <= EDITIONS[2], response.url


def test_a_truncated_page_is_shorter_than_it_promised() -> None:
    cut = [
        response
        for response in shipped()
        if int(dict(response.headers)["Content-Length"]) > len(response.body) and "gzip" not in str(response.headers)
    ]
    assert len(cut) == sum(article.fault == "truncated" for article in ARTICLES)
    assert all(b"</html>" not in response.body for response in cut)


def test_every_html_page_says_that_it_was_written_for_demonstration() -> None:
    note = b"this article was written for demonstration and is not the outlet's"
    for response in shipped():
        whole = b"</html>" in response.body and response.status == "200"
        assert not whole or note in response.body, response.url


def crawled() -> list[str]:
    return [site.outlet_id for site in SITES if (OUTLETS / f"{site.outlet_id}.toml").exists()]


@pytest.mark.parametrize("outlet_id", crawled())
def test_the_spiders_find_every_article_from_the_outlets_own_sources(outlet_id: str) -> None:
    site = next(site for site in SITES if site.outlet_id == outlet_id)
    outlet = tomllib.loads((OUTLETS / f"{outlet_id}.toml").read_text(encoding="utf-8"))
    served = latest(2)
    assert f"{site.home}/robots.txt" in served
    listed = "\n".join(served[source["url"]].body.decode() for source in outlet["source"])
    for article in site.articles:
        assert re.search(rf"{re.escape(article.url)}[\"<#]", listed), f"{article.url} is in no source"
        assert any(re.search(pattern, article.url) for pattern in outlet["articles"]), article.url


def test_gov_uk_tells_first_publication_by_its_content_api() -> None:
    served = latest(2)
    for site in SITES:
        for article in site.articles if site.template == "govuk" else ():
            item = served[f"{site.home}/api/content{article.url}"]
            assert f'"first_published_at": "{article.published.year}' in item.body.decode()


# --- what the articles say they hold ------------------------------------------------------------------------------


def seen(article: Article) -> str:
    """Return what a reader without an account reads of an article, comments and furniture apart."""
    lines = [line for block in article.visible for line in block.lines]
    return " ".join([article.title, article.standfirst, *lines, article.correction]).replace("&", "and")


def test_expectations_name_real_councils_trusts_and_policies() -> None:
    codes = {code for council in councils() for code in (council.gss, council.gss_2025, *council.former_gss)}
    slugs = {trust.slug for trust in trusts()}
    policies = set(re.findall(r'(?m)^id = "([^"]+)"', POLICIES.read_text(encoding="utf-8")))
    for article in ARTICLES:
        assert set(article.expect.councils) <= codes, article.source
        assert set(article.expect.trusts) <= slugs, article.source
        assert set(article.expect.policies) <= policies, article.source


def test_each_of_the_first_thirteen_policies_is_borne_upon_by_two_articles_at_least() -> None:
    policies = re.findall(r'(?m)^id = "([^"]+)"', POLICIES.read_text(encoding="utf-8"))[:13]
    counted = Counter(policy for article in ARTICLES for policy in article.expect.policies)
    assert all(counted[policy] >= 2 for policy in policies), counted


def test_expected_councils_are_named_in_what_a_reader_sees() -> None:
    forms: dict[str, set[str]] = {}
    for council in councils():
        short = re.sub(r"^(City of|County) |[ -](upon|on)[ -].*$|,.*$", "", council.name).replace("&", "and")
        spellings = {council.name.replace("&", "and"), short, *council.names}
        for code in (council.gss, council.gss_2025, *council.former_gss):
            forms.setdefault(code or "", set()).update(spellings)
    forms["E06000010"].add("Hull")
    for article in ARTICLES:
        for code in article.expect.councils:
            assert any(form in seen(article) for form in forms[code]), f"{article.source.name}: {code}"


# --- the source format ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("title = 1\n", 1, "opens the header"),
        ("+++\ntitle = 'x'\n", 3, "closes the header"),
        ("+++\nurl = /x\n+++\nWords.\n", 2, "not TOML"),
        ("+++\nurl = '/x'\n+++\nWords.\n", 1, "title is missing"),
        (HEADER + "headline = 'x'\n+++\nWords.\n", 5, "headline is no key of an article; allowed: url"),
        (HEADER + "listed = 'yes'\n+++\nWords.\n", 5, "listed is a str"),
        (HEADER + "edition = true\n+++\nWords.\n", 5, "edition is a bool"),
        (HEADER + "edition = 3\n+++\nWords.\n", 5, "1 or 2"),
        (HEADER + "wall = 'brick'\n+++\nWords.\n", 5, "one of: open, registration, subscription"),
        (HEADER + "traps = ['bear']\n+++\nWords.\n", 5, "'bear' is no trap; allowed: cookie_banner"),
        (HEADER + "authors = [1]\n+++\nWords.\n", 5, "list of strings"),
        (HEADER + "also_at = ['no path']\n+++\nWords.\n", 5, "is no path"),
        (HEADER.replace("+00:00", "") + "+++\nWords.\n", 4, "published has no offset"),
        (HEADER + "modified = 'Tuesday'\n+++\nWords.\n", 5, "modified is no RFC 3339 time"),
        (HEADER + "\n[[comments]]\nauthor = 'x'\n+++\nWords.\n", 6, "a comment has author, posted, text, depth"),
        (HEADER + "[expect]\nplaces = []\n+++\nWords.\n", 6, "councils, trusts, policies"),
        (HEADER + "+++\n\n", 6, "the body is empty"),
        (HEADER + "+++\nWords.\n\n# Heading\n", 8, "'#' opens no block"),
        (HEADER + "+++\n## Heading\nWords.\n", 7, "a heading is one line"),
    ],
)
def test_a_bad_source_is_refused_with_its_line_and_what_is_allowed(text: str, line: int, says: str) -> None:
    with pytest.raises(SourceError) as refused:
        parse_article(Path("outlets/somewhere/story.md"), text)
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"somewhere/story.md:{line}: "), str(refused.value)


def test_a_bad_site_is_refused_with_its_line(tmp_path: Path) -> None:
    good = (ROOT / "tests/newsroom/outlets/lgc/site.toml").read_text(encoding="utf-8")
    (tmp_path / "lgc").mkdir()
    path = tmp_path / "lgc" / "site.toml"
    path.write_text(good.replace('validators = "etag"', 'validators = "always"'), encoding="utf-8")
    with pytest.raises(SourceError, match=r"lgc/site\.toml:9: validators is one of"):
        read_site(path)


def test_a_body_keeps_its_blocks_in_order() -> None:
    article = parse_article(Path("a/b.md"), HEADER + "+++\nOne\ntwo.\n\n## Three\n\n> Four\n> five\n\n- six\n- seven\n")
    assert [(block.kind, block.lines) for block in article.body] == [
        ("paragraph", ("One two.",)),
        ("heading", ("Three",)),
        ("quotation", ("Four five",)),
        ("list", ("six", "seven")),
    ]


words = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(words.filter(lambda word: word[0].isalnum()), min_size=1, max_size=6), min_size=1, max_size=5))
def test_paragraphs_of_any_words_come_back_as_they_were_written(paragraphs: list[list[str]]) -> None:
    text = HEADER + "+++\n" + "\n\n".join(" ".join(line) for line in paragraphs)
    body = parse_article(Path("a/b.md"), text).body
    assert [block.lines[0].split() for block in body] == [" ".join(line).split() for line in paragraphs]


def test_the_recorded_days_are_those_that_the_demo_replays() -> None:
    assert {1: datetime(2026, 11, 20, 6, tzinfo=UTC), 2: datetime(2026, 11, 21, 6, tzinfo=UTC)} == EDITIONS
