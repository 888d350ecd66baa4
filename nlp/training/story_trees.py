"""The boosted trees that weigh two articles with dates, trained on labelled pairs and on strangers made of them (`transplants`)."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from nlp.evidence.boosted_trees import read_trees
from nlp.stories.pairs import FEATURES, all_features
from nlp.training.transplants import changed, of_one_week, other_facts
from nlp.training.trees_table import trees_table

if TYPE_CHECKING:
    from nlp.training.train_stories import LabelledArticle

TREES, DEPTH, RATE, LEAVES_OF = 150, 3, 0.06, 10  # trees, levels, shrinkage, pairs in a leaf at least
OF_A_WEEK = 4  # articles on other things that an article is told apart from
THEIR_WEIGHT = 0.3  # of such a pair beside a labelled one: most weeks of the press hold more strangers, and none so alike as the others
SHARE_OF_FEATURES = 0.5  # that a split may choose from: none of them carries all
SPEAKS_AGAINST = frozenset((
    "other councils in the leads", "days apart", "sums without a twin", "other people", "other figures", "other main council", "signs against",
))  # fmt: skip
SPEAKS_NEITHER_WAY = frozenset(
    ("same outlet",)
)  # two reports of one outlet: seldom of one event, and copies of its own too
"""Of the other features more is never a sign of two stories (monotonic constraints): so what is rare in training misleads nobody."""

Floats = npt.NDArray[np.float64]
Folds = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles as the trees learn from them: a row of features, a label, a weight and the two folds of each."""

    rows: Floats
    labels: npt.NDArray[np.bool_]
    weights: Floats
    folds: Folds

    def chosen(self, which: npt.NDArray[np.bool_]) -> Pairs:
        """Return some of them."""
        return Pairs(self.rows[which], self.labels[which], self.weights[which], self.folds[which])

    def with_others(self, others: Pairs) -> Pairs:
        """Return these and others."""
        mine, theirs = ((one.rows, one.labels, one.weights, one.folds) for one in (self, others))
        return Pairs(*(np.concatenate(both) for both in zip(mine, theirs, strict=True)))


def strangers(labelled: Sequence[LabelledArticle], family: Sequence[str], fold: Folds) -> Pairs:
    """Return pairs of a labelled article with one that is certainly of another story. `family`: as `train_stories.families`."""
    draw = random.Random(0)  # noqa: S311 -- stand-ins are drawn, no secrets
    stories: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, one in enumerate(labelled):
        stories[one.file, one.story].append(number)
    made: list[tuple[list[float], float, int, int]] = []
    for (file, _), own in stories.items():
        others = [n for n, one in enumerate(labelled) if one.file == file and family[n] != family[own[0]]]
        given = other_facts([labelled[number].signs for number in own], draw)
        for number in own:
            signs = labelled[number].signs
            for other in draw.sample(others, OF_A_WEEK):
                near = of_one_week(labelled[other].signs, signs, draw)
                made.append((all_features(signs, near), THEIR_WEIGHT, fold[number], fold[other]))
            for other in own:
                if (near_alike := changed(labelled[other].signs, given, signs, draw)) is not None:
                    made.append((all_features(signs, near_alike), 1.0, fold[number], fold[number]))
    rows, weights, firsts, seconds = zip(*made, strict=True)
    return Pairs(np.array(rows), np.zeros(len(made), dtype=bool), np.array(weights), np.array([firsts, seconds]).T)


def fit_trees(pairs: Pairs) -> dict[str, Any]:
    """Return the table of trees that were fitted to these pairs."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    directions = [0 if name in SPEAKS_NEITHER_WAY else -1 if name in SPEAKS_AGAINST else 1 for name in FEATURES]
    model = HistGradientBoostingClassifier(
        max_depth=DEPTH, max_iter=TREES, learning_rate=RATE, min_samples_leaf=LEAVES_OF, l2_regularization=1.0,
        max_features=SHARE_OF_FEATURES, monotonic_cst=directions, early_stopping=False, random_state=0,
    ).fit(pairs.rows, pairs.labels, pairs.weights)  # fmt: skip
    return trees_table(model, threshold_digits=5, value_digits=4)


def unseen_by_trees(known: Pairs, made: Pairs, parts: int) -> Floats:
    """Return the probability of each labelled pair by trees that saw nothing of its stories."""
    unseen = np.zeros(len(known.rows))
    for number in range(parts):
        held, made_held = ((one.folds == number).any(axis=1) for one in (known, made))
        trees = read_trees(fit_trees(known.chosen(~held).with_others(made.chosen(~made_held))))
        unseen[held] = trees.probability(known.rows[held])
    return unseen


def lift(threshold: float, to: float) -> float:
    """Return what is added to a model's log odds so that its threshold becomes another one's: one number holds for both then."""
    return math.log(to / (1 - to)) - math.log(threshold / (1 - threshold))
