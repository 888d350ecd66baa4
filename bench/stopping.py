"""Does the rule for stopping keep its promise, and at what cost? `python -m bench.stopping [--runs 100] [--buscar PYTHON]`.

Simulated readings: pools of 600 to 4,000 cards, 1 to 20% of them evidence, in the order of scores that part evidence from the rest
well, fairly or hardly, also where a tenth of the evidence looks like the rest. The rule is asked after every hundredth of the
pool. Printed: how often at least 95% of the evidence was found when it said stop, and how much was read, in parts of the
pool, after 95% had been found. Beside it BUSCAR as its authors publish it (buscarpy), on the same readings, where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
import numpy.typing as npt

from bench.figure import Figure, measured_cpu
from nlp.ranking.stopping import TARGET, may_stop

PEER = Path(__file__).parent / "peers" / "buscar.py"
ASKED_EVERY = 0.01  # of the pool
KEPT, COST = 0.95, 0.30  # what is promised


@dataclass(frozen=True, slots=True)
class SimulatedReading:
    """A kind of reading: how far apart scores of evidence and the rest lie, in deviations, and how much looks like the rest."""

    name: str
    separation: float
    hidden: float = 0.0


READINGS = (
    SimulatedReading("a good order", 2.5),
    SimulatedReading("a fair order", 1.8),
    SimulatedReading("an order that knows little", 1.0),
    SimulatedReading("a good order, a tenth hidden", 2.5, hidden=0.1),
    SimulatedReading("no order", 0.0),
)


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where a rule stopped."""

    recall: float
    extra: float  # parts of the pool that were read after the target was reached; negative where it was not


def simulated_labels(reading: SimulatedReading, numbers: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Return the labels of a pool in the order in which it is read."""
    cards = int(numbers.integers(600, 4_000))
    evidence = np.zeros(cards, dtype=bool)
    evidence[: max(5, int(cards * float(np.exp(numbers.uniform(np.log(0.01), np.log(0.2))))))] = True
    seen = evidence & (numbers.random(cards) >= reading.hidden)
    scores = numbers.normal(size=cards) + reading.separation * seen
    ordered: npt.NDArray[np.bool_] = evidence[np.argsort(-scores)]
    return ordered


def stopped_at(labels: npt.NDArray[np.bool_], read: int) -> Stopped:
    """Return what was found by then, and what it cost."""
    found = np.cumsum(labels)
    enough = int(np.argmax(found >= np.ceil(TARGET * found[-1]))) + 1
    return Stopped(float(found[read - 1] / found[-1]), (read - enough) / len(labels))


def where_we_stop(labels: npt.NDArray[np.bool_]) -> int:
    """Return after how many cards our rule stops, asked after every hundredth of the pool."""
    step = max(1, int(ASKED_EVERY * len(labels)))
    for read in range(step, len(labels), step):
        if may_stop(labels[:read].tolist(), len(labels)):
            return read
    return len(labels)


def where_buscar_stops(readings: Sequence[npt.NDArray[np.bool_]], python: str) -> list[int]:
    """Return where BUSCAR stops in each reading, in a process of its own. Raises CalledProcessError."""
    lines = json.dumps([reading.astype(int).tolist() for reading in readings])
    done = subprocess.run(
        [python, str(PEER), str(ASKED_EVERY)], input=lines, capture_output=True, text=True, check=True
    )
    answer: list[int] = json.loads(done.stdout.splitlines()[-1])
    return answer


def kept_and_cost(stops: Sequence[Stopped]) -> tuple[float, float]:
    """Return how often the promise was kept, and the mean cost."""
    return fmean(one.recall >= TARGET for one in stops), fmean(one.extra for one in stops)


def compare_rules(runs: int, python: str | None, seed: int = 5) -> list[tuple[str, list[Stopped], list[Stopped]]]:
    """Return for each kind of reading where our rule stopped, and where BUSCAR did; nothing of it without a Python for it."""
    numbers = np.random.default_rng(seed)
    found = []
    for kind in READINGS:
        readings = [simulated_labels(kind, numbers) for _ in range(runs)]
        ours = [stopped_at(labels, where_we_stop(labels)) for labels in readings]
        theirs = where_buscar_stops(readings, python) if python else []
        found.append((kind.name, ours, [stopped_at(*pair) for pair in zip(readings, theirs, strict=False)]))
    return found


def buscar_python() -> str | None:
    """Return this Python where buscarpy is installed in it."""
    return sys.executable if importlib.util.find_spec("buscarpy") else None


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    with measured_cpu() as cpu:
        found = compare_rules(10 if quick else 60, buscar_python())
    ours = [stop for _, stops, _ in found for stop in stops]
    theirs = [stop for _, _, stops in found for stop in stops]
    kept, cost = kept_and_cost(ours)
    measure = (
        f"Rule for stopping: at least 95% found in (and read beyond that, of the pool), {len(ours)} simulated readings"
    )
    if not theirs:
        return [Figure(measure, f"{kept:.3f} ({cost:.2f})", "none: buscarpy is not installed", None, cpu.seconds)]
    peer_kept, peer_cost = kept_and_cost(theirs)
    peer = f"{peer_kept:.3f} ({peer_cost:.2f}): BUSCAR"
    return [Figure(measure, f"{kept:.3f} ({cost:.2f})", peer, peer_cost / cost, cpu.seconds)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how each rule did; return 1 where ours breaks its promise over all readings."""
    parser = argparse.ArgumentParser(description="Measure the rule for stopping.")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument(
        "--buscar", metavar="PYTHON", default=buscar_python(), help="a Python that has buscarpy installed"
    )
    options = parser.parse_args(arguments)
    found = compare_rules(options.runs, options.buscar)
    found.append(("all", [s for _, stops, _ in found for s in stops], [s for _, _, stops in found for s in stops]))
    for name, ours, theirs in found:
        kept, cost = kept_and_cost(ours)
        peer = "BUSCAR {:.3f}, {:.2f}".format(*kept_and_cost(theirs)) if theirs else "buscarpy is not installed"
        print(f"{name:32} kept {kept:.3f}   read beyond it {cost:.2f} of the pool   {peer}")
    kept, cost = kept_and_cost(found[-1][1])
    return int(kept < KEPT or cost > COST)


if __name__ == "__main__":
    sys.exit(main())
