"""Train what weighs two sums of a commitment: the second half of `python -m nlp.training.train_stories`."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nlp.analysis import analyse
from nlp.stories.article import ArticleSigns
from nlp.stories.blocking import weighable_pairs
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_constraints import constrained
from nlp.stories.sum_features import sum_features
from nlp.stories.sum_grouping import group_sums
from nlp.stories.sum_model import CommitmentModel, read_model
from nlp.stories.sums import LedgerArticle, SumMention, mentions
from nlp.training.trees_table import trees_table

if TYPE_CHECKING:
    from nlp.training.train_stories import LabelledArticle

ALONE = "alone"  # begins the label of a sum that nobody gave a commitment
TREES, LEAVES_OF, RATE, DEPTH = 120, 15, 0.06, 4  # trees, pairs in a leaf at least, shrinkage, levels
REGULARISATION = 0.03  # inverse strength of the regression: a hundred features, a few thousand pairs
SHARE_OF_FEATURES = 0.5  # that a split may choose from
LEAST_EQUAL = (
    0.5  # equal sums that are likelier two than one are never told as one: that misleads, the other way only repeats
)
A_FALSE_MERGE = (
    0.004  # of F1 that one wrong pair of equal sums costs when thresholds are chosen: they are worse than a pair missed
)

BY_CHANCE = (
    100  # pairs of equal sums that are made of unequal ones of other stories, so that "equal" alone never decides
)
APART_DAYS = (0, 1, 3, 6, 20, 60, 200)  # between the articles of such a pair

Floats = npt.NDArray[np.float64]
Pairs = list[tuple[int, int]]


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


def train_sums(labelled: Sequence[LabelledArticle], fold: npt.NDArray[np.int64], folds: int) -> dict[str, Any]:
    """Return the ledger's entry of stories.json. `fold`: of each article, so that thresholds are chosen on unseen pairs."""
    sums, names, _ = labelled_sums(labelled)
    part = {one.signs.article.article_id: int(number) for one, number in zip(labelled, fold, strict=True)}
    parts = np.array([part[one.article.signs.article.article_id] for one in sums])
    file = {one.signs.article.article_id: one.file for one in labelled}
    files = [file[one.article.signs.article.article_id] for one in sums]
    numbers = [(one, other) for one, other in weighable_pairs(sums) if files[one] == files[other]]
    pairs = [SumComparison(sums[one], sums[other]) for one, other in numbers]
    chance = by_chance(sums, files, parts)
    found = [sum_features(pair) for pair in (*pairs, *(pair for pair, _ in chance))]
    features = sorted({name for values in found for name in values})
    rows = np.array([[values.get(name, 0.0) for name in features] for values in found])
    labels = np.array([*(names[one] == names[other] for one, other in numbers), *(False for _ in chance)])
    known = np.array(
        [*(_is_known(names, pair, one) for one, pair in zip(numbers, pairs, strict=True)), *(True for _ in chance)]
    )
    folds_of = [*((parts[one], parts[other]) for one, other in numbers), *(both for _, both in chance)]
    unseen = np.zeros(len(rows))
    for number in range(folds):
        held = np.array([number in both for both in folds_of])
        unseen[held] = read_model(_fit(rows[~held & known], labels[~held & known], features)).weigh(rows[held])
    unseen = unseen[: len(numbers)]
    unseen = np.array([constrained(pair, value) for pair, value in zip(pairs, unseen.tolist(), strict=True)])
    entry = _fit(rows[known], labels[known], features)
    likely = dict(zip(numbers, unseen.tolist(), strict=True))
    best = _choose(sums, names, likely, read_model(entry))
    print(f"  {len(numbers)} pairs of sums, {int(labels.sum())} of one commitment")
    print(f"{len(sums)} sums: pairs F1 {best[1]:.3f}, {best[2]} wrong pairs of equal sums, unseen, at {best[3]}")
    entry |= dict(zip(THRESHOLDS, best[3], strict=True))
    return {"commitments": entry}


