"""Why each name in a text was, or was not, taken for a council: what `pledgewatch tag --explain` prints."""

from __future__ import annotations

from datetime import date

from nlp.analysis import analyse
from nlp.names.disambiguator import weights
from nlp.text import chunks

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
        piece = analysis.reading.plain
        for one in analysis.sightings:
            verdict = f"COUNCIL {one.council.gss} {one.council.official_name}" if one.accepted else "not a council"
            before, after = piece[max(0, one.start - AROUND) : one.start], piece[one.end : one.end + AROUND]
            context = f"{before}[{piece[one.start : one.end]}]{after}".replace("\n", " ")
            lines.append(f"   {start + one.start:6} …{context}…")
            weighed = [f"{name} {weight:+.2f}" for name, weight in weights().strongest(one.features)]
            lines.append(f"          {verdict} ({one.confidence:.2f}) {one.rule}: {'; '.join(one.reasons + weighed)}")
        lines.extend(
            f"   {start + one.start:6} “{one.text}” stands for {one.identifier} ({one.confidence:.2f}) {one.rule}"
            for one in analysis.references
        )
        lines.extend(
            f"   {start + one.start:6} TRUST {one.slug} ({one.confidence:.2f}) {one.rule}: {piece[one.start : one.end]}"
            for one in analysis.trusts
        )
        lines.extend(
            f"   {start + one.start:6} FUNDING {one.minimum:,.0f} to {'any' if one.maximum is None else f'{one.maximum:,.0f}'}, period {one.period}, "
            f"{one.kind} ({one.confidence:.2f}) {one.rule}: {one.text}"
            for one in analysis.funding
        )
        lines.extend(
            f"   {start + one.start:6} JUDGEMENT {one.council} {one.grade}, {one.aspect}{', former' if one.previous else ''} ({one.confidence:.2f}) {one.rule}"
            for one in analysis.judgements
        )
    return "\n".join(lines)
