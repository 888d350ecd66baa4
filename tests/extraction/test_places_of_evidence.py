"""A metamorphic test: a sentence that bears evidence has the same tags, and is the same evidence, wherever it stands."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

import pytest

from nlp.article_fields import ArticleToTag
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from nlp.tagger import load_tagger
from pipelines.page import Extraction
from tests.extraction.page_designs import DESIGNS, PLACES, PageDesign, page_with
from tests.extraction.test_places import SENTENCES, read
from warehouse.records import Candidate, Tags, identifier
from warehouse.tags import TAG_LISTS, FundingFigure
from warehouse.vocabulary.stances import Field

TAGGER = load_tagger()
MATCHER = Matcher(load_policies())
DAY = date(2026, 5, 5)
OF_ITS_PLACE = frozenset({"start", "end", "field", "confidence", "rule"})
OF_ITS_SURROUNDINGS = frozenset(
    {"kind", "announced", "giver_id", "giver_certainty", "receiver_id", "receiver_certainty"}
)
"""What may differ for a sum: its kind, which a model reads from the words around it, and what follows from the kind, whether who
gives and gets it is sure enough to be said among it. Who is said stays the same: `contradicted`."""
ALONE = ("figure", "caption and body", "aside", "last line")
"""Places at which the sentence is a paragraph of its own, in an article that is otherwise the same. Elsewhere the matcher
reads it with what it stands among: the other items of its list, a box's heading, fewer paragraphs. As the lead it is read behind
every other passage too, and changes how those read."""
SOME = pytest.mark.parametrize("design", [DESIGNS[0], DESIGNS[3]], ids=lambda design: design.name)
EVERY = pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)


@lru_cache(maxsize=4096)  # most designs are read as the same texts
def tags_of(title: str, standfirst: str, text: str) -> Tags:
    (tags,) = TAGGER.tag_articles([ArticleToTag(text, title, DAY, standfirst)])
    return tags


@lru_cache(maxsize=4096)
def candidates_of(title: str, standfirst: str, text: str) -> tuple[Candidate, ...]:
    tags = tags_of(title, standfirst, text)
    return MATCHER.match(identifier("a"), title, text, tags, DAY, standfirst=standfirst)


def fields_of(found: Extraction) -> tuple[str, str, str]:
    return found.title, found.standfirst or "", found.text


def tagged(found: Extraction, sentence: str) -> set[tuple[str, str]]:
    """Return what was tagged in the sentence, without what its surroundings decide."""
    words = dict(zip(Field, fields_of(found), strict=False))
    tags = tags_of(*fields_of(found))
    return {
        (listed, repr(sorted(told))) for listed in TAG_LISTS for told in _told(getattr(tags, listed), words, sentence)
    }


def _told(records: tuple[object, ...], words: dict[Field, str], sentence: str) -> Iterator[list[tuple[str, str]]]:
    for one, row in _in_sentence(records, words, sentence):
        left_out = OF_ITS_PLACE | OF_ITS_SURROUNDINGS if isinstance(one, FundingFigure) else OF_ITS_PLACE
        yield [(name, str(value)) for name, value in row.items() if name not in left_out]


def _in_sentence(
    records: tuple[object, ...], words: dict[Field, str], sentence: str
) -> Iterator[tuple[object, dict[str, Any]]]:
    for one in records:
        row = asdict(one)  # type: ignore[call-overload]
        at = words[row["field"]].find(sentence.rstrip("."))
        if at >= 0 and at <= row["start"] < at + len(sentence):
            yield one, row


def parties(found: Extraction, sentence: str) -> list[tuple[str | None, str | None]]:
    """Return who gives and who gets each sum of the sentence, in order."""
    words = dict(zip(Field, fields_of(found), strict=False))
    tags = tags_of(*fields_of(found))
    return [(row["giver_id"], row["receiver_id"]) for _, row in _in_sentence(tags.funding, words, sentence)]


def contradicted(found: Extraction, body: Extraction, sentence: str) -> bool:
    """Return whether another body is said to give or to get a sum of the sentence."""
    here, there = parties(found, sentence), parties(body, sentence)
    both = [pair for one, other in zip(here, there, strict=True) for pair in zip(one, other, strict=True)]
    return any(None not in pair and pair[0] != pair[1] for pair in both)


def put_forward(found: Extraction, sentence: str) -> set[tuple[str, str, str, str]]:
    """Return the policies that the sentence is put forward for, which way it goes and what it speaks to."""
    words = dict(zip(Field, fields_of(found), strict=False))
    candidates = candidates_of(*fields_of(found))
    return {
        (one.policy_id, one.stance, one.direction, one.criterion)
        for one in candidates
        if sentence.rstrip(".") in words[one.field][one.start : one.end]
    }


def differences(design: PageDesign, sentences: list[str]) -> list[str]:
    """Return what the tagger or the matcher makes of a sentence at a place that is not what they make of it in the body."""
    told = []
    for sentence in sentences:
        body = read(page_with(design, "body", sentence))
        for place in PLACES:
            found = read(page_with(design, place, sentence))
            if tagged(found, sentence) != tagged(body, sentence):
                told.append(f"{place}: other tags in {sentence!r}")
            elif contradicted(found, body, sentence):
                told.append(f"{place}: another body gives or gets in {sentence!r}")
            if place in ALONE and put_forward(found, sentence) != put_forward(body, sentence):
                told.append(f"{place}: other candidates from {sentence!r}")
    return told


@SOME
def test_some_sentences_are_the_same_evidence_at_every_place(design: PageDesign) -> None:
    assert differences(design, SENTENCES[::13]) == []


@pytest.mark.long
@EVERY
def test_every_sentence_is_the_same_evidence_at_every_place(design: PageDesign) -> None:
    assert differences(design, SENTENCES) == []


def test_the_sentences_tempt_the_tagger_and_the_matcher() -> None:
    pages = [(sentence, read(page_with(DESIGNS[0], "body", sentence))) for sentence in SENTENCES[:20]]
    assert sum(bool(tagged(found, sentence)) for sentence, found in pages) >= 12  # else the tests above compare nothing
    assert sum(bool(put_forward(found, sentence)) for sentence, found in pages) >= 6
