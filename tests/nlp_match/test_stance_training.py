"""What the stance reader learns from, made of labelled documents."""

import json

import pytest

from nlp.evidence.encoder import load_encoder
from nlp.evidence.policies import load_policies
from nlp.evidence.stance_reader import CLASSES
from nlp.training.evidence import LabelledDocument, read_labelled
from nlp.training.train_stance import TWIN_WEIGHT, ExampleMaker
from warehouse.vocabulary.stances import Direction, Stance

POLICY = "regional-adoption-agencies"
ASIDE = "The lease on the office at Marlow House runs for six more years."
EVIDENCE = "All five boroughs handed their adoption teams to the regional agency on Monday."
BESIDE = "All five boroughs handed their parking wardens to the regional agency on Monday."


def document(name: str, sentence: str, *, labelled: bool) -> LabelledDocument:
    label = {
        "policy": POLICY, "stance": "advances", "direction": "advances", "criterion": "progress 1", "sentence": sentence,
    }  # fmt: skip
    row = {
        "id": name, "title": "A paper for the cabinet", "published": "2019-03-07", "text": f"{ASIDE}\n\n{sentence}",
        "story": "of both", "pair": "of both", "policies": [label] if labelled else [],
    }  # fmt: skip
    return read_labelled([json.dumps(row)])[0]


@pytest.fixture(scope="module")
def maker() -> ExampleMaker:
    return ExampleMaker(load_policies(), load_encoder())


def test_the_sentence_in_the_place_of_the_twins_evidence_is_learned_as_none(maker: ExampleMaker) -> None:
    couple = [document("with", EVIDENCE, labelled=True), document("without", BESIDE, labelled=False)]
    (example,) = maker.twins_without_evidence(couple)
    assert BESIDE in example.sentence
    assert CLASSES[example.klass] is None
    assert example.weight == TWIN_WEIGHT


def test_twins_that_are_both_evidence_teach_no_absence(maker: ExampleMaker) -> None:
    couple = [document("one", EVIDENCE, labelled=True), document("other", BESIDE, labelled=True)]
    assert list(maker.twins_without_evidence(couple)) == []


def test_a_labelled_sentence_is_learned_with_its_stance(maker: ExampleMaker) -> None:
    (example,) = maker.labelled([document("with", EVIDENCE, labelled=True)])
    assert CLASSES[example.klass] == (Stance.ADVANCES, Direction.ADVANCES)
    assert example.weight == TWIN_WEIGHT
