"""What a sum is: an allocation, a saving, a gap, spending or something else, read from the words around it."""

from __future__ import annotations

from nlp import money_model
from nlp.money_features import features
from nlp.money_place import Place
from nlp.money_rules import ALLOCATION, GAP, OTHER, SAVING, SPEND, Kind, decide

__all__ = ["ALLOCATION", "GAP", "OTHER", "SAVING", "SPEND", "Kind", "classify"]


def classify(place: Place) -> Kind:
    """Return the kind of a sum: what a turn of phrase says by itself, or else what the trained model finds likeliest."""
    said = decide(place)
    model = money_model.weights()
    if said is not None or model is None:
        return said or Kind(ALLOCATION, 0.4, "")
    likely = model.probabilities(features(place))
    name = max(likely, key=lambda kind: likely[kind])
    return Kind(name, round(likely[name], 2), f"model {model.version}")
