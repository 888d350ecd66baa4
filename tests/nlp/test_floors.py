"""The tagger's scores over documents that nothing was learned from. Lowering a floor is a decision: say why in the commit."""

from functools import cache
from pathlib import Path

import pytest

from bench.ablation import ablate, ablation_lines
from bench.tagging import Score, score
from nlp.grades import detection
from nlp.money import amounts
from nlp.tagger import load_tagger
from nlp.training.marked_documents import read_marked

GOLD = Path(__file__).parent / "gold"
TEST = GOLD / "test.jsonl"
LABELS = ("COUNCIL", "TRUST", "FUNDING", "FUNDING amount", "FUNDING period", "FUNDING kind", "JUDGEMENT")
FLOORS = {
    "test": (0.945, 0.95, 0.975, 0.97, 0.95, 0.80, 0.92),
    "fresh": (0.955, 0.95, 0.97, 0.98, 0.97, 0.85, 0.87),
    "grades_blind": (0.905, 0.79, 0.94, 0.99, 0.98, 0.86, 0.84),
    "names_blind": (0.955, 0.93, 0.96, 0.99, 0.99, 0.64, 0.93),
}
"""F1 for each label of LABELS, by file."""


@cache
def scores(name: str) -> dict[str, Score]:
    return score(read_marked(GOLD / f"{name}.jsonl"), load_tagger())


@pytest.mark.parametrize(
    ("name", "label", "floor"),
    [(name, label, floor) for name, floors in FLOORS.items() for label, floor in zip(LABELS, floors, strict=True)],
)
def test_a_label_scores_at_least_its_floor(name: str, label: str, floor: float) -> None:
    reached = scores(name)[label]
    assert reached.f1 >= floor, reached.line(label) + "\n" + "\n".join(reached.errors)


@pytest.mark.parametrize(("name", "least"), [("fresh", 0.93), ("grades_blind", 0.92)])
def test_few_of_the_grades_that_are_given_are_wrong(name: str, least: float) -> None:
    reached = scores(name)["JUDGEMENT"]
    assert reached.right >= least * reached.found, "\n".join(reached.errors)


def test_few_of_the_receivers_that_are_given_are_wrong() -> None:
    reached = [scores(name)["FUNDING receiver"] for name in ("tune", "test", "fresh", "names_blind")]
    assert sum(one.sums for one in reached) >= 240
    given, right = sum(one.found for one in reached), sum(one.right for one in reached)
    assert given >= 26
    assert right >= 0.9 * given, "\n".join(error for one in reached for error in one.errors if "said None" not in error)


def test_pages_off_the_subject_are_silent():
    tagger = load_tagger()
    false: list[str] = []
    pages = [document for document in read_marked(TEST) if not document.tags.mentions and not document.tags.funding]
    for page in pages:
        mentions = tagger.tag(page.text, page.title, page.published).mentions
        false.extend(f"{page.document_id}: {one.text}" for one in mentions if one.label == "COUNCIL")
    assert len(pages) >= 15
    assert len(false) <= len(pages) / 4, false


def test_ablation_shows_what_a_pattern_is_worth_and_puts_it_back():
    tagger = load_tagger()
    documents = [document for document in read_marked(GOLD / "tune.jsonl") if document.judgements]
    before = detection.WORDS
    scores = {name: one["JUDGEMENT"].right for name, one in ablate(documents, tagger, score, [detection])}
    assert scores[""] > 0
    assert scores["nlp.grades.detection._AFTER_VERDICT"] < scores[""]
    assert detection.WORDS is before


def test_ablation_tells_which_labels_change_without_a_pattern_of_sums():
    documents = [document for document in read_marked(GOLD / "tune.jsonl") if document.tags.funding][:6]
    lines = list(ablation_lines(documents, load_tagger(), score, [amounts]))
    (told,) = [line for line in lines if "amounts._POUNDS:" in line]
    assert "FUNDING -" in told
    assert any(line.endswith("nothing changes") for line in lines)
