"""What two sums have in common and what sets them apart: the features that `sum_model` weighs."""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable

from nlp.evidence.retrieval import shipped_frequencies
from nlp.stories.article import ArticleSigns
from nlp.stories.likeness import containment, cosine, dot_product, rare_jaccard, vector
from nlp.stories.pairs import probability
from nlp.stories.scheme_names import may_be_one
from nlp.stories.sum_comparison import SumComparison
from nlp.stories.sum_constraints import other_wholes
from nlp.stories.sum_context import LedgerContext, scheme_stems
from nlp.stories.sums import SumMention, close, yearly_share
from nlp.text.words import stems
from warehouse.vocabulary.tags import FundingKind

MOST_FIGURES = 3.0  # of an amount: £302m is hardly ever met by chance, and £3,025,000 no more seldom
NAME_SCALE = 5.0  # brings the rarity of a usual scheme's name to the size of the other features
PAIR_SCALE = 8.0  # likewise that of two neighbouring words
MOST_ADDENDS = 14  # sums of an article that are tried as addends: three of them at a time
A_WEEK = 7.0

Values = dict[str, float]


def sum_features(pair: SumComparison) -> Values:
    """Return the values of the features of two sums, by name."""
    found = (
        _amounts(pair)
        | _articles(pair)
        | _words(pair)
        | _names(pair)
        | _schemes(pair)
        | _places(pair)
        | _times(pair)
        | _phrases(pair)
    )
    return found | _crossed(pair, found)


def _amounts(pair: SumComparison) -> Values:
    one, other, small, big = pair.one, pair.other, pair.small, pair.big
    rounded = not pair.equal and close(one.value, other.value)
    whole = any(close(x, y) for x in one.totals for y in other.totals) and not pair.equal and not rounded
    yearly = yearly_share(one, other)
    sure = yearly and any(
        a.years == 1 and b.years > 1 and close(a.value * b.years, b.value) for a, b in ((one, other), (other, one))
    )
    ratio = math.log10(max(big.value, 1.0) / max(small.value, 1.0))
    apart = big.value - small.value
    sums = one.article.signs.sums | other.article.signs.sums
    return {
        "equal": float(pair.equal),
        "figures": figures_of(one.value) if pair.equal else 0.0,
        "equal when rounded": float(rounded),
        "one whole": float(whole),
        "a year's share of its term": float(sure),
        "perhaps a year's share": float(yearly and not sure),
        "larger by so much": 0.0 if pair.one_amount else ratio,
        "a little larger": float(not pair.equal and ratio < 0.25),
        "their difference is named": float(apart > 0 and apart in sums),
        "adds up to the larger": 0.0 if pair.equal else _adds_up(small, big),
        "other terms": float(one.years > 1 and other.years > 1 and one.years != other.years),
        "equal, and one is a year's": float(pair.equal and (one.years == 1) != (other.years == 1)),
        "one term": float(one.years > 1 and one.years == other.years),
        "one kind": float(one.figure.kind == other.figure.kind),
        "one is a gap": float((one.figure.kind == FundingKind.GAP) != (other.figure.kind == FundingKind.GAP)),
        "one is a saving": float((one.figure.kind == FundingKind.SAVING) != (other.figure.kind == FundingKind.SAVING)),
        "smaller is its article's largest": float(small.value >= max(small.article.signs.sums, default=0.0)),
        "larger is its article's largest": float(big.value >= max(big.article.signs.sums, default=0.0)),
        "sums in the articles": math.log1p(len(one.article.signs.sums) + len(other.article.signs.sums)),
    }  # fmt: skip


def _adds_up(small: SumMention, big: SumMention) -> float:
    """Return 1.0 where up to three more sums of the smaller one's article bring it up to the larger one."""
    sums = sorted((one for one in small.article.signs.sums if one not in (small.value, big.value)), reverse=True)
    addends = [one for one in sums if one < big.value][:MOST_ADDENDS]
    wanted = big.value - small.value
    tries = itertools.chain.from_iterable(itertools.combinations(addends, number) for number in (1, 2, 3))
    return float(any(abs(sum(each) - wanted) <= 0.01 * big.value for each in tries))


