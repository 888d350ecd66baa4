"""What an editor does with a candidate, why one is rejected, and what a candidate is after that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class CandidateState(StrEnum):
    """What a candidate is for the queue."""

    OPEN = "open"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REPEATED = "repeated"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class CandidateStateWords:
    """What is said of a state of a candidate. One that neither waits nor is decided stands in no list."""

    means: str
    waits: bool = False  # in the queue, by score
    decided: bool = False  # in a list of its own, by when it was decided


CANDIDATE_STATES = table_of(
    CandidateState,
    {
        CandidateState.OPEN: CandidateStateWords("waits for an editor", waits=True),
        CandidateState.DEFERRED: CandidateStateWords("was put off by an editor", waits=True),
        CandidateState.ACCEPTED: CandidateStateWords("is evidence", decided=True),
        CandidateState.REJECTED: CandidateStateWords("is no evidence", decided=True),
        CandidateState.REPEATED: CandidateStateWords("says what was decided in another article of the outlet"),
        CandidateState.WITHDRAWN: CandidateStateWords("is no longer put forward, and nobody decided it"),
    },
    "CANDIDATE_STATES in warehouse/vocabulary/decisions.py",
)


class Action(StrEnum):
    """What an editor did with a candidate. `REOPEN` takes a decision back: the candidate is open again."""

    ACCEPT = "accept"
    REJECT = "reject"
    DEFER = "defer"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What is said of an action."""

    means: str
    done: str  # "Ann accepted this"
    button: str
    becomes: CandidateState | None  # None: what it would be if nobody had decided
    key: str  # at the desk
    help: str  # what the key does


ACTIONS = table_of(
    Action,
    {
        Action.ACCEPT: ActionWords(
            "it is evidence", "accepted", "Accept", CandidateState.ACCEPTED, "a", "accept as evidence"
        ),
        Action.REJECT: ActionWords(
            "it is no evidence", "rejected", "Reject", CandidateState.REJECTED, "r", "reject, for the reason shown"
        ),
        Action.DEFER: ActionWords(
            "it waits for later",
            "deferred",
            "Defer",
            CandidateState.DEFERRED,
            "d",
            "defer: out of the way, under “deferred”",
        ),
        Action.REOPEN: ActionWords(
            "nobody has decided it",
            "opened again",
            "Open it again",
            None,
            "b",
            "back into the queue: open again what was accepted, rejected or deferred",
        ),
    },
    "ACTIONS in warehouse/vocabulary/decisions.py",
)


class BlindReading(StrEnum):
    """What a decision is in the blind review of a card by two editors (double coding)."""

    FIRST = "first"
    AGREES = "agrees"
    DISAGREES = "disagrees"
    SETTLES = "settles"


@dataclass(frozen=True, slots=True)
class BlindReadingWords:
    """What is said of a reading. One that is held does not stand, and is shown to nobody who has yet to read the card."""

    means: str
    held: bool = False


BLIND_READINGS = table_of(
    BlindReading,
    {
        BlindReading.FIRST: BlindReadingWords(
            "the first editor's, held until a second one has read the card", held=True
        ),
        BlindReading.AGREES: BlindReadingWords(
            "the second editor's, who did not see the first and says the same: it stands"
        ),
        BlindReading.DISAGREES: BlindReadingWords(
            "the second editor's, who says something else: held for a third", held=True
        ),
        BlindReading.SETTLES: BlindReadingWords("the third editor's, who saw both: it stands"),
    },
    "BLIND_READINGS in warehouse/vocabulary/decisions.py",
)


def state_after(action: Action) -> CandidateState:
    """Return what a candidate that is put forward becomes by an action."""
    return ACTIONS[action].becomes or CandidateState.OPEN


class RejectReason(StrEnum):
    """Why an editor rejected a candidate: few, so that they can be counted."""

    NOT_THIS_POLICY = "not about this policy"
    OLD_NEWS = "old news"
    DUPLICATE = "duplicate"
    BAD_EXTRACTION = "bad extraction"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RejectWords:
    """What is said of a reason."""

    key: str  # a digit; with Shift, at the desk: rejects for this reason
    means: str


REJECT_REASONS = table_of(
    RejectReason,
    {
        RejectReason.NOT_THIS_POLICY: RejectWords("1", "the passage says nothing of this policy"),
        RejectReason.OLD_NEWS: RejectWords("2", "what it tells was known before"),
        RejectReason.DUPLICATE: RejectWords("3", "another candidate says the same"),
        RejectReason.BAD_EXTRACTION: RejectWords("4", "the text is not what the page says"),
        RejectReason.OTHER: RejectWords("5", "the note says why"),
    },
    "REJECT_REASONS in warehouse/vocabulary/decisions.py",
)
