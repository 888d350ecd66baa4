"""The funding ledger (entity resolution of sums): which sums of several articles speak of one commitment, and in what role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp.stories.blocking import weighable_pairs
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_grouping import group_sums
from nlp.stories.sum_model import load_commitment_model
from nlp.stories.sums import SumFacts, SumMention, close, same_amount
from nlp.text.sentences import split
from warehouse.vocabulary.stories import Role


@dataclass(frozen=True, slots=True)
class Commitment:
    """One commitment with its mentions in the order of their publication, and the role of each."""

    mentions: tuple[tuple[SumMention, Role], ...]

    @property
    def first(self) -> SumMention:
        """The first mention."""
        return self.mentions[0][0]

    @property
    def amount(self) -> float:
        """Pounds as they were first said; of a year where that is how they were said."""
        return self.first.value

    @property
    def period(self) -> str:
        """The term: the longest that a mention of the whole gives, "1y" for a yearly sum, "none" where none is given."""
        whole = [mention for mention, role in self.mentions if role in (Role.FIRST, Role.LATER)]
        return max((mention.figure.period for mention in whole), key=lambda period: (period != "none", period))

    @property
    def purpose(self) -> str:
        """What it is for: the sentence of the first mention."""
        return purpose_of(self.first)

    def most(self, values: Iterable[str | None]) -> str | None:
        """Return the value that most mentions give; None where none gives any."""
        counts = Counter(one for one in values if one)
        return counts.most_common(1)[0][0] if counts else None


def purpose_of(mention: SumMention) -> str:
    """Return the sentence that a sum stands in."""
    text, figure = mention.article.signs.article.text, mention.figure
    part = next((one for one in split(text) if one.start <= figure.start < one.end), None)
    return " ".join((text[part.start : part.end] if part else figure.text).split())


def commitments(mentions: Sequence[SumMention]) -> list[Commitment]:
    """Return the commitments of which these sums speak, the earliest first."""
    ordered = sorted(mentions, key=lambda one: (one.day or 0.0, one.article.signs.article.article_id, one.figure.start))
    model = load_commitment_model()
    numbers = weighable_pairs(ordered)
    weighed = model.probabilities([SumComparison(ordered[one], ordered[other]) for one, other in numbers])
    likely = dict(zip(numbers, weighed.tolist(), strict=True))
    group = group_sums(ordered, likely, model)
    found: dict[int, list[SumMention]] = {}
    for mention, number in zip(ordered, group, strict=True):
        found.setdefault(number, []).append(mention)
    return [Commitment(tuple((one, role(one, own[:place])) for place, one in enumerate(own))) for own in found.values()]


def role(mention: SumFacts, earlier: Sequence[SumFacts]) -> Role:
    """Return what a mention is, given those before it."""
    if not earlier:
        return Role.FIRST
    if any(same_amount(mention, one) for one in earlier):
        return Role.LATER
    largest = max(one.value for one in earlier)
    if mention.value < largest and (mention.says_part or mention.value <= 0.6 * largest):
        return Role.PART
    same_days = any(abs((mention.day or 0) - (one.day or 0)) <= 3 for one in earlier)
    if same_days and not mention.says_change and not close(mention.value, largest):
        return Role.CONFLICT
    return Role.CHANGE
