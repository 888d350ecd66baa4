"""Each field has its own order of trust."""

from datetime import UTC, datetime

import pytest

from pipelines.extract import extract
from pipelines.page import Extraction, RawPage
from pipelines.rules import PageRules
from warehouse.records import Wall

TEXT = "The council said that it would publish its plan for children’s homes by the end of the year. " * 4


def article(
    head: str = "",
    body: str = "",
    *,
    before: str = "",
    after: str = "",
    rules: PageRules | None = None,
    listed: str | None = None,
) -> Extraction:
    page = f"<html lang='en'><head>{head}</head><body>{before}<main>{body}<p>{TEXT}</p><p>{TEXT[:90]}</p></main>{after}</body></html>"
    at = datetime(2024, 6, 20, tzinfo=UTC)
    return extract(RawPage(page.encode(), None, None, "https://www.outlet.example/x", at, rules, listed))


def ld(fields: str) -> str:
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{fields}}}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ('<meta property="og:title" content="Homes plan: council acts">', "<h1>Council acts on homes plan</h1>", "Council acts on homes plan"),
        ('<meta property="og:title" content="A plan for homes | The Outlet">', "<h1>The Outlet</h1>", "A plan for homes"),
        ("<title>A plan for homes - The Outlet</title>", "", "A plan for homes"),
        ("<title>A plan for homes</title>", "<h1><span>Social care</span>A plan for homes</h1>", "A plan for homes"),
        (ld('"headline":"A plan for &#8216;homes&#8217;"'), "", "A plan for ‘homes’"),
        ("<title>Outlet</title>", "<h1>A plan for homes</h1>", "A plan for homes"),
    ],
    ids=["h1 that agrees", "logo as h1", "title without site", "kicker in h1", "entities", "site as title"],
)  # fmt: skip
def test_title(head: str, body: str, title: str) -> None:
    assert article(head, body).title == title


def test_the_feeds_title_stands_in_where_the_page_has_none() -> None:
    assert article(listed="A plan for homes").title == "A plan for homes"


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (ld('"author":[{"name":"Ana Iqbal"},{"name":"Bo Lund"}]'), "", ("Ana Iqbal", "Bo Lund")),
        (ld('"author":"By Ana Iqbal and Bo Lund"'), "", ("Ana Iqbal", "Bo Lund")),
        (ld('"author":{"name":"https://outlet.example/ana"}') + '<meta name="author" content="Ana Iqbal">', "", ("Ana Iqbal",)),
        ('<meta name="author" content="Ana Iqbal, Social Affairs Editor">', "", ("Ana Iqbal",)),
        ("", "<h1>A plan</h1><p>By Ana Iqbal | 20 July 2016</p>", ("Ana Iqbal",)),
        ("", "<h1>A plan</h1><div>Ana Iqbal 29 January 2018</div>", ("Ana Iqbal",)),
        ("", '<h1>A plan</h1><span>By <a href="/author/ana">Ana Iqbal</a></span>', ("Ana Iqbal",)),
        ("", '<h1>A plan</h1><aside><a rel="author" href="/b">Other Writer</a></aside>', ()),
        ("", "<h1>A plan</h1><p>By the end of the year it will be done.</p>", ()),
    ],
    ids=["list", "by and", "address refused", "role cut", "by and date", "name and date", "profile link", "aside", "prose"],
)  # fmt: skip
def test_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert article(head, body).authors == authors


@pytest.mark.parametrize(
    ("head", "after", "wall"),
    [
        ("", "", Wall.OPEN),
        (ld('"isAccessibleForFree":"False"'), "", Wall.SUBSCRIPTION),
        (ld('"hasPart":{"@type":"WebPageElement","isAccessibleForFree":false}'), "", Wall.SUBSCRIPTION),
        ('<meta property="article:content_tier" content="metered">', "", Wall.METERED),
        ("", "<div><p>Register now to continue reading</p></div>", Wall.REGISTRATION),
        ("", "<div><p>You have 2 free articles left this month</p></div>", Wall.METERED),
        ("", "<div><p>Subscribe to continue reading</p></div>", Wall.SUBSCRIPTION),
        ("", "<div><a href='/s'>Subscribe</a> <a href='/l'>Log in</a></div>", Wall.OPEN),
        ("", "<div hidden><p>Subscribe to continue reading</p></div>", Wall.OPEN),
    ],
)
def test_wall(head: str, after: str, wall: Wall) -> None:
    got = article(head, after=after)
    assert got.wall is wall
    assert (got.wall_reason is None) == (wall is Wall.OPEN)


