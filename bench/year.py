"""A year at the desk: `python -m bench.year [--seed N] [--small] [--no-learning] [--money] [--kept FILE]`.

A generated year of news whose truth is known (`bench/generated_year`): themes that come and go, copies and rewrites, independent
reports, money that is announced again, schemes that are as large by chance, contradictions, lulls and silences, and news of other
things. It goes through the tagger, the matcher, the stories, the ledger and the ranking of the desk. An editor reads 20 cards at most
each week and decides by the truth. Beside it, in as many reads of an article each: keywords, and BM25 alone; and our order without its parts.

`--money` measures the ledger alone, without matching or reading, in a tenth of the time. `--kept` keeps what the product made of the year, and reads it from there the next time. The exit status says how many bars are missed.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure, measured_cpu
from bench.generated_year import measuring
from bench.generated_year.collecting import SITTINGS, CollectedYear, collect
from bench.generated_year.editing import A_SITTING, WITHOUT, DeskOptions, TruthfulEditor, read_year
from bench.generated_year.measuring import AnnouncementScores, EventForPolicy, YearTruth
from bench.generated_year.peers import by_bm25, by_keywords, read_by
from bench.generated_year.year import FULL, SMALL, GeneratedYear, generate_year
from warehouse.folder import DataFolder

PRECISION, RECALL, DECISIONS, ANNOUNCEMENTS, APPEARANCE = 0.80, 0.95, 60.0, 0.90, 0.15


@dataclass(frozen=True, slots=True)
class ReadingResult:
    """What a way of reading came to."""

    name: str
    reads: int
    accepted: int
    found: frozenset[EventForPolicy]

    @property
    def precision(self) -> float:
        """The share of what was read that was evidence."""
        return self.accepted / max(1, self.reads)


def collected_year(seed: int, *, small: bool, kept: Path | None = None) -> tuple[GeneratedYear, CollectedYear, float]:
    """Return the year, what the product made of it, and the CPU seconds that this took."""
    year = generate_year(seed, SMALL if small else FULL)
    if kept and kept.exists():
        before, made, seconds = pickle.loads(kept.read_bytes())
        if before == year:
            return year, made, seconds
    with tempfile.TemporaryDirectory(prefix="pledgewatch-year-") as place, measured_cpu() as cpu:
        made = collect(year.articles, DataFolder(Path(place) / "data").create())
    if kept:
        kept.write_bytes(pickle.dumps((year, made, cpu.seconds)))
    return year, made, cpu.seconds


def result_of(name: str, editor: TruthfulEditor, truth: YearTruth) -> ReadingResult:
    """Return what an editor's year came to."""
    accepted = sum(card.accepted for card in editor.read)
    return ReadingResult(name, len(editor.read), accepted, frozenset(truth.told(editor.desk.accepted)))


def peer_results(year: GeneratedYear, truth: YearTruth, numbers: Mapping[int, int]) -> list[ReadingResult]:
    """Return what keywords and BM25 alone come to in as many reads."""
    results = []
    for name, scores in (("keywords, newest first", by_keywords), ("BM25 alone", by_bm25)):
        read = read_by(list(scores(year.articles)), SITTINGS, numbers)
        right = [(policy, article) for _, policy, article in read if policy in article.policies]
        found = frozenset((article.event.event_id, policy) for policy, article in right if article.event)
        results.append(ReadingResult(name, len(read), len(right), found & truth.planted))
    return results


def money_lines(scores: AnnouncementScores) -> list[tuple[bool, str]]:
    """Return what is said of the ledger, each line with whether its bar holds."""
    return [
        (scores.f1 >= ANNOUNCEMENTS, f"pairs of announcements: F1 {scores.f1:.3f}, precision {scores.precision:.3f}, recall {scores.recall:.3f} (bar {ANNOUNCEMENTS})"),
        (not scores.false_merges, f"false merges of equal amounts: {scores.false_merges} of {scores.look_alikes} (bar 0)"),
    ]  # fmt: skip


def print_lines(lines: Sequence[tuple[bool, str]]) -> int:
    """Print lines with whether their bars hold, and return how many do not."""
    for holds, line in lines:
        print(f"{'holds ' if holds else 'FAILS '} {line}".rstrip())
    return sum(not holds for holds, _ in lines)


def money_of_year(seed: int, *, small: bool) -> int:
    """Print how a year's announcements of money are told apart, and return how many bars were missed."""
    year = generate_year(seed, SMALL if small else FULL)
    with tempfile.TemporaryDirectory(prefix="pledgewatch-year-") as place:
        made = collect(year.articles, DataFolder(Path(place) / "data").create(), matching=False)
    print(f"{len(year.articles):,} articles, {len(year.events)} events, seed {seed}")
    return print_lines(money_lines(measuring.announcement_scores(year, made.sums)))


