"""The shipped models are what training makes of the sentences that ship with them."""

import random
from importlib.resources import files

import pytest

from nlp.names.councils import find_councils
from nlp.names.disambiguator import Model
from nlp.names.document import read_document
from nlp.training import train


@pytest.mark.long
def test_training_again_gives_the_shipped_models():
    for name, content in train.documents().items():
        assert files("nlp").joinpath(f"data/{name}").read_text("utf-8") == content, (
            f"run python -m nlp.training.train: {name}"
        )


def test_the_models_are_small():
    for name in ("disambiguator.json", "money_kind.json"):
        assert len(files("nlp").joinpath(f"data/{name}").read_bytes()) < 300_000


@pytest.mark.parametrize("seed", range(5))
def test_every_training_slot_becomes_a_name_that_the_tagger_sees(seed):
    page = train.pages(random.Random(seed))[0]
    assert page.labels
    seen = {(hit.start, hit.end) for hit in read_document(page.text).hits}
    assert [page.text[start:end] for start, end, _ in page.labels if (start, end) not in seen] == []


def test_without_weights_no_bare_name_is_sure():
    text = "Children's services in Torbay were inspected by Ofsted; the council and its social workers were praised."
    (sighting,) = find_councils(read_document(text), model=Model("empty", {}))
    assert sighting.confidence == 0.5
