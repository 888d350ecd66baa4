"""The reports of one event: the original, copies of it, rewrites, and accounts by others."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bench.generated_year.kinds import SentenceParts, colour_sentences
from bench.generated_year.money import unmarked
from bench.generated_year.slots import EventSlots, composed
from warehouse.vocabulary.stories import Relation

AGAIN = (
    "The {whole} was first announced in {before}.",
    "It is the same {whole} that ministers announced in {before}, officials confirmed.",
    "No new money was added to the {whole} promised in {before}.",
)
OCCASIONS = (
    "Guidance on the {fund} [went out|was sent] to [finance directors|those who run it] after {n2} questions from {county} alone.",
    "{name} spoke of the {fund} on a visit to {place}[, where work is about to begin|].",
    "A written statement on the {fund} was [laid before Parliament|slipped out] [on Thursday|this week].",
    "[Directors|Councillors] at a conference in {place} [pressed|asked] {name} about the {fund}.",
)  # what leads to it that money is told again
NAMED = ("The money comes from the {fund}.", "It is paid [out of|through] the {fund}.")
OCCASION = 0.6  # share of the accounts of money told again that begin with the occasion
TAGLINES = ("This report first appeared elsewhere.", "Sign up for our weekly letter.", "Additional reporting by our staff.", "From our wire service.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldArticle:
    """What a report says."""

    title: str
    text: str
    sums: tuple[tuple[int, int], ...]  # where the fund's sum stands in the text
    relation: Relation


class EventTeller:
    """Composes the reports of one event."""

    def __init__(
        self, parts: SentenceParts, slots: EventSlots, numbers: random.Random, late: float, *, before: str = ""
    ) -> None:
        self._parts, self._slots, self._numbers, self._late = parts, slots, numbers, late
        self._before = before  # the month of the first announcement, where the event tells a sum again
        self._told: tuple[str, list[str]] = "", []

    def original(self, money: Mapping[str, str]) -> ToldArticle:
        """Return the first report."""
        self._told = self._account(money)
        return _article(*self._told, Relation.ORIGINAL)

    def follower(self, relation: Relation, money: Mapping[str, str]) -> ToldArticle:
        """Return a later report of the event."""
        if relation is Relation.INDEPENDENT:
            return _article(*self._account(money), relation)
        title, paragraphs = self._told
        own = list(paragraphs)
        if relation is Relation.COPY:
            own = own[:-1] if len(own) > 4 and self._numbers.random() < 0.3 else own
            own.append(self._numbers.choice(TAGLINES))
        else:
            head, rest = own[0], own[1:]
            self._numbers.shuffle(rest)
            head = self._said(self._numbers.choice(self._parts.lead), money)
            own = [head, *rest[: max(2, len(rest) - 1)]]
            title = self._said(self._numbers.choice(self._parts.headline), money)
        return _article(title, own, relation)

    def _account(self, money: Mapping[str, str]) -> tuple[str, list[str]]:
        numbers, parts = self._numbers, self._parts
        facts = numbers.sample(parts.fact, min(len(parts.fact), numbers.randint(2, 4)))
        quotes = numbers.sample(parts.quote, numbers.randint(1, len(parts.quote)))
        colour = numbers.sample(colour_sentences(), numbers.randint(2, 4))
        lead = numbers.choice(parts.lead)
        middle = [*facts, *quotes, *([numbers.choice(AGAIN)] if self._before else [])]
        if money and "{fund}" not in " ".join((lead, *middle)):
            middle.append(numbers.choice(NAMED))
        numbers.shuffle(middle)
        body = [f"{self._said(one, money)} {self._said(colour.pop(), money)}" if colour and numbers.random() < 0.5 else self._said(one, money) for one in middle]  # fmt: skip
        body += [self._said(one, money) for one in colour]
        leads = [numbers.choice(OCCASIONS), lead] if self._before and numbers.random() < OCCASION else [lead]
        told = [self._said(one, money) for one in leads]
        return self._said(numbers.choice(parts.headline), money), [*told, *body]

    def _said(self, template: str, money: Mapping[str, str]) -> str:
        words = {**self._slots.words, **money, "before": self._before}
        return composed(template, replace(self._slots, words=words), self._numbers, self._late)


def _article(title: str, paragraphs: list[str], relation: Relation) -> ToldArticle:
    text, sums = unmarked("\n\n".join(_capital(one) for one in paragraphs))
    return ToldArticle(_capital(unmarked(title)[0]), text, sums, relation)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
