"""An article as the matcher reads it: its fields cut into passages, and the passages into sentences."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.evidence.stand_ins import StandIns, read_with
from nlp.text.passages import passages
from nlp.text.sentences import split
from warehouse.vocabulary.stances import Field

MOST_WORDS = 55  # of a sentence with its neighbours, as the models read it: what they were trained on
LEAD_WORDS = 28  # of the article's first sentence, behind a later passage: it says what "the scheme" is
NEUTRAL_TITLE = "News"  # stands for a headline that is missing


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """A sentence of a passage. Offsets count in the passage's field."""

    passage: int  # its number in `ArticleToMatch.passages`
    start: int
    end: int
    text: str
    read: str  # as the models read it: with stand-ins for council names


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A passage of a field. Offsets count in the field."""

    field: Field
    start: int
    end: int
    text: str
    read: str  # as the models read it


@dataclass(frozen=True, slots=True)
class ArticleToMatch:
    """The passages and sentences of an article, in reading order: the standfirst's, then the text's.

    The headline is no passage, and no model looks at it: the same text under another headline is the same evidence.
    """

    title: str
    passages: tuple[PassageSpan, ...]
    sentences: tuple[SentenceSpan, ...]

    @classmethod
    def of(cls, title: str, standfirst: str, text: str, kept: frozenset[str] = frozenset()) -> ArticleToMatch:
        """Return the article that these fields make. `kept`: names of councils for which nothing stands in."""
        names = StandIns(kept)
        found: list[PassageSpan] = []
        sentences: list[SentenceSpan] = []
        for field, whole in ((Field.STANDFIRST, standfirst), (Field.TEXT, text)):
            for one in passages(whole):
                said = whole[one.start : one.end]
                others = names.of(said)
                for part in split(said):
                    read = read_with(said, others, part.start, part.end)
                    start, end = one.start + part.start, one.start + part.end
                    sentences.append(SentenceSpan(len(found), start, end, whole[start:end], read))
                found.append(PassageSpan(field, one.start, one.end, said, read_with(said, others)))
        return cls(title or NEUTRAL_TITLE, tuple(found), tuple(sentences))

    @property
    def body(self) -> str:
        """Every passage as it is read, for retrieval over the article."""
        return "\n\n".join(one.read for one in self.passages)

    def in_context(self, sentence: int) -> str:
        """Return a sentence with as many of its passage's neighbours as make MOST_WORDS words, and the article's lead."""
        own = self._with_neighbours(sentence)
        if self.sentences[sentence].passage == 0:
            return own
        return f"{own} | {' '.join(self.sentences[0].read.split()[:LEAD_WORDS])}"

    def _with_neighbours(self, sentence: int) -> str:
        first = last = sentence
        words = _length(self.sentences[sentence])
        grown = True
        while grown:
            grown = False
            for other in (first - 1, last + 1):
                if self._beside(other, sentence) and words + _length(self.sentences[other]) <= MOST_WORDS:
                    first, last = min(first, other), max(last, other)
                    words += _length(self.sentences[other])
                    grown = True
        return " ".join(one.read for one in self.sentences[first : last + 1])

    def _beside(self, other: int, sentence: int) -> bool:
        inside = 0 <= other < len(self.sentences)
        return inside and self.sentences[other].passage == self.sentences[sentence].passage


def _length(sentence: SentenceSpan) -> int:
    return len(sentence.read.split())
