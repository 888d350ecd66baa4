"""Rows of the audit log, by number."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from warehouse.records import PolicyEdit, TextReview
from warehouse.vocabulary.reviews import ReviewAction

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def edit(number: int) -> PolicyEdit:
    at = NOON + timedelta(seconds=number, microseconds=number)
    return PolicyEdit(UUID(int=number), "buses", "Ada", at, "v0", f"v{number}", '{"promise": "Tŷ"}')


def review(number: int) -> TextReview:
    at = NOON + timedelta(seconds=number)
    return TextReview(UUID(int=number), UUID(int=9), ReviewAction.ACCEPT, "Ada", "It is “right”.", at)
