"""What must not change what an article is evidence for, and which way. `python -m bench.matching` prints the same over all documents."""

from functools import cache
from pathlib import Path

from bench.metamorphic import (
    candidates_of,
    councils_renamed,
    criteria_as_news,
    headline_swapped,
    with_other_councils,
)
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from nlp.tagger import load_tagger
from nlp.training.evidence import LabelledDocument, read_labelled_file

GOLD = Path(__file__).parent.parent / "nlp" / "gold"
EVERY_FIFTH = 5  # policy: all criteria of all of them take a minute


@cache
def matcher() -> Matcher:
    return Matcher(load_policies())


@cache
def blind() -> tuple[LabelledDocument, ...]:
    return tuple(read_labelled_file(GOLD / "evidence_blind.jsonl"))


def test_a_policys_own_criteria_are_evidence_for_it_under_a_neutral_headline() -> None:
    matched, right = criteria_as_news(load_policies()[::EVERY_FIFTH], matcher())
    assert matched >= 0.95
    assert right >= 0.90


def test_another_headline_changes_nothing() -> None:
    assert headline_swapped(blind()[:15], matcher()) >= 0.95


def test_the_names_of_other_councils_change_nothing() -> None:
    same, named = councils_renamed(blind(), matcher(), load_tagger())
    assert named >= 10
    assert same == 1.0


def test_a_document_with_other_councils_is_another_text() -> None:
    document = next(one for one in blind() if "Lancashire" in one.text)
    assert "Lancashire" not in with_other_councils(document, load_tagger()).text


def test_few_documents_beside_the_subject_have_a_candidate() -> None:
    beside = read_labelled_file(GOLD / "evidence_beside.jsonl")[::2]
    assert len(beside) >= 50
    assert sum(bool(candidates_of(matcher(), one)) for one in beside) <= len(beside) / 20
