"""Two sums beside each other: what they have in common, each worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from nlp.evidence.retrieval import shipped_frequencies
from nlp.stories.article import shingles_of, words_of
from nlp.stories.likeness import dot_product, rare_jaccard
from nlp.stories.sums import SumMention, same_amount

FAR_DAYS = 21.0  # after which an article no longer reports the same news
SHORT_TEXT = 50  # words in a row: a name that two shorter texts share is no release


@dataclass(frozen=True)
class SumComparison:
    """Two sums, the earlier one first."""

    one: SumMention
    other: SumMention

    @cached_property
    def small(self) -> SumMention:
        """The smaller one; the earlier one of two equal sums."""
        return self.one if self.one.value <= self.other.value else self.other

    @cached_property
    def big(self) -> SumMention:
        """The other one."""
        return self.other if self.small is self.one else self.one

    @cached_property
    def equal(self) -> bool:
        """Whether they are equal as printed."""
        return self.one.value == self.other.value

    @cached_property
    def one_amount(self) -> bool:
        """Whether they can be one sum: equal, rounded, a year's share."""
        return same_amount(self.one, self.other)

    @cached_property
    def of_one_article(self) -> bool:
        """Whether they stand in one article."""
        return self.one.article.signs is self.other.article.signs

    @cached_property
    def days(self) -> float:
        """How many days lie between their articles."""
        return abs((self.one.day or 0.0) - (self.other.day or 0.0))

    @cached_property
    def far(self) -> bool:
        """Whether their articles report other news."""
        return not self.of_one_article and self.days > FAR_DAYS

    @cached_property
    def sentences(self) -> float:
        """The likeness of their sentences."""
        return dot_product(self.one.context.sentence_vector, self.other.context.sentence_vector)

    @cached_property
    def titles(self) -> float:
        """The likeness of their articles' titles."""
        one, other = self.one.article.signs.title_stems, self.other.article.signs.title_stems
        return rare_jaccard(one, other, shipped_frequencies())

    @cached_property
    def shared_elsewhere(self) -> float:
        """The containment of their articles without the sentence of the sum."""
        one, other = self.one.article.signs.shingles, self.other.article.signs.shingles
        own = shingles_of(words_of(self.one.context.sentence)) | shingles_of(words_of(self.other.context.sentence))
        return len((one & other) - own) / max(min(len(one - own), len(other - own)), SHORT_TEXT)

    @cached_property
    def points_back(self) -> bool:
        """Whether the later one points back to the time of the earlier one's article."""
        one, other = self.one.article.signs.article.published, self.other.article.signs.article.published
        return not self.of_one_article and any(beside.back.meets(other, one) for beside in self.other.told_beside)

    @cached_property
    def points_elsewhere(self) -> bool:
        """Whether it points back to another time."""
        one, other = self.one.article.signs.article.published, self.other.article.signs.article.published
        told = self.other.told_beside
        return (
            not self.of_one_article and not self.points_back and any(beside.back.misses(other, one) for beside in told)
        )
