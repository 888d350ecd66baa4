"""The score (reranking): how likely an editor would accept a passage as evidence for a policy.

Boosted trees over what was measured of a pair and over how its readings stand to the other pairs' of the article: a
policy that reads likeliest of all is another thing than one of five that read alike. They are trained by
`python -m nlp.training.train_evidence` on documents that the stance reader never saw.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from nlp.evidence.boosted_trees import BoostedTrees, read_trees
from nlp.evidence.features import Features
from nlp.evidence.gate import PairToRead
from nlp.evidence.relevance import RANKED_BY
from nlp.evidence.stance_reader import StanceReading

READ = (
    "log odds of the stance reader",
    "log odds of the stance reader in the best passage",
    "log odds of the stance reader in the second passage",
    "rank of the policy by the stance reader",
    "lead over the other policies by the stance reader",
    "lead over the other policies in the passage",
    "certainty of the direction",
    "log odds of the likeliest policy",
    "best passage of its policy",
)
LENGTHS = ("words of the passage", "passages of the article")  # a brief of two sentences is evidence as a report is
_KEPT = [number for number, name in enumerate(RANKED_BY) if name not in LENGTHS]
SCORED_BY = (*(RANKED_BY[number] for number in _KEPT), *READ)
UNREAD = -5.0  # log odds of a passage or policy that was not worth reading: what the reader says of unlike subjects


@cache
def load_score_model() -> BoostedTrees:
    """Return the trained model. Raises ValueError where it was trained on other features than the code has."""
    table = json.loads(files("nlp").joinpath("data/score.json").read_text(encoding="utf-8"))
    if table["features"] != list(SCORED_BY):
        raise ValueError("nlp/data/score.json: its features are not those of the code; train it again")
    return read_trees(table)


def score_features(pairs: Sequence[PairToRead], readings: Sequence[StanceReading]) -> Features:
    """Return what the score rests on: a row of len(SCORED_BY) numbers for each pair of one article."""
    by_policy: dict[int, list[float]] = defaultdict(list)
    by_passage: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair, reading in zip(pairs, readings, strict=True):
        by_policy[pair.policy].append(reading.relevance)
        by_passage[pair.passage].append((reading.relevance, pair.policy))
    tops = {policy: sorted(odds, reverse=True) for policy, odds in by_policy.items()}
    order = sorted((odds[0] for odds in tops.values()), reverse=True)
    rows = []
    for pair, reading in zip(pairs, readings, strict=True):
        best, second = (*tops[pair.policy], UNREAD)[:2]
        others = max((odds[0] for policy, odds in tops.items() if policy != pair.policy), default=UNREAD)
        rivals = max((odds for odds, policy in by_passage[pair.passage] if policy != pair.policy), default=UNREAD)
        rows.append(
            [
                *pair.features[_KEPT],
                reading.relevance,
                best,
                second,
                1 / (1 + order.index(best)),
                best - others,
                reading.relevance - rivals,
                reading.certainty,
                order[0],
                float(reading.relevance == best),
            ]
        )
    return np.array(rows, dtype=np.float64)
