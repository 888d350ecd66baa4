"""What an editor, or a pass, did about a text that was read with doubt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class ReviewAction(StrEnum):
    """What was done about a text."""

    ACCEPT = "accept"
    READ_AGAIN = "read again"
    BAD = "bad extraction"
    WAS_READ = "was read"


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What is said of an action."""

    button: str  # empty for what no editor does
    settles: bool  # the text leaves the list
    means: str


REVIEW_ACTIONS = table_of(
    ReviewAction,
    {
        ReviewAction.ACCEPT: ReviewWords("Accept as it is", True, "the text is right, whatever the doubt was"),
        ReviewAction.READ_AGAIN: ReviewWords("Read again", False, "the next pass reads the captured page again"),
        ReviewAction.BAD: ReviewWords("Bad extraction", True, "the text is wrong: its page becomes a fixture"),
        ReviewAction.WAS_READ: ReviewWords("", False, "a pass read the page again, as somebody had asked"),
    },
    "REVIEW_ACTIONS in warehouse/vocabulary/reviews.py",
)
