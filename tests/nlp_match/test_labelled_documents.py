"""The documents that the models of evidence learn from, and those that they are scored on."""

from pathlib import Path

import pytest

from nlp.evidence.policies import load_policies
from nlp.training.agreement import agreement
from nlp.training.evidence import (
    LabelledDocument,
    calibration_documents,
    labelled_sentences,
    read_labelled_file,
    second_labels,
    training_documents,
)
from warehouse.vocabulary.stances import direction_of

GOLD = Path(__file__).parent.parent / "nlp" / "gold"
SCORED = (
    "evidence",
    "evidence_blind",
    "evidence_fresh",
    "evidence_pairs",
    "evidence_beside",
    "evidence_unseen",
    "pairs_unseen",
)
LEARNED = {"training": training_documents, "calibration": calibration_documents}
CRITERIA = {policy.policy_id: {name for name, _ in policy.criteria.numbered()} for policy in load_policies()}


def documents_of(name: str) -> list[LabelledDocument]:
    return LEARNED[name]() if name in LEARNED else read_labelled_file(GOLD / f"{name}.jsonl")


@pytest.mark.parametrize("name", [*LEARNED, *SCORED])
def test_every_label_holds_together(name: str) -> None:
    for document in documents_of(name):
        for label in document.labels:
            about = (document.document_id, label)
            assert label.sentence in document.text or label.sentence in document.standfirst, about
            assert not label.criterion or label.criterion in CRITERIA[label.policy], about
            assert direction_of(label.stance) in {label.direction, None}, about


def test_every_sentence_beside_a_criterion_holds_together() -> None:
    for label in labelled_sentences():
        assert label.criterion in CRITERIA[label.policy], label
        assert direction_of(label.stance) in {label.direction, None}, label


def test_there_are_enough_pairs_over_enough_policies() -> None:
    pairs = {(document.document_id, label.policy) for document in training_documents() for label in document.labels}
    assert len(pairs) >= 1500
    assert len({policy for _, policy in pairs}) >= 40


@pytest.mark.parametrize("name", SCORED)
def test_no_document_that_is_scored_is_learned_from(name: str) -> None:
    learned = {document.text for documents in LEARNED.values() for document in documents()}
    paragraphs = {part for text in learned for part in text.split("\n\n") if len(part) > 80}
    for document in documents_of(name):
        assert document.text not in learned, document.document_id
        assert not paragraphs & set(document.text.split("\n\n")), document.document_id


def test_the_two_of_a_minimal_pair_are_of_one_story() -> None:
    """Documents are held apart by story: with one of a pair learned, the other would be known."""
    for documents in LEARNED.values():
        stories: dict[str, set[str]] = {}
        for document in documents():
            if document.pair:
                stories.setdefault(document.pair, set()).add(document.story)
        assert {pair: one for pair, one in stories.items() if len(one) > 1} == {}


def test_two_annotators_agree_on_what_is_evidence_and_which_way_it_points() -> None:
    first = {document.document_id: document.labels for document in training_documents()}
    found = agreement(first, second_labels())
    assert found.pairs >= 200
    assert found.f1 >= 0.9
    assert found.direction >= 0.9
    assert found.stance >= 0.8
