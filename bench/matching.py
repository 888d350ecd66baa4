"""How well articles are matched to policies, beside BM25 alone: `python -m bench.matching [--gold FILE ...] [--speed]`.

Without a file it scores the documents that were written blind and from which nothing was learned
(tests/nlp/gold/evidence*.jsonl). The peer ranks by BM25 (bm25s) of the article against title, promise and criteria.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from bench.evidence_scores import (
    Pair,
    best_f1,
    mean_average_precision,
    pair_scores,
    stance_scores,
    true_pairs,
)
from bench.figure import Figure, measured_cpu
from bench.metamorphic import candidates_of, councils_renamed, criteria_as_news, headline_swapped, minimal_pairs_turned
from nlp.evidence.matching import Matcher
from nlp.evidence.policies import Policy, load_policies
from nlp.evidence.retrieval import PolicyIndex
from nlp.tagger import load_tagger
from nlp.text.words import stems
from nlp.training.evidence import LabelledDocument, read_labelled_file
from warehouse.records import Candidate

GOLD = Path(__file__).parent.parent / "tests" / "nlp" / "gold"
BLIND, MINIMAL, BESIDE = (GOLD / f"{name}.jsonl" for name in ("evidence_fresh", "evidence_pairs", "evidence_beside"))
FIRST_THIRTEEN = 13  # policies of the file that the product began with


def best_by_pair(documents: Iterable[LabelledDocument], matcher: Matcher) -> dict[Pair, Candidate]:
    """Return the best candidate of each document and policy."""
    best: dict[Pair, Candidate] = {}
    for document in documents:
        for candidate in candidates_of(matcher, document):
            best.setdefault((document.document_id, candidate.policy_id), candidate)
    return best


def bm25_of(documents: Iterable[LabelledDocument], policies: Sequence[Policy]) -> dict[Pair, float]:
    """Return BM25 of each whole document against each policy's own words: the peer."""
    index = PolicyIndex([one.model_copy(update={"hints": ()}) for one in policies])
    scores: dict[Pair, float] = {}
    for document in documents:
        whole = f"{document.title}\n\n{document.standfirst}\n\n{document.text}"
        for policy, score in zip(policies, index.scores([stems(whole)])[0], strict=True):
            scores[document.document_id, policy.policy_id] = float(score)
    return scores


def score_documents(name: str, documents: Sequence[LabelledDocument], policies: Sequence[Policy]) -> None:
    """Print how the pairs were found, ranked and read."""
    found = best_by_pair(documents, Matcher(policies))
    ranked = best_by_pair(documents, Matcher(policies, threshold=0))
    true = true_pairs(documents, {one.policy_id for one in policies})
    pairs = pair_scores(true, set(found))
    ours = {pair: candidate.score for pair, candidate in ranked.items()}
    peer = bm25_of(documents, policies)
    at_best, peer_at_best = best_f1(true, ours), best_f1(true, peer)
    read = stance_scores(documents, found)
    print(f"\n{name}: {len(documents)} documents, {len(true)} pairs with {len(policies)} policies")
    print(f"  pairs at the shipped threshold  P {pairs.precision:.3f}  R {pairs.recall:.3f}  F1 {pairs.f1:.3f}")
    print(
        f"  mean average precision          {mean_average_precision(true, ours):.3f}   BM25 alone {mean_average_precision(true, peer):.3f}"
    )
    print(f"  F1 at each one's best threshold {at_best.f1:.3f}   BM25 alone {peer_at_best.f1:.3f}")
    print(
        f"  direction {read.direction:.3f} (always 'advances' {read.always_advances:.3f})  macro-F1 {read.macro_f1:.3f}  "
        f"contradicting found {read.contradicting:.3f}  stance {read.stance:.3f}  of {read.read} pairs"
    )


