"""An article as stories see it: read once into the signs by which two reports of one event are known."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property

from nlp.evidence.retrieval import shipped_frequencies
from nlp.money.amounts import find_amounts
from nlp.names.document import find_names
from nlp.text.normalised import normalise
from nlp.text.sentences import Sentence, split
from nlp.text.words import STOP_WORDS, stems

SHINGLE = 3  # words in a row: what containment counts
SHORTEST_SENTENCE = 6  # words: shorter ones are shared by chance
SHORTEST_QUOTE = 5  # words: shorter ones are scare quotes
LEAD_CHARACTERS = 400  # of the text, after the title: where an article says what it is about
LEAST_RARITY = 4.0  # of a last name: a word of one document in fifty and more is an ordinary one
_WORD = re.compile(r"[a-z0-9£][a-z0-9£',.%]*[a-z0-9%]|[a-z0-9]")
_QUOTE = re.compile(r"[\"“”]([^\"“”]{20,400})[\"“”]")
_NUMBER = re.compile(r"(?<![\w£.,])\d[\d,]*(?:\.\d+)?%?(?![\w])")
_CAPITAL = r"[A-Z][\w'&-]+"
_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:of |and |the |for )?{_CAPITAL})*")
_BEGINS_SENTENCE = re.compile(r"(?:\A|[.!?:\n\"“(] ?)\Z")
_PERSON = re.compile(
    r"\b([A-Z][a-z]+) ([A-Z][a-z]+(?:['’-][A-Z][a-z]+)?)(?=,? (?:said|says|told|who|from|warned|added|of|the|a|an|and|chair|chief)\b|[,.\"”])"
)


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """An article that may belong to a story."""

    article_id: str
    title: str
    text: str
    published: datetime | None = None
    outlet: str = ""


class ArticleSigns:
    """What an article has in common with others, worked out when it is first asked for."""

    def __init__(self, article: StoryArticle) -> None:
        self.article = article
        self.title = normalise(article.title)
        self.text = normalise(article.text)

    @cached_property
    def day(self) -> float | None:
        """Days since 1970 of its publication."""
        published = self.article.published
        return None if published is None else published.timestamp() / 86_400

    @cached_property
    def words(self) -> list[str]:
        """The words of the text in small letters."""
        return words_of(self.text)

    @cached_property
    def shingles(self) -> frozenset[tuple[str, ...]]:
        """Every SHINGLE words in a row."""
        return shingles_of(self.words)

    @cached_property
    def sentence_spans(self) -> tuple[Sentence, ...]:
        """The sentences of the text, by their offsets in it."""
        return split(self.text)

    @cached_property
    def sentences(self) -> frozenset[str]:
        """The sentences, letters alone."""
        found = (self.text[part.start : part.end] for part in self.sentence_spans)
        return frozenset(" ".join(_WORD.findall(one.lower())) for one in found if one.count(" ") >= SHORTEST_SENTENCE)

    @cached_property
    def stems(self) -> Counter[str]:
        """The stems of title and text; the title counts twice, because it says what the article is about."""
        return Counter(stems(f"{self.title} {self.title} {self.text}"))

    @cached_property
    def title_stems(self) -> frozenset[str]:
        """The stems of the title."""
        return frozenset(stems(self.title))

    @cached_property
    def lead_stems(self) -> frozenset[str]:
        """The stems of the title and of the beginning of the text."""
        return frozenset(stems(f"{self.title} {self.text[:LEAD_CHARACTERS]}"))

    @cached_property
    def quotes(self) -> frozenset[str]:
        """What is quoted, letters alone."""
        found = (" ".join(_WORD.findall(one.lower())) for one in _QUOTE.findall(self.text))
        return frozenset(one for one in found if one.count(" ") >= SHORTEST_QUOTE - 1)

    @cached_property
    def sums(self) -> frozenset[float]:
        """The amounts of money, in pounds."""
        return frozenset(one.upper or one.lower for one in find_amounts(f"{self.title}. {self.text}"))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Figures that are no money and no year."""
        found = _NUMBER.findall(self.text)
        return frozenset(one for one in found if len(one) > 1 and not re.fullmatch(r"(?:19|20)\d\d", one))

    @cached_property
    def names(self) -> frozenset[str]:
        """Capitalised names, in small letters. A single word that begins a sentence is one where it is one elsewhere too."""
        inside, first = set[str](), set[str]()
        for found in _NAME.finditer(self.text):
            name = found[0].lower().removesuffix("'s")
            begins = _BEGINS_SENTENCE.search(self.text, max(0, found.start() - 2), found.start()) is not None
            head, _, rest = name.partition(" ")
            if begins and head in STOP_WORDS:
                inside.add(rest)
            else:
                (first if begins and not rest else inside).add(name)
        known = {word for name in inside for word in name.split()}
        return frozenset(name for name in inside | (first & known) if name)

    @cached_property
    def full_names(self) -> frozenset[str]:
        """The people who are named in full. What has an ordinary word for a last name is a body, and no person."""
        known = [(hit.start, hit.end) for hit in find_names(self.text)]
        table = shipped_frequencies()
        return frozenset(
            found[0]
            for found in _PERSON.finditer(self.text)
            if not any(start < found.end() and found.start() < end for start, end in known)
            and all(table.rarity(stem) >= LEAST_RARITY for stem in stems(found[2]))
            and found[1].lower() not in STOP_WORDS
        )

    @cached_property
    def people(self) -> frozenset[str]:
        """Their last names, in small letters."""
        return frozenset(name.split(" ", 1)[1].lower() for name in self.full_names)

    @cached_property
    def name_stems(self) -> frozenset[str]:
        """The stems of all names: of people, places, councils and bodies."""
        councils = (hit.name.surface for hit in find_names(f"{self.title}. {self.text}"))
        return frozenset(stems(" ".join((*self.names, *self.people, *councils))))

    @cached_property
    def main_council(self) -> str | None:
        """Code of the council that title and lead name, the most often named of several; None where they name none."""
        near = self.title_councils or self.lead_councils
        return max(near, key=lambda code: (self.councils[code], code)) if near else None

    @cached_property
    def councils(self) -> Counter[str]:
        """Codes of the councils whose names stand in title and text, with how often."""
        return Counter(hit.name.councils[0].gss for hit in find_names(f"{self.title}. {self.text}"))

    @cached_property
    def council_places(self) -> list[tuple[int, str]]:
        """Where councils are named in the text, with their codes."""
        return [(hit.start, hit.name.councils[0].gss) for hit in find_names(self.text)]

    @cached_property
    def title_councils(self) -> frozenset[str]:
        """Codes of those in the title."""
        return frozenset(hit.name.councils[0].gss for hit in find_names(self.title))

    @cached_property
    def word_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring stems of the title and of each sentence."""
        return word_pairs([self.title, *(self.text[part.start : part.end] for part in self.sentence_spans)])

    @cached_property
    def lead_councils(self) -> frozenset[str]:
        """Codes of those in the title and the beginning of the text."""
        return frozenset(hit.name.councils[0].gss for hit in find_names(f"{self.title}. {self.text[:LEAD_CHARACTERS]}"))


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return _WORD.findall(text.lower())


def shingles_of(words: list[str]) -> frozenset[tuple[str, ...]]:
    """Return every SHINGLE words in a row."""
    return frozenset(tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1))


def word_pairs(sentences: list[str]) -> frozenset[tuple[str, str]]:
    """Return the pairs of stems that are neighbours once stop words and figures are left out."""
    found: set[tuple[str, str]] = set()
    for sentence in sentences:
        words = [stem for stem in stems(sentence) if not stem[0].isdigit()]
        found.update(itertools.pairwise(words))
    return frozenset(found)


def moment(value: str | None) -> datetime | None:
    """Return the moment that an ISO day or time names; a day is its noon. Raises ValueError for anything else."""
    if not value:
        return None
    if len(value) == len("2026-01-01"):
        return datetime.combine(date.fromisoformat(value), time(12), UTC)
    read = datetime.fromisoformat(value)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
