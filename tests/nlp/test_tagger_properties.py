"""What holds for every text: no exception, offsets that match, and time that grows no faster than the text."""

import itertools
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.article_fields import ArticleToTag
from nlp.tagger import load_tagger
from nlp.text.chunks import pieces
from nlp.text.sentences import split

TAGGER = load_tagger()
WORDS = st.sampled_from(
    [
        "Slough",
        "Slough's",
        "council",
        "Council",
        "Birmingham",
        "and",
        ",",
        ".",
        "£2m",
        "£3",
        "million",
        "over",
        "five",
        "years",
        "Ofsted",
        "rated",
        "inadequate",
        "good",
        "from",
        "to\n",
        "",
        "",
        "",
        "requires",
        "improvement",
        "trust",
        "Trust",
        "Children's",
        "(",
        ")",
        "RBC",
        "(RBC)",
        "in",
        "the",
        "City",
        "of",
        "London",
        "Borough",
        "between",
        "£",
        "pounds",
        "half",
        "a",
        "billion\n",
        "",
        "",
        "",
        "section",
        "114",
        "notice",
        "\n",
        "\n\n",
        "’",
        "“",
        "”",
        "–",
        "2018-19",
        "Dorset",
        "NHS",
        "per",
        "week",
        "–",
        "1,000",
        "£1,",
        "£1,00",
        "£.",
        "MBC",
        "Reading",
    ]
)
SIZE = 50_000  # characters of bait


def check(text: str) -> None:
    tags = TAGGER.tag(text, "A title", date(2020, 1, 1))
    found: list[Any] = [*tags.mentions, *tags.funding, *tags.judgements, *tags.events]
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
    for label in ("COUNCIL", "TRUST"):
        spans = [one for one in tags.mentions if one.label == label]
        assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    assert all(left.end <= right.start for left, right in zip(tags.funding, tags.funding[1:], strict=False))


@given(st.lists(WORDS, max_size=60).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_offsets_match_the_text_in_press_like_babble(text):
    check(text)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_raises(text):
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\ud800 Slough council £2m",
        "\x00",
        "£" * 200,
        "’" * 200,
        "Slough council 𝔘𝔫𝔦 £3m 😀 Reading council",
    ],
)
def test_strange_texts_are_tagged(text):
    check(text)


BAIT = {
    "names": "Slough ",
    "list": "Slough, Reading and ",
    "possessives": "Slough's ",
    "capitals": "Aaaa Bbbb ",
    "pounds": "£1",
    "digits": "£1,000,000,",
    "numbers": "1 000 000 ",
    "pound words": "half a million pounds ",
    "between": "between £1m and ",
    "years": "£1m over five years in 2018-19 ",
    "more than": "more than up to at least £1m ",
    "annual": "annual budget of a year ",
    "saving": "cut by of the almost another total of ",
    "grades": "rated good to be good from inadequate to ",
    "requires": "requires improvement to be good ",
    "trusts": "Aaaa and Bbbb of Children's Services ",
    "trust short": "Slough's new own independent ",
    "brackets": "Slough council (",
    "initials": "RBC (RBC) ",
    "city of": "City of ",
    "london borough": "London Borough of ",
    "councils": "metropolitan borough county ",
    "quotes": "'\"“‘",
    "stops": "Mr. A. B. ",
    "spaces": " ",
    "lines": "\n",
    "letters": "a",
    "commas": ",",
    "events": "appointed set up the trust company plans to be ",
    "section": "section 114 section ",
    "commissioners": "commissioners a b c d ",
    "words": "the service was one of the best in the ",
}


def seconds(text: str) -> float:
    started = time.process_time()
    TAGGER.tag(text)
    return time.process_time() - started


@pytest.mark.parametrize("name", BAIT)
def test_time_grows_no_faster_than_the_text(name):
    bait = BAIT[name]
    half = bait * (SIZE // 2 // len(bait))
    whole = bait * (SIZE // len(bait))
    first = min(seconds(half), seconds(half))
    last = min(seconds(whole), seconds(whole))
    # Twice the text: a linear rule takes twice as long, a quadratic one four times. Small times are noise.
    assert last < 3.2 * first + 0.05, f"{first:.3f} s for {SIZE // 2:,} characters, {last:.3f} s for {SIZE:,}"
    assert last < 2.5


@given(st.text(alphabet="ab \n", max_size=400), st.integers(min_value=5, max_value=60))
def test_pieces_are_the_whole_text_in_order(text, cap):
    found = pieces(text, cap)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(end - start <= cap for start, end in found)


@given(st.text(alphabet="Ab. \n£1", max_size=200))
def test_sentences_are_apart_and_in_order(text):
    found = split(text)
    assert all(one.start < one.end for one in found)
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


def test_a_long_text_is_tagged_in_pieces_and_says_so():
    paragraph = "Slough council was rated inadequate by Ofsted and got £2m.\n\n"
    text = paragraph * (450_000 // len(paragraph))
    tags = TAGGER.tag(text)
    assert any("chunks" in note for note in tags.notes)
    assert len([one for one in tags.mentions if one.label == "COUNCIL"]) == text.count("Slough council")
    assert all(text[one.start : one.end] == one.text for one in tags.mentions[-5:])


def test_many_documents_are_tagged_in_order():
    documents = [
        ArticleToTag("Slough council met."),
        ArticleToTag("Kent County Council met.", "A title", date(2020, 1, 1)),
    ]
    assert [tags.mentions[0].identifier for tags in TAGGER.tag_articles(documents)] == ["E06000039", "E10000016"]


@pytest.mark.parametrize("mark", ["\u00ad", "\u200b", "\u2060", "\ufeff"])
def test_characters_that_nobody_sees_hide_no_tag(mark: str) -> None:
    text = "Slough Borough Council's children's services were rated inadequate by Ofsted, and it gave its trust £1.5m over two years."
    hidden = mark.join(text)
    seen, found = TAGGER.tag(text), TAGGER.tag(hidden)
    assert seen.mentions
    assert seen.funding
    assert seen.judgements
    for name in ("mentions", "funding", "judgements", "events"):
        assert [one.text.replace(mark, "") for one in getattr(found, name)] == [one.text for one in getattr(seen, name)]
    check(hidden)
