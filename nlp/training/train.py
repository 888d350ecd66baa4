"""Train both models and write them into `nlp/data`: `python -m nlp.training.train`. Needs scikit-learn; the same input gives the same files.

It learns from the documents of `nlp/training`, whose marks say which names mean authorities, and, counting less, from pages
made of the sentences there: a council that the page is about and a few others, sentences in which their names mean
authorities, and sentences in which the same names mean places. The features come from the code that the tagger runs, over
whole pages, so that what the page is about weighs as it will in use.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from nlp.analysis import analyse
from nlp.names import councils, gazetteer
from nlp.names.document import read_document
from nlp.text.topic import classify_topic
from nlp.training import marked_documents, train_money
from warehouse.reference import Council

SEED = 20261122
PAGES = 2600  # synthetic pages; more changed no score by a hundredth
MADE_WEIGHT = 0.05  # of a name on a made page, beside one in a document: there are six times as many
REGULARISATION = 0.5  # inverse strength; smaller trusts single words less
SMALLEST = 0.03  # weights below this are left out of the file
_SLOT = re.compile(r"([+\-F])(\d)")


def sentences(name: str) -> tuple[str, ...]:
    """Return the training sentences of one file, comments left out."""
    lines = files("nlp").joinpath(f"training/{name}.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


def _surfaces() -> tuple[list[tuple[str, Council]], list[tuple[str, Council]]]:
    services: list[tuple[str, Council]] = []
    others: list[tuple[str, Council]] = []
    for surface, name in sorted(gazetteer.names().items()):
        if surface.isupper() or name.strength != gazetteer.BARE or "," in surface:
            continue
        council = name.councils[0]
        (services if council.childrens_services else others).append((surface, council))
    return services, others


class _Page:
    """The names of one synthetic page, and its text with the offsets of each slot."""

    def __init__(self, chance: random.Random) -> None:
        services, others = _surfaces()
        pick = services if chance.random() < 0.86 else others
        self.plus = [
            chance.choice(pick),
            *(chance.choice(services if chance.random() < 0.9 else others) for _ in range(6)),
        ]
        self.minus = [
            self.plus[0] if chance.random() < 0.45 else chance.choice(services if chance.random() < 0.7 else others),
            *(chance.choice(services if chance.random() < 0.6 else others) for _ in range(3)),
        ]
        self.chance = chance
        self.text = ""
        self.labels: list[tuple[int, int, bool]] = []

    def add(self, template: str) -> None:
        """Append a sentence with its slots filled."""
        position = 0
        for slot in _SLOT.finditer(template):
            self.text += template[position : slot.start()]
            position = slot.end()
            number = int(slot[2]) - 1
            if slot[1] == "F":
                self.text += self._full(self.plus[number])
                continue
            surface = (self.plus if slot[1] == "+" else self.minus)[number][0]
            start = len(self.text)
            self.text += surface
            self.labels.append((start, len(self.text), slot[1] == "+"))
        self.text += template[position:] + ("\n\n" if self.chance.random() < 0.4 else " ")

    def _full(self, name: tuple[str, Council]) -> str:
        if self.chance.random() < 0.5:
            return f"{name[0]} {self.chance.choice(['council', 'Council'])}"
        return name[1].official_name


def pages(chance: random.Random) -> list[_Page]:
    """Return the synthetic pages: two thirds on the subject, the rest general news."""
    on, off = sentences("on_subject"), sentences("off_subject")
    plus = [line for line in on if "+1" in line]
    minus = [line for line in on if "-1" in line and "+1" not in line]
    made: list[_Page] = []
    for _ in range(PAGES):
        page = _Page(chance)
        if chance.random() < 0.72:
            lines = chance.sample(plus, chance.randint(2, 6)) + chance.sample(minus, chance.randint(0, 4))
            if chance.random() < 0.55:
                lines.append("F1 said that it accepted the findings of the inspectors.")
            if chance.random() < 0.15:
                lines.extend(chance.sample(off, 1))
        else:
            lines = chance.sample(off, chance.randint(5, 10))
            if chance.random() < 0.25:
                lines.append("F1 said that it would look into the matter.")
        chance.shuffle(lines)
        for line in lines:
            page.add(line)
        made.append(page)
    return made


def made_examples(seed: int = SEED) -> tuple[list[list[str]], list[bool]]:
    """Return the features and the label of every bare name of the made pages that the form alone does not decide."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    for page in pages(random.Random(seed)):  # noqa: S311  (training data, not a secret)
        reading = read_document(page.text)
        topic = classify_topic(reading.plain)
        marked = {(start, end): label for start, end, label in page.labels}
        for sighting, named in councils.questions(reading, topic, councils.survey(reading)):
            label = marked.get((sighting.start, sighting.end))
            if label is not None:
                rows.append(named)
                labels.append(label)
    return rows, labels


