"""Short texts in the constructions of the trade press, with what must be found in them. A new case is a new line."""

from pathlib import Path

import pytest

from bench.tagging import score
from nlp.tagger import Tagger
from nlp.training.marked_documents import GoldDocument, read_marked

CASES = Path(__file__).parent / "cases"
SENTENCES = {one.document_id: one for one in read_marked(CASES / "sentences.jsonl")}
FURNITURE = (CASES / "furniture.txt").read_text(encoding="utf-8").splitlines()
STILL_WRONG = frozenset(
    [
        "f1-spent-a",
        "f1-spent-b",
        "f2-gap-a",
        "f2-gap-b",
        "f2-gap-d",
        "f3-period-a",
        "f3-period-b",
        "f3-period-c",
        "f3-period-d",
        "f3-period-e",
        "f4-by-to-a",
        "f4-by-to-b",
        "f5-loan-a",
        "g8-headline-a",
        "g8-headline-b",
        "g9-merged-a",
        "g9-merged-b",
        "j4-then-a",
        "j6-school-a",
        "j6-school-b",
    ]
)
"""Not yet read rightly. One that comes to be read rightly fails here until it is struck from the list."""
ARTICLE = (
    "Derby City Council has approved its children's services budget. Ofsted visited the council in March, and inspectors "
    "praised the authority's social workers. The cabinet will spend £3m on family hubs."
)


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def wrong(document: GoldDocument, tagger: Tagger) -> list[str]:
    """Return what is missed or false in a document, by kind of tag."""
    reached = score([document], tagger)
    return [error for one in reached.values() for error in one.errors]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=[pytest.mark.xfail(strict=True, reason="not yet read rightly")] * (name in STILL_WRONG)
        )
        for name in SENTENCES
    ],
)
def test_a_construction_of_the_trade_press_is_tagged_as_it_is_meant(name: str, tagger: Tagger) -> None:
    assert wrong(SENTENCES[name], tagger) == []


@pytest.mark.parametrize("line", FURNITURE)
def test_a_line_of_furniture_before_a_text_adds_no_council_and_no_sum(line: str, tagger: Tagger) -> None:
    alone, with_line = tagger.tag(ARTICLE), tagger.tag(f"{line}\n\n{ARTICLE}")
    assert [one.identifier for one in with_line.mentions] == [one.identifier for one in alone.mentions]
    assert [one.text for one in with_line.funding] == [one.text for one in alone.funding]
