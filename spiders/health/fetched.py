"""What became of one article that was asked for, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from statistics import median
from urllib.parse import urlsplit

from pipelines.metadata.title import agreement
from spiders.registry.outlet import Expected
from warehouse.records import Outcome

COPY_OF = "the same text as "  # how the reason of a page that was dropped as a copy begins
THIN = 0.25  # of the usual length: a cookie banner or a menu where the text was
SHORT = 0.5  # of the usual length: many at once are teasers where the texts were
HARDLY_READ = 0.5  # of confidence: well below what is only doubtful, which briefs are too
SPOILT = 0.6  # of its earlier length: what a text that was replaced keeps at most
STRANGE_TITLE = 0.34  # of its words, that a page's title shares at most with the headline that led to it
ENGLISH = frozenset({
    "the", "of", "and", "to", "for", "that", "with", "is", "was", "are", "has", "have", "from", "said", "will", "by", "it",
    "be", "were", "not", "but", "its",
})  # fmt: skip
LEAST_ENGLISH, FEWEST_WORDS = 0.06, 25  # of the words an opening has, from which its language can be told
USUAL_LATENESS = timedelta(days=1)  # what is published today is named today, or tomorrow
WORD = re.compile(r"[^\W\d_]+")
SCRIPT = re.compile(
    r"\b(?:enable|turn on|requires?|needs?|without|activate|switch on)\b.{0,40}\bjava ?script|"
    r"\bjava ?script\b.{0,40}\b(?:disabled|enabled?|required|needed|turned off|switched off)",
    re.IGNORECASE | re.DOTALL,
)
CONSENT = re.compile(
    r"\b(?:cookies?|consent|before you continue|privacy (?:choices|settings))\b.{0,400}"
    r"\b(?:accept|agree|reject|manage|choices?|settings|partners|preferences)\b",
    re.IGNORECASE | re.DOTALL,
)


class Symptom(StrEnum):
    """What is wrong with one article."""

    REFUSED = "refused"  # 401, 403, 429, 451, or a test for browsers
    GONE = "gone"  # not there, or not to be had
    UNREADABLE = "unreadable"  # quarantined
    COPY = "copy"  # dropped: its text is held under another address
    MERGED = "merged"  # a new address that brought no article of its own
    THIN = "thin"
    NOT_IT = "not it"  # a page that is not the article that its source named
    SHORT = "short"
    WALLED = "walled"
    UNDATED = "undated"
    LATE = "late"  # its date is older than the look before, which did not name it
    FOREIGN = "foreign"
    SPOILT = "spoilt"  # at a second look the text is gone


UNREAD = frozenset({Symptom.UNREADABLE, Symptom.COPY, Symptom.MERGED, Symptom.THIN, Symptom.NOT_IT})
"""Symptoms of an article that was fetched, and of which no sound text is held."""
NOT_HAD = frozenset({Symptom.REFUSED, Symptom.GONE})
LOST = UNREAD | NOT_HAD
"""Symptoms of an article that was named, and of which no sound text is held."""


@dataclass(frozen=True, slots=True)
class FetchedArticle:
    """One article that was asked for, with what came of it. Days are the outlet's own."""

    at: datetime
    day: date
    url: str
    outcome: Outcome
    again: bool = False  # it was had before: this is a second look
    reason: str = ""
    detail: str = ""  # of a quarantine
    status: int | None = 200
    listed_title: str | None = None
    listed_day: date | None = None
    title: str | None = None  # of the text that was read, or of which it is a copy
    opening: str = ""  # the first words of that text
    characters: int | None = None
    before: int | None = None  # length of the text that the article had before
    published_day: date | None = None
    walled: bool = False
    language: str | None = None
    confidence: float | None = None

    @property
    def is_copy(self) -> bool:
        """Whether it was dropped because its text is held under another address."""
        return self.outcome == Outcome.DROPPED and self.reason.startswith(COPY_OF)

    @property
    def is_stored(self) -> bool:
        """Whether it brought a text."""
        return self.outcome == Outcome.STORED

    @property
    def group(self) -> str:
        """The part of the site that it stands in: outlets have a template for each."""
        first = urlsplit(self.url).path.strip("/").split("/")[:-1][:1]
        return first[0] if first and not first[0].isdigit() else ""

    @property
    def of_day(self) -> date:
        """The day that it belongs to: on which it was published, as its source says, or else was asked for."""
        return self.listed_day if self.listed_day and self.listed_day <= self.day else self.day


