"""The policies of a file as the warehouse keeps them, so that SQL and the desk can name them."""

from __future__ import annotations

from nlp.evidence.policies import PolicyFile
from warehouse.reference import PolicyRow


def policy_rows(tracked: PolicyFile) -> list[PolicyRow]:
    """Return the policies of a file as the warehouse keeps them."""
    return [
        PolicyRow(
            policy_id=one.policy_id,
            title=one.title,
            promise=one.promise,
            party=one.party,
            year=one.year,
            source=one.source,
            completion=one.criteria.completion,
            progress=one.criteria.progress,
            failure=one.criteria.failure,
            terms=one.hints,
            status=one.status,
            status_date=one.status_date,
            verdict=one.verdict,
            version=one.version,
            document=one.document,
            since=one.since,
            statuses=tracked.statuses,
            weight=one.weight,
        )
        for one in tracked.policy
    ]
