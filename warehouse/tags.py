"""The tags of a text: one record for each kind of thing that is tagged, all of them together, and the register of kinds.

Every tag says in which field of its article it stands, and its offsets count the characters of that field.
A kind of tag is one entry of TAG_KINDS: which record it is, in which list of `Tags` (and column of the warehouse) it
stands, and what pages say of it. How it is found stands beside its entry in `nlp/tag_kinds.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from warehouse.vocabulary.stances import Field
from warehouse.vocabulary.tables import table_of
from warehouse.vocabulary.tags import Announced, EventKind, Framework, FundingKind, NamedDatePrecision, OfstedGrade


class TagKind(StrEnum):
    """What is tagged."""

    COUNCIL = "COUNCIL"
    TRUST = "TRUST"
    FUNDING = "FUNDING"
    JUDGEMENT = "JUDGEMENT"
    EVENT = "EVENT"


@dataclass(frozen=True, slots=True)
class Mention:
    """A body that a text names: a council by its GSS code, a trust by its slug, or `new`."""

    label: TagKind
    start: int
    end: int
    text: str
    identifier: str
    confidence: float
    rule: str  # the rule or model that made it, with its version
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class FundingFigure:
    """An amount of public money: what it is, for how long, from whom and to whom where that is said."""

    start: int
    end: int
    text: str
    minimum: float  # pounds
    maximum: float | None  # pounds; None when unbounded ("at least £2m")
    period: str  # none, 1y, 5y, 1w, 1d ...
    kind: FundingKind
    giver_id: str | None  # a GSS code, or the slug of a trust or of a public body; None where the text does not say
    receiver_id: str | None
    nation: str | None
    announced: Announced | None
    starts: date | None  # the span of years that the text names
    ends: date | None
    confidence: float
    rule: str
    field: Field = Field.TEXT
    giver_certainty: float | None = None  # 0 to 1; None without a giver
    receiver_certainty: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Ofsted's grade of a council's children's services, as the text states it."""

    council: str  # GSS code
    grade: OfstedGrade
    start: int
    end: int
    text: str
    aspect: str  # overall, or the sub-judgement
    previous: bool  # the text gives it as a former grade
    inspected: date | None  # the first day of the year or month where the text names no day
    framework: Framework | None
    confidence: float
    rule: str
    field: Field = Field.TEXT
    inspected_precision: NamedDatePrecision | None = None  # of `inspected`


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or is to happen: trust established, commissioner appointed, funding announced."""

    kind: EventKind
    start: int
    end: int
    text: str
    bodies: tuple[str, ...]  # GSS codes and trust slugs
    on: date | None  # the first day of the year or month where the text names no day
    confidence: float
    rule: str
    field: Field = Field.TEXT
    on_precision: NamedDatePrecision | None = None  # of `on`


@dataclass(frozen=True, slots=True)
class Tags:
    """All that the tagger found in one text, or in all fields of an article."""

    mentions: tuple[Mention, ...] = ()
    funding: tuple[FundingFigure, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[str, ...] = ()  # "tagged in 3 chunks", "off topic: sport"


TAG_LISTS = tuple(field.name for field in dataclasses.fields(Tags) if field.name != "notes")
"""The lists of `Tags`: each is a column of the warehouse and a view of its own."""

TagRecord = Mention | FundingFigure | Judgement | Event


@dataclass(frozen=True, slots=True)
class TagKindWords:
    """What is said of a kind of tag."""

    record: type
    listed: str  # the field of `Tags` that holds it; several kinds of one record may share a field
    heading: str  # of its lines on a page
    means: str
    css: str = "other"  # the class of its marks: a colour and a line under the words


TAG_KINDS = table_of(
    TagKind,
    {
        TagKind.COUNCIL: TagKindWords(
            Mention, "mentions", "Councils", "a local authority, by its GSS code", css="council"
        ),
        TagKind.TRUST: TagKindWords(
            Mention, "mentions", "Trusts", "a body that runs a council's children's services", css="trust"
        ),
        TagKind.FUNDING: TagKindWords(FundingFigure, "funding", "Funding", "a sum of public money", css="funding"),
        TagKind.JUDGEMENT: TagKindWords(
            Judgement, "judgements", "Judgements", "Ofsted's grade of a council's children's services", css="judgement"
        ),
        TagKind.EVENT: TagKindWords(Event, "events", "Events", "what happened, or is to happen", css="event"),
    },
    "TAG_KINDS in warehouse/tags.py",
)


def kinds_of(listed: str) -> Iterator[TagKind]:
    """Yield the kinds of tag that a list of `Tags` holds."""
    return (kind for kind, words in TAG_KINDS.items() if words.listed == listed)
