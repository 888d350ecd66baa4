"""The criteria of the policies as vectors: which of a policy's a sentence is most like.

A policy is encoded when an article first comes near it: a tracker of a thousand policies starts at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nlp.evidence.encoder import Encoder, Vectors
from nlp.evidence.policies import Policy

FAILURE = "failure"
PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One sentence of a policy: a criterion, or what it promises (then its name is "promise")."""

    name: str  # "progress 2"
    text: str

    @property
    def kind(self) -> str:
        """Completion, progress, failure or promise."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class EncodedPolicy:
    """A policy's promise and criteria with their vectors, one row each."""

    criteria: tuple[Criterion, ...]
    vectors: Vectors
    failure: npt.NDArray[np.bool_]  # which of them are of failure
    towards: npt.NDArray[np.bool_]  # which are of completion or progress

    def nearest(self, vector: npt.NDArray[np.float32]) -> tuple[Criterion, Criterion]:
        """Return the criterion towards the promise and the criterion of failure that a sentence is most like."""
        likeness = self.vectors @ vector
        towards = int(np.where(self.towards, likeness, -2.0).argmax())
        failure = int(np.where(self.failure, likeness, -2.0).argmax())
        return self.criteria[towards], self.criteria[failure]


class CriteriaIndex:
    """Every policy's criteria, encoded when they are first asked for."""

    def __init__(self, policies: Sequence[Policy], encoder: Encoder) -> None:
        self._policies = tuple(policies)
        self._encoder = encoder
        self._encoded: dict[int, EncodedPolicy] = {}

    def __len__(self) -> int:
        """How many policies there are."""
        return len(self._policies)

    def of(self, policy: int) -> EncodedPolicy:
        """Return the policy of that index with its vectors."""
        if policy not in self._encoded:
            self._encoded[policy] = self._encode(self._policies[policy])
        return self._encoded[policy]

    def _encode(self, policy: Policy) -> EncodedPolicy:
        promise = Criterion(PROMISE, f"{policy.title}. {policy.promise}")
        criteria = (promise, *(Criterion(name, text) for name, text in policy.criteria.numbered()))
        failure = np.array([one.kind == FAILURE for one in criteria])
        promised = np.array([one.kind == PROMISE for one in criteria])
        vectors = _vectors(self._encoder, tuple(one.text for one in criteria))
        return EncodedPolicy(criteria, vectors, failure, ~failure & ~promised)


@lru_cache(maxsize=2000)  # policies, of some 12 kB each: the next pass of this process reads the same ones
def _vectors(encoder: Encoder, texts: tuple[str, ...]) -> Vectors:
    return encoder.encode(texts)