def _articles(pair: SumComparison) -> Values:
    one, other = pair.one.article.signs, pair.other.article.signs
    inside = pair.of_one_article
    low, high = sorted((pair.one.figure.start, pair.other.figure.start))
    between = one.text[low:high] if inside else ""
    return {
        "same article": float(inside),
        "same sentence": float(inside and pair.one.context.place == pair.other.context.place),
        "same paragraph": float(inside and "\n" not in between),
        "characters between": math.log1p(len(between) / 50),
        "one story": 0.0 if inside else probability(one, other),
        "likeness of the articles": 0.0 if inside else cosine(one, other),
        "containment": 0.0 if inside else containment(one, other),
        "likeness of the titles": 0.0 if inside else pair.titles,
        "larger is named in the smaller's article": float(not inside and pair.big.value in pair.small.article.signs.sums),
        "smaller is named in the larger's article": float(not inside and pair.small.value in pair.big.article.signs.sums),
    }  # fmt: skip


def _words(pair: SumComparison) -> Values:
    a, b, small = pair.one.context, pair.other.context, pair.small.context
    one, other = pair.one.article.signs, pair.other.article.signs
    found = {
        "likeness of the sentences": pair.sentences,
        "likeness of the passages": dot_product(a.passage_vector, b.passage_vector),
    }
    if pair.of_one_article:
        return found
    told, told_back = dot_product(a.sentence_vector, vector(other)), dot_product(b.sentence_vector, vector(one))
    cover, cover_back = _covered(a, other), _covered(b, one)
    crossing = _rarities((a.passage_pairs & other.word_pairs) | (b.passage_pairs & one.word_pairs))
    beside = _rarities((a.sentence_pairs & other.word_pairs) | (b.sentence_pairs & one.word_pairs))
    return found | {
        "sentence in the other's article": max(told, told_back),
        "smaller's sentence in the larger's article": told if small is a else told_back,
        "larger's sentence in the smaller's article": told_back if small is a else told,
        "passage covered": max(cover, cover_back),
        "passage covered both ways": min(cover, cover_back),
        "smaller's passage covered": cover if small is a else cover_back,
        "word pairs of the passages": _damped(_rarities(a.passage_pairs & b.passage_pairs)),
        "rarest word pair": max(crossing, default=0.0) / PAIR_SCALE,
        "word pairs": _damped(crossing),
        "word pairs of the sentences": _damped(_rarities(a.sentence_pairs & b.sentence_pairs)),
        "word pairs of a sentence": _damped(beside),
    }


def _schemes(pair: SumComparison) -> Values:
    """What the proper names of schemes, the terms and the words "no new money" say."""
    some, others = pair.one.context.named_near, pair.other.context.named_near
    both = bool(some and others)
    again = pair.other.is_told_again and not pair.of_one_article
    terms = bool(pair.one.term and pair.other.term)
    apart = terms and other_wholes(pair.one, pair.other)
    return {
        "one named scheme": float(both and may_be_one(some, others)),
        "other named schemes": float(both and not may_be_one(some, others)),
        "a scheme named of one": float(bool(some) != bool(others)),
        "one whole and term": float(terms and not apart),
        "other wholes or terms": float(apart),
        "later article says the same": float(again),
        "later article says the same and points back": float(again and pair.points_back),
        "one named scheme, equal": float(pair.equal and both and may_be_one(some, others)),
        "later article says the same, equal": float(again and pair.equal),
        "one named scheme, said again": float(again and both and may_be_one(some, others)),
    }  # fmt: skip


