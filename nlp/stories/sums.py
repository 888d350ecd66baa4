"""A sum as the ledger sees it: how much, for how long, and the words that say for what and for whom."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from nlp.evidence.retrieval import shipped_frequencies
from nlp.stories.article import ArticleSigns
from nlp.stories.sum_context import LedgerContext
from nlp.stories.sum_terms import is_rate, rate_years, years_of
from nlp.text.words import stems
from warehouse.records import FundingFigure
from warehouse.vocabulary.tags import FundingKind

AROUND = 220  # characters on either side of a sum, inside its paragraph, that say what it is for
MOST_YEARS = 11  # of a commitment, and one more: ten years are the longest that the press adds up
_EACH = re.compile(
    r"\b(?:each|apiece|per (?:council|authority|home|hub|area|school|site)|every (?:council|home|hub|area))\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)\b", re.IGNORECASE
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20}  # fmt: skip
_PART = re.compile(
    r"\b(?:of (?:which|that|this|the £)|share|slice|part of|portion|first (?:tranche|instalment|round)|tranche|instalment|its cut|includes?|including|out of|from the £)\b|'s £",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:now|instead of|rather than|originally|revised?|raised|increased|topped up|cut to|reduced|trimmed|scaled|up from|down from|more than first|extra|additional)\b",
    re.IGNORECASE,
)


class HasFunding(Protocol):
    """What knows an article's sums: its analysis, or its tags."""

    @property
    def funding(self) -> Sequence[FundingFigure]:
        """The sums, in order."""


@dataclass(frozen=True, slots=True)
class LedgerArticle:
    """An article with the sums that the tagger found in it."""

    signs: ArticleSigns
    analysis: HasFunding


class SumFacts(Protocol):
    """What the role of a sum is read from, and what it is grouped by."""

    @property
    def article_id(self) -> Hashable:
        """What tells its article from others."""

    @property
    def value(self) -> float:
        """Pounds as printed; the upper end of a range."""

    @property
    def years(self) -> int:
        """How many years the sum is for; 0 where the text does not say."""

    @property
    def is_rate(self) -> bool:
        """Whether it is given each year."""

    @property
    def totals(self) -> Collection[float]:
        """What the whole may be."""

    @property
    def says_part(self) -> bool:
        """Whether the words at its sides say that it is a part of another sum."""

    @property
    def says_change(self) -> bool:
        """Whether they say that it was another sum before."""

    @property
    def day(self) -> float | None:
        """Days since 1970 of its article's publication."""


@dataclass(frozen=True, slots=True)
class StoredSum:
    """The facts of a sum that was read before."""

    article_id: Hashable
    value: float
    text: str
    period: str
    totals: Collection[float]
    says_part: bool
    says_change: bool
    day: float | None

    @property
    def years(self) -> int:
        """How many years the sum is for; 0 where the text does not say."""
        return years_of(self.period)

    @property
    def is_rate(self) -> bool:
        """Whether it is given each year."""
        return is_rate(self.period, self.text)


