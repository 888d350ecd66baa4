"""Which phrases can stand in a text at all: one pass of an automaton over it, before any expression is tried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick_rs

from nlp.evidence.phrases import Phrase
from nlp.evidence.policies import Policy


class Anchors:
    """The literals that the phrases of the policies need."""

    def __init__(self, policies: Iterable[Policy]) -> None:
        self._literals = sorted({phrase.anchor for policy in policies for phrase in _phrases(policy)} - {""})
        self._automaton = ahocorasick_rs.AhoCorasick(self._literals)

    def present(self, text: str) -> frozenset[str]:
        """Return the anchors that stand in the text (made by `plain`), and the empty one of phrases that have none."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return frozenset([self._literals[index] for index in {match[0] for match in found}] + [""])


def _phrases(policy: Policy) -> Iterator[Phrase]:
    yield from policy.search.context
    yield from policy.search.excluded
    for term in policy.search.terms:
        yield term.phrase
    for cue in policy.cues:
        yield from cue.phrases
