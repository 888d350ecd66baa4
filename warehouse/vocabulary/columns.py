"""Which column of the warehouse holds the words of which enumeration."""

from __future__ import annotations

import re
from enum import StrEnum

from warehouse.vocabulary.collection import (
    ArticleState,
    DatePrecision,
    FetchKind,
    Outcome,
    RunKind,
    RunState,
    Step,
    Wall,
)
from warehouse.vocabulary.decisions import Action, BlindReading, CandidateState, RejectReason
from warehouse.vocabulary.health import BreakageKind, DayState
from warehouse.vocabulary.outlets import Republish, Schedule, Tier
from warehouse.vocabulary.reviews import ReviewAction
from warehouse.vocabulary.stances import Direction, Field, Stance
from warehouse.vocabulary.stories import Regrouping, Relation, Role
from warehouse.vocabulary.tags import Announced, EventKind, Framework, FundingKind, NamedDatePrecision, OfstedGrade
from warehouse.vocabulary.verdicts import EvidenceChange, VerdictRowKind

LISTED = "one of: "  # before the words, at the end of a column's description

_OF_EVIDENCE: dict[str, type[StrEnum]] = {"stance": Stance, "direction": Direction, "field": Field}
_OF_A_CANDIDATE: dict[str, type[StrEnum]] = {**_OF_EVIDENCE, "matched_stance": Stance, "matched_direction": Direction}
_OF_A_DECISION: dict[str, type[StrEnum]] = {
    **_OF_A_CANDIDATE,
    "action": Action,
    "reject_reason": RejectReason,
    "reading": BlindReading,
}
_OF_AN_OUTLET: dict[str, type[StrEnum]] = {"tier": Tier, "schedule": Schedule, "republish": Republish}
_OF_CITED_EVIDENCE: dict[str, type[StrEnum]] = {
    **_OF_EVIDENCE,
    "wall": Wall,
    "published_precision": DatePrecision,
}
_QUEUED: dict[str, type[StrEnum]] = {"stance": Stance, "direction": Direction}

COLUMNS: dict[str, dict[str, type[StrEnum]]] = {
    "articles": {"wall": Wall, "status": ArticleState, "published_precision": DatePrecision},
    "books": {"kind": RunKind, "state": RunState},
    "candidates": {**_OF_A_CANDIDATE, "state": CandidateState, "relation": Relation},
    "commitment_mentions": {"role": Role},
    "decisions": _OF_A_DECISION,
    "events": {"kind": EventKind, "happens_precision": NamedDatePrecision, "field": Field},
    "evidence": _OF_EVIDENCE,
    "fetches": {"kind": FetchKind, "outcome": Outcome},
    "funding": {"kind": FundingKind, "announced": Announced, "field": Field},
    "incidents": {"kind": BreakageKind},
    "judgements": {
        "stated_grade": OfstedGrade,
        "ofsted_grade": OfstedGrade,
        "inspected_precision": NamedDatePrecision,
        "framework": Framework,
        "field": Field,
    },
    "mentions": {"field": Field},
    "ofsted_outcomes": dict.fromkeys(
        ("grade", "leadership", "help_and_protection", "in_care", "care_leavers"), OfstedGrade
    ),
    "outlet_days": {"state": DayState},
    "outlet_health": {"state": DayState, "run_state": RunState, "tier": Tier, "schedule": Schedule},
    "outlets": _OF_AN_OUTLET,
    "quarantine": {"step": Step},
    "revisions": {"wall": Wall, "published_precision": DatePrecision},
    "second_reviews": {
        "action": Action,
        "stance": Stance,
        "direction": Direction,
        "reject_reason": RejectReason,
        "second_action": Action,
        "second_stance": Stance,
        "second_direction": Direction,
        "second_reject_reason": RejectReason,
        "settled_action": Action,
    },
    "story_articles": {"relation": Relation},
    "regroupings": {"kind": Regrouping},
    "runs": {"kind": RunKind, "state": RunState},
    "verdict_evidence": _OF_CITED_EVIDENCE,
    "verdict_reopenings": {"change": EvidenceChange},
    "records.article_statuses": {"status": ArticleState},
    "records.candidates": _OF_A_CANDIDATE,
    "records.commitment_changes": {"kind": Regrouping},
    "records.commitment_mentions": {"role": Role},
    "records.decisions": _OF_A_DECISION,
    "records.held_decisions": {
        "action": Action,
        "stance": Stance,
        "direction": Direction,
        "reject_reason": RejectReason,
        "reading": BlindReading,
    },
    "records.fetch_outcomes": {"outcome": Outcome},
    "records.fetches": {"kind": FetchKind},
    "records.incidents": {"kind": BreakageKind},
    "records.text_reviews": {"action": ReviewAction},
    "text_reviews": {"action": ReviewAction},
    "records.outlet_days": {"state": DayState},
    "records.outlets": _OF_AN_OUTLET,
    "records.quarantine": {"step": Step},
    "records.revisions": {"wall": Wall, "published_precision": DatePrecision},
    "records.story_articles": {"relation": Relation},
    "records.story_changes": {"kind": Regrouping},
    "records.runs": {"kind": RunKind, "state": RunState},
    "records.verdict_evidence": _OF_CITED_EVIDENCE,
    "records.verdicts": {"kind": VerdictRowKind, "change": EvidenceChange},
    "records.waiting_candidates": _QUEUED,
    "records.waiting_counts": _QUEUED,
}
"""The enumeration of each column, by view or table. A policy file may have statuses of its own, so theirs are not here."""


def with_words(description: str, members: type[StrEnum]) -> str:
    """Return the description of a column with the words that it can hold, each time from the same start.

    A description that is a list of such words, from before one was added, is left out.
    """
    about = description.partition(LISTED)[0].removesuffix("; ")
    told = set(re.split(", | or ", about)) <= set(members)
    return f"{'' if told else about + '; '}{LISTED}{', '.join(members)}"
