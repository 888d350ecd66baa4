"""Short texts in constructions of the trade press that the matcher once had all wrong: how many it has right now."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from nlp.evidence.matching import Matcher
from nlp.evidence.policies import load_policies
from warehouse.records import Tags, identifier
from warehouse.vocabulary.stances import Stance, direction_of

CASES = Path(__file__).parent.parent / "nlp" / "cases" / "evidence.jsonl"
RIGHT = 7  # of 16; most of the others are found, with another direction, or score a little too low


def is_right(matcher: Matcher, row: dict[str, Any]) -> bool:
    """Return whether the policy is found with its direction, or nothing where nothing is wanted."""
    found = matcher.match(identifier(row["id"]), "", row["text"], Tags(), date.fromisoformat(row["published"]))
    if row["policy"] is None:
        return not found
    own = [one.direction for one in found if one.policy_id == row["policy"]]
    return own[:1] == [direction_of(Stance(row["stance"]))]


def test_as_many_short_texts_as_before_are_read_right() -> None:
    rows = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    matcher = Matcher(load_policies())
    right = {row["id"] for row in rows if is_right(matcher, row)}
    assert len(rows) == 16
    assert len(right) >= RIGHT, sorted(right)
