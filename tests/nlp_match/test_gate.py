"""Which pairs of an article the stance reader is given."""

from functools import cache

import numpy as np

from nlp.evidence.article import ArticleToMatch
from nlp.evidence.encoder import load_encoder
from nlp.evidence.gate import Gate, PairToRead
from nlp.evidence.policies import load_policies
from nlp.evidence.relevance import load_relevance

RETURN = """Slough’s services for vulnerable children are to be brought back in house, the council has decided.

Slough Children’s Services Trust has run them since 2015. Its contract ends in the spring, and councillors voted last \
night to end the trust and return the services to the council.

The town’s football club, meanwhile, is looking for a ground."""


@cache
def pairs(*, every: bool) -> list[PairToRead]:
    gate = Gate(load_policies(), load_relevance(), load_encoder())
    return gate.pairs(ArticleToMatch.of("", "", RETURN), every=every)


def test_only_likely_pairs_are_read_unless_every_one_is_asked_for() -> None:
    assert all(one.likely for one in pairs(every=False))
    assert not all(one.likely for one in pairs(every=True))


def test_the_unlikely_pairs_come_behind_the_likely_ones() -> None:
    likely, every = pairs(every=False), pairs(every=True)
    assert 0 < len(likely) < len(every)
    for alone, among in zip(likely, every, strict=False):
        assert (alone.policy, alone.passage, alone.sentence) == (among.policy, among.passage, among.sentence)
        assert np.array_equal(alone.features, among.features)
    assert [one.likely for one in every] == sorted((one.likely for one in every), reverse=True)
