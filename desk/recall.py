"""How much of the evidence that was put forward the editors have found, by the cards that were drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.charts import BarChart, length_chart
from desk.state import Desk
from desk.wording.words import counted
from nlp.ranking.recall import LEAST_READS, CaptureRecapture, RecallEstimate, StratumSample, chapman, estimate_recall
from nlp.ranking.stopping import may_stop

UNKNOWN = "not yet known"
OVERALL = "all policies"


def recall_of(rows: Sequence[dict[str, Any]]) -> RecallEstimate | None:
    """Return the estimate from rows of the query recall_samples; None where they allow none."""
    samples = [StratumSample(row["quarter"], row["left"], row["read"], row["evidence"]) for row in rows]
    return estimate_recall(sum(row["found"] for row in rows), samples)


def recall_sentence(desk: Desk, policy_id: str | None = None) -> str:
    """Return in a sentence how much of the evidence for a policy, or for all, was found, with its interval."""
    rows = desk.warehouse.query("recall_samples", policy_id=policy_id)
    estimate = recall_of(rows)
    reads = counted(sum(row["read"] for row in rows), "card")
    if estimate is None:
        return f"How much of the evidence was found is {UNKNOWN}: {reads} drawn at random and read, and it takes {LEAST_READS} and some of each quarter of the score."
    return (
        f"Found: {estimate.recall:.0%} of the evidence that was put forward ({estimate.low:.0%} to {estimate.high:.0%}), "
        f"by {reads} drawn at random and read."
    )


def stopping_sentence(desk: Desk, policy: dict[str, Any]) -> str:
    """Return in a sentence whether the cards of a policy (a row of the query policies) that wait may be left unread."""
    read = [row["accepted"] for row in desk.warehouse.query("policy_reading", policy_id=policy["policy_id"])]
    left = policy["open"] + policy["deferred"]
    if not left or not any(read):
        return ""
    if may_stop(read, len(read) + left):
        return f"By the order so far, {counted(left, 'card')} may be left: 95% of what was put forward is found."
    return f"{counted(left, 'card').capitalize()} may still hold more than a twentieth of it."


def channels_of(rows: Sequence[dict[str, Any]]) -> CaptureRecapture | None:
    """Return how many stories there were, from rows of the query stories_by_channel; None where they allow no saying.

    The trade press is one channel and all other outlets are the other one: what both reported tells how much neither did.
    """
    trade, others, both = (sum(row[name] for row in rows) for name in ("trade", "others", "both"))
    return chapman(trade, others, both)


def channels_sentence(desk: Desk, policy_id: str | None = None) -> str:
    """Return in a sentence how many stories no watched outlet may have reported; nothing where none is accepted."""
    rows = desk.warehouse.query("stories_by_channel", policy_id=policy_id)
    found, stories = channels_of(rows), sum(row["stories"] for row in rows)
    if not stories:
        return ""
    if found is None:
        return f"How many stories no outlet told is {UNKNOWN}: it takes seven that the trade press and others both reported."
    return (
        f"Of {counted(stories, 'accepted story', 'accepted stories')} {found.both} stand in the trade press and elsewhere: by that overlap "
        f"there were about {found.total:.0f} ({found.low:.0f} to {found.high:.0f}) to report."
    )


def channel_rows(desk: Desk) -> list[dict[str, Any]]:
    """Return the stories by channel of all policies together and of each one that has any."""
    rows = desk.warehouse.query("stories_by_channel", policy_id=None)
    titles = {row["policy_id"]: row["title"] for row in desk.warehouse.query("policies")}
    parts = [(OVERALL, rows), *((titles.get(row["policy_id"], row["policy_id"]), [row]) for row in rows)]
    return [_channel_row(name, own) for name, own in parts if own]


def _channel_row(name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    found = channels_of(rows)
    return {
        "policy": name,
        **{each: sum(row[each] for row in rows) for each in ("stories", "trade", "others", "both")},
        "there_were": round(found.total, 1) if found else UNKNOWN,
        "low": round(found.low, 1) if found else UNKNOWN,
        "high": round(found.high, 1) if found else UNKNOWN,
    }


def draw_channels(rows: list[dict[str, Any]]) -> BarChart:
    """Return a lying bar for each number of stories that there were, where it is known."""
    return length_chart({row["policy"]: row["there_were"] for row in rows if row["there_were"] != UNKNOWN})


def recall_rows(desk: Desk) -> list[dict[str, Any]]:
    """Return the recall of all policies together and of each one of which anything was found or drawn."""
    rows = desk.warehouse.query("recall_samples")
    titles = {row["policy_id"]: row["title"] for row in desk.warehouse.query("policies")}
    parts = [(OVERALL, rows)]
    for policy_id in dict.fromkeys(row["policy_id"] for row in rows):
        own = [row for row in rows if row["policy_id"] == policy_id]
        if any(row["found"] or row["read"] for row in own):
            parts.append((titles.get(policy_id, policy_id), own))
    return [_row(name, own) for name, own in parts if rows]


def _row(name: str, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    estimate = recall_of(rows)
    return {
        "policy": name,
        "found": sum(row["found"] + row["evidence"] for row in rows),
        "drawn": sum(row["read"] for row in rows),
        "missed": round(estimate.missed, 1) if estimate else UNKNOWN,
        "recall": round(estimate.recall, 3) if estimate else UNKNOWN,
        "low": round(estimate.low, 3) if estimate else UNKNOWN,
        "high": round(estimate.high, 3) if estimate else UNKNOWN,
    }


def draw_recall(rows: list[dict[str, Any]]) -> BarChart:
    """Return a lying bar for each recall that is known, in percent."""
    return length_chart({row["policy"]: 100 * row["recall"] for row in rows if row["recall"] != UNKNOWN})
