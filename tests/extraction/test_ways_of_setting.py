"""One article, set in the ways in which sites set a page: whatever the markup, the text is the article's, each word once."""

import json
from datetime import UTC, datetime

import pytest

from pipelines.extract import extract
from pipelines.page import Extraction, RawPage

FIRST = "The council will hand its fostering service to a trust in April, its leader told a meeting on Tuesday evening in the town hall."
SECOND = "Inspectors rated the service inadequate twice in three years, and a commissioner wrote that nobody had read her last report."
THIRD = "The transfer will cost £4.2 million, of which the department pays half; the unions say that they heard of it on the radio."
FOURTH = "A vote of all the members follows in January, and the trust would take over with its own board and its own budget in spring."
ALL = (FIRST, SECOND, THIRD, FOURTH)
HEAD = ('<!doctype html><html lang="en"><head><title>Fostering to go to a trust | Courier</title>'
        '<meta property="og:title" content="Fostering to go to a trust">{more}</head><body><header><nav><a href="/">Home</a></nav></header>'
        "<main><article><h1>Fostering to go to a trust</h1>{body}</article></main><footer><p>© Courier</p></footer></body></html>")  # fmt: skip


def read(body: str, more: str = "") -> Extraction:
    page = HEAD.format(body=body, more=more).encode()
    url, captured = "https://www.courier.example/news/fostering-trust", datetime(2026, 11, 30, tzinfo=UTC)
    return extract(RawPage(page, "text/html; charset=utf-8", None, url, captured))


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def lost_or_doubled(found: Extraction) -> list[str]:
    everything = "\n".join((found.standfirst or "", found.text))
    return [line for line in ALL if everything.count(line) != 1]


@pytest.mark.parametrize("initial", [
    '<span class="dropcap">T</span>he', '<span class="drop-cap">T</span> he', "<b>T</b>he", '<big> T </big>he',
    '<span><strong>T</strong></span> he', '<span style="float:left;font-size:3em">T</span>\n he', '<font size="7">T</font>he',
])  # fmt: skip
def test_an_initial_set_large_belongs_to_its_word(initial: str) -> None:
    found = read(paragraphs(initial + FIRST.removeprefix("The"), *ALL[1:]))
    assert lost_or_doubled(found) == []


@pytest.mark.parametrize(
    "between", ["<br><br>", "<br/>\n<br/>", "<br>&nbsp;<br>", "<br><br><br>", "<br clear='all'><br>"]
)
@pytest.mark.parametrize("around", ["<div class='body'>{}</div>", "<p>{}</p>", "<div><font>{}</font></div>"])
def test_paragraphs_that_only_line_breaks_part_are_paragraphs(between: str, around: str) -> None:
    found = read(around.format(between.join(ALL)))
    assert lost_or_doubled(found) == []
    if not around.startswith("<p>"):  # in one paragraph of the markup they may run together
        assert len(found.text.split("\n\n")) == len(ALL) - (found.standfirst is not None)


@pytest.mark.parametrize("folded", [
    "<div hidden>{}</div>", "<div style='display:none'>{}</div>", "<div class='more' style='display: none;'>{}</div>",
    "<section aria-hidden='true'>{}</section>", "<details><summary>Read on</summary>{}</details>",
    "<details open><summary>Read on</summary>{}</details>",
])  # fmt: skip
def test_what_is_folded_behind_read_on_is_the_text(folded: str) -> None:
    found = read(paragraphs(FIRST, SECOND) + folded.format(paragraphs(THIRD, FOURTH)) + "<button>Read on</button>")
    assert lost_or_doubled(found) == []


@pytest.mark.parametrize("copy", [
    "<div class='mobile' style='display:none'>{}</div>", "<div class='mobile-only' hidden>{}</div>",
    "<div class='print' aria-hidden='true'>{}</div>",
])  # fmt: skip
def test_a_hidden_copy_for_another_screen_is_read_once(copy: str) -> None:
    found = read(paragraphs(*ALL) + copy.format(paragraphs(*ALL)))
    assert lost_or_doubled(found) == []


@pytest.mark.parametrize("told", [
    "\n\n".join(ALL), "\n".join(ALL), "".join(f"<p>{line}</p>" for line in ALL), "<br><br>".join(ALL), list(ALL),
    "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in ALL),
])  # fmt: skip
def test_a_text_that_json_ld_alone_holds_is_read_from_there(told: object) -> None:
    node = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "Fostering to go to a trust",
        "articleBody": told,
    }
    found = read("<div id='root'></div>", f'<script type="application/ld+json">{json.dumps(node)}</script>')
    assert lost_or_doubled(found) == []
    assert "the page shows no text: it is JSON-LD's" in found.reasons


@pytest.mark.parametrize("around", [
    "<table><tr><td>{}</td></tr></table>", "<table role='presentation'><tr><td width='70%'>{}</td><td><a href='/a'>More</a></td></tr></table>",
    "<table><tr><td><table><tr><td>{}</td></tr></table></td></tr></table>", "<div><div><section>{}</section></div></div>",
])  # fmt: skip
def test_a_body_set_in_a_layouts_table_is_the_body(around: str) -> None:
    assert lost_or_doubled(read(around.format(paragraphs(*ALL)))) == []
