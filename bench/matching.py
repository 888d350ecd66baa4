"""How well articles are matched to policies: precision and recall per policy over whole articles, stance, and speed.

python -m bench.matching --gold tests/nlp/gold/test.jsonl              with the tags of the gold file
python -m bench.matching --gold tests/nlp/gold/test.jsonl --tagger     with the tagger's own
python -m bench.matching --gold FILE --wrong                           prints what is missed and what is too much
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from nlp.training.marked_documents import POLICIES, GoldDocument, read_marked
from warehouse.records import Candidate, Stance, Tags, identifier

ROUNDS = 5  # passes over the documents for the speed: a gold file alone takes a fraction of a second
NAMES = {slug: name for name, slug in POLICIES.items()}


@dataclass
class Counts:
    """What was right, too much and missed for one policy."""

    hit: int = 0
    extra: int = 0
    missed: int = 0
    stance_right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Counts) -> None:
        """Count the other's articles too."""
        self.hit += other.hit
        self.extra += other.extra
        self.missed += other.missed
        self.stance_right += other.stance_right

    @property
    def precision(self) -> float:
        """The share of the articles found that are true; 1 when none was found."""
        return self.hit / (self.hit + self.extra) if self.hit + self.extra else 1.0

    @property
    def recall(self) -> float:
        """The share of the true articles that were found; 1 when there are none."""
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    @property
    def stance(self) -> float:
        """The share of the articles that were found whose stance is right."""
        return self.stance_right / self.hit if self.hit else 1.0


def score(documents: Sequence[GoldDocument], tagged: Sequence[Tags], matcher: Matcher) -> dict[str, Counts]:
    """Return the counts per policy of the guidelines (P1 to P5), and under "all" together.

    An article counts for a policy when it has a candidate for it; its stance is that of the best one.
    """
    counts = {name: Counts() for name in POLICIES}
    for document, tags in zip(documents, tagged, strict=True):
        best: dict[str, Candidate] = {}
        for candidate in _match(matcher, document, tags):
            best.setdefault(candidate.policy_id, candidate)
        about = f"{document.document_id} {document.title[:60]}"
        for name, slug in POLICIES.items():
            found, true = best.get(slug), document.policies.get(name)
            place = counts[name]
            if found and true:
                place.hit += 1
                place.stance_right += found.stance == Stance(true)
                if found.stance != true:
                    place.wrong.append(f"{name} stance {found.stance} for {true}: {about} | {found.reason}")
            elif found:
                place.extra += 1
                place.wrong.append(f"{name} extra {found.score:.2f} {found.stance}: {about} | {found.reason}")
            elif true:
                place.missed += 1
                place.wrong.append(f"{name} missed ({true}): {about}")
    together = Counts()
    for place in counts.values():
        together.add(place)
    return {**counts, "all": together}


def _match(matcher: Matcher, document: GoldDocument, tags: Tags) -> tuple[Candidate, ...]:
    return matcher.match(identifier(document.document_id), document.title, document.text, tags, document.published)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and return 0."""
    parser = argparse.ArgumentParser(description="Score the matching of articles to policies on a gold file.")
    parser.add_argument("--gold", type=Path, required=True, nargs="+", help="gold file or files (JSON lines)")
    parser.add_argument("--policies", type=Path, help="policy file; the product's own when not given")
    parser.add_argument("--tagger", action="store_true", help="use the tagger's tags and not the gold file's")
    parser.add_argument("--wrong", action="store_true", help="print every article that was judged otherwise")
    options = parser.parse_args(arguments)
    documents = [document for path in options.gold for document in read_marked(path)]
    tagged = [document.tags for document in documents]
    if options.tagger:
        from nlp.tagger import load_tagger

        tagger = load_tagger()
        tagged = [tagger.tag(d.text, title=d.title, published=d.published) for d in documents]
    matcher = Matcher(load_policies(options.policies))
    counts = score(documents, tagged, matcher)
    started = time.process_time()
    for _ in range(ROUNDS):
        for document, tags in zip(documents, tagged, strict=True):
            _match(matcher, document, tags)
    spent = time.process_time() - started
    words = sum(len(document.text.split()) for document in documents) * ROUNDS
    whose = "the tagger" if options.tagger else "the gold file"
    print(f"{len(documents)} documents, matcher {matcher.version}, tags of {whose}")
    print(f"{'policy':<8}{'true':>6}{'found':>7}{'P':>7}{'R':>7}{'F1':>7}{'stance':>8}")
    for name, place in counts.items():
        true, found = place.hit + place.missed, place.hit + place.extra
        print(
            f"{name:<8}{true:>6}{found:>7}{place.precision:>7.2f}{place.recall:>7.2f}{place.f1:>7.2f}{place.stance:>8.2f}"
        )
    print(f"{words / 600 / spent:,.0f} documents of 600 words per CPU second")
    if options.wrong:
        for place in counts.values():
            print(*place.wrong, sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
