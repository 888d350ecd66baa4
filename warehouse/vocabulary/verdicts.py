"""What a row of the book of verdicts is, and what can open a verdict again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """What is said of a kind of row, or of a change."""

    means: str
    done: str  # "article 3 was edited"


class VerdictRowKind(StrEnum):
    """What a row of the book of verdicts says."""

    WRITTEN = "written"
    REOPENED = "reopened"


VERDICT_ROW_KINDS = table_of(
    VerdictRowKind,
    {
        VerdictRowKind.WRITTEN: VerdictWords("an author gave a policy a status and a text", "was written"),
        VerdictRowKind.REOPENED: VerdictWords("something that the verdict rests on changed", "was opened again"),
    },
    "VERDICT_ROW_KINDS in warehouse/vocabulary/verdicts.py",
)


class EvidenceChange(StrEnum):
    """What happened to evidence that a verdict rests on."""

    EDITED = "edited"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken back"


EVIDENCE_CHANGES = table_of(
    EvidenceChange,
    {
        EvidenceChange.EDITED: VerdictWords("the outlet shows another text of the article", "was edited"),
        EvidenceChange.CORRECTED: VerdictWords("the outlet added a note of correction to it", "was corrected"),
        EvidenceChange.WITHDRAWN: VerdictWords("the outlet no longer shows the article", "was withdrawn"),
        EvidenceChange.TAKEN_BACK: VerdictWords(
            "an editor no longer accepts the passage as evidence", "is no longer accepted as evidence"
        ),
    },
    "EVIDENCE_CHANGES in warehouse/vocabulary/verdicts.py",
)
