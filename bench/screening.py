"""How much reading the order saves on labelled screening data: `python -m bench.screening --data FOLDER [--asreview PYTHON]`.

It is driven as ASReview's simulation is: one relevant and one irrelevant record are known, and count as read and found; then one
record at a time is read, the likeliest first, and its label told. Printed are the median over seeds of WSS@95 (work saved over
sampling at 95% of the relevant ones; Cohen and others, 2006), of recall after a tenth is read and of the mean rank of the
relevant ones (average time to discovery), and the CPU seconds of a whole simulation. Beside it ASReview's default
(ELAS u4: TF-IDF of words and pairs, a linear support vector machine with balanced weights), where it is installed
(`pip install .[screening]`) or in the environment of another Python.

The folder holds CSV files, gzipped or not, of `title,abstract,label_included`; such sets are in ASReview's SYNERGY collection. None ships here.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import importlib.util
import io
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from bench.figure import Figure, measured_cpu
from nlp.ranking.screening import Screening, ScreeningPool
from nlp.ranking.words import texts_together

SEEDS = 5
PEER = Path(__file__).parent / "peers" / "elas.py"
FOLDER = "PLEDGEWATCH_SCREENING"  # the environment variable that names the folder for the table of figures
RECALL = 0.95
csv.field_size_limit(1 << 24)  # an abstract with its whole report pasted in is longer than the default allows


@dataclass(frozen=True, slots=True)
class ScreeningSet:
    """Labelled records."""

    path: Path
    texts: tuple[str, ...]
    labels: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class ScreeningScore:
    """How one simulation went; of several, the medians."""

    saved: float  # WSS@95, percent
    early: float  # recall after a tenth of the records is read, percent
    discovery: float  # mean rank of the relevant records
    cpu: float  # seconds


def read_set(path: Path) -> ScreeningSet:
    """Return the records of a file. Raises ValueError where a column is missing or one side has no record."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if not rows or not {"title", "abstract", "label_included"} <= rows[0].keys():
        raise ValueError(f"{path}: it has no columns title, abstract and label_included")
    labels = tuple(row["label_included"].strip() in {"1", "1.0"} for row in rows)
    if not 0 < sum(labels) < len(labels):
        raise ValueError(f"{path}: it wants relevant and irrelevant records")
    return ScreeningSet(path, tuple(texts_together(row["title"], row["abstract"]) for row in rows), labels)


