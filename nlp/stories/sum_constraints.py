"""Which two sums are certainly of two commitments, however alike their words are (cannot-link constraints)."""

from __future__ import annotations

from nlp.stories.scheme_names import SchemeName, may_be_one
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_context import LedgerContext
from nlp.stories.sums import SumMention, close

RENEWAL_DAYS = 45.0  # after which a sentence told again word for word tells of another round
SAME_HEADLINE = 0.6  # likeness of two titles that differ by a word such as "another"
SAME_RELEASE = 0.15  # of a text's words in a row, beside the sum's sentence, that stand in another one too
NEXT_ROUND = 0.1  # probability at most that what looks like the next round of a fund is the former one
RENEWED = 0.8  # likeness of two sentences that differ by a date or a name


def is_apart(pair: SumComparison) -> bool:
    """Return whether two sums that can be one are certainly two (cannot-link).

    So are a sum that is told as more money weeks after one that is told as no rise, and sums of two named schemes, of two councils or for two
    terms.
    """
    a, b = pair.one.context, pair.other.context
    if not pair.one_amount:
        return False
    if pair.of_one_article:
        return pair.equal and is_more_beside(a, b)
    if pair.far and b.is_more and not (a.is_more or a.is_rise or pair.other.is_told_again):
        return True
    if other_schemes(pair) or other_wholes(pair.one, pair.other):
        return True
    if not pair.equal:
        return False
    return len(a.councils) == 1 and len(b.councils) == 1 and a.councils != b.councils


def constrained(pair: SumComparison, likely: float) -> float:
    """Return how likely two sums are of one commitment, given what the model says: 0 for those that are certainly not."""
    if is_apart(pair):
        return 0.0
    return min(likely, NEXT_ROUND) if is_next_round(pair) else likely


def is_more_beside(first: LedgerContext, second: LedgerContext) -> bool:
    """Return whether one of two equal sums of an article is more money beside the other, and not the same rise told twice."""
    if first.is_more and second.is_more:
        return first.place == second.place
    if first.is_more:
        return not (second.is_rise or second.is_definite or second.says_same)
    known = first.is_definite or first.says_same
    return second.is_more and not first.is_rise and (second.is_another or not known)


def other_wholes(one: SumMention, other: SumMention) -> bool:
    """Return whether both texts say for how many years their sum is, and their wholes or their terms differ."""
    if not one.term or not other.term:
        return False
    return one.term != other.term or not close(one.whole, other.whole)


def other_schemes(pair: SumComparison) -> bool:
    """Return whether each sum is told of a scheme with a proper name, and no name of one may be one of the other's.

    A name that stands in the sum's own sentence is its name. One that is only near it counts where the other article does
    not give it.
    """
    a, b = pair.one.context, pair.other.context
    if a.named_here and b.named_here:
        return not may_be_one(a.named_here, b.named_here)
    some, others = a.named_near, b.named_near
    if not some or not others or may_be_one(some, others):
        return False
    return not may_be_one(some, _all_names(pair.other)) and not may_be_one(others, _all_names(pair.one))


def _all_names(mention: SumMention) -> frozenset[SchemeName]:
    return mention.context.named_in_article


def is_next_round(pair: SumComparison) -> bool:
    """Return whether the later one looks like the next round of a fund: the same sentence weeks later, and nothing that calls it the same.

    Another report of the same day may call it the same, so this is no certainty. It stands under the same headline, or in a release that repeats more of the former one than that sentence.
    """
    if not pair.equal or pair.of_one_article or pair.other.is_told_again:
        return False
    if pair.far and pair.other.context.renewals - pair.one.context.renewals:
        return True
    if pair.days <= RENEWAL_DAYS or pair.sentences < RENEWED:
        return False
    return pair.titles >= SAME_HEADLINE or pair.shared_elsewhere >= SAME_RELEASE
