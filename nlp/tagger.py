"""The tagger: a text in, `Tags` out. Rules over an automaton's hits, and a small model for bare names; no parser, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from nlp import article_fields
from nlp.analysis import Analysis, analyse
from nlp.article_fields import ArticleToTag
from nlp.names.disambiguator import weights
from nlp.tag_kinds import FINDERS, found_lists
from nlp.text import chunks
from nlp.text.normalised import Visible
from warehouse.tags import TAG_LISTS, Tags


class Tagger:
    """Tags texts one by one; holds nothing of them afterwards."""

    def __init__(self) -> None:
        """Build the automaton and read the model: about a second of CPU, once in a process."""
        weights()
        analyse("Slough council's services are rated inadequate; £1m.", "", None).mentions  # noqa: B018  (fills the caches)

    @property
    def version(self) -> str:
        """Names every rule set and the model: a change of any of them is another version."""
        return tagger_version()

    def tag(self, text: str, title: str = "", published: date | None = None) -> Tags:
        """Return the tags of `text`, offsets counted in it. Never raises on any string."""
        seen = Visible.of(text)
        tags = self._tag_visible(seen.text, Visible.of(title).text, published)
        return tags if seen.offsets is None else _printed(tags, seen, text)

    def _tag_visible(self, text: str, title: str, published: date | None) -> Tags:
        pieces = chunks.pieces(text)
        if len(pieces) == 1:
            return _tags(analyse(text, title, published))
        parts = [_shifted(_tags(analyse(text[start:end], title, published)), start) for start, end in pieces]
        return _joined(parts, f"tagged in {len(pieces)} chunks")

    def tag_articles(self, articles: Iterable[ArticleToTag]) -> Iterator[Tags]:
        """Yield the tags of each article in order, of all its fields. Offsets count in the field that a tag names."""
        for article in articles:
            yield article_fields.tag_fields(article, self.tag)


def tagger_version() -> str:
    """Return the version of the tagger, which costs less than to make one."""
    rules = dict.fromkeys(finder.version for finder in FINDERS.values())
    return " ".join(("tagger", *rules, article_fields.VERSION, f"model-{weights().version}"))


def _tags(analysis: Analysis) -> Tags:
    topic = analysis.topic
    notes = () if topic.on else (f"off topic: {topic.other}" if topic.other else "off topic",)
    return Tags(**found_lists(analysis), notes=notes)


def _joined(parts: Sequence[Tags], note: str) -> Tags:
    """Return the tags of a text's pieces as one, each list in the order of the pieces."""
    lists = {name: tuple(each for part in parts for each in getattr(part, name)) for name in TAG_LISTS}
    return Tags(**lists, notes=(note, *dict.fromkeys(each for part in parts for each in part.notes)))


def _shifted(tags: Tags, by: int) -> Tags:
    """Return the tags of a piece with their offsets in the whole text."""
    lists = {
        name: tuple(replace(each, start=each.start + by, end=each.end + by) for each in getattr(tags, name))
        for name in TAG_LISTS
    }
    return Tags(**lists, notes=tags.notes)


def _printed(tags: Tags, seen: Visible, text: str) -> Tags:
    """Return the tags of what a reader sees with their offsets, and their words, in the text as it was printed."""
    lists = {}
    for name in TAG_LISTS:
        spans = [(each, *seen.printed(each.start, each.end)) for each in getattr(tags, name)]
        lists[name] = tuple(replace(each, start=start, end=end, text=text[start:end]) for each, start, end in spans)
    return Tags(**lists, notes=tags.notes)


def load_tagger() -> Tagger:
    """Return a tagger that is ready to work."""
    return Tagger()
