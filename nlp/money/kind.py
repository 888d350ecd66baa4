"""What a sum is (text classification): an allocation, a saving, a gap, spending or something else, read from the words around it."""

from __future__ import annotations

from nlp.money import model as money_model
from nlp.money.features import features
from nlp.money.place import SumContext
from nlp.money.rules import ALLOCATION, GAP, OTHER, SAVING, SPEND, Kind, decide
from warehouse.vocabulary.tags import FundingKind

__all__ = ["ALLOCATION", "GAP", "OTHER", "SAVING", "SPEND", "Kind", "classify"]


def named(place: SumContext, said: Kind | None) -> list[str]:
    """Return the names of a sum's features: what stands round it, and what a turn of phrase says, if one does."""
    return [*features(place), f"said={said.name if said else 'nothing'}"]


def classify(place: SumContext) -> Kind:
    """Return the kind that the trained model finds likeliest; where a turn of phrase says the same, with its words."""
    model = money_model.weights()
    said = decide(place)
    if model is None:
        return said or Kind(ALLOCATION, 0.4, "")
    likely = model.probabilities(named(place, said))
    name = max(likely, key=lambda kind: likely[kind])
    words = said.word if said is not None and said.name == name else f"model {model.version}"
    return Kind(FundingKind(name), round(likely[name], 2), words)
