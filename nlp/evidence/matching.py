"""Matching: which passages of an article bear on which tracked policy, how strongly, which way, and why in words.

    article --gate--> pairs of passage and policy --stance reader--> score, stance, criterion, sentence --rules--> candidates

Each step costs more and sees less; general news ends at the gate.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.criteria import Criterion
from nlp.evidence.encoder import load_encoder
from nlp.evidence.gate import MOST_PASSAGES, Gate, PairToRead
from nlp.evidence.policies import Policy
from nlp.evidence.reasons import reason
from nlp.evidence.relevance import load_relevance
from nlp.evidence.rules import Exhibit, apply_rules, of_another_body, of_another_nation
from nlp.evidence.score import load_score_model, score_features
from nlp.evidence.stance_reader import StanceReader, StanceReading, load_stance_reader, policy_text
from nlp.evidence.stand_ins import names_in_policies
from nlp.text.passages import fingerprint
from warehouse.records import Candidate, Tags, identifier
from warehouse.vocabulary.stances import Direction

LEAST_ODDS = 0.0  # of a passage's own reading: the best passages of an article lift its others, a football club's too
MOST_ENCODED = 100  # policies whose criteria are encoded ahead: some four seconds of CPU
RULES = "match-8"  # raise it when the rules change: older matchings are then made again


@dataclass(frozen=True, slots=True)
class ReadPair:
    """A pair with what the stance reader makes of it, and the probability that an editor would accept it."""

    pair: PairToRead
    reading: StanceReading
    score: float


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is known of an article beside its words."""

    article_id: UUID
    tags: Tags  # of its fields
    published: date | None
    url: str | None