class SumMention:
    """One sum in one article."""

    def __init__(self, article: LedgerArticle, figure: FundingFigure) -> None:
        self.article = article
        self.figure = figure

    @property
    def article_id(self) -> Hashable:
        """What tells its article from others."""
        return self.article.signs.article.article_id

    @property
    def value(self) -> float:
        """Pounds as printed; the upper end of a range."""
        return self.figure.maximum or self.figure.minimum or 0.0

    @property
    def years(self) -> int:
        """How many years the sum is for; 0 where the text does not say."""
        return years_of(self.figure.period)

    @cached_property
    def is_rate(self) -> bool:
        """Whether it is given each year."""
        return is_rate(self.figure.period, self.figure.text)

    @cached_property
    def term(self) -> int:
        """How many years it is for in all, a rate too; 0 where the text does not say."""
        return rate_years(self.context.after) if self.is_rate else self.years

    @property
    def whole(self) -> float:
        """Pounds over its whole term: of a rate the sum of all its years, where their number is known."""
        return self.value * self.term if self.is_rate and self.term else self.value

    @property
    def day(self) -> float | None:
        """Days since 1970 of its article's publication."""
        return self.article.signs.day

    @cached_property
    def around(self) -> str:
        """The words of its paragraph at its sides."""
        text = self.article.signs.text
        low = max(text.rfind("\n", 0, self.figure.start) + 1, self.figure.start - AROUND)
        stop = text.find("\n", self.figure.end)
        high = min(len(text) if stop < 0 else stop, self.figure.end + AROUND)
        return text[low:high]

    @cached_property
    def vector(self) -> dict[str, float]:
        """TF-IDF of those words, length 1."""
        table = shipped_frequencies()
        counts = Counter(one for one in stems(self.around) if not one[0].isdigit())
        raw = {stem: (1 + math.log(count)) * table.rarity(stem) for stem, count in counts.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
        return {stem: weight / length for stem, weight in raw.items()}

    @cached_property
    def context(self) -> LedgerContext:
        """What stands round it."""
        return LedgerContext(self.article.signs, self.figure.start, self.figure.end)

    @cached_property
    def totals(self) -> frozenset[float]:
        """What the whole may be: the sum, the sum by its years or of all its years, and of all who get it each."""
        found = {self.value, self.whole}
        if self.years > 1:
            found.add(self.value / self.years)
        if _EACH.search(self.around):
            counts = [
                _NUMBERS.get(one.lower()) or int(one)
                for one in _COUNT.findall(self.around)
                if one.isdigit() or one.lower() in _NUMBERS
            ]
            found |= {self.value * count for count in counts if 1 < count <= 153}
        return frozenset(found)

    @cached_property
    def told_beside(self) -> tuple[LedgerContext, ...]:
        """What stands round it, and round equal sums of its article: they are told again, not others."""
        signs, value = self.article.signs, self.value
        same = [one for one in self.article.analysis.funding if (one.maximum or one.minimum) == value]
        contexts = [LedgerContext(signs, one.start, one.end) for one in same if one is not self.figure]
        return (self.context, *(one for one in contexts if not one.is_more))

    @cached_property
    def is_told_again(self) -> bool:
        """Whether its article says outright that it is no new money."""
        return any(one.says_same for one in self.told_beside)

    @cached_property
    def says_part(self) -> bool:
        """Whether the words at its sides say that it is a part of another sum."""
        return _PART.search(self.around) is not None

    @cached_property
    def says_change(self) -> bool:
        """Whether they say that it was another sum before."""
        return _CHANGE.search(self.around) is not None


def mentions(article: LedgerArticle) -> Iterator[SumMention]:
    """Yield the sums of an article that may be commitments: no prices, fines and salaries, and nothing per week."""
    for figure in article.analysis.funding:
        if figure.kind != FundingKind.OTHER and figure.period not in ("1w", "1d") and figure.minimum is not None:
            yield SumMention(article, figure)


def same_amount(one: SumFacts, other: SumFacts) -> bool:
    """Return whether two sums can be one: equal, equal when rounded, or a year's share and its whole."""
    return any(close(a, b) for a in one.totals for b in other.totals) or yearly_share(one, other)


def yearly_share(one: SumFacts, other: SumFacts) -> bool:
    """Return whether one is given a year and the other is it for some years: "£16.8m a year" and "£84m"."""
    pairs = ((one, other), (other, one))
    return any(
        small.is_rate
        and not big.is_rate
        and any(close(small.value * years, big.value) for years in range(2, MOST_YEARS))
        for small, big in pairs
    )


def close(one: float, other: float) -> bool:
    """Return whether two amounts are one when rounded as the press rounds: two figures that differ by under 2%."""
    return one > 0 and other > 0 and abs(one - other) <= 0.02 * max(one, other)
