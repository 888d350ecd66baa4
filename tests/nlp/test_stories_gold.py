"""Stories and commitments on documents that nothing was learned from: they are apart from the learned ones, and the scores hold."""

from pathlib import Path

import pytest

from bench.stories import BLIND, GOLD, b_cubed, ledger_scores, pair_scores, score_relations
from nlp.stories.clustering import cluster
from nlp.training.train_stories import FILES, LabelledArticle, read_stories

LEARNED = [Path(__file__).parents[2] / "nlp" / "training" / name for name in FILES]
RUN = 12  # words: who writes twice on one subject repeats a phrase of ten, and never a sentence


@pytest.fixture(scope="module")
def scored() -> list[LabelledArticle]:
    return read_stories(BLIND)


@pytest.fixture(scope="module")
def equal_sums() -> list[LabelledArticle]:
    """Documents that are full of equal sums of several commitments."""
    return read_stories(GOLD)


@pytest.fixture(scope="module")
def learned_later() -> list[LabelledArticle]:
    """Documents that chose nothing when their floors were set, and are learned from since: they keep them."""
    return read_stories(LEARNED[FILES.index("stories_more.jsonl")])


def runs(article: LabelledArticle) -> set[tuple[str, ...]]:
    words = article.signs.words
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@pytest.mark.parametrize("path", [BLIND, GOLD], ids=lambda path: path.stem)
def test_no_document_that_is_learned_from_is_scored(path: Path) -> None:
    scored, learned = read_stories(path), [one for file in LEARNED for one in read_stories(file)]
    known = {run for article in learned for run in runs(article)}
    repeated = [one.signs.article.article_id for one in scored if runs(one) & known]
    assert repeated == []
    assert not {one.story for one in learned} & {one.story for one in scored}
    assert not {row["commitment"] for one in learned for row in one.commitments} & {
        row["commitment"] for one in scored for row in one.commitments
    }


def test_stories_keep_their_scores(scored: list[LabelledArticle]) -> None:
    true, found = [one.story for one in scored], cluster([one.signs for one in scored])
    assert pair_scores(true, found)[2] >= 0.87
    assert b_cubed(true, found) >= 0.95
    assert score_relations(scored) >= 0.96


def test_commitments_keep_their_scores(scored: list[LabelledArticle]) -> None:
    scores = ledger_scores(scored)
    assert scores.found >= 72
    assert scores.f1 >= 0.8
    assert scores.equal_merged == 0


def test_equal_sums_of_other_commitments_stay_apart(equal_sums: list[LabelledArticle]) -> None:
    scores = ledger_scores(equal_sums)
    assert scores.equal_pairs >= 23
    assert scores.equal_merged == 0
    assert scores.f1 >= 0.8


def test_documents_that_are_learned_from_since_keep_the_floors_that_they_had(
    learned_later: list[LabelledArticle],
) -> None:
    true, found = [one.story for one in learned_later], cluster([one.signs for one in learned_later])
    assert pair_scores(true, found)[2] >= 0.75
    assert b_cubed(true, found) >= 0.87
    assert score_relations(learned_later) >= 0.99
    scores = ledger_scores(learned_later)
    assert scores.found >= 193
    assert scores.f1 >= 0.53
    assert scores.equal_merged <= 27
