"""The tagger's scores over the gold set's test half. Lowering a floor is a decision: say why in the commit."""

from pathlib import Path

import pytest

from bench.tagging import Score, score
from nlp.gold import read
from nlp.tagger import load

TEST = Path(__file__).parent / "gold" / "test.jsonl"
FLOORS = {
    "COUNCIL": 0.92,
    "TRUST": 0.95,
    "FUNDING": 0.96,
    "FUNDING amount": 0.97,
    "FUNDING period": 0.95,
    "FUNDING kind": 0.78,
    "JUDGEMENT": 0.92,
}


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score(read(TEST), load())


@pytest.mark.parametrize("label", FLOORS)
def test_a_label_scores_at_least_its_floor(scores, label):
    reached = scores[label]
    assert reached.f1 >= FLOORS[label], reached.line(label) + "\n" + "\n".join(reached.errors)


def test_pages_off_the_subject_are_silent():
    tagger = load()
    false = []
    pages = [document for document in read(TEST) if not document.tags.mentions and not document.tags.funding]
    for page in pages:
        mentions = tagger.tag(page.text, page.title, page.published).mentions
        false.extend(f"{page.document_id}: {one.text}" for one in mentions if one.label == "COUNCIL")
    assert len(pages) >= 15
    assert len(false) <= len(pages) / 4, false
