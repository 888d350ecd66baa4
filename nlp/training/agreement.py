"""How far two annotators agree on evidence: `python -m nlp.training.agreement` prints it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nlp.training.evidence import EvidenceLabel, second_labels, training_documents


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotators of the same documents have in common."""

    documents: int
    pairs: int  # of document and policy that both named
    first_alone: int
    second_alone: int
    direction: float  # share of the common pairs with a direction in common
    stance: float

    @property
    def f1(self) -> float:
        """The F1 of one annotator's pairs against the other's."""
        return 2 * self.pairs / (2 * self.pairs + self.first_alone + self.second_alone)


def agreement(first: Mapping[str, Sequence[EvidenceLabel]], second: Mapping[str, Sequence[EvidenceLabel]]) -> Agreement:
    """Return the agreement on the documents that the second annotator read."""
    common = one = two = directions = stances = 0
    for document, labels in second.items():
        mine, theirs = _by_policy(first[document]), _by_policy(labels)
        both = mine.keys() & theirs.keys()
        common += len(both)
        one += len(mine.keys() - both)
        two += len(theirs.keys() - both)
        for policy in both:
            directions += bool({a.direction for a in mine[policy]} & {b.direction for b in theirs[policy]})
            stances += bool({a.stance for a in mine[policy]} & {b.stance for b in theirs[policy]})
    return Agreement(len(second), common, one, two, directions / common, stances / common)


def _by_policy(labels: Sequence[EvidenceLabel]) -> dict[str, list[EvidenceLabel]]:
    found: dict[str, list[EvidenceLabel]] = defaultdict(list)
    for label in labels:
        found[label.policy].append(label)
    return found


def main() -> None:
    """Print the agreement."""
    found = agreement({one.document_id: one.labels for one in training_documents()}, second_labels())
    print(
        f"{found.documents} documents: {found.pairs} pairs named by both, {found.first_alone} by the first alone, "
        f"{found.second_alone} by the second alone (F1 {found.f1:.3f}); direction {found.direction:.3f}, stance {found.stance:.3f}"
    )


if __name__ == "__main__":
    main()
