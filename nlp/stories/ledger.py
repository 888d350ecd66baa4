"""The funding ledger (entity resolution of sums): which sums of several articles speak of one commitment, and in what role."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.evidence.retrieval import shipped_frequencies
from nlp.stories.blocking import beside, part_pairs, same_pairs
from nlp.stories.clustering import agglomerate
from nlp.stories.pairs import cosine, jaccard, probability, vector
from nlp.stories.sums import SumFacts, SumMention, close, same_amount, yearly_share
from nlp.text.sentences import split
from nlp.text.words import stems
from warehouse.vocabulary.stories import Role

_GIVING_BODY = re.compile(
    r"department|government|council|secretary|minister|committee|ofsted|treasury|commons|audit|association"
)  # names that articles share whatever the money is for
MOST_FIGURES = 3.0  # of an amount: £302m is hardly ever met by chance, and £3,025,000 no more seldom
NAME_RARITY = 5.0  # of the stems of a usual scheme's name, together: brings rarity to the size of the other features

SAME = (
    "equal as printed",
    "figures of the amount, where it is equal",
    "a year's share",
    "other terms",
    "likeness of the words beside them",
    "likeness of the articles",
    "words beside one in the other's article",
    "one story",
    "rarest long name of both articles",
    "figures and rarest long name",
    "figures and likeness of the articles",
    "years apart",
    "other councils in the leads",
    "same article",
)
"""What tells whether two sums that can be one are one."""

PART = (
    "says that it is a part",
    "says that it was another sum",
    "same sentence",
    "same paragraph",
    "same article",
    "likeness of the words beside them",
    "likeness of the articles",
    "one story",
    "rarity of shared names",
    "long names of both articles",
    "names the whole",
    "shared councils",
    "other councils in the leads",
    "larger by so much",
    "years apart",
    "same kind",
)
"""What tells whether a smaller or changed sum belongs to another's commitment."""


@dataclass(frozen=True, slots=True)
class SumModel:
    """Weights of features, and the probability from which two sums are of one commitment."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, values: Sequence[float]) -> float:
        """Return how likely it is, 0 to 1."""
        total = self.bias + sum(weight * value for weight, value in zip(self.weights, values, strict=True))
        return 1 / (1 + math.exp(-total))


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


def same_features(one: SumMention, other: SumMention) -> list[float]:
    """Return the values of SAME for two sums, in either order."""
    equal, same_article = one.value == other.value, one.article is other.article
    figures = _figures(one.value) if equal else 0.0
    likeness, story = _articles(one, other)
    alike = (
        0.0 if same_article else math.sqrt(max(likeness, 0.0))
    )  # an article is like itself whatever its sums are for
    name = 0.0 if same_article else _rarest_name(one, other)
    return [
        float(equal),
        figures,
        float(yearly_share(one, other)),
        float(equal and one.years > 1 and other.years > 1 and one.years != other.years),
        beside(one, other),
        alike,
        max(_told_in(one, other), _told_in(other, one)),
        story,
        name,
        figures * name,
        figures * alike,
        _years_apart(one, other),
        _other_leads(one, other),
        float(same_article),
    ]


def part_features(part: SumMention, whole: SumMention) -> list[float]:
    """Return the values of PART for a sum and one that it may belong to."""
    same_article = part.article is whole.article
    between = ""
    if same_article:
        low, high = sorted((part.figure.start, whole.figure.start))
        between = part.article.signs.text[low:high]
    return [
        float(part.says_part),
        float(part.says_change),
        float(same_article and not any(mark in between for mark in (". ", "\n"))),
        float(same_article and "\n" not in between),
        float(same_article),
        beside(part, whole),
        *_articles(part, whole),
        _shared_names(part, whole),
        _long_names(part, whole),
        float(whole.value in part.article.signs.sums),
        jaccard(part.councils, whole.councils),
        _other_leads(part, whole),
        math.log10(max(whole.value, 1.0) / max(part.value, 1.0)),
        _years_apart(part, whole),
        float(part.figure.kind == whole.figure.kind),
    ]


def _articles(one: SumMention, other: SumMention) -> tuple[float, float]:
    if one.article is other.article:
        return 1.0, 1.0
    return cosine(one.article.signs, other.article.signs), probability(one.article.signs, other.article.signs)


def _told_in(one: SumMention, other: SumMention) -> float:
    """Return the likeness of the words beside one sum and the other's whole article."""
    whole = vector(other.article.signs)
    return sum(weight * whole.get(stem, 0.0) for stem, weight in one.vector.items())