def score_order(found: Sequence[bool], total: int, cpu: float) -> ScreeningScore:
    """Return the score of a reading order: `found` has the labels as they were read, to the last relevant one at least."""
    relevant = [place for place, label in enumerate(found, 1) if label]
    enough = relevant[-(-len(relevant) * 95 // 100) - 1]
    return ScreeningScore(
        saved=100 * ((total - enough) / total - (1 - RECALL)),
        early=100 * sum(place <= total // 10 for place in relevant) / len(relevant),
        discovery=fmean(relevant),
        cpu=cpu,
    )


def simulate(data: ScreeningSet, seed: int) -> ScreeningScore:
    """Screen the set with our learner."""
    numbers = random.Random(seed)
    with measured_cpu() as cpu:
        screening = Screening(ScreeningPool.of(data.texts))
        order = [numbers.choice([n for n, label in enumerate(data.labels) if label is side]) for side in (True, False)]
        for document in order:
            screening.read(document, data.labels[document])
        left = sum(data.labels) - 1
        while left:
            order.append(screening.next())
            screening.read(order[-1], data.labels[order[-1]])
            left -= data.labels[order[-1]]
    return score_order([data.labels[n] for n in order], len(data.labels), cpu.seconds)


def simulate_elas(data: ScreeningSet, seed: int, python: str) -> tuple[ScreeningScore, str]:
    """Screen the set with ASReview in a process of its own; return the score and its version. Raises CalledProcessError."""
    command = [python, str(PEER), str(data.path), str(seed)]
    with measured_cpu() as cpu:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
    answer = json.loads(done.stdout.splitlines()[-1])
    return score_order([bool(label) for label in answer["labels"]], len(data.labels), cpu.seconds), answer["version"]


def medians(scores: Sequence[ScreeningScore]) -> ScreeningScore:
    """Return the median of each number."""
    return ScreeningScore(
        *(median(getattr(one, name) for one in scores) for name in ("saved", "early", "discovery", "cpu"))
    )


def print_score(name: str, score: ScreeningScore) -> None:
    """Print a line."""
    print(
        f"  {name:28} WSS@95 {score.saved:5.1f}%   recall after 10% {score.early:5.1f}%   "
        f"mean rank {score.discovery:6.1f}   CPU {score.cpu:5.1f} s"
    )


def compare(folder: Path, python: str | None, seeds: int) -> tuple[list[ScreeningScore], list[ScreeningScore]]:
    """Print every set of a folder, and return the scores of ours and of ASReview's, none of the latter without a Python for it."""
    ours, theirs, name = [], [], "ASReview"
    for path in sorted(folder.glob("*.csv*")):
        data = read_set(path)
        print(f"{path.name}: {len(data.labels):,} records, {sum(data.labels)} relevant")
        ours.append(medians([simulate(data, seed) for seed in range(seeds)]))
        print_score("ours", ours[-1])
        if python:
            runs = [simulate_elas(data, seed, python) for seed in range(seeds)]
            theirs.append(medians([score for score, _ in runs]))
            name = f"ASReview {runs[0][1]}, ELAS u4"
            print_score(name, theirs[-1])
    if ours:
        print(f"mean WSS@95: ours {fmean(s.saved for s in ours):.1f}%, CPU {sum(s.cpu for s in ours):.1f} s a pass")
    if theirs:
        print(f"  {name}: {fmean(s.saved for s in theirs):.1f}%, CPU {sum(s.cpu for s in theirs):.1f} s a pass")
    elif ours:
        print(
            "  ASReview is not installed here: pip install '.[screening]', or name a Python that has it with --asreview"
        )
    return ours, theirs


def own_python() -> str | None:
    """Return this Python where ASReview is installed in it."""
    return sys.executable if importlib.util.find_spec("asreview") else None


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table: one that says so where no folder of screening data is named."""
    folder = Path(os.environ.get(FOLDER) or "screening")
    if not list(folder.glob("*.csv*")):
        absent = f"not measured: {FOLDER} names no folder of labelled data"
        return [Figure("Work saved at 95% recall (WSS@95)", absent, "none: not measured", None, 0.0)]
    ours, theirs = compare(folder, own_python(), 1 if quick else SEEDS)
    saved, cpu = fmean(one.saved for one in ours), sum(one.cpu for one in ours)
    measure = f"Work saved at 95% recall (WSS@95) on {len(ours)} labelled screening sets, mean"
    if not theirs:
        return [Figure(measure, f"{saved:.1f}%", "none: ASReview is not installed", None, cpu)]
    peer, peer_cpu = fmean(one.saved for one in theirs), sum(one.cpu for one in theirs)
    return [Figure(measure, f"{saved:.1f}%", f"{peer:.1f}%: ASReview's ELAS u4", saved / peer, cpu, peer_cpu)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores; return 1 where there are no data, and 0 otherwise."""
    parser = argparse.ArgumentParser(description="Measure how much reading the learned order saves.")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get(FOLDER, "screening")), help="folder of CSV files"
    )
    parser.add_argument(
        "--asreview", metavar="PYTHON", default=own_python(), help="a Python that has ASReview installed"
    )
    parser.add_argument("--seeds", type=int, default=SEEDS)
    options = parser.parse_args(arguments)
    if not list(options.data.glob("*.csv*")):
        print(f"{options.data}: there are no labelled screening data here; --data names a folder of CSV files")
        return 1
    compare(options.data, options.asreview, options.seeds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
