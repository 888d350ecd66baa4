"""Train the models of who gives and who gets a sum and write them: `python -m nlp.training.train_parties`. Needs scikit-learn; the same input gives the same file.

They learn from pairs of a sum and a body that its page names, in the marked documents whose sums say `giver=` and `receiver=`.
`--cross` prints, in place of writing, how right each model is on documents that it did not learn from.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from nlp.analysis import analyse
from nlp.money.parties import GOES_NOWHERE, LEAST_SAID, LEAST_UNSAID, party_pairs
from nlp.money.party_mentions import GOVERNMENT, same_party
from nlp.money.party_model import PartyRole, SumParties, logistic
from nlp.names import gazetteer
from nlp.training.marked_documents import GoldDocument, party_identifier, read_marked
from warehouse.tags import FundingFigure
from warehouse.vocabulary.tags import FundingKind

LEARNED = ("grades", "grades_more", "documents", "names")
REGULARISATION = 0.3  # inverse strength
SEEN = 2  # a feature seen less often is left out
SMALLEST = 4  # hundredths: weights below this are left out of the file
FOLDS = 5
SUBJECT = (
    "Children's services, social workers and foster carers are paid for out of public money, and budgets are tight."
)


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A sum with the bodies that it may concern, their features, and who gives and who gets it by its mark."""

    document: str
    bodies: tuple[tuple[str, tuple[str, ...]], ...]
    marked: dict[PartyRole, str | None]
    said: frozenset[str]  # those that the sum's sentence names or refers to


@dataclass(frozen=True, slots=True)
class PartyGuess:
    """The likeliest body of a marked sum, by a model that did not see its document."""

    probability: float
    body: str | None
    marked: str | None
    said: bool

    @property
    def right(self) -> bool:
        """Whether it is the marked one."""
        return self.body is not None and same_party(self.marked, self.body)


def choices(gold: GoldDocument) -> list[PartyChoice]:
    """Return the sums of a document whose giver and receiver are marked and that the tagger finds."""
    marked = [one for one in gold.tags.funding if one.giver_certainty or one.receiver_certainty]
    if not marked:
        return []
    found = analyse(gold.text, gold.title, gold.published)
    return [
        PartyChoice(
            gold.document_id,
            _bodies(parties),
            _roles(true, figure.kind),
            _said(parties),
        )
        for figure, parties in party_pairs(found.reading, found.mentions, found.funding)
        if (true := _of(marked, figure)) is not None
    ]


def _of(marked: Sequence[FundingFigure], figure: FundingFigure) -> FundingFigure | None:
    return next((one for one in marked if one.start < figure.end and figure.start < one.end), None)


def _roles(true: FundingFigure, kind: FundingKind) -> dict[PartyRole, str | None]:
    """Return what a mark tells of: one may leave out the giver or the receiver. A body that keeps its own money gets none."""
    told: dict[PartyRole, str | None] = {}
    if true.giver_certainty is not None:
        told[PartyRole.GIVER] = true.giver_id
    if true.receiver_certainty is not None and kind not in GOES_NOWHERE:
        told[PartyRole.RECEIVER] = true.receiver_id if true.receiver_id != true.giver_id else None
    return told