def _rarest_name(one: SumMention, other: SumMention) -> float:
    """Return how rare the rarest name of two words and more is (a scheme's, a fund's) that stands in both articles."""
    table = shipped_frequencies()
    shared = one.article.signs.names & other.article.signs.names
    long = (name for name in shared if " " in name and not _GIVING_BODY.search(name))
    return max((sum(table.rarity(stem) for stem in stems(name)) / NAME_RARITY for name in long), default=0.0)


def _shared_names(one: SumMention, other: SumMention) -> float:
    """Return the words of the names at both sides, a long one (a scheme's) counting more."""
    return math.log1p(sum(name.count(" ") + 0.5 for name in one.names & other.names))


def _long_names(one: SumMention, other: SumMention) -> float:
    """Return how many names of two words and more (a scheme's, a fund's) stand in both articles, damped."""
    shared = one.article.signs.names & other.article.signs.names
    return math.log1p(sum(" " in name for name in shared))


def _other_leads(one: SumMention, other: SumMention) -> float:
    """Return 1.0 where the articles begin with councils, and with other ones."""
    left, right = one.article.signs.lead_councils, other.article.signs.lead_councils
    return float(bool(left) and bool(right) and not left & right)


def _figures(value: float) -> float:
    """Return how many figures a sum has: £84m has two, £302m three; the more, the less two sums are equal by chance."""
    return min(float(len(f"{value:.0f}".rstrip("0"))), MOST_FIGURES)


def _years_apart(one: SumMention, other: SumMention) -> float:
    return math.log1p(abs((one.article.signs.day or 0.0) - (other.article.signs.day or 0.0)) / 365)


def commitments(mentions: Sequence[SumMention]) -> list[Commitment]:
    """Return the commitments of which these sums speak, the earliest first."""
    ordered = sorted(mentions, key=lambda one: (one.article.signs.day or 0.0, one.figure.start))
    same, part = load_ledger_models()
    likely = {(n, m): same.probability(same_features(ordered[n], ordered[m])) for n, m in same_pairs(ordered)}
    belongs = {(n, m): part.probability(part_features(ordered[n], ordered[m])) for n, m in part_pairs(ordered)}
    group = grouped(len(ordered), likely, same.threshold, belongs, part.threshold)
    found: dict[int, list[SumMention]] = {}
    for mention, number in zip(ordered, group, strict=True):
        found.setdefault(number, []).append(mention)
    return [Commitment(tuple((one, role(one, own[:place])) for place, one in enumerate(own))) for own in found.values()]


def grouped(
    count: int,
    likely: dict[tuple[int, int], float],
    least: float,
    belongs: dict[tuple[int, int], float],
    least_part: float,
) -> list[int]:
    """Return each sum's group: sums that are one first, then each group of parts with the likeliest whole."""
    group = agglomerate(count, likely, least)
    whole_of: dict[int, int] = {}
    held: set[int] = set()  # groups that have parts: they are wholes, and no parts
    for (part, whole), value in sorted(belongs.items(), key=lambda item: (-item[1], item[0])):
        one, other = group[part], group[whole]
        if value < least_part:
            break
        if one != other and one not in whole_of and one not in held and other not in whole_of:
            whole_of[one] = other
            held.add(other)
    return [whole_of.get(number, number) for number in group]


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


@cache
def load_ledger_models() -> tuple[SumModel, SumModel]:
    """Return what tells that two sums are one, and that one is a part. Made by `python -m nlp.training.train_stories`."""
    table = json.loads(files("nlp").joinpath("data/stories.json").read_text(encoding="utf-8"))
    return tuple(  # type: ignore[return-value]
        SumModel(
            tuple(float(table[key]["weights"][name]) for name in names), table[key]["bias"], table[key]["threshold"]
        )
        for key, names in (("same sum", SAME), ("part", PART))
    )
