"""The windows in which the latest articles of an outlet are assessed: by binomials, against what is usual for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from spiders.health.fetched import LOST, FetchedArticle, Symptom, Usual
from spiders.health.pattern import binomial_tail

FEWEST_ARTICLES = 20  # before an outlet's own dates, walls and lengths count for anything
ALL_UNLIKELY, MOST_UNLIKELY = 0.004, 0.0002  # for every article of a window, and for most of them
RARE = 0.1  # what more of the articles show comes in runs
UNLIKELY_PART = 0.0002  # for a part of them, which chance has more ways to bring
PART, PART_AT_LEAST, PART_WINDOW = 0.2, 3, 8  # share and number of articles that make a part, of how many at least
LATEST = 4  # of a busy outlet's articles: the good ones of the morning must not hide what broke at noon
MARGIN = 1.2  # over an outlet's own rate


@dataclass(frozen=True, slots=True)
class AssessedArticle:
    """A fetched article with its symptoms."""

    article: FetchedArticle
    symptoms: frozenset[Symptom]

    @property
    def is_lost(self) -> bool:
        """Whether no sound text of it is held."""
        return bool(self.symptoms & LOST)


Window = Sequence[AssessedArticle]
Test = Callable[[AssessedArticle], bool]


def has(symptom: Symptom) -> Test:
    """Return the test for a symptom."""
    return lambda one: symptom in one.symptoms


class RecentArticles:
    """The latest articles of one sort, and the windows in which they are assessed."""

    def __init__(self, assessed: Sequence[AssessedArticle], usual: Usual, today: date) -> None:
        self.usual = usual
        self.all = list(assessed)
        days = sorted({one.article.day for one in assessed})[-2:]
        self.last = [one for one in assessed if one.article.day == today]
        self.both = [one for one in assessed if one.article.day in days]

    @property
    def knows(self) -> bool:
        """Whether enough is known of the outlet for its own dates, walls and lengths to count."""
        return self.usual.number >= FEWEST_ARTICLES

    def rate(self, symptom: Symptom) -> float:
        """Return the share of articles that may show this, and nothing be wrong."""
        return min(0.99, MARGIN * self.usual.rate(symptom))

    @property
    def lost_rate(self) -> float:
        """The share of articles of which no sound text may be held, and nothing be wrong."""
        return min(0.99, MARGIN * self.usual.lost)

    @property
    def unread_rate(self) -> float:
        """The share of articles that may be fetched and bring no sound text, and nothing be wrong."""
        return min(0.99, MARGIN * self.usual.unread)

    def most(self, test: Test, rate: float, among: Test = lambda _: True, strict: float = 1.0) -> Window | None:
        """Return the window in which most articles show something that is rare, if there is one."""
        if not self.last:
            return None
        latest = [one for one in self.last if among(one)]
        both = [one for one in self.both if among(one)]
        if sum(map(test, latest)) * 2 <= len(latest):
            short = latest[-LATEST:] if len(latest) >= 2 * LATEST else []
            return short if short and all(map(test, short)) and mostly(short, test, rate, strict) else None
        return next((window for window in (both, latest) if mostly(window, test, rate, strict)), None)

    def part(self, test: Test, rate: float) -> tuple[Window, str] | None:
        """Return the window and the part of the site in which a part of the articles shows something that is rare."""
        if not any(map(test, self.last)):
            return None
        for group in sorted({one.article.group for one in self.both if test(one)} - {""}):
            own = [one for one in self.both if one.article.group == group]
            if (
                len(own) < len(self.both)
                and sum(map(test, own)) >= PART_AT_LEAST
                and mostly(own, test, rate, UNLIKELY_PART)
            ):
                return own, f" under /{group}/"
        for window in (self.both, self.all[-2 * PART_WINDOW :], self.all[-4 * PART_WINDOW :]):
            hits = sum(map(test, window))
            enough = len(window) >= PART_WINDOW and hits >= max(PART_AT_LEAST, PART * len(window))
            if enough and binomial_tail(hits, len(window), rate) < UNLIKELY_PART:
                return window, ""
        return None


def mostly(window: Window, test: Test, rate: float, strict: float = 1.0) -> bool:
    """Return whether most articles of a window show something, and chance would not have it."""
    hits = sum(map(test, window))
    limit = min(strict, ALL_UNLIKELY if hits == len(window) and rate < RARE else MOST_UNLIKELY)
    return hits * 2 > len(window) and binomial_tail(hits, len(window), rate) < limit
