"""The tagger: a text in, `Tags` out. Rules over an automaton's hits, and a small model for bare names; no parser, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nlp import events
from nlp.analysis import Analysis, analyse
from nlp.grades import judgements
from nlp.money import funding
from nlp.names import councils, trusts
from nlp.names.disambiguator import weights
from nlp.text import chunks
from warehouse.records import Tags


@dataclass(frozen=True, slots=True)
class TextToTag:
    """A text to tag, with what helps to read it."""

    text: str
    title: str = ""
    published: date | None = None


class Tagger:
    """Tags texts one by one; holds nothing of them afterwards."""

    def __init__(self) -> None:
        """Build the automaton and read the model: about a second of CPU, once in a process."""
        self._model = weights()
        analyse("Slough council's services are rated inadequate; £1m.", "", None).mentions  # noqa: B018  (fills the caches)

    @property
    def version(self) -> str:
        """Names every rule set and the model: a change of any of them is another version."""
        parts = (
            councils.VERSION,
            trusts.VERSION,
            funding.VERSION,
            judgements.VERSION,
            events.VERSION,
            f"model-{self._model.version}",
        )
        return "tagger " + " ".join(parts)

    def tag(self, text: str, title: str = "", published: date | None = None) -> Tags:
        """Return the tags of `text`, offsets counted in it. Never raises on any string."""
        pieces = chunks.pieces(text)
        if len(pieces) == 1:
            return _tags(analyse(text, title, published))
        parts = [_shift(_tags(analyse(text[start:end], title, published)), start) for start, end in pieces]
        notes = (f"tagged in {len(pieces)} chunks", *dict.fromkeys(note for part in parts for note in part.notes))
        return Tags(
            tuple(mention for part in parts for mention in part.mentions),
            tuple(figure for part in parts for figure in part.funding),
            tuple(judgement for part in parts for judgement in part.judgements),
            tuple(event for part in parts for event in part.events),
            notes,
        )

    def tag_many(self, documents: Iterable[TextToTag]) -> Iterator[Tags]:
        """Yield the tags of each document in order."""
        for document in documents:
            yield self.tag(document.text, document.title, document.published)


def _tags(analysis: Analysis) -> Tags:
    topic = analysis.topic
    notes = () if topic.on else (f"off topic: {topic.other}" if topic.other else "off topic",)
    return Tags(analysis.mentions, tuple(analysis.funding), tuple(analysis.judgements), tuple(analysis.events), notes)


def _shift(tags: Tags, by: int) -> Tags:
    return Tags(
        tuple(replace(mention, start=mention.start + by, end=mention.end + by) for mention in tags.mentions),
        tuple(replace(figure, start=figure.start + by, end=figure.end + by) for figure in tags.funding),
        tuple(replace(judgement, start=judgement.start + by, end=judgement.end + by) for judgement in tags.judgements),
        tuple(replace(event, start=event.start + by, end=event.end + by) for event in tags.events),
        tags.notes,
    )


def load_tagger() -> Tagger:
    """Return a tagger that is ready to work."""
    return Tagger()