def document_examples() -> tuple[list[list[str]], list[bool]]:
    """Return the features and the label of every bare name of the training documents that the form alone does not decide."""
    rows: list[list[str]] = []
    labels: list[bool] = []
    for one in marked_documents.read_marked(Path(str(files("nlp").joinpath("training/documents.jsonl")))):
        analysis = analyse(one.text, one.title, one.published)
        taken = tuple((trust.start, trust.end) for trust in analysis.trusts)
        topic = councils.topic_with(analysis.topic, taken)
        marked = {(mention.start, mention.end) for mention in one.tags.mentions if mention.label == "COUNCIL"}
        for sighting, named in councils.questions(analysis.reading, topic, councils.survey(analysis.reading, taken)):
            rows.append(named)
            labels.append((sighting.start, sighting.end) in marked)
    return rows, labels


def train(seed: int = SEED) -> dict[str, object]:
    """Return the disambiguator as the document that is written: its version, what it was trained on, its weights."""
    rows, labels = document_examples()
    made, made_labels = made_examples(seed)
    heavy = [1.0] * len(rows) + [MADE_WEIGHT] * len(made)
    names, coefficients = _fit(rows + made, labels + made_labels, heavy, seed)
    return _document(dict(zip(names, coefficients[0], strict=True)), len(heavy))


def _fit(
    rows: list[list[str]], labels: list[bool], heavy: list[float], seed: int
) -> tuple[list[str], list[list[float]]]:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectors = DictVectorizer()
    matrix = vectors.fit_transform([dict.fromkeys(row, 1.0) for row in rows])
    matrix.indices, matrix.indptr = (
        matrix.indices.astype("int32"),
        matrix.indptr.astype("int32"),
    )  # what liblinear takes
    model = LogisticRegression(
        C=REGULARISATION, solver="liblinear", max_iter=400, fit_intercept=False, random_state=seed
    )
    model.fit(matrix, labels, sample_weight=heavy)
    return [str(name) for name in vectors.get_feature_names_out()], model.coef_.tolist()


def _document(weights: Mapping[str, object], count: int) -> dict[str, object]:
    def cut(table: Mapping[str, object]) -> dict[str, object]:
        kept: dict[str, object] = {}
        for name, value in sorted(table.items()):
            if isinstance(value, Mapping):
                kept[name] = cut(value)
            elif isinstance(value, float) and abs(value) >= SMALLEST:
                kept[name] = round(value, 2)
        return kept

    table = cut(weights)
    digest = hashlib.sha256(json.dumps(table, sort_keys=True).encode()).hexdigest()[:8]
    return {"version": digest, "examples": count, "weights": table}


def documents() -> dict[str, str]:
    """Return the files that training writes, by name: the disambiguator and the model of what a sum is."""
    names = json.dumps(train(), ensure_ascii=False, indent=0, separators=(",", ":")) + "\n"
    return {"disambiguator.json": names, "money_kind.json": train_money.written()}


def train_all() -> None:
    """Train and write the models into the package's data."""
    for name, content in documents().items():
        path = Path(str(files("nlp").joinpath(f"data/{name}")))
        path.write_text(content, encoding="utf-8")
        print(f"{path.name}: {len(content):,} bytes")


if __name__ == "__main__":
    train_all()
