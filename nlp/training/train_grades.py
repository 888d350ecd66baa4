"""Train the model of whose grade it is and write it: `python -m nlp.training.train_grades`. Needs scikit-learn; the same input gives the same file.

It learns from pairs of a grade's word and a council that the page names. The documents of `training/grades*.jsonl` quote the words
that state each grade and every use of the words that states none. The older ones (`training/documents.jsonl`) say only which grades a page
states: which of its words states them is settled by the model itself, in rounds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.analysis import analyse
from nlp.grades import judgements
from nlp.grades.detection import GRADE_OF
from nlp.training.marked_documents import GoldDocument, document

QUOTED = ("grades", "grades_more")
REGULARISATION = 0.3  # inverse strength: 0.1 and 0.2 score the same
LOOSE_WEIGHT = (
    0.7  # of a pair of the older documents: the rules were written on them, and look better there than they are
)
PARAGRAPH_WEIGHT = 0.3  # of a pair of a lone paragraph: short texts are tagged too
ROUNDS = 3  # of settling which of a page's words states a grade: a fourth changes nothing
SURE = (-2.0, 1.0)  # log-odds below and above which a word that may only repeat the grade is learned from
SEEN = 3  # a feature seen less often is left out
SMALLEST = 4  # hundredths: weights below this are left out of the file


_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


@dataclass(frozen=True, slots=True)
class Pair:
    """A grade word with a council: its features, and whether it states that council's grade; None where the page does not say."""

    named: list[str]
    key: tuple[str, str, str]  # text, council, grade
    states: bool | None
    weight: float


def rows(name: str) -> list[tuple[dict[str, Any], GoldDocument]]:
    """Return the documents of a training file, as they are written and as they are read."""
    lines = files("nlp").joinpath(f"training/{name}.jsonl").read_text("utf-8").splitlines()
    return [(row, document(row)) for row in map(json.loads, lines)]


def grade_pairs(row: dict[str, Any], gold: GoldDocument) -> list[Pair]:
    """Return the pairs of one document, as the tagger would meet them: in the whole text and, counting less, in each paragraph alone."""
    quoted = "not_grades" in row
    stated = [(*_place(gold, one["quote"]), one["council"], one["grade"]) for one in row["judgements"] if quoted]
    denied = [_place(gold, one["quote"]) for one in row["not_grades"]] if quoted else []
    texts = [(0, gold.text, gold.title, 1.0 if quoted else LOOSE_WEIGHT)]
    if quoted:
        texts += [(found.start(), found[0], "", PARAGRAPH_WEIGHT) for found in _PARAGRAPH.finditer(gold.text)]
    made = []
    for at, text, title, weight in texts:
        found = analyse(text, title, gold.published)
        for word, code, named in judgements.pair_features(found.reading, found.mentions, found.councils_of):
            start, grade = at + word.start, str(GRADE_OF[word.group])
            owners = {of for low, high, of, told in stated if low <= start < high and told == grade}
            states: bool | None = code in owners
            told_not = any(low <= start < high for low, high in denied)
            if (code, grade) in gold.judgements and not owners and not told_not:
                states = None
            made.append(Pair(named, (f"{gold.document_id}/{at}/{title}", code, grade), states, weight))
    return made


def _place(gold: GoldDocument, quote: str) -> tuple[int, int]:
    start = gold.text.find(quote)
    if start < 0:
        raise ValueError(f"{gold.document_id}: the text does not hold the quote '{quote}'")
    return start, start + len(quote)


def examples() -> list[Pair]:
    """Return every pair of the training documents."""
    return [pair for name in (*QUOTED, "documents") for row, gold in rows(name) for pair in grade_pairs(row, gold)]


def fit_weights(found: list[Pair]) -> dict[str, int]:
    """Return the weights of the features, in hundredths."""
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    seen = Counter(name for pair in found for name in set(pair.named))
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1.0 for name in sorted(pair.named) if seen[name] >= SEEN} for pair in found])
    heavy = np.array([pair.weight for pair in found])
    states = np.array([pair.states is True for pair in found])
    used = np.array([pair.states is not None for pair in found])
    model: Any = None
    for _ in range(ROUNDS):
        model = LogisticRegression(
            C=REGULARISATION, solver="liblinear", fit_intercept=False, max_iter=300, random_state=0
        )
        model.fit(matrix[used], states[used], sample_weight=heavy[used])
        _settle(found, model.decision_function(matrix).__getitem__, states, used)
    names = [str(name) for name in vectors.get_feature_names_out()]
    weights = {name: round(100 * float(weight)) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= SMALLEST}


def _settle(found: list[Pair], odds: Callable[[int], float], states: Any, used: Any) -> None:
    """Say of the words of which the page does not say it whether they state the grade: the likeliest does, unless a quote did."""
    quoted = {pair.key for pair in found if pair.states}
    loose: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, pair in enumerate(found):
        if pair.states is None:
            loose[pair.key].append(number)
    for key, numbers in loose.items():
        best = max(numbers, key=odds)
        for number in numbers:
            first = number == best and key not in quoted
            states[number] = first or odds(number) > 0
            used[number] = first or not SURE[0] <= odds(number) <= SURE[1]


def written() -> str:
    """Return the content of the model's file: one feature to a line."""
    found = examples()
    weights = fit_weights(found)
    digest = hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()[:8]
    lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}:{weight}" for name, weight in weights.items())
    head = json.dumps({"version": digest, "pairs": len(found)})
    return head[:-1] + ', "weights": {\n' + lines + "\n}}\n"


def train_grades() -> None:
    """Train and write the model into the package's data."""
    path = Path(str(files("nlp").joinpath("data/grades.json")))
    content = written()
    path.write_text(content, encoding="utf-8")
    print(f"{path.name}: {len(content):,} bytes")


if __name__ == "__main__":
    train_grades()
