"""Train the model of what a sum is and write it: `python -m nlp.training.train_money`. Needs scikit-learn; the same input gives the same file.

It learns from whole documents (`training/documents.jsonl`, `training/grades*.jsonl`) and, each counting less, from single sentences and paragraphs
(`training/money*.txt`) and pairs of them joined at random, so that the words of one sum do not speak for its neighbour. The features
are those that the tagger reads: what a turn of phrase says of a sum is one of them.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from nlp.money import amounts as money
from nlp.money import kind as money_kind
from nlp.money import periods, qualifiers
from nlp.money.place import PrecedingSum, SumContext, place
from nlp.money.rules import decide
from nlp.names.document import read_document
from nlp.training import marked_documents
from warehouse.vocabulary.tags import FundingKind

SEED = 20261122
REGULARISATION = 0.5  # inverse strength: 0.3 and 1.0 score the same
SENTENCE_WEIGHT = 0.2  # of a sum in a lone sentence, beside one in a document: 0.1 and 0.3 score the same
PAIRS = 2500  # texts made of two others
SEEN = 3  # a feature seen less often is left out
SMALLEST = 0.04  # weights below this are left out of the file
MISTAKEN = 0.15  # of the sums before are said to be of another kind
TEXTS = ("money", "money_news", "money_paragraphs", "money_more", "money_voices")
# Not `names`: with its sums the other writers' documents, kept out of training in turn, have 7 of 780 kinds wrong that were right.
DOCUMENTS = ("documents", "grades", "grades_more")
_MARK = re.compile(r"\[([^\[\]]*)\]")
_OPENING = re.compile(
    r"^(?:The|A|An|Its?|They|Their|Of|In|One|Some|Each|Every|Another|For|This|That|Most|Half|Councils?|Ministers|Officers|Members|Savings|Cuts|There|No|Under|By|To|Against|With(?:out)?)\b"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A text, its title, and where its sums stand with what each is."""

    title: str
    text: str
    sums: tuple[tuple[int, int, str], ...]


def texts() -> list[tuple[list[str], str]]:
    """Return the training texts: the kinds of their sums in order, and the text with its sums in square brackets."""
    found: list[tuple[list[str], str]] = []
    for name in TEXTS:
        for line in files("nlp").joinpath(f"training/{name}.txt").read_text("utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            kinds, text = line.split("|", 1)
            named, count = kinds.split(), text.count("[")
            found.append((named * count if len(named) == 1 else named, text))
    return found


def documents() -> list[Marked]:
    """Return the training documents with the sums that they mark."""
    return [
        Marked(one.title, one.text, tuple((sum_.start, sum_.end, sum_.kind) for sum_ in one.tags.funding))
        for name in DOCUMENTS
        for one in marked_documents.read_marked(Path(str(files("nlp").joinpath(f"training/{name}.jsonl"))))
    ]


def bracketed(kinds: list[str], text: str) -> Marked:
    """Return a text whose sums stand in square brackets, with their kinds in order."""
    plain, position, sums = "", 0, []
    for mark, kind in zip(_MARK.finditer(text), kinds, strict=True):
        plain += text[position : mark.start()]
        sums.append((len(plain), len(plain) + len(mark[1]), kind))
        plain += mark[1]
        position = mark.end()
    return Marked("", plain + text[position:], tuple(sums))


def pairs(chance: random.Random) -> Iterator[Marked]:
    """Return texts made of two others: side by side, or as clauses of one sentence."""
    pool = texts()
    for _ in range(PAIRS):
        (kinds, first), (others, second) = chance.sample(pool, 2)
        clause = first.removesuffix(".")
        small = second[0].lower() + second[1:] if _OPENING.match(second) else second
        opened = clause[0].lower() + clause[1:] if _OPENING.match(clause) else clause
        joined = chance.choice(
            (
                f"{first} {second}",
                f"{first} A spokesperson said that {small}",
                f"{clause}, and {small}",
                f"{clause}, while {small}",
                f"{clause}, but {small}",
                f"Although {opened}, {small}",
                f"{clause}; {small}",
                f"A report says that {opened}, after {small}",
            )
        )
        yield bracketed(kinds + others, joined)


def places(marked: Marked) -> Iterator[tuple[SumContext, str]]:
    """Return the surroundings of each sum of a text, as the tagger would read them, with its kind.

    What the sum before is said to be is wrong now and then, as it is for the tagger: else the model would lean on it too much.
    """
    chance = random.Random(marked.text)  # noqa: S311  (training data, not a secret)
    reading = read_document(marked.text, marked.title)
    amounts = money.find_amounts(reading.plain)
    last: PrecedingSum | None = None
    for low, high, kind in marked.sums:
        amount = next((found for found in amounts if low <= found.start < high or found.start <= low < found.end), None)
        if amount is None:
            continue
        bounded = qualifiers.qualify(reading.plain, amount)
        limit = max(reading.sentence(bounded.start).end, bounded.end)
        period = periods.find_period(reading.plain, bounded.start, bounded.end, limit)
        value = bounded.upper or bounded.lower
        yield place(reading, bounded.start, period.end, bounded.end, period.code, value, last), kind
        told = chance.choice(list(FundingKind)) if chance.random() < MISTAKEN else kind
        last = PrecedingSum(bounded.start, period.end, told)


def examples(seed: int = SEED) -> tuple[list[list[str]], list[str], list[float]]:
    """Return the features, the kind and the weight of every training sum."""
    sentences = [bracketed(kinds, text) for kinds, text in texts()]
    sentences += pairs(random.Random(seed))  # noqa: S311  (training data, not a secret)
    sources = [(one, 1.0) for one in documents()]
    sources += [(one, SENTENCE_WEIGHT) for one in sentences]
    found = [
        (money_kind.named(where, decide(where)), kind, weight)
        for source, weight in sources
        for where, kind in places(source)
    ]
    return [names for names, _, _ in found], [kind for _, kind, _ in found], [weight for _, _, weight in found]


def train(seed: int = SEED) -> dict[str, object]:
    """Return the model as the document that is written: its version, how many sums it learned from, for each feature its weight for each kind in hundredths."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    rows, kinds, heavy = examples(seed)
    seen = Counter(name for row in rows for name in set(row))
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([{name: 1.0 for name in row if seen[name] >= SEEN} for row in rows])
    model = LogisticRegression(C=REGULARISATION, max_iter=3000, tol=1e-6, fit_intercept=False)
    model.fit(matrix, kinds, sample_weight=heavy)
    names = [str(name) for name in vectors.get_feature_names_out()]
    weights = {
        name: [round(100 * float(weight)) for weight in column]
        for name, column in zip(names, model.coef_.T, strict=True)
        if max(abs(column)) >= SMALLEST
    }
    kinds = [str(kind) for kind in model.classes_]
    digest = hashlib.sha256(json.dumps(weights, sort_keys=True).encode()).hexdigest()[:8]
    return {"version": digest, "examples": len(rows), "kinds": kinds, "weights": weights}


def written() -> str:
    """Return the content of the model's file: one feature to a line."""
    document = train()
    weights = document.pop("weights")
    assert isinstance(weights, dict)
    lines = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for name, row in weights.items()
    )
    return json.dumps(document)[:-1] + ', "weights": {\n' + lines + "\n}}\n"


def train_money_kinds() -> None:
    """Train and write the model into the package's data."""
    path = Path(str(files("nlp").joinpath("data/money_kind.json")))
    content = written()
    path.write_text(content, encoding="utf-8")
    print(f"{path.name}: {len(content):,} bytes")


if __name__ == "__main__":
    train_money_kinds()
