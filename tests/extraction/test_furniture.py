"""What a line is: the article's own, or which kind of furniture."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.body.corrections import is_correction
from pipelines.body.furniture import KINDS, is_tail, named_by_words, verdict
from pipelines.extract import extract
from pipelines.page import RawPage
from pipelines.phrases.phrase_book import Phrase, phrase_book
from tests.extraction.page_designs import FILLER

HERE = Path(__file__).parent
DOCUMENTS = HERE.parent.parent / "nlp" / "training" / "documents.jsonl"
MARK = re.compile(r"\[\[[^|\]]*\|([^\]]*)\]\]")
FURNITURE = {
    "Advertisement": "advert",
    "Story continues below": "advert",
    "Sponsored content by Example Bank": "advert",
    "Sign up to our newsletter to get the day’s news in your inbox": "newsletter",
    "Join our WhatsApp community for the latest from the county": "newsletter",
    "We use cookies to give you the best experience on this site.": "cookie banner",
    "Your browser is no longer supported": "cookie banner",
    "Register now to continue reading": "wall",
    "Already a subscriber? Login": "wall",
    "Want full article access?": "wall",
    "READ MORE: Council leader to stand down": "promo",
    "Don't miss...": "promo",
    "Related stories": "promo",
    "Total Voters: 954": "poll",
    "Yes (62%, 410 Votes)": "poll",
    "Loading ... Loading ...": "poll",
    "Comments are closed.": "comment box",
    "Leave a Reply": "comment box",
    "Share this article": "share line",
    "Follow us on Twitter and Facebook": "share line",
    "© 2024 Example Media. All rights reserved.": "legal line",
    "Image source, Getty Images": "picture line",
    "Photo: Example/Adobe Stock": "picture line",
    "(Image: Getty)": "picture line",
    "By Nerys Hallam": "date or byline",
    "Published: 3 June 2024": "date or byline",
    "23 January 2015": "date or byline",
    "2 min read": "date or byline",
    "Highways jobs": "job advert",
    "£38,000 - £43,000 per annum": "job advert",
    "Support our journalism: make a donation today": "donation",
}
OWN = [
    "The council will read more than 400 files before it decides.",
    "By the end of the year the trust will run all five homes.",
    "Published figures show that the number of children in care rose by four per cent.",
    "Related costs, such as transport, were not counted, the auditor wrote, and could add £2m.",
    "The union asked its members to sign a letter to the minister.",
    "“We share this duty with the health service,” she said.",
    "Loading bays would be moved to the back of the school.",
    "Comments made by the minister were unhelpful, councillors said.",
    "£2.4 million was set aside for it.",
    "Watchdogs have warned for years that checks are too slow.",
    "More than half of the homes had no registered manager.",
    "Following the report, three managers left the council.",
    "Photographs of the cells were shown to the inquiry.",
    "In May 2024 the council voted to close them.",
    "Next year it will be two.",
    "Jobs will be lost.",
    "Advertising for foster carers has cost £90,000 since April.",
]


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture_is_named(line: str) -> None:
    assert verdict(line) == FURNITURE[line]


def test_honest_prose_in_the_words_of_furniture_stays() -> None:
    lines = (HERE / "honest_sentences.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) >= 200
    assert {line: verdict(line) for line in lines if verdict(line) or is_tail(line) or is_correction(line)} == {}


def test_most_honest_sentences_hold_a_phrase_of_furniture() -> None:
    lines = (HERE / "honest_sentences.txt").read_text(encoding="utf-8").splitlines()
    tempting = [line for line in lines if named_by_words(line)]
    assert len(tempting) > 60  # else the sentences above tempt nobody


@pytest.mark.parametrize("place", [0, 3, 6])
def test_honest_prose_stays_on_its_page(place: int) -> None:
    lines = (HERE / "honest_sentences.txt").read_text(encoding="utf-8").splitlines()
    lost = []
    for line in lines:
        paragraphs = [f"<p>{text}</p>" for text in FILLER]
        paragraphs.insert(place, f"<p>{line}</p>")
        page = f"<html><head><title>A review</title></head><body><h1>A review</h1><div>{''.join(paragraphs)}</div></body></html>"
        found = extract(RawPage(page.encode(), None, None, "https://a.example/x", datetime(2026, 5, 6, tzinfo=UTC)))
        if line not in f"{found.standfirst}\n{found.text}":
            lost.append(line)
    assert not lost


def test_no_paragraph_of_the_documents_is_furniture() -> None:
    documents = [json.loads(line) for line in DOCUMENTS.read_text(encoding="utf-8").splitlines()]
    paragraphs = [text for one in documents for text in MARK.sub(r"\1", one["marked"]).split("\n\n") if text.strip()]
    assert len(paragraphs) > 2600
    assert [text for text in paragraphs if verdict(text) or is_tail(text)] == []


@pytest.mark.parametrize("line", OWN)
def test_the_articles_own_lines_stay(line: str) -> None:
    assert verdict(line) is None
    assert not is_tail(line)


@pytest.mark.parametrize(
    "line",
    [
        "More like this",
        "Related articles",
        "3 Responses to A plan for homes",
        "Have your say",
        "Latest jobs",
        "You may also like",
        "Comments (12)",
    ],
)
def test_what_follows_an_article_is_known_by_its_heading(line: str) -> None:
    assert is_tail(line)


def test_a_long_paragraph_is_prose_whatever_it_mentions() -> None:
    assert verdict("The minister told members to sign up to our newsletter, he said. " * 12) is None


LINES = st.one_of(
    st.text(max_size=500), st.lists(st.sampled_from([*FURNITURE, *OWN]), min_size=1, max_size=3).map(" ".join)
)


@settings(max_examples=200, deadline=None)
@given(LINES, st.floats(min_value=0, max_value=1))
def test_a_line_is_of_the_kind_that_its_own_words_name_or_the_articles(line: str, share: float) -> None:
    found = named_by_words(line)
    kind = found and ("wall" if found.kind.startswith("wall") else found.kind)
    assert verdict(line, share) in {None, kind}
    assert verdict(line, link_share=1.0) == kind


@pytest.mark.parametrize("phrase", phrase_book(*KINDS, "tail").phrases, ids=lambda phrase: phrase.pattern.pattern[:40])
def test_every_line_that_a_phrase_finds_holds_one_of_its_hints(phrase: Phrase) -> None:
    @settings(max_examples=20, deadline=None)
    @given(st.from_regex(phrase.pattern, alphabet=st.characters(max_codepoint=0x20AC)))
    def holds(line: str) -> None:
        assert not phrase.hints or any(hint in line.lower() for hint in phrase.hints)

    holds()
