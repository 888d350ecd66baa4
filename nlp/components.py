"""The finders as spaCy components, each a factory that works alone in any pipeline: `nlp.add_pipe("council_linker")`.

Spans go to `doc.spans` under the component's key, with the identifier in `kb_id_` (a GSS code or a trust's slug). What
a span cannot hold (amounts, periods, grades, dates) goes to a side table, `doc.user_data["pledgewatch"][key]`: a tuple
of plain dicts with exact character offsets. A title and a date of publication (ISO) are read from
`doc.user_data["title"]` and `doc.user_data["published"]` where the caller puts them there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Span
from spacy.util import load_model_from_config, registry
from spacy.vocab import Vocab
from thinc.api import Config

from nlp.analysis import Analysis, analyse
from nlp.names.document import read_document
from nlp.tag_kinds import FINDERS, tagged_as
from warehouse.tags import TagKind

SIDE_TABLE = "pledgewatch"
RESOLVER, REFERENCES = "council_resolver", "council_references"
MAY_HOLD = ("£", "pound", "rust", "nadequate", "ouncil", "uthority")
"""What a sentence holds that can have a tag without the name of a council: one without is a single token, and a mark in it would be as long."""


@lru_cache(maxsize=4)
def _analysis(text: str, title: str, published: date | None) -> Analysis:
    return analyse(text, title, published)


def _of(doc: Doc) -> Analysis:
    published = doc.user_data.get("published")
    day = date.fromisoformat(str(published)[:10]) if published else None
    return _analysis(doc.text, str(doc.user_data.get("title") or ""), day)


def _row(record: Any) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(record).items()}


class TagComponent:
    """A component: reads one kind of tag off the document's analysis and keeps it as spans and rows."""

    def __init__(
        self,
        name: str,
        key: str,
        label: str,
        records: Callable[[Analysis], Iterable[Any]],
        identifier: Callable[[Any], str],
    ) -> None:
        """Keep what to read, and the key in `doc.spans` and in the side table to keep it under."""
        self.name, self.key = name, key
        self._label, self._records, self._identifier = label, records, identifier

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its spans and rows set."""
        spans: list[Span] = []
        rows: list[dict[str, Any]] = []
        for record in self._records(_of(doc)):
            rows.append(_row(record))
            span = doc.char_span(
                record.start,
                record.end,
                label=self._label,
                kb_id=self._identifier(record),
                alignment_mode="expand",
            )
            if span is not None:
                spans.append(span)
        doc.spans[self.key] = spans
        doc.user_data.setdefault(SIDE_TABLE, {})[self.key] = tuple(rows)
        return doc


Factory = Callable[[Language, str, str], TagComponent]


def _factory(kind: TagKind, records: Callable[[Analysis], Iterable[Any]]) -> Factory:
    """Return the maker of a component, with the parameters by which spaCy calls it."""

    def made(nlp: Language, name: str, spans_key: str) -> TagComponent:  # noqa: ARG001  (spaCy passes it)
        return TagComponent(name, spans_key, kind.value, records, FINDERS[kind].identifier)

    return made


def _factories() -> dict[str, tuple[str, Factory]]:
    """Return the components by name: the key that each keeps its spans under, and its maker."""
    made = {
        finder.component: (finder.spans_key, _factory(kind, partial(tagged_as, kind)))
        for kind, finder in FINDERS.items()
    }
    # Which council "the council" stands for, where that is plain; apart from the names.
    return made | {RESOLVER: (REFERENCES, _factory(TagKind.COUNCIL, lambda found: found.references))}


FACTORIES = _factories()
NAMES = tuple(FACTORIES)
for _name, (_key, _made) in FACTORIES.items():
    Language.factory(_name, default_config={"spans_key": _key}, func=_made)


def __getattr__(name: str) -> Factory:
    """Return the maker of a component, for the entry point through which spaCy finds it with nothing of ours imported."""
    if name in FACTORIES:
        return FACTORIES[name][1]
    raise AttributeError(f"module 'nlp.components' has no attribute {name!r}")


class SparseTokenizer:
    """Tokenises only the sentences that can hold a tag; every other sentence is one token. Saves most of the time."""

    def __init__(self, vocab: Vocab) -> None:
        """Take spaCy's own English tokenizer for the sentences that are read."""
        self.vocab = vocab
        english: Any = spacy.blank("en").tokenizer
        self._inner = Tokenizer(
            vocab,
            english.rules,
            english.prefix_search,
            english.suffix_search,
            english.infix_finditer,
            english.token_match,
            english.url_match,
        )

    def __call__(self, text: str) -> Doc:
        """Return the document, its text unchanged."""
        reading = read_document(text)
        marked = {reading.sentences.number(hit.start) for hit in reading.hits}
        words: list[str] = []
        spaces: list[bool] = []
        position = 0
        for number, sentence in enumerate(reading.sentences.sentences):
            self._plain(text[position : sentence.start], words, spaces)
            piece = text[sentence.start : sentence.end]
            if number in marked or any(word in piece for word in MAY_HOLD):
                for token in self._inner(piece):
                    words.append(token.text)
                    spaces.append(bool(token.whitespace_))
            else:
                words.append(piece)
                spaces.append(False)
            position = sentence.end
        self._plain(text[position:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)

    @staticmethod
    def _plain(gap: str, words: list[str], spaces: list[bool]) -> None:
        if gap.startswith(" ") and words and not spaces[-1]:
            spaces[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            spaces.append(False)


@registry.tokenizers("pledgewatch.sparse_tokenizer.v1")
def sparse_tokenizer() -> Callable[[Language], SparseTokenizer]:
    """Return the maker of the sparse tokenizer, for a pipeline's configuration."""
    return lambda nlp: SparseTokenizer(nlp.vocab)


def pipeline() -> Language:
    """Return the spaCy pipeline of `pipeline.cfg`, the sparse tokenizer, with every component."""
    nlp = load_model_from_config(
        Config().from_str(files("nlp").joinpath("pipeline.cfg").read_text("utf-8")), auto_fill=True
    )
    for name in NAMES:
        nlp.add_pipe(name)
    return nlp
