"""Train what weighs two articles of a story: `python -m nlp.training.train_stories`. Needs scikit-learn.

It learns from documents that were written for it, with their stories, relations and commitments, in FILES. The thresholds are
chosen on stories that the weights did not see, in FOLDS parts; the same input gives the same file. Nothing is learned from
pairs of documents of two files: their writers did not know of each other, and may tell of one event under two names.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from nlp.stories import pairs
from nlp.stories.article import ArticleSigns, StoryArticle, moment
from nlp.stories.clustering import agglomerate, candidate_pairs
from nlp.stories.pairs import TEXT_FEATURES, all_features
from nlp.stories.relations import taken_from
from nlp.training import train_ledger
from nlp.training.story_trees import Pairs, fit_trees, lift, strangers, unseen_by_trees
from warehouse.vocabulary.stories import Relation

FILES = ("stories.jsonl", "stories_more.jsonl", "stories_sums.jsonl", "stories_again.jsonl")
FOLDS = 10
DATA = Path(str(files("nlp"))) / "data" / "stories.json"
THRESHOLDS = np.arange(0.2, 0.85, 0.025)
PLATEAU = 0.02  # of F1: thresholds within it are as good as the best, and the highest of them puts the fewest strangers together
REGULARISATION = 0.05  # inverse strength: a thousand pairs, thirteen features


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """An article with its story and what it is in it."""

    signs: ArticleSigns
    story: str
    relation: Relation
    follows: str
    commitments: tuple[dict[str, Any], ...]
    file: str = ""


def read_stories(path: Path) -> list[LabelledArticle]:
    """Return the documents of a file of JSON lines, in the order of their publication."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [
        LabelledArticle(
            ArticleSigns(
                StoryArticle(
                    str(row["id"]), row.get("title") or "", row["text"], moment(row.get("published")), row.get("outlet") or ""
                )
            ),
            str(row["story"]), Relation(row.get("relation") or "original"), str(row.get("follows_story") or ""),
            tuple(row.get("commitments") or ()), path.name,
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.signs.day or 0.0)


