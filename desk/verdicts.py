"""A policy's verdicts as pages show them: the one in force, what opened it again, and every one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.wording.changes import Piece, changes
from desk.wording.citations import CitedText, cited_text
from warehouse.verdicts.history import reopened
from warehouse.verdicts.rows import PinnedEvidence, PolicyVerdict, Reopening, VerdictRow, WrittenVerdict
from warehouse.vocabulary.verdicts import EVIDENCE_CHANGES


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What opened a verdict again, with the words that went and came."""

    change: Reopening
    done: str  # "was edited"
    parts: tuple[tuple[str, tuple[tuple[Piece, ...], ...]], ...]  # of the text, each with its changed paragraphs


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """One verdict, with its text in pieces."""

    verdict: PolicyVerdict
    pieces: tuple[CitedText, ...]
    evidence: tuple[PinnedEvidence, ...]
    sha256: str
    reopenings: tuple[ShownChange, ...]


@dataclass(frozen=True, slots=True)
class PolicyVerdicts:
    """All verdicts of a policy, the latest first; none where nobody has written one."""

    all: tuple[ShownVerdict, ...]

    @property
    def in_force(self) -> ShownVerdict | None:
        """The latest."""
        return self.all[0] if self.all else None

    @property
    def is_open_again(self) -> bool:
        """Whether something that the verdict in force rests on changed."""
        return bool(self.all and self.all[0].reopenings)


def shown_verdict(row: VerdictRow, written: WrittenVerdict, book: Sequence[VerdictRow]) -> ShownVerdict:
    """Return a verdict as pages show it."""
    return ShownVerdict(
        verdict=written.verdict,
        pieces=cited_text(written.verdict.text, len(written.evidence)),
        evidence=written.evidence,
        sha256=row.sha256,
        reopenings=tuple(shown_change(one) for one in reopened(book, row)),
    )


def shown_change(change: Reopening) -> ShownChange:
    """Return what opened a verdict again, word by word."""
    parts = tuple(
        (str(one.field), tuple(changes("\n\n".join(one.removed), "\n\n".join(one.added)))) for one in change.differences
    )
    return ShownChange(change, EVIDENCE_CHANGES[change.change].done, parts)


def verdicts_in(book: Sequence[VerdictRow]) -> PolicyVerdicts:
    """Return a policy's verdicts from its rows of the book."""
    return PolicyVerdicts(tuple(shown_verdict(row, row.written, book) for row in reversed(book) if row.written))