def _names(pair: SumComparison) -> Values:
    a, b = pair.one.context, pair.other.context
    one, other = pair.one.article.signs, pair.other.article.signs
    table = shipped_frequencies()
    both = bool(a.schemes and b.schemes)
    found = {
        "likeness of the schemes": rare_jaccard(a.schemes, b.schemes, table) if both else 0.0,
        "other schemes": float(both and not a.schemes & b.schemes),
        "likeness of the schemes nearby": rare_jaccard(a.near_schemes, b.near_schemes, table)
        if a.near_schemes and b.near_schemes
        else 0.0,
        "rarest name": _rarest(a.names & b.names),
    }
    if pair.of_one_article:
        return found
    missing = [_missing(a, other), _missing(b, one)]
    scheme = (a.near_schemes & _schemes_of(other)) | (b.near_schemes & _schemes_of(one))
    return found | {
        "scheme named in the other's article": sum(table.rarity(stem) for stem in scheme) / NAME_SCALE,
        "names missing": max(missing),
        "names missing both ways": min(missing),
        "names missing both ways, equal": min(missing) * pair.equal,
        "rarest name of both articles": _rarest((a.names | b.names) & one.names & other.names),
    }


def _places(pair: SumComparison) -> Values:
    a, b = pair.one.context, pair.other.context
    one, other = pair.one.article.signs, pair.other.article.signs
    apart = bool(a.council and b.council and a.council != b.council)
    local, local_other = bool(one.lead_councils), bool(other.lead_councils)
    found = {
        "a council of both sentences": float(bool(a.councils & b.councils)),
        "other councils in the sentences": float(bool(a.councils and b.councils) and not a.councils & b.councils),
        "one council": float(a.council is not None and a.council == b.council),
        "other councils": float(apart),
        "a council and none": float((a.council is None) != (b.council is None)),
    }
    if pair.of_one_article:
        return found
    return found | {
        "other councils in the leads": float(local and local_other and not one.lead_councils & other.lead_councils),
        "a council of both leads": float(bool(one.lead_councils & other.lead_councils)),
        "one article is local": float(local != local_other),
        "no article is local": float(not local and not local_other),
        "smaller's council in the larger's article": float(
            bool(pair.small.context.councils & pair.big.article.signs.councils.keys())
        ),
    }


def _times(pair: SumComparison) -> Values:
    a, b = pair.one.context, pair.other.context
    return {
        "days apart": math.log1p(pair.days / 30),
        "same week": float(pair.days <= A_WEEK),
        "one financial year": float(bool(a.financial_years & b.financial_years)),
        "other financial years": float(
            bool(a.financial_years and b.financial_years) and not a.financial_years & b.financial_years
        ),
        "points back": float(pair.points_back),
        "points elsewhere": float(pair.points_elsewhere),
        "news twice": float(not pair.of_one_article and pair.days > 14 and a.leads_with_news and b.leads_with_news),
    }


def _phrases(pair: SumComparison) -> Values:
    a, b, small = pair.one.context, pair.other.context, pair.small.context
    givers, receivers = (
        (pair.one.figure.giver_id, pair.other.figure.giver_id),
        (pair.one.figure.receiver_id, pair.other.figure.receiver_id),
    )
    return {
        "smaller says share": float(small.says_share),
        "smaller says share beside it": float(small.says_share and pair.of_one_article),
        "later says again": float(b.says_again),
        "later is definite": float(b.is_definite),
        "earlier is definite": float(a.is_definite),
        "later says other": float(b.says_other),
        "later says changed": float(b.says_changed),
        "change in one article": float(pair.of_one_article and (a.says_changed or b.says_changed)),
        "later says past": float(b.says_past),
        "later is more": float(b.is_more),
        "earlier is more": float(a.is_more),
        "a round of both": float(bool(a.orders & b.orders)),
        "a round of one": float(bool(a.orders ^ b.orders)),
        "later announces": float(b.announces and not b.says_again),
        "tells of a next round": float(pair.far and bool(b.renewals - a.renewals)),
        "one giver": float(givers[0] is not None and givers[0] == givers[1]),
        "other givers": float(None not in givers and givers[0] != givers[1]),
        "one receiver": float(receivers[0] is not None and receivers[0] == receivers[1]),
        "other receivers": float(None not in receivers and receivers[0] != receivers[1]),
    }  # fmt: skip


