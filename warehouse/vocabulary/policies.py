"""How a tracked policy stands, and the kinds of criteria that say what would count."""

from __future__ import annotations

from enum import StrEnum

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


POLICY_STATUSES = table_of(
    PolicyStatus,
    {
        PolicyStatus.NOT_STARTED: "nothing was done yet",
        PolicyStatus.IN_PROGRESS: "steps were taken",
        PolicyStatus.ON_TRACK: "it will be kept if things go on like this",
        PolicyStatus.OFF_TRACK: "it will not be kept if things go on like this",
        PolicyStatus.ACHIEVED: "it was kept",
        PolicyStatus.PARTLY_ACHIEVED: "a part of it was kept",
        PolicyStatus.BROKEN: "it was not kept, and can no longer be",
        PolicyStatus.NOT_RATED: "nobody has judged it",
        PolicyStatus.NOT_IN_GOVERNMENT: "its party did not come to govern",
    },
    "POLICY_STATUSES in warehouse/vocabulary/policies.py",
)
"""What each status says of a promise."""


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
