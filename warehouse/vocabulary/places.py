"""How a council's children's services are delivered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warehouse.vocabulary.tables import table_of


class DeliveryModel(StrEnum):
    """Who runs a council's children's services."""

    COUNCIL = "council itself"
    COMPANY = "council-owned company"
    TRUST = "independent trust"
    PARTNERSHIP = "partnership"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class DeliveryModelWords:
    """What is said of a model, and the letter that stands for it on a map beside its colour."""

    letter: str
    means: str


DELIVERY_MODELS = table_of(
    DeliveryModel,
    {
        DeliveryModel.COUNCIL: DeliveryModelWords("", "no other body is known to have run them"),
        DeliveryModel.COMPANY: DeliveryModelWords(
            "C", "a company or trust that the council owns, alone or with others"
        ),
        DeliveryModel.TRUST: DeliveryModelWords("T", "a trust that the council does not own"),
        DeliveryModel.PARTNERSHIP: DeliveryModelWords("P", "another council, or several together"),
        DeliveryModel.UNKNOWN: DeliveryModelWords("?", "the sources are not exact enough to tell"),
    },
    "DELIVERY_MODELS in warehouse/vocabulary/places.py",
)
