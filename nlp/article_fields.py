"""An article's fields as one text, so that each is tagged with the others around it, and its tags back in their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from warehouse.tags import TAG_LISTS, TagRecord, Tags
from warehouse.vocabulary.stances import Field

VERSION = "fields-1"
BETWEEN = "\n\n"  # fields, and corrections: a paragraph's end, past which no tag reaches
HEADLINE_CONTEXT = 1500  # characters of the article that are read behind its headline: its first few paragraphs


@dataclass(frozen=True, slots=True)
class ArticleToTag:
    """An article's fields, with what helps to read them."""

    text: str
    title: str = ""
    published: date | None = None
    standfirst: str = ""
    corrections: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[tuple[Field, str], ...]:
        """The fields under the headline that hold something, in reading order."""
        held = (
            (Field.STANDFIRST, self.standfirst),
            (Field.TEXT, self.text),
            (Field.CORRECTIONS, BETWEEN.join(self.corrections)),
        )
        return tuple((field, words) for field, words in held if words)


TagText = Callable[[str, str, date | None], Tags]
"""Gives the tags of a text under a headline: `Tagger.tag`."""


def tag_fields(article: ArticleToTag, tag: TagText) -> Tags:
    """Return the tags of every field of an article, the headline's first. Offsets count in the field that each names.

    Standfirst, text and corrections are read as one text: a sentence is tagged alike in whichever of them it stands. The
    headline is read apart, before the article's beginning, and is no sentence for those below it to lean on.
    """
    joined = BETWEEN.join(words for _, words in article.body)
    found = _tags_by_field(tag(joined, article.title, article.published), article.body)
    if not article.title.strip():
        return found
    head = ((Field.TITLE, article.title),)
    beginning = joined[: _paragraph_end(joined, HEADLINE_CONTEXT)]
    above = _tags_by_field(tag(article.title + BETWEEN + beginning, article.title, article.published), head)
    return Tags(**{name: (*getattr(above, name), *getattr(found, name)) for name in TAG_LISTS}, notes=found.notes)


def _paragraph_end(text: str, within: int) -> int:
    """Return where the last paragraph ends that ends within so many characters; where none does, the first one's end."""
    if len(text) <= within:
        return len(text)
    end = text.rfind(BETWEEN, 0, within)
    end = end if end > 0 else text.find(BETWEEN, within)
    return end if end > 0 else len(text)


def _tags_by_field(tags: Tags, fields: tuple[tuple[Field, str], ...]) -> Tags:
    """Return the tags of joined fields that begin and end in one of them, with offsets in that field."""
    lists: dict[str, tuple[Any, ...]] = {name: tuple(_placed(getattr(tags, name), fields)) for name in TAG_LISTS}
    return Tags(**lists, notes=tags.notes)


def _placed(records: tuple[TagRecord, ...], fields: tuple[tuple[Field, str], ...]) -> Iterator[TagRecord]:
    begin = 0
    for field, words in fields:
        end = begin + len(words)
        for one in records:
            if begin <= one.start and one.end <= end:
                yield replace(one, start=one.start - begin, end=one.end - begin, field=field)
        begin = end + len(BETWEEN)
