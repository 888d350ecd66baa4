"""A policy is tried against the stored archive before it is saved."""

from datetime import date
from pathlib import Path

import pytest

from flows import policy_draft, policy_trial
from flows.passes import steps
from nlp.evidence.policies import PolicyFileError, load_policies
from tests.flows.conftest import Demonstration, pledgewatch
from warehouse import connect

SINCE = date(2010, 1, 1)  # the recorded articles are from several years
PROMISE = "Bring the adoption work of neighbouring councils together in regional agencies."


def draft(**changes: object) -> policy_draft.PolicyDraft:
    known: dict[str, object] = {
        "promise": PROMISE,
        "title": "Bring adoption work together",
        "party": "Invented",
        "source": "https://www.example.org/manifesto",
        "document": "The Invented Manifesto",
        "since": date(2015, 4, 14),
        "criteria": policy_draft.proposed_criteria(PROMISE),
    }
    return policy_draft.PolicyDraft(**{**known, **changes})  # type: ignore[arg-type]


def test_a_draft_from_a_sentence_is_a_policy(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(draft().as_toml(), encoding="utf-8")
    (policy,) = load_policies(path)
    assert policy.policy_id == "bring-adoption-work-together"
    assert policy.since == date(2015, 4, 14)
    assert len(policy.criteria.failure) >= 4
    assert all("bring the adoption work" in sentence for _, sentence in policy.criteria.numbered())


@pytest.mark.parametrize("promise", ["We will build homes.", "Build homes", "The government will build homes."])
def test_proposed_criteria_speak_of_the_deed(promise: str) -> None:
    assert policy_draft.proposed_criteria(promise)["failure"][0] == "The government drops its promise to build homes."


def test_words_with_quotes_and_line_breaks_make_a_file_that_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(draft(title='The "new\\old"\ndeal').as_toml(), encoding="utf-8")
    assert load_policies(path)[0].title == 'The "new\\old" deal'


@pytest.mark.long
def test_a_new_policy_gains_articles_of_the_archive(demonstration: Demonstration, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(draft().as_toml(), encoding="utf-8")
    policies = (*steps.tracked_policies(demonstration.folder), *load_policies(path))
    with connect(demonstration.folder) as store:
        trial = policy_trial.trial_of(store, policies, {"bring-adoption-work-together"}, SINCE)
    assert trial.texts > 100
    assert trial.new
    assert not trial.lost
    assert any("adopt" in one.title.lower() for one in trial.new)


@pytest.mark.long
def test_an_unchanged_policy_gains_and_loses_nothing(demonstration: Demonstration) -> None:
    ids = {"regional-adoption-agencies"}
    policies = steps.tracked_policies(demonstration.folder)
    with connect(demonstration.folder) as store:
        trial = policy_trial.trial_of(store, policies, ids, SINCE)
    assert (trial.new, trial.lost, trial.changed) == ((), (), ())
    assert trial.same > 0


def test_only_policies_that_say_something_else_are_tried() -> None:
    installed = load_policies()
    changed = installed[0].model_copy(update={"title": "Another title"})
    assert policy_trial.changed_policies((changed, *installed[1:]), installed) == [changed]


@pytest.mark.long
def test_the_command_drafts_and_tries_and_never_writes_over_a_file(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    path = tmp_path / "policy.toml"
    made = (
        "policies",
        "new",
        PROMISE,
        "--since",
        "2015-04-14",
        "--to",
        str(path),
        "--data",
        str(demonstration.folder.root),
    )
    assert "articles gained" in pledgewatch(*made)
    assert load_policies(path)
    assert "exists" in pledgewatch(*made, status=1)


def test_a_file_with_a_mistake_is_refused_before_anything_is_matched(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[[policy]]\nid = 1\n", encoding="utf-8")
    with pytest.raises(PolicyFileError):
        load_policies(path)
