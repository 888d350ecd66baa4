"""How a tracked policy stands, and the kinds of criteria that say what would count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.stances import Direction
from warehouse.vocabulary.tables import table_of


class PolicyStatus(StrEnum):
    """The tracker's word for where a promise stands, where the policy file gives no words of its own."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    ON_TRACK = "on track"
    OFF_TRACK = "off track"
    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly achieved"
    BROKEN = "broken"
    NOT_RATED = "not rated"
    NOT_IN_GOVERNMENT = "not in government"


@dataclass(frozen=True, slots=True)
class PolicyStatusWords:
    """What a status says of a promise, whether it rests on evidence, and which statuses a later verdict may give."""

    means: str
    rated: bool = True  # somebody has assessed it, by accepted evidence
    may_become: tuple[PolicyStatus, ...] = ()  # beside itself
    points: Direction | None = None  # which evidence fits it: what points the other way may change it


_OPEN = (PolicyStatus.IN_PROGRESS, PolicyStatus.ON_TRACK, PolicyStatus.OFF_TRACK)
_CLOSED = (PolicyStatus.ACHIEVED, PolicyStatus.PARTLY_ACHIEVED, PolicyStatus.BROKEN)
_ASSESSED = (*_OPEN, *_CLOSED, PolicyStatus.NOT_IN_GOVERNMENT)

POLICY_STATUSES = table_of(
    PolicyStatus,
    {
        PolicyStatus.NOT_STARTED: PolicyStatusWords("nothing was done yet", rated=False, may_become=_ASSESSED),
        PolicyStatus.IN_PROGRESS: PolicyStatusWords("steps were taken", may_become=_ASSESSED),
        PolicyStatus.ON_TRACK: PolicyStatusWords(
            "it will be kept if things go on like this", may_become=_ASSESSED, points=Direction.ADVANCES
        ),
        PolicyStatus.OFF_TRACK: PolicyStatusWords(
            "it will not be kept if things go on like this", may_become=_ASSESSED, points=Direction.CONTRADICTS
        ),
        PolicyStatus.ACHIEVED: PolicyStatusWords(
            "it was kept", may_become=(PolicyStatus.PARTLY_ACHIEVED, PolicyStatus.BROKEN), points=Direction.ADVANCES
        ),
        PolicyStatus.PARTLY_ACHIEVED: PolicyStatusWords(
            "a part of it was kept", may_become=_ASSESSED, points=Direction.ADVANCES
        ),
        PolicyStatus.BROKEN: PolicyStatusWords(
            "it was not kept, and can no longer be",
            may_become=(PolicyStatus.IN_PROGRESS, PolicyStatus.PARTLY_ACHIEVED, PolicyStatus.ACHIEVED),
            points=Direction.CONTRADICTS,
        ),
        PolicyStatus.NOT_RATED: PolicyStatusWords(
            "nobody has assessed it", rated=False, may_become=(PolicyStatus.NOT_STARTED, *_ASSESSED)
        ),
        PolicyStatus.NOT_IN_GOVERNMENT: PolicyStatusWords(
            "its party did not come to govern", may_become=(PolicyStatus.NOT_STARTED, *_OPEN)
        ),
    },
    "POLICY_STATUSES in warehouse/vocabulary/policies.py",
)
"""What each status says of a promise. A status of a policy file's own may follow any other, and be followed by any."""


def may_follow(status: str, standing: str) -> bool:
    """Return whether a verdict of this status may come after one of the standing status."""
    if status == standing or standing not in POLICY_STATUSES:
        return True
    if status not in POLICY_STATUSES:
        return True
    return PolicyStatus(status) in POLICY_STATUSES[PolicyStatus(standing)].may_become


def is_rated(status: str) -> bool:
    """Return whether a status says that somebody has assessed the promise; one of a policy file's own does."""
    return status not in POLICY_STATUSES or POLICY_STATUSES[PolicyStatus(status)].rated


def points_of(status: str) -> Direction | None:
    """Return which evidence fits a status; None for one that fits either, and for one of a policy file's own."""
    return POLICY_STATUSES[PolicyStatus(status)].points if status in POLICY_STATUSES else None


class CriterionKind(StrEnum):
    """What a criterion of a policy is about. A candidate names one with its number: "progress 2"."""

    COMPLETION = "completion"
    PROGRESS = "progress"
    FAILURE = "failure"


CRITERION_KINDS = table_of(
    CriterionKind,
    {
        CriterionKind.COMPLETION: "Delivered if",
        CriterionKind.PROGRESS: "Progress if",
        CriterionKind.FAILURE: "Failed if",
    },
    "CRITERION_KINDS in warehouse/vocabulary/policies.py",
)
"""The heading of each kind's sentences on a page."""
