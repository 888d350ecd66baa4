"""A policy's words are changed in its file, and nothing else is."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evidence.policies import DEFAULT_FILE, load_policies, parse_policy_file
from nlp.evidence.policy_edit import PolicyWords, with_words
from tests.nlp_match.test_policies import GOOD

SENTENCES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), min_size=1, max_size=4).map(
    tuple
)


def words_in(text: str, place: int = 0) -> PolicyWords:
    return PolicyWords.of(parse_policy_file(text, Path("policies.toml")).policy[place])


def test_the_same_words_leave_the_file_as_it_is() -> None:
    shipped = DEFAULT_FILE.read_text(encoding="utf-8")
    policy = load_policies()[-1]
    assert with_words(shipped, policy.policy_id, PolicyWords.of(policy)) == shipped


def test_comments_and_the_other_lines_stay() -> None:
    changed = with_words(
        GOOD, "more-buses", replace(words_in(GOOD), failure=("Buses are sold.", "Buses are scrapped."))
    )
    assert [line for line in GOOD.splitlines() if line not in changed.splitlines()] == ['failure = ["Buses are sold."]']


@given(completion=SENTENCES, failure=SENTENCES, hints=SENTENCES, threshold=st.none() | st.floats(0, 1))
def test_words_that_were_written_are_the_words_that_are_read(
    completion: tuple[str, ...], failure: tuple[str, ...], hints: tuple[str, ...], threshold: float | None
) -> None:
    wanted = replace(words_in(GOOD), completion=completion, failure=failure, hints=hints, threshold=threshold)
    assert words_in(with_words(GOOD, "more-buses", wanted)) == wanted


def test_a_threshold_that_is_taken_back_leaves_no_trace() -> None:
    held = words_in(GOOD)
    raised = with_words(GOOD, "more-buses", replace(held, threshold=0.5, hints=("bus",)))
    assert with_words(raised, "more-buses", held) == GOOD


def test_a_policy_that_the_file_does_not_have_is_named() -> None:
    with pytest.raises(KeyError, match="no-buses"):
        with_words(GOOD, "no-buses", words_in(GOOD))


def test_a_threshold_is_part_of_a_policys_version_and_its_absence_is_not() -> None:
    policy = load_policies()[0]
    assert policy.model_copy(update={"threshold": 0.5}).version != policy.version
    assert "threshold" not in policy.model_dump(exclude_none=True)
