"""What tags say: what a sum is for, whether it is new, Ofsted's grades and frameworks, and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class FundingKind(StrEnum):
    """What a sum of public money is."""

    ALLOCATION = "allocation"
    SAVING = "saving"
    GAP = "gap"
    SPEND = "spend"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FundingWords:
    """What is said of a kind of sum."""

    beside: str  # a sum on a page; "" for nothing
    means: str


FUNDING_KINDS = table_of(
    FundingKind,
    {
        FundingKind.ALLOCATION: FundingWords("allocated", "a grant, an investment, planned funding, a budget"),
        FundingKind.SAVING: FundingWords("saving", "a cut, a saving, a reduction"),
        FundingKind.GAP: FundingWords("shortfall", "a shortfall, a deficit, an overspend, a debt"),
        FundingKind.SPEND: FundingWords("spent", "what was spent, costs or was paid"),
        FundingKind.OTHER: FundingWords("", "a fine, a fee, a price, a salary, what was raised"),
    },
    "FUNDING_KINDS in warehouse/vocabulary/tags.py",
)


class Announced(StrEnum):
    """Whether a text gives a sum as new."""

    NEW = "new"
    ALREADY = "already"


ANNOUNCED = table_of(
    Announced,
    {Announced.NEW: "said to be new", Announced.ALREADY: "announced before"},
    "ANNOUNCED in warehouse/vocabulary/tags.py",
)
"""The words beside a sum on a page."""


class OfstedGrade(StrEnum):
    """Ofsted's grades, the best first."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires improvement"
    INADEQUATE = "inadequate"


OFSTED_GRADES = table_of(
    OfstedGrade,
    {
        OfstedGrade.OUTSTANDING: "the highest of four",
        OfstedGrade.GOOD: "the second highest",
        OfstedGrade.REQUIRES_IMPROVEMENT: "the second lowest",
        OfstedGrade.INADEQUATE: "the lowest",
    },
    "OFSTED_GRADES in warehouse/vocabulary/tags.py",
)
"""Where each grade stands among the four."""


class Framework(StrEnum):
    """The rules that an inspection of children's services followed."""

    SIF = "SIF"
    ILACS = "ILACS"


FRAMEWORKS = table_of(
    Framework,
    {
        Framework.SIF: "single inspection framework, 2013 to 2017",
        Framework.ILACS: "inspections of local authority children's services, since 2018",
    },
    "FRAMEWORKS in warehouse/vocabulary/tags.py",
)
"""What each framework's letters stand for."""


class NamedDatePrecision(StrEnum):
    """How exactly a text names a date."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


NAMED_DATE_PRECISIONS = table_of(
    NamedDatePrecision,
    {
        NamedDatePrecision.YEAR: "the text names a year alone: its first day stands for it, and is no day that the text names",
        NamedDatePrecision.MONTH: "the text names a month: its first day stands for it",
        NamedDatePrecision.DAY: "the text names the day",
    },
    "NAMED_DATE_PRECISIONS in warehouse/vocabulary/tags.py",
)
"""What each precision says."""


class EventKind(StrEnum):
    """What happened, or is to happen, to a council's children's services."""

    TRUST_PLANNED = "trust planned"
    TRUST_ESTABLISHED = "trust established"
    TAKEOVER_OR_DIRECTION = "takeover or direction"
    COMMISSIONER_APPOINTED = "commissioner appointed"
    SERVICES_RETURNED = "services returned"
    INSPECTION_PUBLISHED = "inspection published"
    SECTION_114_NOTICE = "section 114 notice"
    FUNDING_ANNOUNCED = "funding announced"


EVENT_KINDS = table_of(
    EventKind,
    {
        EventKind.TRUST_PLANNED: "a trust is to take services over",
        EventKind.TRUST_ESTABLISHED: "a trust was set up",
        EventKind.TAKEOVER_OR_DIRECTION: "government directs a council, or takes services from it",
        EventKind.COMMISSIONER_APPOINTED: "a commissioner was sent to a council",
        EventKind.SERVICES_RETURNED: "services went back to their council",
        EventKind.INSPECTION_PUBLISHED: "Ofsted published a report",
        EventKind.SECTION_114_NOTICE: "a council said that it cannot balance its budget",
        EventKind.FUNDING_ANNOUNCED: "public money was given or promised",
    },
    "EVENT_KINDS in warehouse/vocabulary/tags.py",
)
"""What each kind of event says."""
