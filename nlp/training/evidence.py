"""The documents that the models of evidence learn from: written and labelled by others than the models' authors.

`evidence.jsonl` holds invented documents in the forms of the trade press, each with the policies that it is evidence
for: policy, stance, direction, criterion, and the sentence that carries it. `evidence_second.jsonl` holds the labels
that a second annotator gave a part of them. `evidence_calibration.jsonl` holds more: the score is learned from those, and the stance reader is not.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.retrieval import Frequencies
from nlp.text.words import stems
from warehouse.vocabulary.stances import Direction, Stance

DOCUMENTS = "training/evidence.jsonl"
SECOND = "training/evidence_second.jsonl"
CALIBRATION = "training/evidence_calibration.jsonl"
SEEN_ONCE = 1  # documents that hold a stem: one more than never tells nothing, and the table would be twice as long


@dataclass(frozen=True, slots=True)
class EvidenceLabel:
    """What an annotator says that a document is to a policy."""

    policy: str
    stance: Stance
    direction: Direction
    criterion: str  # "progress 2"; "" for none
    sentence: str  # exactly as it stands in the document; "" where nobody named it


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document with its labels."""

    document_id: str
    title: str
    standfirst: str
    text: str
    published: date | None
    story: str  # documents of one story share it: they are never split between training and scoring
    pair: str  # the two of a minimal pair share it
    labels: tuple[EvidenceLabel, ...]

    def article(self, kept: frozenset[str]) -> ArticleToMatch:
        """Return the document as the matcher reads it. `kept`: names of councils for which nothing stands in."""
        return ArticleToMatch.of(self.title, self.standfirst, self.text, kept)


def read_labelled(lines: Iterable[str]) -> list[LabelledDocument]:
    """Return the documents of JSON lines. Raises ValueError or KeyError for a line that is not one."""
    return [_document(json.loads(line)) for line in lines if line.strip()]


def read_labelled_file(path: Path) -> list[LabelledDocument]:
    """Return the documents of a file of JSON lines."""
    return read_labelled(path.read_text(encoding="utf-8").splitlines())


def training_documents() -> list[LabelledDocument]:
    """Return the documents that come with the product."""
    return read_labelled(files("nlp").joinpath(DOCUMENTS).read_text(encoding="utf-8").splitlines())


def calibration_documents() -> list[LabelledDocument]:
    """Return the documents that the score is learned from and the stance reader never sees."""
    return read_labelled(files("nlp").joinpath(CALIBRATION).read_text(encoding="utf-8").splitlines())


def _document(row: dict[str, object]) -> LabelledDocument:
    labels = row.get("policies") or []
    assert isinstance(labels, list)
    published = row.get("published")
    return LabelledDocument(
        document_id=str(row["id"]),
        title=str(row.get("title") or ""),
        standfirst=str(row.get("standfirst") or ""),
        text=str(row["text"]),
        published=date.fromisoformat(str(published)[:10]) if published else None,
        story=str(row.get("story") or row["id"]),
        pair=str(row.get("pair") or ""),
        labels=tuple(_label(one) for one in labels),
    )


def _label(row: dict[str, str]) -> EvidenceLabel:
    return EvidenceLabel(
        policy=row["policy"],
        stance=Stance(row["stance"]),
        direction=Direction(row["direction"]),
        criterion=row.get("criterion") or "",
        sentence=row.get("sentence") or "",
    )


def frequencies_of(documents: Sequence[LabelledDocument]) -> Frequencies:
    """Return in how many of the documents each stem stands; a story counts once."""
    stories = {one.story: one for one in reversed(documents)}
    counts: Counter[str] = Counter()
    for one in stories.values():
        counts.update(set(stems(f"{one.title} {one.standfirst} {one.text}")))
    return Frequencies(len(stories), {stem: count for stem, count in sorted(counts.items()) if count > SEEN_ONCE})


def labelled_sentences() -> list[EvidenceLabel]:
    """Return the single sentences that were written beside each criterion, with what each says of the policy."""
    lines = files("nlp").joinpath("training/evidence_sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [
        EvidenceLabel(policy, Stance(stance), Direction(direction), criterion, sentence)
        for policy, criterion, stance, direction, sentence in rows
    ]


def second_labels() -> dict[str, tuple[EvidenceLabel, ...]]:
    """Return the labels of the second annotator by document."""
    lines = files("nlp").joinpath(SECOND).read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return {str(row["id"]): tuple(_label(one) for one in row["policies"]) for row in rows}