def test_an_outlets_own_wall_marker_comes_first() -> None:
    rules = PageRules(wall_markers=("metered: Enjoying our stories?",))
    assert article(after="<p>Enjoying our stories? Stay.</p>", rules=rules).wall is Wall.METERED


def test_rules_for_body_prune_standfirst_and_byline() -> None:
    rules = PageRules(
        body=("//div[@id='right']",),
        prune=("//p[@class='ad']",),
        standfirst=("//p[@class='s']",),
        byline=("//b[@class='w']",),
    )
    body = f"<p class='s'>A standfirst by rule</p><b class='w'>By Ana Iqbal</b><div id='right'><p>Right. {TEXT}</p><p class='ad'>Bad. {TEXT}</p></div>"
    got = article(body=body, rules=rules)
    assert got.text.startswith("Right.")
    assert "Bad." not in got.text
    assert got.standfirst == "A standfirst by rule"
    assert got.authors == ("Ana Iqbal",)


def test_rules_for_comments() -> None:
    rules = PageRules(comments=("//div[@class='c']",))
    after = "<div class='box'><div class='c'><b class='author'>Ann</b><p>Not here, in Bexmoor.</p></div></div>"
    got = article(after=after, rules=rules)
    assert [(comment.author, comment.text) for comment in got.comments] == [("Ann", "Not here, in Bexmoor.")]
    assert "Bexmoor" not in got.text


def test_comments_in_json_ld_are_read_with_their_thread() -> None:
    head = ld('"comment":[{"@type":"Comment","text":"One","author":{"name":"Ann"},"comment":[{"text":"Two"}]}]')
    assert [(item.text, item.author, item.depth) for item in article(head).comments] == [
        ("One", "Ann", 0),
        ("Two", None, 1),
    ]


def test_comments_under_a_heading_that_counts_them() -> None:
    after = "<h3>2 Responses to A plan for homes</h3><ol><li>Ann: Bexmoor did this first, years ago.</li><li>Bob: It did not do it at all.</li></ol>"
    got = article(after=after)
    assert len(got.comments) == 2
    assert "Bexmoor" not in got.text


def test_a_section_tags_and_the_canonical_address() -> None:
    head = ld('"articleSection":"Care","keywords":"homes, fees"') + '<link rel="canonical" href="/x?a=1">'
    got = article(head)
    assert (got.section, got.tags, got.canonical) == ("Care", ("homes", "fees"), "https://www.outlet.example/x?a=1")


def test_a_sound_page_is_sure_and_a_scrap_is_not() -> None:
    head = '<meta property="article:published_time" content="2024-06-03T10:00:00Z">'
    sure = article(head, "<h1>A plan for homes of the council</h1>" + f"<p>{TEXT}</p>" * 1 + f"<p>Also. {TEXT}</p>")
    page = "<html><body><div><p>Nothing to see here at all.</p></div></body></html>"
    scrap = extract(RawPage(page.encode(), None, None, "https://o.example", datetime(2024, 6, 20, tzinfo=UTC)))
    assert sure.confidence >= 0.85
    assert scrap.confidence < 0.5
    assert any("very short" in reason for reason in scrap.reasons)


def test_json_ld_with_more_text_than_the_page_lowers_confidence() -> None:
    got = article(ld(f'"articleBody":"{TEXT * 6}"'))
    assert any("JSON-LD gives" in reason for reason in got.reasons)


def test_broken_json_ld_is_mended_or_passed_over() -> None:
    broken = (
        '<script type="application/ld+json"><!-- {"@type":"NewsArticle","headline":"A plan for homes",} --></script>'
    )
    assert article(broken + '<script type="application/ld+json">{oh no</script>').title == "A plan for homes"


def test_the_same_page_gives_the_same_extraction() -> None:
    assert article("<title>A plan</title>") == article("<title>A plan</title>")
