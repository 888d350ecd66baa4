"""Scores and speed of the tagger: `python -m bench.tagging [--gold FILE ...] [--errors] [--speed] [--ablate]`.

A gold file is JSON lines: `id`, `title`, `published`, `marked` (text with marks, `[[LABEL:attributes|surface]]`) and
`judgements`. A span counts when its offsets and its identifier are right; what a sum is counts on spans that are right, and so does
who gives it and who gets it, where the mark tells of them: "the government" is right for a department.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.ablation import ablation_lines
from bench.figure import Figure, measured_cpu
from bench.peers.names import MODEL, NO_PEER, SAMPLE, OfficialNames, small_model_seconds
from nlp.money.party_mentions import same_party
from nlp.tagger import Tagger, load_tagger
from nlp.training.marked_documents import GoldDocument, read_marked
from warehouse.records import FundingFigure, Tags

READY = "from nlp.tagger import load_tagger; load_tagger()"
GOLD = Path(__file__).parent.parent / "tests" / "nlp" / "gold"
MARKED = tuple(GOLD / f"{name}.jsonl" for name in ("tune", "test", "fresh"))
PARTIES = {"FUNDING giver": "giver_id", "FUNDING receiver": "receiver_id"}
LABELS = ("COUNCIL", "TRUST", "FUNDING", "FUNDING amount", "FUNDING period", "FUNDING kind", *PARTIES, "JUDGEMENT")


@dataclass(slots=True)
class Score:
    """Counts of one label, and what went wrong in words."""

    right: int = 0
    found: int = 0
    gold: int = 0
    sums: int = 0  # marked ones, of a giver or a receiver: of some a text names nobody
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """How much of what was found is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """How much of the gold was found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def line(self, name: str) -> str:
        """Return the score as a line of the report."""
        of = f", of {self.sums} sums" if self.sums else ""
        return f"{name:20} P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}   ({self.right} right, {self.found} found, {self.gold} gold{of})"


def _spans(
    score: Score, document: GoldDocument, gold: set[tuple[int, int, str]], found: set[tuple[int, int, str]]
) -> None:
    score.gold += len(gold)
    score.found += len(found)
    score.right += len(gold & found)
    for sign, missing in (("missed", gold - found), ("false", found - gold)):
        for start, end, identifier in sorted(missing):
            context = document.text[max(0, start - 60) : end + 50].replace("\n", " ")
            score.errors.append(
                f"{document.document_id} {sign}: {document.text[start:end]!r} {identifier} in …{context}…"
            )


def score(documents: Iterable[GoldDocument], tagger: Tagger) -> dict[str, Score]:
    """Return the scores by label: COUNCIL, TRUST, FUNDING (span), what and whose the sums of right spans are, JUDGEMENT."""
    scores = {name: Score() for name in LABELS}
    for document in documents:
        tags = tagger.tag(document.text, document.title, document.published)
        for label in ("COUNCIL", "TRUST"):
            _spans(
                scores[label], document,
                {(one.start, one.end, one.identifier) for one in document.tags.mentions if one.label == label},
                {(one.start, one.end, one.identifier) for one in tags.mentions if one.label == label},
            )  # fmt: skip
        _funding(scores, document, tags)
        judged = {(one.council, one.grade) for one in tags.judgements if one.aspect == "overall"}
        one = scores["JUDGEMENT"]
        one.gold += len(document.judgements)
        one.found += len(judged)
        one.right += len(judged & document.judgements)
        one.errors.extend(f"{document.document_id} missed: {pair}" for pair in sorted(document.judgements - judged))
        one.errors.extend(f"{document.document_id} false: {pair}" for pair in sorted(judged - document.judgements))
    return scores


def _funding(scores: dict[str, Score], document: GoldDocument, tags: Tags) -> None:
    gold = {(figure.start, figure.end): figure for figure in document.tags.funding}
    found = {(figure.start, figure.end, "") for figure in tags.funding}
    _spans(scores["FUNDING"], document, {(start, end, "") for start, end in gold}, found)
    for figure in tags.funding:
        true = gold.get((figure.start, figure.end))
        if true is None:
            continue
        _parties(scores, document, true, figure)
        same = _close(true.minimum, figure.minimum) and _close(true.maximum, figure.maximum)
        for name, right, said in (
            ("amount", same, f"{figure.minimum} {figure.maximum}"),
            ("period", true.period == figure.period, figure.period),
            ("kind", true.kind == figure.kind, figure.kind),
        ):
            one = scores[f"FUNDING {name}"]
            one.gold += 1
            one.found += 1
            one.right += right
            if not right:
                context = document.text[max(0, figure.start - 90) : figure.end + 60].replace("\n", " ")
                one.errors.append(
                    f"{document.document_id}: {figure.text!r} said {said}, gold {true.minimum} {true.maximum} {true.period} {true.kind} in …{context}…"
                )


def _parties(scores: dict[str, Score], document: GoldDocument, true: FundingFigure, figure: FundingFigure) -> None:
    """Count a sum's giver and receiver where its mark tells of them."""
    for name, party in PARTIES.items():
        if getattr(true, f"{party[:-3]}_certainty") is None:
            continue
        one, marked, said = scores[name], getattr(true, party), getattr(figure, party)
        right = said is not None and same_party(marked, said)
        one.sums += 1
        one.gold += marked is not None
        one.found += said is not None
        one.right += right
        if not right and said != marked:
            context = document.text[max(0, figure.start - 90) : figure.end + 60].replace("\n", " ")
            one.errors.append(f"{document.document_id}: {figure.text!r} said {said}, gold {marked} in …{context}…")