@dataclass(frozen=True, slots=True)
class Usual:
    """What an outlet's articles are usually like, learnt from its own."""

    characters: float  # median length
    english: bool
    rates: Mapping[Symptom, float]  # share of articles that show a symptom
    unread: float  # share that was fetched and of which no sound text is held
    lost: float  # share of which no sound text is held
    number: int  # articles that it was learnt from

    def rate(self, symptom: Symptom) -> float:
        """Return which share of the articles shows this usually."""
        return self.rates.get(symptom, 0.0)


def learn_usual(articles: Sequence[FetchedArticle], expect: Expected) -> Usual:
    """Return what is usual, with the file's [expect] where there is no article."""
    stored = [one for one in articles if one.is_stored and not one.again]
    lengths = [one.characters for one in stored if one.characters is not None]
    characters = median(lengths) if lengths else 2.0 * expect.characters  # the file names the least, not the usual
    english = sum(_is_english(one) for one in stored) * 2 >= len(stored)
    prior = Usual(characters, english, {}, 0.0, 0.0, len(stored))
    first = min((one.day for one in articles), default=None)  # a first crawl finds what is old, and nothing is late
    new = [one for one in articles if not one.again]
    seen = [symptoms(one, prior, one.day - USUAL_LATENESS if one.day != first else None) for one in new]
    rates = {one: sum(one in found for found in seen) / len(seen) for one in Symptom} if seen else {
        Symptom.UNDATED: 1 - expect.dated, Symptom.WALLED: expect.walled}  # fmt: skip
    unread, lost = (sum(bool(found & group) for found in seen) / max(1, len(seen)) for group in (UNREAD, LOST))
    return Usual(characters, english, rates, unread, lost, len(stored))


def symptoms(article: FetchedArticle, usual: Usual, looked: date | None) -> frozenset[Symptom]:
    """Return what is wrong with an article. `looked` is the day of the good look before it, if there was one."""
    if article.again:
        return frozenset({Symptom.SPOILT}) if _is_spoilt(article) else frozenset()
    if article.outcome == Outcome.QUARANTINED:
        return frozenset({Symptom.UNREADABLE})
    if article.is_copy:
        return frozenset({Symptom.COPY})
    if article.outcome == Outcome.DROPPED:
        refused = article.status in {401, 403, 429, 451} or "prove themselves" in article.reason
        return frozenset({Symptom.REFUSED if refused else Symptom.GONE})
    if article.outcome == Outcome.UNCHANGED or (article.is_stored and article.before is not None):
        return frozenset({Symptom.MERGED})
    return frozenset(_of_text(article, usual, looked)) if article.is_stored else frozenset()


def _of_text(article: FetchedArticle, usual: Usual, looked: date | None) -> Iterable[Symptom]:
    characters = article.characters or 0
    if article.walled:
        yield Symptom.WALLED
    if characters < THIN * usual.characters:
        yield Symptom.THIN
    if characters < SHORT * usual.characters:
        yield Symptom.SHORT
    if is_another_page(article) or (article.confidence is not None and article.confidence < HARDLY_READ):
        yield Symptom.NOT_IT
    if article.published_day is None:
        yield Symptom.UNDATED
    elif looked is not None and article.published_day < looked:
        yield Symptom.LATE
    if usual.english and not _is_english(article):
        yield Symptom.FOREIGN


def is_another_page(article: FetchedArticle) -> bool:
    """Return whether a page's title says that it is not the article that its source named."""
    return bool(
        article.listed_title and article.title and _agreement(article.listed_title, article.title) < STRANGE_TITLE
    )


@lru_cache(maxsize=8192)
def _agreement(one: str, other: str) -> float:
    return agreement(one, other)


def _is_spoilt(article: FetchedArticle) -> bool:
    if article.outcome in {Outcome.QUARANTINED, Outcome.DROPPED}:
        return True
    return article.is_stored and article.before is not None and (article.characters or 0) < SPOILT * article.before


def _is_english(article: FetchedArticle) -> bool:
    return article.language in {None, "en"} and _reads_english(article.opening)


@lru_cache(maxsize=8192)
def _reads_english(opening: str) -> bool:
    words = WORD.findall(opening.lower())
    return len(words) < FEWEST_WORDS or sum(word in ENGLISH for word in words) >= LEAST_ENGLISH * len(words)


def is_shell(article: FetchedArticle) -> bool:
    """Return whether a page holds nothing before its scripts have run, or asks for them."""
    empty = article.outcome == Outcome.QUARANTINED and re.match(r"[01] blocks? ", article.detail) is not None
    return empty or SCRIPT.search(article.opening) is not None


def asks_consent(article: FetchedArticle) -> bool:
    """Return whether a page asks for consent where the article was."""
    return CONSENT.search(f"{article.title or ''} {article.opening}") is not None