class Matcher:
    """Finds the candidates of articles for a set of policies. It keeps no state between articles."""

    def __init__(self, policies: Sequence[Policy], *, threshold: float | None = None) -> None:
        """Index the policies. `threshold`: the least score of a candidate; the trained one when not given.

        With 0, every pair that the gate lets pass is read and is a candidate, at twice the cost and more.
        """
        self._policies = tuple(policies)
        self._models = load_relevance()
        self.threshold = self._models.least_score if threshold is None else threshold
        # A policy's own threshold goes before the matcher's, and one that was asked for before both.
        asked = threshold is not None
        self._least_scores = [
            self.threshold if asked or one.threshold is None else one.threshold for one in self._policies
        ]
        digest = hashlib.sha256("\n".join(map(repr, self._policies)).encode()).hexdigest()
        self.version = f"{RULES}-{self._models.version}-{digest[:10]}"  # other policies are another version

    @cached_property
    def _gate(self) -> Gate:
        return Gate(self._policies, self._models, load_encoder())

    @cached_property
    def _reader(self) -> StanceReader:
        return load_stance_reader()

    def load(self) -> None:
        """Load the models, and encode the criteria of the first `MOST_ENCODED` policies, which the first articles would wait for."""
        self._gate.encode_criteria(MOST_ENCODED)
        load_stance_reader()

    def match(
        self,
        article_id: UUID,
        title: str,
        text: str,
        tags: Tags,
        published: date | None = None,
        *,
        standfirst: str = "",
        url: str | None = None,
    ) -> tuple[Candidate, ...]:
        """Return the article's candidates, best first; none for most articles.

        A candidate's offsets count in the field that it names. The same article and policies always give the same
        candidates. `tags` are those of its fields; by `url` a promise's own document is known.
        """
        article = self._article(title, standfirst, text)
        facts = ArticleFacts(article_id, tags, published, url)
        pairs = self._gate.pairs(article, every=self.threshold == 0)
        shown = [one for one in self._read(article, pairs) if self._is_shown(one)]
        found: list[Candidate] = []
        taken = [0] * len(self._policies)
        for one in sorted(led_by_what_moves(shown), key=lambda one: (-one.score, one.pair.passage, one.pair.policy)):
            if taken[one.pair.policy] >= MOST_PASSAGES:
                continue
            candidate = self._candidate(article, one, facts)
            if candidate is not None:
                taken[one.pair.policy] += 1
                found.append(candidate)
        return tuple(found)

    def likelihood(self, policy_id: str, title: str, text: str, *, standfirst: str = "") -> float:
        """Return how likely an article bears on a policy by its words alone, 0 to 1: in milliseconds, to order what is to be matched."""
        return self._gate.likelihood(self._article(title, standfirst, text), self._place(policy_id))

    def best_of(
        self,
        policy_id: str,
        article_id: UUID,
        title: str,
        text: str,
        published: date | None = None,
        *,
        standfirst: str = "",
        url: str | None = None,
    ) -> Candidate | None:
        """Return the best candidate of an article for one policy, or None, at a fraction of what `match` costs.

        Most articles are refused by this policy's own pairs, with no other policy's read. The others are matched whole,
        since the score looks at how the policy stands to the rest. Raises ValueError for a policy that is not matched.
        """
        article = self._article(title, standfirst, text)
        number = self._place(policy_id)
        own = self._gate.pairs(article, only=number, every=self.threshold == 0)
        readings = self._reader.read([reader_input(article, self._policies[number], one) for one in own]) if own else []
        if not any(one.relevance >= LEAST_ODDS for one in readings):
            return None
        found = self.match(article_id, title, text, Tags(), published, standfirst=standfirst, url=url)
        return next((one for one in found if one.policy_id == policy_id), None)

    def _article(self, title: str, standfirst: str, text: str) -> ArticleToMatch:
        return ArticleToMatch.of(title, standfirst, text, self._named)

    @cached_property
    def _named(self) -> frozenset[str]:
        return names_in_policies(self._policies)

    def _place(self, policy_id: str) -> int:
        return [one.policy_id for one in self._policies].index(policy_id)

    def _read(self, article: ArticleToMatch, pairs: Sequence[PairToRead]) -> list[ReadPair]:
        if not pairs:
            return []
        readings = self._reader.read([reader_input(article, self._policies[one.policy], one) for one in pairs])
        scores = load_score_model().probability(score_features(pairs, readings))
        first = sum(one.likely for one in pairs)
        if 0 < first < len(pairs):  # the likely have the score that they have where they alone are read
            scores[:first] = load_score_model().probability(score_features(pairs[:first], readings[:first]))
        return [ReadPair(*row) for row in zip(pairs, readings, map(float, scores), strict=True)]

    def _is_shown(self, one: ReadPair) -> bool:
        if self.threshold and one.reading.relevance < LEAST_ODDS:
            return False
        return one.score >= self._least_scores[one.pair.policy]

    def _candidate(self, article: ArticleToMatch, read: ReadPair, facts: ArticleFacts) -> Candidate | None:
        pair, policy = read.pair, self._policies[read.pair.policy]
        passage, sentence = article.passages[pair.passage], article.sentences[pair.sentence]
        with_lead = f"{article.passages[0].text} {passage.text}"  # it says which trust "the trust" is
        if of_another_nation(policy, with_lead):
            return None
        if of_another_body(policy, passage.text) or of_another_body(policy, with_lead):
            return None
        exhibit = Exhibit(policy, sentence.text, article.title, facts.published, facts.url, read.reading)
        reading, lowered = apply_rules(exhibit)
        if reading is None:
            return None
        criterion = _criterion(pair, reading.direction)
        return Candidate(
            candidate_id=identifier(policy.policy_id, str(facts.article_id), fingerprint(passage.text)),
            policy_id=policy.policy_id,
            field=passage.field,
            start=passage.start,
            end=passage.end,
            sentence=(sentence.start, sentence.end),
            score=round(read.score, 4),
            stance=reading.stance,
            direction=reading.direction,
            criterion=criterion.name if criterion else "",
            reason=reason(reading, criterion, facts.tags, passage, lowered),
            terms=(sentence.text,),
        )


def led_by_what_moves(pairs: Sequence[ReadPair]) -> list[ReadPair]:
    """Return the pairs of an article with the scores of each policy dealt out anew among its passages: those that move something first.

    A report names its subject before it says what happened, and the first is as like the policy as the second. The
    score says how likely the article is evidence by either; which of them carries it, the score times the probability
    that the passage moves the promise says better.
    """
    by_policy: dict[int, list[ReadPair]] = defaultdict(list)
    for one in pairs:
        by_policy[one.pair.policy].append(one)
    led: list[ReadPair] = []
    for own in by_policy.values():
        order = sorted(own, key=lambda one: (-one.score * one.reading.moving, one.pair.passage))
        scores = sorted((one.score for one in own), reverse=True)
        led += [replace(one, score=score) for one, score in zip(order, scores, strict=True)]
    return led


def reader_input(article: ArticleToMatch, policy: Policy, pair: PairToRead) -> tuple[str, str]:
    """Return a pair as the stance reader takes it: the sentence in its passage, and the policy's words."""
    return article.in_context(pair.sentence), policy_text(policy, pair.towards, pair.failure)


def _criterion(pair: PairToRead, direction: Direction) -> Criterion | None:
    """Return the criterion that the pair speaks to; what moves nothing speaks to none."""
    if direction is Direction.CONTEXT:
        return None
    return pair.failure if direction is Direction.CONTRADICTS else pair.towards