def _close(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) < 0.51


def subject_texts(count: int = 200, words: int = 600) -> list[str]:
    """Return texts on the subject of about `words` words: the paragraphs of the gold files, dealt out in turn."""
    paths = sorted(MARKED)
    paragraphs = [
        part
        for path in paths
        for document in read_marked(path)
        if document.tags.mentions
        for part in document.text.split("\n\n")
    ]
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


def speed(tagger: Tagger, texts: Sequence[str]) -> tuple[float, float | None]:
    """Return CPU seconds a document of the tagger, and of spaCy's small model where it is installed; both are warm."""
    tagger.tag(texts[0])
    started = time.process_time()
    for text in texts:
        tagger.tag(text)
    return (time.process_time() - started) / len(texts), small_model_seconds(texts)


def startup(statement: str) -> float | None:
    """Return the CPU seconds of a new process that runs a statement and ends; None where it fails."""
    told = f"{statement}; import time; print(time.process_time())"
    ran = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False)
    return float(ran.stdout) if ran.returncode == 0 else None


def _startup_figure() -> Figure:
    ours, peer = startup(READY), startup(f"import spacy; spacy.load('{MODEL}')")
    return Figure("The tagger's start: CPU seconds of a new process until it is ready, imports included", f"{ours or 0:.2f}",
                  f"{peer:.2f}: spaCy's small English model" if peer else NO_PEER, peer / ours if peer and ours else None, ours or 0, peer)  # fmt: skip


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    tagger = load_tagger()
    documents = read_marked(GOLD / "fresh.jsonl")
    with measured_cpu() as cpu:
        scores = score(documents, tagger)
    names, by_name = OfficialNames(), Score()
    with measured_cpu() as peer_cpu:
        for document in documents:
            gold = {(one.start, one.end, one.identifier) for one in document.tags.mentions if one.label == "COUNCIL"}
            _spans(by_name, document, gold, names.find(document.text))
    ours = scores["COUNCIL"].f1
    texts = subject_texts(60 if quick else 200)
    each, peer_each = speed(tagger, texts)
    rest = ", ".join(f"{name} {one.f1:.2f}" for name, one in scores.items() if name != "COUNCIL" and one.gold)
    return [
        Figure(f"Councils tagged in {len(documents)} documents written blind, F1 of spans with their codes", f"{ours:.3f}",
               f"{by_name.f1:.3f}: spaCy's PhraseMatcher, official names", ours / by_name.f1, cpu.seconds, peer_cpu.seconds),
        Figure("All other tags of the same documents, F1", rest, "none: no package tags them", None, cpu.seconds),
        Figure(f"Tagging {len(texts)} documents of 600 words on the subject, warm, documents a CPU second", f"{1 / each:.0f}",
               f"{1 / peer_each:.1f}: spaCy's small English model, entities alone, {SAMPLE} documents" if peer_each
               else NO_PEER, peer_each / each if peer_each else None,
               each * len(texts), peer_each * SAMPLE if peer_each else None),
        _startup_figure(),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument(
        "--gold",
        type=Path,
        action="append",
        help="a gold file; may be given several times (default: the committed ones)",
    )
    parser.add_argument("--errors", action="store_true", help="print what was missed and what was false")
    parser.add_argument("--speed", action="store_true", help="measure documents per CPU second too")
    parser.add_argument("--ablate", action="store_true", help="print what changes without each pattern, in turn")
    arguments = parser.parse_args()
    tagger = load_tagger()
    for path in arguments.gold or MARKED:
        documents = read_marked(path)
        print(f"{path.name}: {len(documents)} documents, {tagger.version}")
        for name, one in score(documents, tagger).items():
            if name in PARTIES and not one.sums:
                continue
            print(" ", one.line(name))
            if arguments.errors:
                for error in one.errors:
                    print("     ", error)
        if arguments.ablate:
            for line in ablation_lines(documents, tagger, score):
                print(" ", line)
    if arguments.speed:
        each, peer_each = speed(tagger, subject_texts())
        told = f"{MODEL} {1 / peer_each:.1f}, {peer_each / each:.1f} times slower" if peer_each else NO_PEER
        print(f"{1 / each:.1f} documents of 600 words a CPU second, warm; {told}")
        print(f"start-up: {startup(READY):.2f} CPU seconds of a new process until it is ready, imports included")
    return 0


if __name__ == "__main__":
    sys.exit(main())
