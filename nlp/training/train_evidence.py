"""Train the gate, the ranking and the score of evidence: `python -m nlp.training.train_evidence [--score]`. Needs scikit-learn.

The order is that of the matcher. The stance reader, which the score rests on, is trained by `nlp.training.train_stance`
before. The score is learned from what the reader says of documents that it never saw, the calibration documents, and of
what is near but beside. The same input gives the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.encoder import load_encoder
from nlp.evidence.features import LEXICAL, Features
from nlp.evidence.gate import Gate, PairToRead
from nlp.evidence.matching import reader_input
from nlp.evidence.policies import Policy, load_policies
from nlp.evidence.relevance import RANKED_BY, LogisticModel, RelevanceModels, load_relevance
from nlp.evidence.retrieval import shipped_frequencies
from nlp.evidence.score import SCORED_BY, score_features
from nlp.evidence.stance_reader import StanceReading, load_stance_reader
from nlp.evidence.stand_ins import names_in_policies
from nlp.training.evidence import LabelledDocument, calibration_documents, frequencies_of, training_documents
from nlp.training.trees_table import trees_table

GATE_RECALL = 0.985  # of the pairs with evidence that pass the gate: each point more costs a fifth more encoding
BESIDE_WEIGHT = 8.0  # of a pair of a document that bears on nothing: news is mostly that. With 4, 21 of the 127 got a candidate where the trees left them out, with 8 nine; with 16 five, and a plain brief of two sentences was lost
PRECISION = 0.76  # of the pairs shown, where the threshold is chosen: F1 is flat from .70 to .76, and below it editors read more noise than news
READ_RECALL = 0.85  # of those that passed that the reader sees: of 446 pairs that would end as candidates none is lost, and two fifths of the pairs are read
RISING = frozenset({
    "likeness of a sentence and a criterion", "likeness of a sentence and the promise", "likeness in the best passage",
    "log odds of the stance reader", "log odds of the stance reader in the best passage",
    "log odds of the stance reader in the second passage", "rank of the policy by the stance reader",
    "lead over the other policies by the stance reader",
})  # fmt: skip
"""Features of which more never lowers the score: without that the trees doubt what is plainer than all they learned from."""

SCORE_FOLDS = 5  # of the stories: the threshold is chosen on scores of documents that the trees did not see
DATA = Path(str(files("nlp"))) / "data"
TREES = DATA / "score.json"
RELEVANCE = DATA / "relevance.json"
IGNORED = -1  # a passage of a document with evidence that does not hold it: it may or may not be evidence too


@dataclass(frozen=True, slots=True)
class LabelledRows:
    """Features of (document, passage, policy) with what is known of each."""

    features: Features  # rows by features
    labels: npt.NDArray[np.int64]  # 1 evidence, 0 none, IGNORED
    documents: npt.NDArray[np.int64]
    passages: npt.NDArray[np.int64]
    policies: npt.NDArray[np.int64]

    def where(self, rows: npt.NDArray[np.bool_]) -> LabelledRows:
        """Return the chosen rows."""
        return LabelledRows(
            self.features[rows], self.labels[rows], self.documents[rows], self.passages[rows], self.policies[rows]
        )


def label_of(document: LabelledDocument, article: ArticleToMatch, passage: int, policy: str) -> int:
    """Return whether a passage is evidence: it holds a labelled sentence, the document has no label, or IGNORED."""
    own = [one for one in document.labels if one.policy == policy]
    if not own:
        return 0
    text = article.passages[passage].text
    return 1 if any(one.sentence and (one.sentence in text or text in one.sentence) for one in own) else IGNORED


def fit(rows: LabelledRows, names: Sequence[str]) -> tuple[npt.NDArray[np.float64], float]:
    """Return the weights and the bias of a logistic regression over the rows that are not ignored."""
    from sklearn.linear_model import LogisticRegression

    known = rows.labels != IGNORED
    features, labels = rows.features[known], rows.labels[known]
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(max_iter=3000).fit((features - mean) / scale, labels)
    weights = model.coef_[0] / scale
    assert len(weights) == len(names)
    return weights, float(model.intercept_[0] - weights @ mean)


def fit_trees(rows: LabelledRows, importance: npt.NDArray[np.float64]) -> Any:
    """Return boosted trees over the rows that are not ignored."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    known = rows.labels != IGNORED
    model = HistGradientBoostingClassifier(
        max_depth=3,
        learning_rate=0.05,
        max_iter=150,
        l2_regularization=5.0,
        min_samples_leaf=20,
        random_state=0,
        monotonic_cst=[int(name in RISING) for name in SCORED_BY],
    )
    return model.fit(rows.features[known], rows.labels[known], sample_weight=importance[known])


def probabilities(rows: LabelledRows, weights: npt.NDArray[np.float64], bias: float) -> npt.NDArray[np.float64]:
    """Return the probability of each row."""
    result: npt.NDArray[np.float64] = 1 / (1 + np.exp(-(rows.features @ weights + bias)))
    return result


