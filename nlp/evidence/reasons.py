"""The reason of a candidate, in words that an editor can check against the passage at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.text.passages import Passage
from warehouse.records import Tags

NAMES = 2  # bodies that a reason names: it is a line, not a list
QUOTED = 3  # phrases that a reason quotes


def reason(text: str, tags: Tags, passage: Passage, spans: Sequence[tuple[int, int]], says: str) -> str:
    """Return why the passage is a candidate: "names Slough Children's Services Trust; matches 'children's trust'".

    Args:
        text: of the article; `spans` are where phrases of the policy stand in it.
        tags: of the article.
        passage: the candidate's.
        spans: of phrases, cues and tags of the policy inside the passage, in order.
        says: what the cues tell, completing "says that", or "".
    """
    names = _names(tags, passage)
    parts = []
    if names:
        parts.append("names " + _listed(names))
    grades = _grades(tags, passage)
    if grades:
        parts.append("reports " + _listed(grades))
    if says:
        parts.append("says that " + says)
    told = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""
    told_already = " ".join(names)
    surfaces = dict.fromkeys(text[start:end] for start, end in _longest(spans))
    quoted = [f"'{surface}'" for surface in surfaces if surface not in told_already][:QUOTED]
    matches = "matches " + _listed(quoted) if quoted else ""
    return "; ".join(part for part in (told, matches) if part)


def _names(tags: Tags, passage: Passage) -> list[str]:
    """Return the trusts named in the passage, else the councils, in the longest form that the article uses."""
    for label in ("TRUST", "COUNCIL"):
        inside = [m for m in tags.mentions if m.label == label and passage.start <= m.start < passage.end]
        if inside:
            full: dict[str, None] = {}
            for mention in inside:
                forms = [m for m in tags.mentions if m.identifier == mention.identifier and m.label == label]
                unlisted = mention.identifier == "new"  # an unlisted trust shares its identifier with every other
                full[mention.text if unlisted else max((f.text for f in forms), key=len)] = None
            return list(full)[:NAMES]
    return []


def _grades(tags: Tags, passage: Passage) -> list[str]:
    inside = [j for j in tags.judgements if passage.start <= j.start < passage.end and j.aspect == "overall"]
    grades = dict.fromkeys(j.grade for j in inside)
    return [f"Ofsted's grade '{grade}'" for grade in grades][:NAMES]


def _longest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that stand in no other, in order."""
    return [
        span
        for span in spans
        if not any(other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans)
    ]


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