WITH_EQUAL = (
    "one story", "days apart", "sentence in the other's article", "other councils in the leads", "other councils", "one council",
    "later says other", "rarest name of both articles", "word pairs", "word pairs of the passages", "points back",
)  # fmt: skip
"""What tells more of equal sums."""
WITH_FIGURES = (
    "likeness of the articles", "rarest name", "rarest name of both articles", "scheme named in the other's article",
    "likeness of the schemes nearby", "passage covered", "word pairs",
)  # fmt: skip
"""What tells more, the more figures an equal sum has."""
WITH_OTHER = (
    "one story", "sentence in the other's article", "same article", "smaller says share", "days apart", "one council",
    "other councils", "larger is named in the smaller's article", "rarest name of both articles", "word pairs", "passage covered",
)  # fmt: skip
"""What tells more of sums that cannot be one."""


def _crossed(pair: SumComparison, found: Values) -> Values:
    b = pair.other.context
    equal, figures, other = float(pair.equal), found["figures"], float(not pair.one_amount)
    crossed = {f"{name}, equal": equal * found.get(name, 0.0) for name in WITH_EQUAL}
    crossed |= {f"{name}, figures": figures * found.get(name, 0.0) for name in WITH_FIGURES}
    crossed |= {f"{name}, other amount": other * found.get(name, 0.0) for name in WITH_OTHER}
    fresh = b.says_other or (b.announces and not b.says_again and not b.is_definite)
    far = float(pair.equal and pair.far)
    return crossed | {
        "other amount": other,
        "equal and far": far,
        "equal and far, fresh": far * fresh,
        "equal and far, told again": far * (b.says_again or b.is_definite or b.says_past),
        "equal and far, word pairs": far * found.get("word pairs", 0.0),
        "equal and far, sentence": far * pair.sentences * (not b.says_again),
        "equal in a week, other story": equal * (not pair.of_one_article) * (pair.days <= 14) * (found["one story"] < 0.3),
    }  # fmt: skip


def figures_of(value: float) -> float:
    """Return how many figures a sum has: £84m has two, £302m three; the more, the less two sums are equal by chance."""
    return min(float(len(f"{value:.0f}".rstrip("0"))), MOST_FIGURES)


def _covered(context: LedgerContext, article: ArticleSigns) -> float:
    """Return the share of a passage's words, by rarity, that another article has."""
    whole = sum(context.rarities.values())
    return sum(weight for stem, weight in context.rarities.items() if stem in article.stems) / whole if whole else 0.0


def _rarities(pairs: Iterable[tuple[str, str]]) -> list[float]:
    table = shipped_frequencies()
    return [table.rarity(one) + table.rarity(other) for one, other in pairs]


def _damped(rarities: Iterable[float]) -> float:
    return math.log1p(sum(rarities) / PAIR_SCALE)


def _rarest(names: Collection[str]) -> float:
    table = shipped_frequencies()
    return max((sum(table.rarity(stem) for stem in stems(name)) / NAME_SCALE for name in names), default=0.0)


def _missing(context: LedgerContext, article: ArticleSigns) -> float:
    """Return the rarity of the rarest name of a sum's sentence of which another article has no word."""
    return _rarest([name for name in context.sentence_names if not set(stems(name)) & article.stems.keys()])


def _schemes_of(article: ArticleSigns) -> frozenset[str]:
    kept: frozenset[str] | None = article.__dict__.get("schemes")
    if kept is None:
        kept = article.__dict__["schemes"] = scheme_stems(f"{article.title}. {article.text}")
    return kept
