"""The spaCy components: each works alone, keeps exact offsets, and agrees with the tagger."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

from nlp import components
from nlp.tag_kinds import FINDERS
from nlp.tagger import load_tagger
from nlp.training.marked_documents import read_marked

GOLD = Path(__file__).parent / "gold" / "tune.jsonl"
TEXT = "Doncaster council said that Slough's trust got £2m a year. Ofsted rated Doncaster council inadequate. The council said that it was sorry."
KEYS = {finder.component: finder.spans_key for finder in FINDERS.values()} | {"council_resolver": "council_references"}
"""Where each component puts its spans."""


@pytest.mark.parametrize("name", components.NAMES)
def test_a_component_works_alone_in_any_pipeline(name):
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    doc = nlp(TEXT)
    assert len(doc.spans[KEYS[name]]) >= 1, f"TEXT holds nothing for {name}: a new kind of tag wants a sentence in it"
    assert doc.user_data[components.SIDE_TABLE][KEYS[name]]


@pytest.mark.parametrize("name", components.NAMES)
def test_the_docs_tell_a_component(name):
    decisions = Path(__file__).parents[2] / "docs" / "decisions.md"
    assert f"`{name}`" in decisions.read_text(encoding="utf-8"), f"docs/decisions.md does not name `{name}`"


def test_identifiers_are_in_kb_id():
    nlp = spacy.blank("en")
    nlp.add_pipe("council_linker", config={"spans_key": "gss"})
    nlp.add_pipe("trust_linker")
    doc = nlp(TEXT)
    assert [(span.text, span.kb_id_) for span in doc.spans["gss"]] == [("Doncaster council", "E08000017")] * 2
    assert [span.kb_id_ for span in doc.spans["trusts"]] == ["slough-children-first"]


def test_the_date_of_publication_is_read_from_the_document():
    nlp = spacy.blank("en")
    nlp.add_pipe("council_linker")
    doc = nlp.make_doc("Somerset council met.")
    doc.user_data["published"] = "2020-05-01"
    assert [span.kb_id_ for span in nlp(doc).spans["councils"]] == ["E10000027"]


def test_spans_and_the_side_table_survive_a_round_trip():
    doc = components.pipeline()(TEXT)
    (again,) = DocBin(docs=[doc], store_user_data=True).get_docs(doc.vocab)
    assert [span.kb_id_ for span in again.spans["councils"]] == [span.kb_id_ for span in doc.spans["councils"]]
    assert again.user_data[components.SIDE_TABLE] == doc.user_data[components.SIDE_TABLE]


def test_the_pipeline_finds_what_the_tagger_finds():
    nlp, tagger = components.pipeline(), load_tagger()
    for document in read_marked(GOLD)[:25]:
        doc: Doc = nlp(document.text)
        assert doc.text == document.text
        rows = doc.user_data[components.SIDE_TABLE]
        tags = tagger.tag(document.text)
        found = sorted((row["start"], row["end"], row["identifier"]) for row in (*rows["councils"], *rows["trusts"]))
        assert found == sorted((one.start, one.end, one.identifier) for one in tags.mentions)
        assert [(row["start"], row["period"]) for row in rows["funding"]] == [
            (one.start, one.period) for one in tags.funding
        ]


def test_documents_can_be_let_go_in_a_memory_zone():
    nlp = components.pipeline()
    sizes = []
    for first in (0, 100, 200):
        with nlp.memory_zone():
            for number in range(first, first + 20):
                nlp(f"Slough council met word{number}.")
        sizes.append((len(list(nlp.vocab)), len(nlp.vocab.strings)))
    assert sizes[1] == sizes[2]


@pytest.fixture(scope="module")
def in_pipeline():
    nlp = components.pipeline()
    return [nlp(text) for text in (TEXT, *(document.text for document in read_marked(GOLD)[:25]))]


@pytest.mark.parametrize("name", components.NAMES)
def test_the_pipeline_marks_the_words_that_a_component_alone_marks(name, in_pipeline):
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    for doc in in_pipeline:
        alone = nlp(doc.text)
        told = f"MAY_HOLD in nlp/components.py: a sentence that holds what {name} finds is not split into words"
        assert words_marked(doc, name) == words_marked(alone, name), told


def words_marked(doc, name):
    return [(span.start_char, span.end_char) for span in doc.spans[KEYS[name]]]
