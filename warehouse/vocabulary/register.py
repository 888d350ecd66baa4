"""Every vocabulary: each enumeration with the table that says what its members mean."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from warehouse.tags import TAG_KINDS, TagKind
from warehouse.vocabulary import (
    accounts,
    collection,
    decisions,
    health,
    orders,
    outlets,
    places,
    policies,
    reviews,
    stances,
    stories,
    tags,
    verdicts,
)

VOCABULARIES: dict[type[StrEnum], Mapping[Any, Any]] = {
    stances.Stance: stances.STANCES,
    stances.Direction: stances.DIRECTIONS,
    stances.Field: stances.FIELDS,
    decisions.Action: decisions.ACTIONS,
    decisions.CandidateState: decisions.CANDIDATE_STATES,
    decisions.RejectReason: decisions.REJECT_REASONS,
    decisions.BlindReading: decisions.BLIND_READINGS,
    orders.QueueOrder: orders.QUEUE_ORDERS,
    policies.PolicyStatus: policies.POLICY_STATUSES,
    policies.CriterionKind: policies.CRITERION_KINDS,
    verdicts.VerdictRowKind: verdicts.VERDICT_ROW_KINDS,
    verdicts.EvidenceChange: verdicts.EVIDENCE_CHANGES,
    TagKind: TAG_KINDS,
    tags.FundingKind: tags.FUNDING_KINDS,
    tags.Announced: tags.ANNOUNCED,
    tags.OfstedGrade: tags.OFSTED_GRADES,
    tags.Framework: tags.FRAMEWORKS,
    tags.EventKind: tags.EVENT_KINDS,
    tags.NamedDatePrecision: tags.NAMED_DATE_PRECISIONS,
    collection.FetchKind: collection.FETCH_KINDS,
    collection.Outcome: collection.OUTCOMES,
    collection.RunKind: collection.RUN_KINDS,
    collection.RunState: collection.RUN_STATES,
    collection.Step: collection.STEPS,
    collection.Wall: collection.WALLS,
    collection.DatePrecision: collection.DATE_PRECISIONS,
    collection.ArticleState: collection.ARTICLE_STATES,
    outlets.Tier: outlets.TIERS,
    outlets.Schedule: outlets.SCHEDULES,
    outlets.Republish: outlets.REPUBLISH,
    places.DeliveryModel: places.DELIVERY_MODELS,
    stories.Relation: stories.RELATIONS,
    stories.Role: stories.ROLES,
    stories.Regrouping: stories.REGROUPINGS,
    reviews.ReviewAction: reviews.REVIEW_ACTIONS,
    health.DayState: health.DAY_STATES,
    health.BreakageKind: health.BREAKAGES,
    accounts.AccountRole: accounts.ACCOUNT_ROLES,
}
"""In the order in which a glossary tells them."""


def meaning_of(members: type[StrEnum], member: StrEnum) -> str:
    """Return what a member means, in a few words."""
    entry = VOCABULARIES[members][member]
    return entry if isinstance(entry, str) else str(entry.means)
