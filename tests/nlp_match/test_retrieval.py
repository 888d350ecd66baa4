import numpy as np

from nlp.evidence.policies import load_policies
from nlp.evidence.retrieval import Frequencies, PolicyIndex
from nlp.text.words import stems

POLICIES = load_policies()
INDEX = PolicyIndex(POLICIES)


def test_a_policys_own_words_rank_it_first() -> None:
    texts = [stems(f"{policy.title}. {policy.promise}") for policy in POLICIES]
    assert (INDEX.scores(texts).argmax(axis=1) == np.arange(len(POLICIES))).all()


def test_words_that_no_policy_has_score_nothing() -> None:
    assert not INDEX.scores([stems("Zebras xylophones quizzed")]).any()
    assert INDEX.scores([[]]).shape == (1, len(POLICIES))


def test_each_text_is_scored_alone() -> None:
    texts = [stems("adoption agencies"), stems("local audit"), stems("rough sleeping")]
    together = INDEX.scores(texts)
    for row, text in enumerate(texts):
        assert np.allclose(together[row], INDEX.scores([text])[0])


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    frequencies = Frequencies(1000, {"council": 900, "adopt": 3})
    assert frequencies.rarity("adopt") > 20 * frequencies.rarity("council")
    assert frequencies.rarity("never-seen") > frequencies.rarity("adopt")


def test_words_are_told_apart_by_their_stems_whatever_their_quotes_and_endings() -> None:
    assert stems("Children’s AGENCIES, funding; the agency") == stems("children's agency fund agencies")
    assert stems("£2.5m in 2024") == ["2.5", "2024"]
