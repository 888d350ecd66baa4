"""Marked documents, of the gold files and of training: JSON lines, read into plain text and the tags that the marks say.

    {"id", "url", "title", "published", "marked",
     "judgements": [{"council", "grade"}], "policies": [{"policy", "stance"}]}

`marked` holds [[COUNCIL:<GSS code>|surface]], [[TRUST:<slug>|surface]] and [[FUNDING:min= max= period= kind=|surface]], with `giver=` and
`receiver=` where somebody marked them: a code, a slug, `dfe` and the like, `councils` for councils as a whole, `other` for another body, `none`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from warehouse.records import FundingFigure, Judgement, Mention, Tags
from warehouse.reference import public_bodies
from warehouse.tags import TagKind
from warehouse.vocabulary.stances import Stance
from warehouse.vocabulary.tags import FundingKind, OfstedGrade

LEARNED = ("documents", "names")  # training files whose marks are all of a page's councils, trusts and sums
LABELS = (TagKind.COUNCIL, TagKind.TRUST, TagKind.FUNDING)
POLICIES = {  # the guidelines' names for five of the policies
    "P1": "trusts-for-weakest-councils",
    "P2": "multi-year-council-funding",
    "P3": "review-care-system",
    "P4": "regional-adoption-agencies",
    "P5": "unique-identifier-and-regulation",
}
_MARK = re.compile(r"\[\[(?P<label>[A-Z]+):(?P<attributes>[^\[\]|]*)\|(?P<surface>[^\[\]|]+)\]\]")
_FUNDING = re.compile(
    r"min=(?P<min>\d+(?:\.\d+)?) max=(?P<max>\d+(?:\.\d+)?|inf) "
    r"period=(?P<period>none|[1-9]\d*y|1w|1d) kind=(?P<kind>[a-z]+)(?: giver=(?P<giver>[\w-]+))?(?: receiver=(?P<receiver>[\w-]+))?"
)
_RULE = "gold"
# Nobody is named, another body is, or councils are as a whole.
_NO_IDENTIFIER = frozenset(("none", "other", "councils"))


class GoldError(ValueError):
    """A gold document that breaks the format; the message names the document and the mark."""


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A document with its true tags. Offsets count in `text`."""

    document_id: str
    url: str
    title: str
    published: date | None
    text: str
    tags: Tags
    judgements: frozenset[tuple[str, str]]  # council, grade
    policies: dict[str, str]  # P1 to P5: stance


def read_marked(path: Path) -> list[GoldDocument]:
    """Return the documents of the file.

    Raises:
        GoldError: for a line that breaks the format.
    """
    return [document(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def learned() -> list[GoldDocument]:
    """Return the documents that the models learn from."""
    folder = Path(str(files("nlp").joinpath("training")))
    return [one for name in LEARNED for one in read_marked(folder / f"{name}.jsonl")]


def document(row: dict[str, Any]) -> GoldDocument:
    """Return one document from its JSON object."""
    identifier = str(row["id"])
    text, mentions, funding = strip(row["marked"], identifier)
    judgements = frozenset((j["council"], j["grade"]) for j in row["judgements"])
    if wrong := [grade for _, grade in judgements if grade not in set(OfstedGrade)]:
        raise GoldError(f"{identifier}: grades {wrong}; allowed: {', '.join(OfstedGrade)}")
    policies = {p["policy"]: p["stance"] for p in row.get("policies", ())}
    if wrong := [f"{p}: {s}" for p, s in policies.items() if p not in POLICIES or s not in set(Stance)]:
        raise GoldError(f"{identifier}: policies {wrong}; allowed: {', '.join(POLICIES)} with {', '.join(Stance)}")
    tags = Tags(
        mentions, funding, tuple(_placed(text, mentions, council, grade) for council, grade in sorted(judgements))
    )
    published = date.fromisoformat(row["published"][:10]) if row["published"] else None
    return GoldDocument(identifier, row.get("url", ""), row["title"], published, text, tags, judgements, policies)


def strip(marked: str, identifier: str = "") -> tuple[str, tuple[Mention, ...], tuple[FundingFigure, ...]]:
    """Return the plain text, and the mentions and funding figures that its marks said.

    Raises:
        GoldError: for a mark that does not parse, or a bracket left over.
    """
    text = ""
    mentions: list[Mention] = []
    funding: list[FundingFigure] = []
    position = 0
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        position = mark.end()
        start, surface = len(text), mark["surface"]
        text += surface
        end = len(text)
        if surface != surface.strip():
            raise GoldError(f"{identifier}: space at an end of '{surface}'")
        if mark["label"] == TagKind.FUNDING:
            value = _FUNDING.fullmatch(mark["attributes"])
            if not value or value["kind"] not in set(FundingKind):
                raise GoldError(
                    f"{identifier}: {mark[0]}; wanted min= max= period= kind= (one of {', '.join(FundingKind)})"
                )
            minimum, maximum = float(value["min"]), float(value["max"])
            if minimum > maximum:
                raise GoldError(f"{identifier}: {mark[0]}; min is above max")
            most = None if value["max"] == "inf" else maximum
            figure = _figure(start, end, surface, (minimum, most), value["period"], FundingKind(value["kind"]))
            funding.append(_with_parties(figure, value["giver"], value["receiver"]))
        elif mark["label"] in LABELS and mark["attributes"]:
            mentions.append(Mention(TagKind(mark["label"]), start, end, surface, mark["attributes"], 1.0, _RULE))
        else:
            raise GoldError(f"{identifier}: {mark[0]}; allowed labels: {', '.join(LABELS)}")
    text += marked[position:]
    if "[[" in text or "]]" in text:
        raise GoldError(f"{identifier}: brackets left over near '{text[max(0, text.find('[[')) :][:60]}'")
    return text, tuple(mentions), tuple(funding)


def _figure(
    start: int, end: int, surface: str, bounds: tuple[float, float | None], period: str, kind: FundingKind
) -> FundingFigure:
    return FundingFigure(start, end, surface, *bounds, period, kind, None, None, None, None, None, None, 1.0, _RULE)


def _with_parties(figure: FundingFigure, giver: str | None, receiver: str | None) -> FundingFigure:
    """Return the figure with who gives and who gets it. A certainty of 1 says that the mark tells of the role, if only that nobody is named."""
    return replace(
        figure,
        giver_id=party_identifier(giver),
        receiver_id=party_identifier(receiver),
        giver_certainty=None if giver is None else 1.0,
        receiver_certainty=None if receiver is None else 1.0,
    )


@cache
def _slugs_of_abbreviations() -> dict[str, str]:
    return {
        form.lower().replace(",", "").replace(" ", "-"): body.slug
        for body in public_bodies()
        for form in (body.name, *body.aliases, *body.former_names)
    }


def party_identifier(marked: str | None) -> str | None:
    """Return the identifier of a mark's giver or receiver: a code or a slug as it stands, the slug for an abbreviation such as `dfe`."""
    if marked is None or marked in _NO_IDENTIFIER:
        return None
    return _slugs_of_abbreviations().get(marked, marked)


def _placed(text: str, mentions: tuple[Mention, ...], council: str, grade: str) -> Judgement:
    """Return the judgement where the text first uses the grade's word, or else where it names the council."""
    start = text.lower().find(grade)
    end = start + len(grade)
    if start < 0:
        start, end = next(((m.start, m.end) for m in mentions if m.identifier == council), (0, 0))
    return Judgement(council, OfstedGrade(grade), start, end, text[start:end], "overall", False, None, None, 1.0, _RULE)
