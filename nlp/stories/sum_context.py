"""What stands round one sum of an article, by which two sums are known to be of one commitment or of two."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cached_property

from nlp.evidence.retrieval import shipped_frequencies
from nlp.stories import sum_phrases
from nlp.stories.article import ArticleSigns, word_pairs
from nlp.stories.back_references import BackReferences
from nlp.stories.scheme_names import SchemeName, scheme_names
from nlp.text.sentences import Sentence
from nlp.text.words import stems

BEFORE, AFTER = 60, 80  # characters of its sentence at the sides of a sum that speak of it alone
BACK = 160  # characters on either side in which a time may be named that the sum was told at
LEAD = 300  # characters of a text that say what is new in it
_HEAD = (
    r"(?:funds?|grants?|programmes?|schemes?|pilots?|allowances?|strategy|deals?|agreements?|packages?|contracts?"
    r"|budgets?|settlements?|trials?|projects?|pots?|plans?|awards?|hubs?|agency|initiative|bail-?out|loan)"
)
_SCHEME = re.compile(r"((?:[\w’'-]+ ){1,5}?)" + _HEAD + r"\b", re.IGNORECASE)
SCHEME_WORDS = 3  # before "fund" or "scheme": the ones that name it
_NO_NAME = frozenset(
    stems(
        "fund grant programme scheme pilot deal agreement package contract budget settlement trial project pot plan award "
        "government council ministers year million new national local department money funding children services"
    )
)
_FINANCIAL_YEAR = re.compile(r"\b(20\d\d)[-–/](?:20)?\d\d\b")
_NAME = re.compile(r"(?<![.!?\"“] )(?<!^)\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
SHORTEST_NAME = 4  # letters


class LedgerContext:
    """The words round a sum. `start` and `end`: its offsets in the article's normalised text."""

    def __init__(self, signs: ArticleSigns, start: int, end: int) -> None:
        self.signs, self._start, self._end = signs, start, end
        parts = signs.sentence_spans or (Sentence(0, len(signs.text)),)
        self.place = next((n for n, part in enumerate(parts) if part.start <= start < part.end), 0)  # of its sentence
        self._span = parts[self.place]
        self.sentence = signs.text[self._span.start : self._span.end]
        first, last = parts[max(0, self.place - 1)], parts[min(len(parts) - 1, self.place + 1)]
        self.passage = signs.text[first.start : last.end]  # with the sentences before and after
        self.before = signs.text[max(self._span.start, start - BEFORE) : start]
        self.after = signs.text[end : min(self._span.end, end + AFTER)]

    @cached_property
    def sentence_vector(self) -> dict[str, float]:
        """TF-IDF of its sentence without figures, length 1."""
        return _vector(self.sentence)

    @cached_property
    def passage_vector(self) -> dict[str, float]:
        """The same of its passage and the article's title."""
        return _vector(f"{self.passage} {self.signs.title}")

    @cached_property
    def rarities(self) -> dict[str, float]:
        """The rarity of each stem of its passage."""
        table = shipped_frequencies()
        return {stem: table.rarity(stem) for stem in set(stems(self.passage)) if not stem[0].isdigit()}

    @cached_property
    def schemes(self) -> frozenset[str]:
        """Stems that name funds and schemes in its sentence."""
        return scheme_stems(self.sentence)

    @cached_property
    def near_schemes(self) -> frozenset[str]:
        """The same of its passage and the title."""
        return scheme_stems(f"{self.passage}. {self.signs.title}")

    @cached_property
    def named_here(self) -> frozenset[SchemeName]:
        """Proper names of schemes in its sentence."""
        return scheme_names(self.sentence)

    @cached_property
    def named_near(self) -> frozenset[SchemeName]:
        """Those in its sentence; without one, those of its passage and the title; without one, the only one of the article."""
        near = self.named_here or scheme_names(f"{self.passage} {self.signs.title}")
        return near or (self.named_in_article if len(self.named_in_article) == 1 else frozenset())

    @cached_property
    def named_in_article(self) -> frozenset[SchemeName]:
        """Those of the whole article."""
        kept: frozenset[SchemeName] | None = self.signs.__dict__.get("proper_schemes")
        if kept is None:
            kept = self.signs.__dict__["proper_schemes"] = scheme_names(f"{self.signs.title}. {self.signs.text}")
        return kept

    @cached_property
    def sentence_pairs(self) -> frozenset[tuple[str, str]]:
        """Neighbouring stems of its sentence."""
        return word_pairs([self.sentence])

    @cached_property
    def passage_pairs(self) -> frozenset[tuple[str, str]]:
        """The same of its passage and the title."""
        return word_pairs([*self.passage.split(". "), self.signs.title])

    @cached_property
    def names(self) -> frozenset[str]:
        """Capitalised names of its passage, in small letters."""
        return frozenset(one.lower() for one in _NAME.findall(self.passage) if len(one) >= SHORTEST_NAME)

    @cached_property
    def councils(self) -> frozenset[str]:
        """Codes of the councils that its sentence names."""
        return frozenset(code for _, code in self._in_sentence)

    @cached_property
    def _in_sentence(self) -> list[tuple[int, str]]:
        return [hit for hit in self.signs.council_places if self._span.start <= hit[0] < self._span.end]

    @cached_property
    def council(self) -> str | None:
        """The code of the council that it is most likely of: the nearest in its sentence, or before it, or the title's."""
        if self._in_sentence:
            return min(self._in_sentence, key=lambda hit: _distance(hit[0], self._start, self._end))[1]
        paragraph = self.signs.text.rfind("\n", 0, self._start) + 1
        before = [code for place, code in self.signs.council_places if paragraph <= place < self._span.start]
        if before:
            return before[-1]
        known = self.signs.title_councils or self.signs.lead_councils
        return next(iter(known)) if len(known) == 1 else None

    @cached_property
    def financial_years(self) -> frozenset[int]:
        """The years in which the financial years of its sentence begin."""
        return frozenset(int(year) for year in _FINANCIAL_YEAR.findall(self.sentence))

    @cached_property
    def back(self) -> BackReferences:
        """The times to which the words round it point back."""
        text = self.signs.text
        return BackReferences.of(f"{self.sentence} {text[max(0, self._start - BACK) : self._end + BACK]}")

    @cached_property
    def says_again(self) -> bool:
        """Whether its sentence says that it was promised before."""
        return sum_phrases.says_again(self.sentence)

    @cached_property
    def says_same(self) -> bool:
        """Whether its sentence says outright that it is no new money."""
        return sum_phrases.says_same(self.sentence)

    @cached_property
    def says_other(self) -> bool:
        """Whether the words at its sides set it apart from another sum."""
        return sum_phrases.says_other(f"{self.before} {self.after}")

    @cached_property
    def says_share(self) -> bool:
        """Whether they may make it a share of another sum."""
        return sum_phrases.says_share(f"{self.before} {self.after}")

    @cached_property
    def says_changed(self) -> bool:
        """Whether its sentence may say that it is not what it was."""
        return sum_phrases.says_changed(self.sentence)

    @cached_property
    def announces(self) -> bool:
        """Whether its sentence tells news."""
        return sum_phrases.announces(self.sentence)

    @cached_property
    def leads_with_news(self) -> bool:
        """Whether the article begins with news."""
        return sum_phrases.announces(f"{self.signs.title}. {self.signs.text[:LEAD]}")

    @cached_property
    def says_past(self) -> bool:
        """Whether its sentence tells of what was."""
        return sum_phrases.says_past(self.sentence)

    @cached_property
    def orders(self) -> frozenset[str]:
        """Words of its passage and the title that number a round."""
        return sum_phrases.orders(f"{self.passage} {self.signs.title}")

    @cached_property
    def renewals(self) -> frozenset[str]:
        """Words of its sentence and the title that tell of a next round."""
        return sum_phrases.renewals(f"{self.sentence} {self.signs.title}")

    @cached_property
    def sentence_names(self) -> frozenset[str]:
        """Capitalised names of its sentence, in small letters."""
        return frozenset(one.lower() for one in _NAME.findall(self.sentence) if len(one) >= SHORTEST_NAME)

    @cached_property
    def is_definite(self) -> bool:
        """Whether it is a sum that the reader knows: "the £84m"."""
        return sum_phrases.is_definite(self.before)

    @cached_property
    def is_another(self) -> bool:
        """Whether it is told as one beside another sum: "another £30m"."""
        return sum_phrases.is_another(self.before)

    @cached_property
    def is_rise(self) -> bool:
        """Whether it is told as a rise: "an increase of £30m"."""
        return sum_phrases.is_rise(self.before)

    @cached_property
    def is_more(self) -> bool:
        """Whether it is told as more money beside another sum: "another £30m"."""
        return sum_phrases.is_more(self.before, self.after)


def scheme_stems(text: str) -> frozenset[str]:
    """Return the stems of the words that stand before "fund", "scheme", "grant" and the like."""
    found: set[str] = set()
    for words in _SCHEME.findall(text):
        found.update([stem for stem in stems(words) if stem not in _NO_NAME and not stem[0].isdigit()][-SCHEME_WORDS:])
    return frozenset(found)


def _distance(place: int, start: int, end: int) -> int:
    return start - place if place < start else place - end + 20  # who is named before a sum gives or gets it more often


def _vector(text: str) -> dict[str, float]:
    table = shipped_frequencies()
    counts = Counter(stem for stem in stems(text) if not stem[0].isdigit())
    raw = {stem: (1 + math.log(count)) * table.rarity(stem) for stem, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {stem: weight / length for stem, weight in raw.items()}
