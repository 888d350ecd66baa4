"""How well articles are grouped into stories, and sums into commitments: `python -m bench.stories [--gold FILE] [--events FILE] [--year SEED]`.

Without a file it scores documents from which nothing was learned: 60 that were written blind
(tests/nlp/gold/stories_blind.jsonl), and 31 that are full of equal sums of several commitments (stories_sums.jsonl). Peers, in the same run: containment of three-word shingles (copies), and TF-IDF with average
linkage. `--year SEED` scores the stories of a generated year (`bench/generated_year`) instead. `--events` takes JSON lines of {"id", "text", "story"} with labels that are not ours, such as ECB+; without it that is told.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure, measured_cpu
from bench.generated_year.year import generate_year
from nlp.stories import ledger
from nlp.stories.article import ArticleSigns, StoryArticle
from nlp.stories.clustering import agglomerate, candidate_pairs, cluster
from nlp.stories.likeness import containment, cosine
from nlp.stories.relations import relation
from nlp.training.train_ledger import ALONE, labelled_sums
from nlp.training.train_stories import LabelledArticle, read_stories

GOLD = Path(__file__).parent.parent / "tests" / "nlp" / "gold" / "stories_sums.jsonl"
BLIND = GOLD.with_name("stories_blind.jsonl")
CONTAINED = 0.2  # of the shingles: what the peer takes for one story; the best of .1 to .5 on the training stories
ALIKE = 0.25  # cosine: likewise


def pair_scores(true: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Return precision, recall and F1 over the pairs that are together."""
    couples = [(n, m) for n in range(len(true)) for m in range(n)]
    right = sum(true[n] == true[m] and found[n] == found[m] for n, m in couples)
    said, wanted = sum(found[n] == found[m] for n, m in couples), sum(true[n] == true[m] for n, m in couples)
    precision, recall = right / said if said else 1.0, right / wanted if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def b_cubed(true: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    """Return the B-cubed F1 (Bagga and Baldwin, 1998)."""
    gold: defaultdict[Hashable, set[int]] = defaultdict(set)
    said: defaultdict[Hashable, set[int]] = defaultdict(set)
    for number, (one, other) in enumerate(zip(true, found, strict=True)):
        gold[one].add(number)
        said[other].add(number)
    shared = [len(gold[one] & said[other]) for one, other in zip(true, found, strict=True)]
    precision = sum(n / len(said[other]) for n, other in zip(shared, found, strict=True)) / len(true)
    recall = sum(n / len(gold[one]) for n, one in zip(shared, true, strict=True)) / len(true)
    return 2 * precision * recall / (precision + recall)


def print_grouping(name: str, true: Sequence[Hashable], found: Sequence[Hashable]) -> None:
    """Print a line of scores."""
    precision, recall, f1 = pair_scores(true, found)
    print(f"  {name:32} pairs P {precision:.3f} R {recall:.3f} F1 {f1:.3f}   B-cubed {b_cubed(true, found):.3f}")


def score_stories(signs: Sequence[ArticleSigns], true: Sequence[str]) -> list[int]:
    """Print our scores and the peers', and return our stories."""
    found = cluster(signs)
    couples = list(candidate_pairs(signs))
    contained = {(n, m): containment(signs[n], signs[m]) for n, m in couples}
    alike = {(n, m): cosine(signs[n], signs[m]) for n, m in couples}
    print_grouping("ours", true, found)
    print_grouping(f"containment of 3-grams from {CONTAINED}", true, agglomerate(len(signs), contained, CONTAINED))
    print_grouping(f"TF-IDF, average linkage, {ALIKE}", true, agglomerate(len(signs), alike, ALIKE))
    return found


def score_relations(labelled: Sequence[LabelledArticle]) -> float:
    """Return the share of articles whose relation is right, given the true stories."""
    right = 0
    for number, one in enumerate(labelled):
        earlier = [other.signs for other in labelled[:number] if other.story == one.story]
        right += relation(one.signs, earlier) is one.relation
    return right / len(labelled)


@dataclass(frozen=True, slots=True)
class LedgerScores:
    """How the labelled sums are grouped into commitments."""

    wanted: int  # sums that have a label
    found: int  # of them, those that the tagger found; the scores are of these
    precision: float  # of the pairs of sums that were put together
    recall: float
    f1: float
    equal_pairs: int  # pairs of equal sums that belong to two commitments
    equal_merged: int  # of them, those that were put together
    roles: float  # share of the sums whose role is right


def ledger_scores(labelled: Sequence[LabelledArticle]) -> LedgerScores:
    """Return how the sums of labelled articles are grouped."""
    sums, names, roles = labelled_sums(labelled)
    number = {id(mention): n for n, mention in enumerate(sums)}
    group, told = [0] * len(sums), [""] * len(sums)
    for place, one in enumerate(ledger.commitments(sums)):
        for mention, role in one.mentions:
            group[number[id(mention)]], told[number[id(mention)]] = place, str(role)
    known = [n for n, name in enumerate(names) if not name.startswith(ALONE)]
    precision, recall, f1 = pair_scores([names[n] for n in known], [group[n] for n in known])
    equal = [
        group[n] == group[m]
        for n in known
        for m in known
        if m < n and sums[n].value == sums[m].value and names[n] != names[m]
    ]
    right = sum(told[n] == roles[n] for n in known) / len(known)
    wanted = sum(len(one.commitments) for one in labelled)
    return LedgerScores(wanted, len(known), precision, recall, f1, len(equal), sum(equal), right)


def print_ledger(scores: LedgerScores) -> None:
    """Print how the sums are grouped, and how many equal sums of other commitments were merged."""
    print(f"\ncommitments: {scores.found} of {scores.wanted} labelled sums were found by the tagger")
    print(
        f"  pairs P {scores.precision:.3f} R {scores.recall:.3f} F1 {scores.f1:.3f}; "
        f"equal sums of other commitments merged: {scores.equal_merged} of {scores.equal_pairs} pairs"
    )
    print(f"  role right {scores.roles:.3f}")


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    labelled = read_stories(BLIND)[: 40 if quick else None]
    signs, true = [one.signs for one in labelled], [one.story for one in labelled]
    with measured_cpu() as cpu:
        found = cluster(signs)
    with measured_cpu() as peer_cpu:
        alike = {(n, m): cosine(signs[n], signs[m]) for n, m in candidate_pairs(signs)}
        peer = agglomerate(len(signs), alike, ALIKE)
    ours, theirs = b_cubed(true, found), b_cubed(true, peer)
    pairs, peer_pairs = pair_scores(true, found)[2], pair_scores(true, peer)[2]
    name, what = "TF-IDF, average linkage", f"Stories of {len(labelled)} articles of which nothing was learned"
    sums = ledger_scores(labelled)
    return [
        Figure(f"{what}: B-cubed", f"{ours:.3f}", f"{theirs:.3f}: {name}", ours / theirs, cpu.seconds, peer_cpu.seconds),
        Figure(f"{what}: F1 of pairs", f"{pairs:.3f}", f"{peer_pairs:.3f}: {name}", pairs / peer_pairs, cpu.seconds,
               peer_cpu.seconds),
        Figure("Commitments in them: F1 of pairs of sums (role right)", f"{sums.f1:.3f} ({sums.roles:.2f})",
               "none: no package links sums", None, cpu.seconds),
    ]  # fmt: skip


def score_events(path: Path) -> None:
    """Print the scores on a file of texts whose labels are not ours."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in text.decode("utf-8").splitlines()]
    signs = [ArticleSigns(StoryArticle(row["id"], row.get("title") or "", row["text"])) for row in rows]
    print(f"\n{path.name}: {len(rows)} texts, {len({row['story'] for row in rows})} events")
    score_stories(signs, [row["story"] for row in rows])


def score_year(seed: int) -> None:
    """Print our scores on a generated year, where an article that tells of no event is a story of its own."""
    articles = generate_year(seed).articles
    signs = [
        ArticleSigns(StoryArticle(one.article_id, one.title, one.text, one.published, one.outlet)) for one in articles
    ]
    true = [one.event.event_id if one.event else one.article_id for one in articles]
    print(f"generated year {seed}: {len(articles):,} articles, {len(set(true)):,} stories")
    print_grouping("ours", true, cluster(signs))


def score_gold(path: Path) -> None:
    """Print the scores on a file of marked articles."""
    labelled = read_stories(path)
    true = [one.story for one in labelled]
    print(f"{path.name}: {len(labelled)} articles, {len(set(true))} stories")
    found = score_stories([one.signs for one in labelled], true)
    follows = {one.story: one.follows for one in labelled if one.follows}
    group = {one.story: {f for f, t in zip(found, true, strict=True) if t == one.story} for one in labelled}
    together = sum(bool(group[story] & group.get(before, set())) for story, before in follows.items())
    print(f"  follow-ups put into the story they follow: {together} of {len(follows)}")
    print(f"  relation right {score_relations(labelled):.3f}, given the stories")
    print_ledger(ledger_scores(labelled))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores, and return 0."""
    parser = argparse.ArgumentParser(description="Score stories and commitments.")
    parser.add_argument("--gold", type=Path, nargs="+", default=[BLIND, GOLD])
    parser.add_argument("--events", type=Path, help="JSON lines of texts with the event of each")
    parser.add_argument("--year", type=int, metavar="SEED", help="score the stories of a generated year alone")
    options = parser.parse_args(arguments)
    if options.year is not None:
        score_year(options.year)
        return 0
    for number, path in enumerate(options.gold):
        print("\n" * bool(number), end="")
        score_gold(path)
    if options.events:
        score_events(options.events)
    else:
        print("\nno file of events with labels that are not ours: give one with --events")
    return 0


if __name__ == "__main__":
    sys.exit(main())
