"""The second, blind review (double coding): for a share of the cards a decision is held until another editor, who does not see it, has decided too.

Where the two agree, the second decision stands. Where they do not, both are held, and a third editor, who sees both, decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from warehouse.errors import AlreadyDecidedError
from warehouse.records import Action, BlindReading, Decision, identifier
from warehouse.vocabulary.decisions import BLIND_READINGS
from warehouse.vocabulary.stances import direction_of

DECIDES = (Action.ACCEPT, Action.REJECT)


@dataclass(frozen=True, slots=True)
class PendingReview:
    """The decisions on a candidate that are held: the first editor's, and the second's where it says something else."""

    first: Decision
    second: Decision | None = None


def is_drawn(candidate_id: UUID, share: float) -> bool:
    """Return whether a candidate is in the share that two editors read. It is, or is not, whenever it is asked."""
    digest = hashlib.sha256(b"second review" + candidate_id.bytes).digest()
    return int.from_bytes(digest[:8], "big") < share * 2**64


def is_held(decision: Decision) -> bool:
    """Return whether a decision does not stand, because a review by two editors is not at its end."""
    return decision.reading is not None and BLIND_READINGS[decision.reading].held


def standing_of(said: Sequence[Decision]) -> Decision | None:
    """Return the decision that stands, of all on a candidate in their order."""
    return next((one for one in reversed(said) if not is_held(one)), None)


def pending_of(said: Sequence[Decision]) -> PendingReview | None:
    """Return what is held of a candidate, from all decisions on it in their order; None where nothing is."""
    first: Decision | None = None
    second: Decision | None = None
    ending: Decision | None = None  # the decision that stands since the review came to its end
    for one in said:
        taken_back = one.action not in DECIDES
        match one.reading:
            case BlindReading.FIRST:
                first, second, ending = None if taken_back else one, None, None
            case BlindReading.DISAGREES:
                second = None if taken_back else one
            case BlindReading.AGREES | BlindReading.SETTLES:
                ending = None if taken_back else one
            case None if ending or not taken_back:
                first = second = ending = None
    return PendingReview(first, second) if first and not ending else None


def rows_to_keep(
    decision: Decision, said: Sequence[Decision], *, drawn: bool, matched: Mapping[UUID, str]
) -> list[Decision]:
    """Return what a decision is kept as: itself, with what it is in a review, and before it what it takes back.

    `said` are all decisions on the candidate in their order; `matched` has the direction of each candidate, by the matcher.

    Raises:
        AlreadyDecidedError: another decision stands than the one that this one replaces; one that is hidden from its
            editor never does.
    """
    pending, standing = pending_of(said), standing_of(said)
    if pending is None:
        _check(decision, standing)
        opens = standing is None or standing.action not in DECIDES
        if decision.action in DECIDES:
            return [replace(decision, reading=BlindReading.FIRST, reads=None)] if drawn and opens else [decision]
        if standing and standing.editor == decision.editor:  # who ended a review takes that back: it goes on
            return [replace(decision, reading=standing.reading, reads=standing.reads)]
        return [decision]
    first, second = pending.first, pending.second
    if decision.editor == first.editor:
        if decision.replaces != first.decision_id or second is not None:
            raise AlreadyDecidedError(first)
        return _own(decision, BlindReading.FIRST, None)
    if second is None:
        _check(decision, standing)
        return [_second(decision, first, matched)] if decision.action in DECIDES else [decision]
    if decision.replaces != second.decision_id:
        raise AlreadyDecidedError(second)
    if decision.editor == second.editor:
        again = _second(decision, first, matched) if decision.action in DECIDES else None
        return [again] if again else _own(decision, BlindReading.DISAGREES, first.decision_id)
    if decision.action in DECIDES:
        return [replace(decision, reading=BlindReading.SETTLES, reads=first.decision_id)]
    return [decision]


def _own(decision: Decision, reading: BlindReading, reads: UUID | None) -> list[Decision]:
    """Return a change of an editor's own held decision; a deferral takes it back, and stands."""
    if decision.action is not Action.DEFER:
        return [replace(decision, reading=reading, reads=reads)]
    taken_back = replace(
        decision,
        decision_id=identifier(str(decision.decision_id), "taken back"),
        action=Action.REOPEN,
        note="",
        ranking=None,
        reading=reading,
        reads=reads,
    )
    return [taken_back, decision]


def _second(decision: Decision, first: Decision, matched: Mapping[UUID, str]) -> Decision:
    agrees = outcome_of(decision, matched) == outcome_of(first, matched)
    return replace(decision, reading=BlindReading.AGREES if agrees else BlindReading.DISAGREES, reads=first.decision_id)


def outcome_of(decision: Decision, matched: Mapping[UUID, str]) -> tuple[str, str]:
    """Return what two editors are to agree on: the action, and of an accept which way the evidence goes."""
    if decision.action is not Action.ACCEPT:
        return decision.action, ""
    own = (direction_of(decision.stance) if decision.stance else None) or decision.direction
    return decision.action, str(own or matched.get(decision.candidate_id) or "")


def _check(decision: Decision, standing: Decision | None) -> None:
    """Raise AlreadyDecidedError unless the editor saw what stands; a candidate that was opened again looks like one never decided."""
    if standing is None:
        return
    seen = standing.action is Action.REOPEN if decision.replaces is None else decision.replaces == standing.decision_id
    if not seen:
        raise AlreadyDecidedError(standing)