def told_of_ours(year: GeneratedYear, made: CollectedYear, editor: TruthfulEditor, truth: YearTruth) -> int:
    """Print what our reading came to, each line with its bar, and return how many bars were missed."""
    ours = result_of("ours", editor, truth)
    put = truth.told(editor.desk.rows.values())
    low, high = measuring.wilson_interval(len(ours.found), len(truth.planted))
    estimate, true = measuring.recall_as_the_desk_says(editor, made)
    said = f"{estimate.recall:.2f} ({estimate.low:.2f} to {estimate.high:.2f})" if estimate else "not yet known"
    share = measuring.decisions_a_hundred_articles(editor.read)
    money = measuring.announcement_scores(year, made.sums)
    against, towards = (truth.recall(set(ours.found), contradicts=each) for each in (True, False))
    appeared = measuring.first_appearances(editor, truth, made)
    late = {theme: round(at, 2) for theme, at in appeared.items() if at > APPEARANCE}
    lines = [
        (ours.precision >= PRECISION, f"precision of {ours.reads} cards, {A_SITTING} at most a sitting: {ours.precision:.3f} (bar {PRECISION})"),
        (len(ours.found) >= RECALL * len(truth.planted), f"recall of {len(truth.planted)} planted: {len(ours.found) / len(truth.planted):.3f}, {low:.3f} to {high:.3f} (bar {RECALL}); {len(put)} were put forward"),
        (not estimate or estimate.low <= true <= estimate.high, f"recall of what was put forward: the desk says {said}; the truth is {true:.3f}"),
        (share <= DECISIONS, f"decisions per 100 articles: {share:.1f} (bar {DECISIONS:.0f})"),
        *money_lines(money),
        (against >= towards, f"contradictions found: {against:.3f}; advances {towards:.3f} (bar: no less often)"),
        (not late, f"themes that appeared within the first {APPEARANCE:.0%} of decisions: {len(appeared) - len(late)} of {len(appeared)}, the last at {max(appeared.values()):.1%} {late or ''}"),
    ]  # fmt: skip
    return print_lines(lines)


def other_results(
    year: GeneratedYear, made: CollectedYear, editor: TruthfulEditor, truth: YearTruth, parts: Sequence[DeskOptions]
) -> list[ReadingResult]:
    """Return what others come to in as many reads at each sitting."""
    numbers = Counter(card.sitting for card in editor.read)
    results = [result_of(one.name, read_year(made.intakes, truth.policies, one, numbers), truth) for one in parts]
    return [*results, *peer_results(year, truth, numbers)]


def described(one: ReadingResult, truth: YearTruth) -> str:
    """Return a result as a line."""
    return f"{one.name:32} precision {one.precision:.3f}   recall {len(one.found) / len(truth.planted):.3f}   reads {one.reads}"


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    with measured_cpu() as cpu:
        year, made, _ = collected_year(1, small=quick)
        truth = YearTruth.of(year)
        editor = read_year(made.intakes, truth.policies)
    ours = result_of("ours", editor, truth)
    others = other_results(year, made, editor, truth, WITHOUT[:1])
    name = f"A generated {'month or two' if quick else 'year'} of {len(year.articles):,} articles, read by an editor who knows the truth, {ours.reads} cards"
    peers = [f"{one.precision:.2f} and {len(one.found) / len(truth.planted):.2f}: {one.name}" for one in others]
    money = measuring.announcement_scores(year, made.sums)
    return [
        Figure(f"{name}: precision and recall", f"{ours.precision:.2f} and {len(ours.found) / len(truth.planted):.2f}",
               "; ".join(peers), ours.precision / max(0.01, others[-1].precision), cpu.seconds),
        Figure(f"The same: decisions per 100 articles; F1 of pairs of announcements; false merges of {money.look_alikes} equal amounts",
               f"{measuring.decisions_a_hundred_articles(editor.read):.0f}; {money.f1:.2f}; {money.false_merges}",
               "none: no package does this", None, cpu.seconds),
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures, and return how many bars were missed."""
    parser = argparse.ArgumentParser(description="Measure a year at the desk.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--small", action="store_true", help="a few events, in a minute")
    parser.add_argument("--no-learning", action="store_true", help="nothing is learned from decisions")
    parser.add_argument("--money", action="store_true", help="the ledger alone, in a tenth of the time")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="where what the product made of the year is kept")
    options = parser.parse_args(arguments)
    if options.money:
        return money_of_year(options.seed, small=options.small)
    year, made, seconds = collected_year(options.seed, small=options.small, kept=options.kept)
    truth = YearTruth.of(year)
    evidence = sum(one.event is not None for one in year.articles)
    print(
        f"{len(year.articles):,} articles, {evidence} of them evidence, of {len(year.events)} events, taken in within {seconds:.0f} s of CPU"
    )
    with measured_cpu() as cpu:
        editor = read_year(made.intakes, truth.policies, DeskOptions(learning=not options.no_learning))
    missed = told_of_ours(year, made, editor, truth)
    print(f"the year's reading took {cpu.seconds:.0f} s of CPU; as many reads by others:")
    for one in (result_of("ours", editor, truth), *other_results(year, made, editor, truth, WITHOUT)):
        print(described(one, truth))
    return missed


if __name__ == "__main__":
    sys.exit(main())