def threshold_for(rows: LabelledRows, likely: npt.NDArray[np.float64], recall: float) -> float:
    """Return the threshold that lets this share of the (document, policy) pairs with evidence pass."""
    best: dict[tuple[int, int], float] = {}
    held = rows.labels == 1
    for document, policy, value in zip(rows.documents[held], rows.policies[held], likely[held], strict=True):
        best[document, policy] = max(best.get((document, policy), 0.0), float(value))
    return float(np.quantile(sorted(best.values()), 1 - recall))


def entry(names: Sequence[str], weights: npt.NDArray[np.float64], bias: float, threshold: float) -> dict[str, Any]:
    """Return a model as it stands in relevance.json."""
    table = {name: round(float(weight), 5) for name, weight in zip(names, weights, strict=True)}
    return {"bias": round(bias, 5), "threshold": round(threshold, 4), "weights": table}


def write_relevance(**models: dict[str, Any]) -> None:
    """Write these models into relevance.json, beside those that it has; its version is a digest of them all and of the score's trees."""
    table = {**json.loads(RELEVANCE.read_text(encoding="utf-8")), **models}
    del table["version"]
    text = json.dumps(table, sort_keys=True).encode()
    digest = hashlib.sha256(text + TREES.read_bytes()).hexdigest()[:8]
    text_with_version = json.dumps({"version": digest, **table}, indent=1, ensure_ascii=False)
    RELEVANCE.write_text(text_with_version + "\n", encoding="utf-8")


def write_frequencies(documents: Sequence[LabelledDocument]) -> None:
    """Write word_frequencies.json: in how many documents each stem stands."""
    found = frequencies_of(documents)
    text = json.dumps({"documents": found.documents, "of": found.of}, ensure_ascii=False, separators=(",", ":"))
    (DATA / "word_frequencies.json").write_text(text + "\n", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class PairOfDocument:
    """A pair that the stance reader would see, as an example to learn from."""

    document: int
    label: int  # 1 evidence, 0 none, IGNORED
    pair: PairToRead
    sentence_in_context: str
    policy_text: str


def gate_rows(documents: Sequence[LabelledDocument], policies: Sequence[Policy], gate: Gate) -> LabelledRows:
    """Return the lexical features of every passage of the documents and every policy."""
    features, labels, numbers, passages, columns = [], [], [], [], []
    kept = names_in_policies(policies)
    for number, document in enumerate(documents):
        article = document.article(kept)
        if not article.passages:
            continue
        lexical = gate.lexical(article)
        for passage in range(len(article.passages)):
            for column, policy in enumerate(policies):
                features.append(lexical[passage, column])
                labels.append(label_of(document, article, passage, policy.policy_id))
                numbers.append(number)
                passages.append(passage)
                columns.append(column)
    return LabelledRows(*map(np.array, (features, labels, numbers, passages, columns)))


def ranking_rows(documents: Sequence[LabelledDocument], policies: Sequence[Policy], gate: Gate) -> LabelledRows:
    """Return the lexical and semantic features of every pair that passes the gate."""
    features, labels, numbers, passages, columns = [], [], [], [], []
    kept = names_in_policies(policies)
    for number, document in enumerate(documents):
        article = document.article(kept)
        gated = gate.gated(article)
        if gated is None:
            continue
        for column, policy in enumerate(gated.policies):
            for passage in np.flatnonzero(gated.passed[:, column]):
                features.append(gated.features[passage, column])
                labels.append(label_of(document, article, int(passage), policies[policy].policy_id))
                numbers.append(number)
                passages.append(int(passage))
                columns.append(policy)
    return LabelledRows(*map(np.array, (features, labels, numbers, passages, columns)))


def pairs_to_read(
    documents: Sequence[LabelledDocument], policies: Sequence[Policy], gate: Gate
) -> list[PairOfDocument]:
    """Return every pair of the documents that the stance reader would see."""
    found = []
    kept = names_in_policies(policies)
    for number, document in enumerate(documents):
        article = document.article(kept)
        for pair in gate.pairs(article):
            label = label_of(document, article, pair.passage, policies[pair.policy].policy_id)
            found.append(PairOfDocument(number, label, pair, *reader_input(article, policies[pair.policy], pair)))
    return found


def score_rows(pairs: Sequence[PairOfDocument]) -> LabelledRows:
    """Return what the score is learned from: the features of each pair as the shipped reader reads it, a document at a time, like the matcher."""
    by_document: dict[int, list[PairOfDocument]] = {}
    for one in pairs:
        by_document.setdefault(one.document, []).append(one)
    features, labels, numbers, passages, columns = [], [], [], [], []
    for number, own in by_document.items():
        read = [reading(one.sentence_in_context, one.policy_text) for one in own]
        features += list(score_features([one.pair for one in own], read))
        labels += [one.label for one in own]
        numbers += [number] * len(own)
        passages += [one.pair.passage for one in own]
        columns += [one.pair.policy for one in own]
    return LabelledRows(*map(np.array, (features, labels, numbers, passages, columns)))


@cache
def reading(sentence: str, policy: str) -> StanceReading:
    """Return what the shipped reader makes of a pair. A brief's pairs are mostly those of its whole, and are read once."""
    return load_stance_reader().read([(sentence, policy)])[0]


def threshold_at_precision(rows: LabelledRows, likely: npt.NDArray[np.float64], precision: float) -> float:
    """Return the lowest threshold from which on so many of the (document, policy) pairs shown have evidence."""
    best: dict[tuple[int, int], tuple[float, bool]] = {}
    for document, policy, label, value in zip(rows.documents, rows.policies, rows.labels, likely, strict=True):
        score, evidence = best.get((document, policy), (0.0, False))
        best[document, policy] = (max(score, float(value)), evidence or label != 0)
    right, lowest = 0, 1.0
    for number, (score, evidence) in enumerate(sorted(best.values(), reverse=True), start=1):
        right += evidence
        if right >= precision * number:
            lowest = score
    return lowest


def joined(parts: Sequence[LabelledRows]) -> LabelledRows:
    """Return several sets of rows as one; their documents stay apart."""
    shifts = np.cumsum([0, *(int(part.documents.max()) + 1 for part in parts[:-1])])
    return LabelledRows(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.documents + shift for part, shift in zip(parts, shifts, strict=True)]),
        np.concatenate([part.passages for part in parts]),
        np.concatenate([part.policies for part in parts]),
    )