def speed(documents: Sequence[LabelledDocument], policies: Sequence[Policy]) -> None:
    """Print the CPU seconds of a day's articles with a thousand policies: of the gate, and of the whole."""
    many = [replaced(policy, copy) for copy in range(1 + 1000 // len(policies)) for policy in policies][:1000]
    started = time.process_time()
    matcher = Matcher(many)
    loaded = time.process_time() - started
    sample = documents[:150]
    started = time.process_time()
    for document in sample:
        candidates_of(matcher, document)
    spent = time.process_time() - started
    words = sum(len(one.text.split()) for one in sample) / len(sample)
    print(f"\n1,000 policies loaded in {loaded:.2f} CPU seconds")
    print(
        f"5,000 articles of {words:.0f} words against them: {spent / len(sample) * 5000:,.0f} CPU seconds (from {len(sample)})"
    )


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    policies = load_policies(None)
    documents = read_labelled_file(BLIND)
    chosen = documents[:30] if quick else documents
    matcher = Matcher(policies)
    candidates_of(matcher, documents[-1])  # the encoder and the reader are loaded
    with measured_cpu() as cpu:
        found = best_by_pair(chosen, matcher)
    ranked = {pair: one.score for pair, one in best_by_pair(chosen, Matcher(policies, threshold=0)).items()}
    with measured_cpu() as peer_cpu:
        by_bm25 = bm25_of(chosen, policies)
    true = true_pairs(chosen, {one.policy_id for one in policies})
    ours, theirs = mean_average_precision(true, ranked), mean_average_precision(true, by_bm25)
    pairs, read = pair_scores(true, set(found)), stance_scores(chosen, found)
    best = best_f1(true, by_bm25).f1
    many = f"{len(chosen)} documents written blind, {len(policies)} policies"
    return [
        Figure(f"{many}: mean average precision", f"{ours:.3f}", f"{theirs:.3f}: BM25 alone", ours / theirs,
               cpu.seconds, peer_cpu.seconds),
        Figure("The same: F1 of pairs, at our shipped threshold", f"{pairs.f1:.3f} (P {pairs.precision:.2f}, R {pairs.recall:.2f})",
               f"{best:.3f}: BM25 alone, at the threshold that suits these answers best", pairs.f1 / best, cpu.seconds, peer_cpu.seconds),
        Figure("The same: direction of the pairs found", f"{read.direction:.3f}", f"{read.always_advances:.3f}: always 'advances'",
               read.direction / read.always_advances if read.always_advances else None, cpu.seconds),
        Figure("The same, warm, documents a CPU second", f"{len(chosen) / cpu.seconds:.1f}",
               f"{len(chosen) / peer_cpu.seconds:.0f}: BM25 alone, which reads no stance", peer_cpu.seconds / cpu.seconds,
               cpu.seconds, peer_cpu.seconds),
    ]  # fmt: skip


def replaced(policy: Policy, copy: int) -> Policy:
    """Return the policy under another id."""
    return policy.model_copy(update={"policy_id": f"{policy.policy_id}-{copy}"}) if copy else policy


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores, and return 0."""
    parser = argparse.ArgumentParser(description="Score the matching of articles to policies.")
    parser.add_argument(
        "--gold", type=Path, nargs="+", help="files of labelled documents; the blind ones when not given"
    )
    parser.add_argument("--policies", type=Path, help="policy file; the product's own when not given")
    parser.add_argument("--speed", action="store_true", help="also time a day's articles with a thousand policies")
    options = parser.parse_args(arguments)
    policies = load_policies(options.policies)
    documents = [one for path in options.gold or [BLIND] for one in read_labelled_file(path)]
    matcher = Matcher(policies)
    print(f"matcher {matcher.version}")
    score_documents("all policies", documents, policies)
    first = policies[:FIRST_THIRTEEN]
    ids = {one.policy_id for one in first}
    of_first = [replace(one, labels=tuple(label for label in one.labels if label.policy in ids)) for one in documents]
    score_documents("the first thirteen policies alone", of_first, first)
    if not options.gold:
        right, total = minimal_pairs_turned(read_labelled_file(MINIMAL), matcher)
        beside = [one for one in read_labelled_file(BESIDE) if candidates_of(matcher, one)]
        matched, read = criteria_as_news(policies, matcher)
        print(f"\nminimal pairs turned rightly: {right} of {total}")
        print(f"near but beside with a candidate: {len(beside)} of {len(read_labelled_file(BESIDE))}")
        print(f"the policies' own criteria as news: matched {matched:.3f}, direction right {read:.3f}")
        print(f"same candidates and directions under another headline: {headline_swapped(documents, matcher):.3f}")
        same, named = councils_renamed(documents, matcher, load_tagger())
        print(
            f"same candidates and directions with other councils' names: {same:.3f} of {named} documents that name one"
        )
    if options.speed:
        speed(documents, policies)
    return 0


if __name__ == "__main__":
    sys.exit(main())