def pair_f1(true: Sequence[str], found: Sequence[int]) -> float:
    """Return F1 over the pairs of articles that are of one story."""
    right, said, wanted = (
        sum(n * (n - 1) // 2 for n in Counter(groups).values())
        for groups in (zip(true, found, strict=True), found, true)
    )
    return 2 * right / (said + wanted) if said + wanted else 1.0


def fit(rows: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], float]:
    """Return the weights and the bias of a logistic regression."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=REGULARISATION, max_iter=5000).fit((rows - mean) / scale, labels)
    weights = model.coef_[0] / scale
    return weights, float(model.intercept_[0] - weights @ mean)


def main() -> None:
    """Train, choose the thresholds, and write stories.json."""
    folder = Path(str(files("nlp"))) / "training"
    labelled = [one for name in FILES for one in read_stories(folder / name)]
    family = families(labelled)
    part = {name: number % FOLDS for number, name in enumerate(sorted(set(family)))}
    fold = np.array([part[one] for one in family])
    entry = train_pairs(labelled, family, fold)
    DATA.write_text(json.dumps({"pairs": entry}) + "\n", encoding="utf-8")
    pairs.load_pair_model.cache_clear()  # the ledger asks how likely two articles are of one story
    own = train_ledger.train_sums(labelled, fold, FOLDS)
    DATA.write_text(json_text({"pairs": entry, **own}), encoding="utf-8")


def train_pairs(
    labelled: Sequence[LabelledArticle], family: Sequence[str], fold: np.ndarray[Any, Any]
) -> dict[str, Any]:
    """Return the entry for pairs of articles. `fold`: of each article, so that thresholds are chosen on unseen pairs."""
    signs, stories = [one.signs for one in labelled], [one.story for one in labelled]
    couples = [(n, m) for n, m in candidate_pairs(signs) if labelled[n].file == labelled[m].file]
    rows = np.array([all_features(signs[n], signs[m]) for n, m in couples])
    labels = np.array([stories[n] == stories[m] for n, m in couples])
    folds = np.array([(fold[n], fold[m]) for n, m in couples])
    plain = rows[:, : len(TEXT_FEATURES)]
    unseen = np.zeros(len(couples))
    for number in range(FOLDS):
        held = (folds == number).any(axis=1)
        weights, bias = fit(plain[~held], labels[~held])
        unseen[held] = 1 / (1 + np.exp(-(plain[held] @ weights + bias)))
    told = f"{len(signs)} articles, {len(couples)} pairs, {labels.sum()} of one story"
    of_texts = chosen_threshold(stories, couples, unseen, f"{told}: regression over the texts alone")
    weights, bias = fit(plain, labels)
    known, made = Pairs(rows, labels, np.ones(len(rows)), folds), strangers(labelled, family, fold)
    likely = unseen_by_trees(known, made, FOLDS)
    threshold = chosen_threshold(stories, couples, likely, f"with {len(made.rows)} made pairs: trees")
    copied, rewritten, right = relation_thresholds(labelled)
    print(f"relation {right:.3f} at {copied:.2f} and {rewritten:.2f}")
    return {
        "bias": round(bias + lift(of_texts, threshold), 4),
        "threshold": round(threshold, 3),
        "copied": copied,
        "rewritten": rewritten,
        "weights": {name: round(float(weight), 4) for name, weight in zip(TEXT_FEATURES, weights, strict=True)},
        "trees": fit_trees(known.with_others(made)),
    }


def chosen_threshold(
    stories: Sequence[str],
    couples: Sequence[tuple[int, int]],
    likely: np.ndarray[Any, Any],
    name: str,
) -> float:
    """Return the highest threshold whose F1 of pairs is as good as the best, and print it."""
    weighed = dict(zip(couples, likely.tolist(), strict=True))
    scores = {float(t): pair_f1(stories, agglomerate(len(stories), weighed, float(t))) for t in THRESHOLDS}
    best = max(scores.values())
    threshold = max(step for step, score in scores.items() if score >= best - PLATEAU)
    print(f"{name}: pairs F1 {best:.3f} at best, {scores[threshold]:.3f} at {threshold:.3f}, unseen")
    return threshold


def json_text(table: dict[str, Any]) -> str:
    """Return a table as JSON with a line for each entry, and one for each list of numbers."""
    text = json.dumps(table, indent=1)
    return re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda found: "[" + re.sub(r"\s+", "", found[1]) + "]", text) + "\n"


def families(labelled: Sequence[LabelledArticle]) -> list[str]:
    """Return for each article the first story of those that follow one another or speak of one commitment.

    They are never split between training and choosing.
    """
    head: dict[str, str] = {}

    def root(story: str) -> str:
        while head.get(story, story) != story:
            story = head[story]
        return story

    def join(one: str, other: str) -> None:
        head[root(other)] = root(one)

    told: dict[str, str] = {}
    for one in labelled:
        if one.follows:
            join(one.follows, one.story)
        for row in one.commitments:
            join(told.setdefault(row["commitment"], one.story), one.story)
    return [root(one.story) for one in labelled]


def relation_thresholds(labelled: Sequence[LabelledArticle]) -> tuple[float, float, float]:
    """Return the two thresholds of `relation` that give most right answers, and their share of right answers."""
    taken: list[tuple[float, Relation]] = []
    for number, one in enumerate(labelled):
        earlier = [other.signs for other in labelled[:number] if other.story == one.story]
        if earlier and one.relation is not Relation.ORIGINAL:
            taken.append((max(taken_from(one.signs, other) for other in earlier), one.relation))

    def right(copied: float, rewritten: float) -> float:
        told = [
            Relation.COPY if value >= copied else Relation.REWRITE if value >= rewritten else Relation.INDEPENDENT
            for value, _ in taken
        ]
        return sum(guess is truth for guess, (_, truth) in zip(told, taken, strict=True)) / len(taken)

    steps = [round(step / 50, 2) for step in range(1, 50)]
    best = max(((right(c, r), c, r) for c in steps for r in steps if r < c), key=lambda one: one[0])
    return best[1], best[2], best[0]


if __name__ == "__main__":
    main()
