"""The stance reader (stance detection): a cross-encoder that reads a sentence in its passage beside a policy and says what it does to it.

It is MiniLM, fine-tuned by `python -m nlp.training.train_stance` on pairs that others wrote and labelled, and kept as an
ONNX file of eight-bit weights. It sees the passage and the policy's words, and never the headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from nlp.evidence.criteria import Criterion
from nlp.evidence.encoder import session, tokenizer
from nlp.evidence.policies import Policy
from warehouse.vocabulary.stances import Direction, Stance, direction_of

LONGEST = 136  # word pieces of a pair that are read

CLASSES: tuple[tuple[Stance, Direction] | None, ...] = (
    None,
    (Stance.ADVANCES, Direction.ADVANCES),
    (Stance.DELIVERS, Direction.ADVANCES),
    (Stance.DELAYS, Direction.CONTRADICTS),
    (Stance.CONTRADICTS, Direction.CONTRADICTS),
    (Stance.RE_ANNOUNCES, Direction.CONTEXT),
    (Stance.OUTCOME, Direction.ADVANCES),
    (Stance.OUTCOME, Direction.CONTRADICTS),
    (Stance.OUTCOME, Direction.CONTEXT),
    (Stance.CONTEXT, Direction.CONTEXT),
)
"""What the model tells apart, in the order of its outputs. None: no evidence for this policy."""


@dataclass(frozen=True, slots=True)
class StanceReading:
    """What the reader makes of one pair."""

    relevance: float  # log odds that it is evidence at all
    stance: Stance
    direction: Direction
    certainty: float  # of the direction, 0 to 1, given that it is evidence
    moving: float  # probability that it is evidence and advances the promise, or that it is and contradicts it: the larger one


def policy_text(policy: Policy, towards: Criterion, failure: Criterion) -> str:
    """Return the policy as the reader sees it beside a sentence: its title and the criteria that are most like it."""
    return f"{policy.title}. Done: {towards.text} Failed: {failure.text}"


class StanceReader:
    """Reads pairs of a passage and a policy."""

    def __init__(self) -> None:
        self._session = session("stance.onnx")
        told = self._session.get_outputs()[0].shape[1]
        if told != len(CLASSES):
            raise ValueError(
                f"nlp/data/encoder/stance.onnx tells {told} classes apart, and CLASSES has {len(CLASSES)}: "
                "train it again (python -m nlp.training.train_stance)"
            )
        self._tokenizer = tokenizer(LONGEST)

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[StanceReading]:
        """Return the reading of each pair: a sentence in its context, and a policy's text.

        A pair a run: activations are quantised by the batch, so beside others it would be read otherwise, and padding
        to the longest costs a fifth more than the runs that it saves.
        """
        return [reading_of(self._logits(*pair)) for pair in pairs]

    def _logits(self, sentence: str, policy: str) -> npt.NDArray[np.float32]:
        pieces = self._tokenizer.encode(sentence, policy)
        logits: npt.NDArray[np.float32] = self._session.run(
            ["logits"],
            {
                "input_ids": np.array([pieces.ids], dtype=np.int64),
                "attention_mask": np.array([pieces.attention_mask], dtype=np.int64),
                "token_type_ids": np.array([pieces.type_ids], dtype=np.int64),
            },
        )[0][0]
        return logits


def reading_of(logits: npt.NDArray[np.float32]) -> StanceReading:
    """Return what one row of the model's outputs says.

    The direction is the one that has most of the probability, over all stances that go that way; the stance is the
    likeliest of those.
    """
    shares = np.exp(logits.astype(np.float64) - logits.max())
    shares /= shares.sum()
    evidence = float(1 - shares[0])
    by_direction = {
        direction: sum(float(shares[n]) for n, one in enumerate(CLASSES) if one and one[1] is direction)
        for direction in Direction
    }
    direction = max(by_direction, key=by_direction.__getitem__)
    among = [n for n, one in enumerate(CLASSES) if one and one[1] is direction]
    chosen = CLASSES[max(among, key=lambda n: float(shares[n]))]
    assert chosen is not None
    assert direction_of(chosen[0]) in {direction, None}
    floor = 1e-6
    relevance = float(np.log(max(evidence, floor) / max(1 - evidence, floor)))
    moving = max(by_direction[Direction.ADVANCES], by_direction[Direction.CONTRADICTS])
    return StanceReading(relevance, chosen[0], direction, by_direction[direction] / max(evidence, floor), moving)


@cache
def load_stance_reader() -> StanceReader:
    """Return the process's reader: a quarter of a second to load, some 60 MB."""
    return StanceReader()
