"""How each kind of tag is found: its finder, the spaCy component that gives it, and the version of its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nlp import events
from nlp.analysis import Analysis
from nlp.grades import judgements
from nlp.money import funding
from nlp.names import councils, trusts
from warehouse.tags import TAG_KINDS, TagKind
from warehouse.vocabulary.tables import table_of


@dataclass(frozen=True, slots=True)
class TagFinder:
    """One kind's part of the tagger."""

    find: Callable[[Analysis], Iterable[Any]]  # gives the list of `Tags` that holds this kind, in the text's order
    component: str  # its name in a spaCy pipeline
    spans_key: str  # of doc.spans and of the side table, unless the pipeline says otherwise
    version: str
    identifier: Callable[[Any], str]  # of a record, for the span's kb_id_; "" for none


FINDERS = table_of(
    TagKind,
    {
        TagKind.COUNCIL: TagFinder(
            lambda found: found.mentions,
            "council_linker",
            "councils",
            councils.VERSION,
            lambda mention: str(mention.identifier),
        ),
        TagKind.TRUST: TagFinder(
            lambda found: found.mentions,
            "trust_linker",
            "trusts",
            trusts.VERSION,
            lambda mention: str(mention.identifier),
        ),
        TagKind.FUNDING: TagFinder(
            lambda found: found.funding, "funding_finder", "funding", funding.VERSION, lambda _: ""
        ),
        TagKind.JUDGEMENT: TagFinder(
            lambda found: found.judgements,
            "judgement_finder",
            "judgements",
            judgements.VERSION,
            lambda judgement: str(judgement.council),
        ),
        TagKind.EVENT: TagFinder(
            lambda found: found.events,
            "event_finder",
            "events",
            events.VERSION,
            lambda event: str(event.bodies[0]) if event.bodies else "",
        ),
    },
    "FINDERS in nlp/tag_kinds.py",
)
"""The finder of each kind. Where several kinds share a list of `Tags`, each of their finders gives all of the list, and
`tagged_as` takes one kind out of it."""


def tagged_as(kind: TagKind, analysis: Analysis) -> list[Any]:
    """Return what was found of one kind, in the text's order."""
    return [each for each in FINDERS[kind].find(analysis) if getattr(each, "label", kind) == kind]


def found_lists(analysis: Analysis) -> dict[str, tuple[Any, ...]]:
    """Return what was found in a text, by the name of its list in `Tags`."""
    return {TAG_KINDS[kind].listed: tuple(finder.find(analysis)) for kind, finder in FINDERS.items()}
