"""The reason of a candidate, in words that an editor can check against the passage at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.evidence.article import PassageSpan
from nlp.evidence.criteria import Criterion
from nlp.evidence.stance_reader import StanceReading
from warehouse.records import Tags
from warehouse.tags import TagRecord
from warehouse.vocabulary.stances import STANCES, Direction, Stance

NAMES = 2  # bodies that a reason names: it is a line, not a list
LONGEST_CRITERION = 90  # characters of a criterion that a reason repeats
UNSURE = 0.6  # of the reader in its direction: below it the reason says so


def reason(
    reading: StanceReading, criterion: Criterion | None, tags: Tags, passage: PassageSpan, rules: Sequence[str]
) -> str:
    """Return why the passage is a candidate.

    For example: "advances: a step towards the promise was taken; like progress 3 ('A commissioner is appointed ...');
    names Slough Children's Services Trust; £2m; lowered: an announcement alone delivers nothing".

    Args:
        reading: of the sentence that carries it.
        criterion: the one that the sentence speaks to, if it speaks to one.
        tags: of the article's fields.
        passage: where it stands in its field.
        rules: the words of the rules of evidence that changed the reading.
    """
    parts = [f"{_stance(reading)}: {STANCES[reading.stance].means}"]
    if criterion is not None:
        parts.append(f"like {criterion.name} ('{_shortened(criterion.text)}')")
    if names := _names(tags, passage):
        parts.append("names " + " and ".join(names))
    parts += _grades(tags, passage)
    parts += _sums(tags, passage)
    if rules:
        parts.append("lowered: " + ", ".join(rules))
    elif reading.certainty < UNSURE:
        parts.append("the direction is unsure")
    return "; ".join(parts)


def _stance(reading: StanceReading) -> str:
    if reading.stance is not Stance.OUTCOME or reading.direction is Direction.CONTEXT:
        return str(reading.stance)
    return f"{reading.stance} that {reading.direction}"


def _shortened(text: str) -> str:
    if len(text) <= LONGEST_CRITERION:
        return text.rstrip(".")
    return text[:LONGEST_CRITERION].rsplit(" ", 1)[0] + " ..."


def _inside(one: TagRecord, passage: PassageSpan) -> bool:
    return one.field is passage.field and passage.start <= one.start < passage.end


def _names(tags: Tags, passage: PassageSpan) -> list[str]:
    """Return the trusts named in the passage, else the councils, in the longest form that the article uses."""
    for label in ("TRUST", "COUNCIL"):
        inside = [m for m in tags.mentions if m.label == label and _inside(m, passage)]
        if inside:
            full: dict[str, None] = {}
            for mention in inside:
                forms = [m for m in tags.mentions if m.identifier == mention.identifier and m.label == label]
                unlisted = mention.identifier == "new"  # an unlisted trust shares its identifier with every other
                full[mention.text if unlisted else max((f.text for f in forms), key=len)] = None
            return list(full)[:NAMES]
    return []


def _grades(tags: Tags, passage: PassageSpan) -> list[str]:
    inside = [j for j in tags.judgements if _inside(j, passage) and j.aspect == "overall"]
    return [f"Ofsted's grade '{grade}'" for grade in dict.fromkeys(j.grade for j in inside)][:NAMES]


def _sums(tags: Tags, passage: PassageSpan) -> list[str]:
    inside = [figure.text for figure in tags.funding if _inside(figure, passage)]
    return list(dict.fromkeys(inside))[:NAMES]