def by_chance(
    sums: Sequence[SumMention], files: Sequence[str], parts: npt.NDArray[np.int64]
) -> list[tuple[SumComparison, tuple[int, int]]]:
    """Return pairs of equal sums of two stories, with the folds of both: a sum of one article is written into the other."""
    draw = random.Random(0)  # noqa: S311 -- documents are drawn, no secrets
    found: list[tuple[SumComparison, tuple[int, int]]] = []
    while len(found) < BY_CHANCE:
        one, other = draw.randrange(len(sums)), draw.randrange(len(sums))
        published = sums[one].article.signs.article.published
        if files[one] == files[other] and parts[one] != parts[other] and published is not None:
            later = _rewritten(sums[other], sums[one], published + timedelta(days=draw.choice(APART_DAYS)))
            found.append((SumComparison(sums[one], later), (int(parts[one]), int(parts[other]))))
    return found


def _rewritten(mention: SumMention, amount: SumMention, published: datetime) -> SumMention:
    """Return a sum with another one's amount and words, in an article of another day."""
    signs, figure = mention.article.signs, mention.figure
    words = amount.figure.text
    text = signs.text[: figure.start] + words + signs.text[figure.end :]
    article = replace(signs.article, text=text, published=published)
    own = replace(
        figure, text=words, end=figure.start + len(words), minimum=amount.figure.minimum, maximum=amount.figure.maximum,
        period=amount.figure.period,
    )  # fmt: skip
    return SumMention(LedgerArticle(ArticleSigns(article), mention.article.analysis), own)


def _is_known(names: Sequence[str], pair: SumComparison, numbers: tuple[int, int]) -> bool:
    """Return whether the labels tell if two sums are one: of equal ones without a label, and of two without, they do not."""
    alone = [names[one].startswith(ALONE) for one in numbers]
    return not all(alone) and not (any(alone) and pair.equal)


def _fit(rows: Floats, labels: npt.NDArray[np.bool_], features: Sequence[str]) -> dict[str, Any]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale[scale == 0] = 1.0
    regression = LogisticRegression(C=REGULARISATION, max_iter=5000).fit((rows - mean) / scale, labels)
    weights = regression.coef_[0] / scale
    boosted = HistGradientBoostingClassifier(
        max_depth=DEPTH, max_iter=TREES, learning_rate=RATE, min_samples_leaf=LEAVES_OF, l2_regularization=5.0,
        max_features=SHARE_OF_FEATURES, early_stopping=False, random_state=0,
    ).fit(rows, labels)  # fmt: skip
    return {
        "bias": round(float(regression.intercept_[0] - weights @ mean), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(features, weights, strict=True)},
        "trees": trees_table(boosted, threshold_digits=5, value_digits=4),
        **dict.fromkeys(THRESHOLDS, 0.0),
    }


Choice = tuple[float, float, int, tuple[float, ...]]
THRESHOLDS = ("least", "least mean", "least equal", "most weak", "least part", "least far")  # their entries, in order


def _choose(
    sums: Sequence[SumMention], names: Sequence[str], likely: dict[tuple[int, int], float], model: CommitmentModel
) -> Choice:
    """Return the worth of the best thresholds, their F1, their wrong pairs of equal sums, and the thresholds."""
    tried: list[Choice] = []
    for mean, weak, part, far in itertools.product((0.35, 0.4, 0.45), (0.0, 0.1, 0.2), (0.25, 0.3), (0.65, 0.7)):
        chosen = replace(
            model,
            least=LEAST_EQUAL,
            least_mean=mean,
            least_equal=LEAST_EQUAL,
            most_weak=weak,
            least_part=part,
            least_far=far,
        )
        f1, wrong = _scores(names, [one.value for one in sums], group_sums(sums, likely, chosen))
        tried.append((f1 - A_FALSE_MERGE * wrong, f1, wrong, (LEAST_EQUAL, mean, LEAST_EQUAL, weak, part, far)))
    return max(tried)


def _scores(true: Sequence[str], amounts: Sequence[float], found: Sequence[int]) -> tuple[float, int]:
    named_ones = [n for n in range(len(true)) if not true[n].startswith(ALONE)]
    couples = [(n, m) for n in named_ones for m in named_ones if m < n]
    right = sum(true[n] == true[m] and found[n] == found[m] for n, m in couples)
    wrong = sum(true[n] != true[m] and found[n] == found[m] and amounts[n] == amounts[m] for n, m in couples)
    named = sum(found[n] == found[m] for n, m in couples) + sum(true[n] == true[m] for n, m in couples)
    return (2 * right / named if named else 1.0), wrong
