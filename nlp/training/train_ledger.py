"""Train what weighs two sums of a commitment: the second half of `python -m nlp.training.train_stories`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.analysis import analyse
from nlp.stories import blocking, ledger
from nlp.stories.sums import LedgerArticle, SumMention, mentions

if TYPE_CHECKING:
    from nlp.training.train_stories import LabelledArticle

LEAST_SAME = 0.5  # below it, equal sums of two schemes are merged: worse than one commitment told as two
ALONE = "alone"  # begins the label of a sum that nobody gave a commitment


def labelled_sums(labelled: Sequence[LabelledArticle]) -> tuple[list[SumMention], list[str], list[str]]:
    """Return the sums that the tagger finds, each with its commitment (its own where none was named) and its role."""
    sums: list[SumMention] = []
    names: list[str] = []
    roles: list[str] = []
    for one in labelled:
        signs = one.signs
        published = signs.article.published
        article = LedgerArticle(
            signs, analyse(signs.article.text, signs.article.title, published.date() if published else None)
        )
        for mention in mentions(article):
            label, said = f"{ALONE} {signs.article.article_id} {mention.figure.start}", ""
            for row in one.commitments:
                at = signs.article.text.find(row["surface"])
                if at >= 0 and at < mention.figure.end and mention.figure.start < at + len(row["surface"]):
                    label, said = row["commitment"], row.get("role", "")
            sums.append(mention)
            names.append(label)
            roles.append(said)
    return sums, names, roles


def train_sums(labelled: Sequence[LabelledArticle], fold: np.ndarray[Any, Any], folds: int, fit: Any) -> dict[str, Any]:
    """Return the ledger's entries of stories.json. `fold`: of each article."""
    sums, names, _ = labelled_sums(labelled)
    part = {one.signs.article.article_id: int(number) for one, number in zip(labelled, fold, strict=True)}
    parts = np.array([part[one.article.signs.article.article_id] for one in sums])

    def learn(
        couples: list[tuple[int, int]], rows: np.ndarray[Any, Any]
    ) -> tuple[np.ndarray[Any, Any], float, dict[tuple[int, int], float]]:
        labels = np.array([names[n] == names[m] for n, m in couples])
        unseen = np.zeros(len(couples))
        for number in range(folds):
            held = np.array([parts[n] == number or parts[m] == number for n, m in couples])
            weights, bias = fit(rows[~held], labels[~held])
            unseen[held] = 1 / (1 + np.exp(-(rows[held] @ weights + bias)))
        print(f"  {len(couples)} pairs of sums, {labels.sum()} of one commitment")
        return *fit(rows, labels), dict(zip(couples, unseen.tolist(), strict=True))

    known = [
        not name.startswith(ALONE) for name in names
    ]  # of two that nobody named it is not known whether they are one
    same = [(n, m) for n, m in blocking.same_pairs(sums) if known[n] or known[m]]
    belonging = [(n, m) for n, m in blocking.part_pairs(sums) if known[n] or known[m]]
    one = learn(same, np.array([ledger.same_features(sums[n], sums[m]) for n, m in same]))
    other = learn(belonging, np.array([ledger.part_features(sums[n], sums[m]) for n, m in belonging]))
    steps = [round(0.05 * step, 2) for step in range(4, 18)]
    best, least, least_part = max(
        (_pair_f1(names, ledger.grouped(len(sums), one[2], s, other[2], p)), s, p)
        for s in steps
        if s >= LEAST_SAME
        for p in [*steps, 1.1]
    )
    print(f"{len(sums)} sums: pairs F1 {best:.3f} at {least} and {least_part}, unseen")
    return {
        "same sum": entry(ledger.SAME, one[0], one[1], least),
        "part": entry(ledger.PART, other[0], other[1], least_part),
    }


def entry(names: Sequence[str], weights: np.ndarray[Any, Any], bias: float, threshold: float) -> dict[str, Any]:
    """Return a model as it stands in stories.json."""
    table = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    return {"bias": round(bias, 4), "threshold": threshold, "weights": table}


def _pair_f1(true: Sequence[str], found: Sequence[int]) -> float:
    named_ones = [n for n in range(len(true)) if not true[n].startswith(ALONE)]
    couples = [(n, m) for n in named_ones for m in named_ones if m < n]
    right = sum(true[n] == true[m] and found[n] == found[m] for n, m in couples)
    named = sum(found[n] == found[m] for n, m in couples) + sum(true[n] == true[m] for n, m in couples)
    return 2 * right / named if named else 1.0