def sentence_choices() -> list[PartyChoice]:
    """Return the sums of `parties.txt`, a line each a document of its own.

    Raises:
        ValueError: for a line whose sums the tagger does not find, one for each pair.
    """
    made = []
    for line in files("nlp").joinpath("training/parties.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pairs, _, text = line.partition(" | ")
        marks = [tuple(part.strip() for part in pair.split(">")) for pair in pairs.split(";")]
        found = analyse(f"{text}\n\n{SUBJECT}", "", None)
        figures = party_pairs(found.reading, found.mentions, found.funding) or [
            (one, SumParties([], [])) for one in found.funding
        ]
        if len(figures) != len(marks):
            raise ValueError(f"parties.txt: {len(figures)} sums found in '{text}', {len(marks)} marked")
        for (figure, parties), (giver, receiver) in zip(figures, marks, strict=True):
            told = {PartyRole.GIVER: _party(giver), PartyRole.RECEIVER: _party(receiver)}
            if figure.kind in GOES_NOWHERE:
                del told[PartyRole.RECEIVER]
            made.append(PartyChoice(text, _bodies(parties), told, _said(parties)))
    return made


def _bodies(parties: SumParties) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((pair.identifier, tuple(parties.features(pair))) for pair in parties.pairs)


def _said(parties: SumParties) -> frozenset[str]:
    return frozenset(pair.identifier for pair in parties.pairs if pair.said)


def _party(name: str) -> str | None:
    """Return the identifier of a council by a name that a text may use, or else of a trust or a public body; None for "-"."""
    if name == "-":
        return None
    known = gazetteer.names().get(name)
    return gazetteer.resolve(known.councils, "", None).gss if known is not None else party_identifier(name)


@cache
def party_examples() -> tuple[PartyChoice, ...]:
    """Return every marked sum of the training documents."""
    folder = Path(str(files("nlp").joinpath("training")))
    documents = (one for name in LEARNED for gold in read_marked(folder / f"{name}.jsonl") for one in choices(gold))
    return (*documents, *sentence_choices())


def fit_role(found: Sequence[PartyChoice], role: PartyRole) -> dict[str, int]:
    """Return the weights of the features for one role, in hundredths."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows = [
        (list(named), same_party(one.marked[role], body))
        for one in found
        if role in one.marked
        for body, named in one.bodies
        if not (body == GOVERNMENT and one.marked[role] in dict(one.bodies))
    ]
    seen = Counter(name for named, _ in rows for name in set(named))
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1.0 for name in sorted(named) if seen[name] >= SEEN} for named, _ in rows])
    matrix.indices = matrix.indices.astype("int32")  # liblinear takes no longer ones
    matrix.indptr = matrix.indptr.astype("int32")
    model: Any = LogisticRegression(
        C=REGULARISATION, solver="liblinear", fit_intercept=False, max_iter=300, random_state=0
    )
    model.fit(matrix, [right for _, right in rows])
    names = [str(name) for name in vectors.get_feature_names_out()]
    weights = {name: round(100 * float(weight)) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {name: weight for name, weight in weights.items() if abs(weight) >= SMALLEST}


def models_written() -> str:
    """Return the content of the models' file: one feature to a line, with its weight for the giver and for the receiver."""
    found = party_examples()
    giver, receiver = (fit_role(found, role) for role in (PartyRole.GIVER, PartyRole.RECEIVER))
    weights = {name: [giver.get(name, 0), receiver.get(name, 0)] for name in sorted({*giver, *receiver})}
    digest = hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()[:8]
    lines = ",\n".join(f"{json.dumps(name, ensure_ascii=False)}:[{one},{other}]" for name, (one, other) in weights.items())  # fmt: skip
    head = json.dumps({"version": digest, "sums": len(found)})
    return head[:-1] + ', "weights": {\n' + lines + "\n}}\n"


def cross_validated(role: PartyRole) -> list[PartyGuess]:
    """Return for each marked sum of a document the likeliest body by a model that did not see it."""
    found = party_examples()
    names = sorted({one.document for one in found if one.document not in _sentences()})
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    told = []
    for number in range(FOLDS):
        weights = fit_role([one for one in found if fold.get(one.document) != number], role)
        for one in found:
            if fold.get(one.document) == number and role in one.marked:
                likely = ((_probability(weights, named), body) for body, named in one.bodies)
                probability, body = max(likely, default=(0.0, None))
                told.append(PartyGuess(probability, body, one.marked[role], body in one.said))
    return told


def _probability(weights: dict[str, int], named: Sequence[str]) -> float:
    return logistic(sum(weights.get(name, 0) for name in named) / 100)


@cache
def _sentences() -> frozenset[str]:
    """Return the lone sentences: they teach, and nothing is measured on them."""
    return frozenset(one.document for one in sentence_choices())


def main() -> None:
    """Train and write the models into the package's data, or print what cross-validation finds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--cross", action="store_true", help="print precision and recall in cross-validation instead")
    if parser.parse_args().cross:
        for role in PartyRole:
            told = cross_validated(role)
            marked = sum(one.marked is not None for one in told)
            given = [one for one in told if one.probability >= (LEAST_SAID if one.said else LEAST_UNSAID)[role]]
            right = sum(one.right for one in given)
            print(f"{role}: P {right / len(given):.3f} R {right / marked:.3f} ({right} right, {len(given)} given, {marked} marked, {len(told)} sums)")  # fmt: skip
        return
    path = Path(str(files("nlp").joinpath("data/parties.json")))
    content = models_written()
    path.write_text(content, encoding="utf-8")
    print(f"{path.name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
