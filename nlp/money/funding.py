"""Finds public money in a reading: the sum with its bounds, its period, what it is, and whose it is where that is said."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.money import amounts, periods, qualifiers
from nlp.money import kind as money_kind
from nlp.money.parties import with_parties
from nlp.money.place import PrecedingSum, place
from nlp.names.document import Document
from nlp.text.topic import Topic, classify_topic
from nlp.text.wordings import wordings
from warehouse.records import FundingFigure, Mention
from warehouse.vocabulary.tags import Announced, FundingKind

VERSION = "funding-6"
PUBLIC_PER_100_WORDS = 0.6  # words of public business below which a page's money is private
PARAGRAPH = 800  # characters of a paragraph that are looked at
NEARLY_PER_100_WORDS = 0.4  # words of the trade above which a page that is about nothing else speaks of public money
PRIVATE_PER_100_WORDS = 1.5  # words of sport, crime, travel or the arts above which no sum of the page is looked at
_PAYER = re.compile(
    r"\b(?:[Gg]overnment|[Cc]ouncils?|[Mm]inisters?|[Dd]epartment for|[Mm]inistry|NHS|taxpayers?|public money|[Tt]reasury|[Ll]ottery|prison service|grant)\b"
)
_ANY = wordings("money_wordings.txt")  # the lists of that file, each as one group
_PRIVATE = re.compile(rf"\b{_ANY['money of private people']}\b", re.IGNORECASE)
_CODE = re.compile(r"\d+y|1w|1d")  # the periods that a figure may have; an hour's or a month's pay has none of them
_NATION = re.compile(
    r"\b(?:in|across|for) (England and Wales|England|Wales|Scotland|Northern Ireland|the UK)\b|\b(English|Welsh|Scottish) (?:councils|local authorities|authorities)\b"
)
_NATIONS = {"English": "England", "Welsh": "Wales", "Scottish": "Scotland", "the UK": "United Kingdom"}
_ALREADY = re.compile(rf"\b{_ANY['told before']}\b", re.IGNORECASE)
_NEW = re.compile(rf"\b{_ANY['told as new']}\b", re.IGNORECASE)


def find_funding(
    reading: Document, mentions: tuple[Mention, ...] = (), topic: Topic | None = None
) -> list[FundingFigure]:
    """Return the sums of public money in order. `mentions` are the bodies found, for the giver and the receiver."""
    plain = reading.plain
    if (
        "£" not in plain
        and "pound" not in plain
        and "GBP" not in plain
        and " million" not in plain
        and " billion" not in plain
    ):
        return []
    topic = topic or classify_topic(reading.plain, reading.title)
    public = is_public(topic)
    if not public and topic.other_density >= PRIVATE_PER_100_WORDS:
        return []
    figures: list[FundingFigure] = []
    payers: dict[int, bool] = {}  # by sentence: whether its paragraph so far names one who pays with public money
    for amount in amounts.find_amounts(plain):
        sentence = reading.sentence(amount.start)
        if not public:
            paid = payers.get(sentence.start)
            if paid is None:
                around = _around(plain, sentence.start, max(sentence.end, amount.end))
                paid = payers[sentence.start] = _PAYER.search(around) is not None
            if not paid:
                continue
        if _private(plain, sentence.start, max(sentence.end, amount.end), amount.start, amount.end):
            continue
        last = figures[-1] if figures else None
        if last is not None and amount.start < last.end:
            continue
        figures.append(_figure(reading, amount, last))
    return with_parties(reading, mentions, figures)


def _around(plain: str, start: int, end: int) -> str:
    """Return the paragraph up to the end of the sum's sentence, as far back as PARAGRAPH."""
    low = max(0, start - PARAGRAPH)
    return plain[max(low, plain.rfind("\n", low, start) + 1) : end]


def is_public(topic: Topic) -> bool:
    """Return whether the page's money is public money, or bears on public services."""
    if topic.on:
        return True
    if topic.density >= NEARLY_PER_100_WORDS and topic.density >= topic.other_density:
        return True
    return topic.public >= PUBLIC_PER_100_WORDS * 2 and topic.public > 0.8 * topic.other_density


def _private(plain: str, low: int, high: int, start: int, end: int) -> bool:
    near = plain[max(low, start - 70) : min(high, end + 50)]
    return _PRIVATE.search(near) is not None and not re.search(
        r"\b(?:council|authority|government|public|taxpayers?)\b", near, re.IGNORECASE
    )


def _figure(reading: Document, amount: amounts.Amount, last: FundingFigure | None) -> FundingFigure:
    plain = reading.plain
    bounded = qualifiers.qualify(plain, amount)
    sentence = reading.sentence(bounded.start)
    high = max(sentence.end, bounded.end)
    period = periods.find_period(plain, bounded.start, bounded.end, high)
    if period.end > bounded.end and bounded.single and (wider := qualifiers.more_after(plain, period.end)) is not None:
        bounded = replace(bounded, upper=None)
        period = replace(period, end=wider)
    earlier = None if last is None else PrecedingSum(last.start, last.end, last.kind)
    value = bounded.upper or bounded.lower
    kind = money_kind.classify(place(reading, bounded.start, period.end, bounded.end, period.code, value, earlier))
    nation = _NATION.search(plain[sentence.start : high])
    near = plain[max(sentence.start, bounded.start - 80) : min(high, period.end + 80)]
    return FundingFigure(
        start=bounded.start,
        end=period.end,
        text=reading.text[bounded.start : period.end],
        minimum=bounded.lower,
        maximum=bounded.upper,
        period=period.code if _CODE.fullmatch(period.code) else "none",
        kind=kind.name,
        giver_id=None,
        receiver_id=None,
        nation=_NATIONS.get(found, found) if nation and (found := nation[1] or nation[2]) else None,
        announced=_announced(near, kind.name),
        starts=period.starts,
        ends=period.ends,
        confidence=kind.confidence,
        rule=f"{VERSION}/{kind.word or 'no word'}",
    )


def _announced(near: str, kind: FundingKind) -> Announced | None:
    """Return whether the words beside a sum give it as new, or as told before."""
    if _ALREADY.search(near):
        return Announced.ALREADY
    return Announced.NEW if kind == FundingKind.ALLOCATION and _NEW.search(near) else None