def train_score(documents: Sequence[LabelledDocument], policies: Sequence[Policy], gate: Gate) -> float:
    """Write the trained score, and return the least score of a candidate: chosen on documents that the trees left out."""
    beside = [one for one in documents if not one.labels]
    calibration = calibration_documents()
    rows = []
    for own in (calibration, [shortened(one) for one in calibration], beside):
        rows.append(score_rows(pairs_to_read(own, policies, gate)))
    whole, short, near = rows
    calibrated = joined([whole, short])
    table = trees_table(_fit_with(calibrated, near), threshold_digits=6, value_digits=6)
    trees = json.dumps({"features": list(SCORED_BY), **table}, separators=(",", ":"))
    TREES.write_text(trees + "\n", encoding="utf-8")
    stories = sorted({one.story for one in calibration})
    fold_of = {story: number % SCORE_FOLDS for number, story in enumerate(stories)}
    numbers = np.concatenate([whole.documents, short.documents])
    folds = np.array([fold_of[calibration[number].story] for number in numbers])
    likely = np.zeros(len(calibrated.labels))
    for fold in range(SCORE_FOLDS):
        model = _fit_with(calibrated.where(folds != fold), near)
        likely[folds == fold] = model.predict_proba(calibrated.features[folds == fold])[:, 1]
    return threshold_at_precision(whole, likely[: len(whole.labels)], PRECISION)


def shortened(document: LabelledDocument) -> LabelledDocument:
    """Return a document as a brief would tell it: its first paragraph, and those that hold what it is labelled for."""
    paragraphs = document.text.split("\n\n")
    told = [one.sentence for one in document.labels if one.sentence]
    kept = [part for number, part in enumerate(paragraphs) if number == 0 or any(one in part for one in told)]
    return replace(document, text="\n\n".join(kept))


def _fit_with(calibrated: LabelledRows, near: LabelledRows) -> Any:
    everything = joined([calibrated, near])
    beside = np.arange(len(everything.labels)) >= len(calibrated.labels)
    return fit_trees(everything, np.where(beside, BESIDE_WEIGHT, 1.0))


def train_relevance(documents: Sequence[LabelledDocument], policies: Sequence[Policy]) -> None:
    """Train the gate and the ranking, and write them; the score stays."""
    write_frequencies(documents)
    shipped_frequencies.cache_clear()
    blank = LogisticModel(LEXICAL, np.zeros(len(LEXICAL)), 0.0, 0.0)
    rows = gate_rows(documents, policies, Gate(policies, RelevanceModels(blank, blank, 0.0, ""), load_encoder()))
    weights, bias = fit(rows, LEXICAL)
    gate = LogisticModel(LEXICAL, weights, bias, threshold_for(rows, probabilities(rows, weights, bias), GATE_RECALL))
    rows = ranking_rows(documents, policies, Gate(policies, RelevanceModels(gate, blank, 0.0, ""), load_encoder()))
    weights, bias = fit(rows, RANKED_BY)
    least = threshold_for(rows, probabilities(rows, weights, bias), READ_RECALL)
    write_relevance(
        gate=entry(LEXICAL, gate.weights, gate.bias, gate.threshold), ranking=entry(RANKED_BY, weights, bias, least)
    )
    load_relevance.cache_clear()


def main(arguments: Sequence[str] | None = None) -> int:
    """Train the gate, the ranking and the score, or the score alone, and write them."""
    parser = argparse.ArgumentParser(description="Train the gate, the ranking and the score of evidence.")
    parser.add_argument(
        "--score", action="store_true", help="the score alone, behind the gate and the ranking that are shipped"
    )
    options = parser.parse_args(arguments)
    documents, policies = training_documents(), load_policies()
    if not options.score:
        train_relevance(documents, policies)
    gate = Gate(policies, load_relevance(), load_encoder())  # as it is written: rounded
    write_relevance(score={"threshold": round(train_score(documents, policies, gate), 4)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
