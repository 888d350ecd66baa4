"""Why each name in a text was, or was not, taken for a council: what `pledgewatch tag --explain` prints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from nlp.analysis import Analysis, analyse
from nlp.names.disambiguator import weights
from nlp.tag_kinds import FINDERS, tagged_as
from nlp.text import chunks
from warehouse.tags import FundingFigure, TagKind

AROUND = 30  # characters of context on either side


def explain(identifier: str, text: str, title: str = "", published: date | None = None) -> str:
    """Return the explanation as lines of text: the page's topic, then each name, trust, sum and grade with its reason."""
    lines = [f"== {identifier} {title}".rstrip()]
    for start, end in chunks.pieces(text):
        analysis = analyse(text[start:end], title, published)
        topic = analysis.topic
        about = f"; {topic.other_density:.1f} of {topic.other}" if topic.other else ""
        lines.append(
            f"   topic: {'on' if topic.on else 'off'} the subject ({topic.density:.1f} words of the trade per 100{about})"
        )
        lines += _sightings(analysis, start)
        lines.extend(
            f"   {start + one.start:6} “{one.text}” stands for {one.identifier} ({one.confidence:.2f}) {one.rule}"
            for one in analysis.references
        )
        lines += [
            f"   {start + one.start:6} {kind} {DETAILS.get(kind, _plainly)(one)} ({one.confidence:.2f}) {one.rule}: {one.text}"
            for kind in FINDERS
            if kind is not TagKind.COUNCIL  # told above, with what was not taken for one
            for one in tagged_as(kind, analysis)
        ]
    return "\n".join(lines)


def _sightings(analysis: Analysis, start: int) -> list[str]:
    """Return two lines for each sighting of a council's name: where it stands, and what it was taken for, and why."""
    lines: list[str] = []
    piece = analysis.reading.plain
    for one in analysis.sightings:
        verdict = f"COUNCIL {one.council.gss} {one.council.official_name}" if one.accepted else "not a council"
        before, after = piece[max(0, one.start - AROUND) : one.start], piece[one.end : one.end + AROUND]
        context = f"{before}[{piece[one.start : one.end]}]{after}".replace("\n", " ")
        lines.append(f"   {start + one.start:6} …{context}…")
        weighed = [f"{name} {weight:+.2f}" for name, weight in weights().strongest(one.features)]
        lines.append(f"          {verdict} ({one.confidence:.2f}) {one.rule}: {'; '.join(one.reasons + weighed)}")
    return lines


def _plainly(_: Any) -> str:
    return "found"


def _sum_of_money(one: FundingFigure) -> str:
    most = "any" if one.maximum is None else f"{one.maximum:,.0f}"
    return f"{one.minimum:,.0f} to {most}, period {one.period}, {one.kind}"


DETAILS: dict[TagKind, Callable[[Any], str]] = {
    TagKind.TRUST: lambda one: one.identifier,
    TagKind.FUNDING: _sum_of_money,
    TagKind.JUDGEMENT: lambda one: f"{one.council} {one.grade}, {one.aspect}{', former' if one.previous else ''}",
    TagKind.EVENT: lambda one: f"{one.kind} {', '.join(one.bodies)}",
}
"""What is told of a tag beside its kind; a kind that is not here is said to be found."""
