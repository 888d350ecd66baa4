"""What a trial of policies says of accepted evidence and of reading, on a small stored archive."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from flows.policy_trial import Trial, cost_of, trial_of
from nlp.evidence.policies import load_policies
from tests.warehouse import samples
from warehouse import DataFolder, connect, spool
from warehouse.records import Action, Decision


def test_accepted_evidence_that_the_policies_would_not_find_is_counted_as_missed(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path)
    spool.write_batch(folder, "one", samples.articles(range(3)))
    with connect(folder) as store:
        accepted = samples.candidate_id(1)
        store.decide(Decision(uuid4(), accepted, Action.ACCEPT, "Ann", "", samples.at(9)))
        policy = store.query("candidate", candidate_id=accepted)[0]["policy_id"]
        as_it_is = trial_of(store, load_policies(), {policy}, date(2000, 1, 1))
        without = [one for one in load_policies() if one.policy_id != policy]
        dropped = trial_of(store, without, {policy}, date(2000, 1, 1))
    assert (as_it_is.accepted, as_it_is.missed) == (1, ())
    assert [one.policy_id for one in dropped.missed] == [policy]


def test_the_cost_of_a_trial_is_said_in_words() -> None:
    assert cost_of(Trial(texts=10, new=(), lost=(), changed=(), same=73, accepted=4), days=365) == (
        "0 of 4 articles that editors accepted would have been missed.",
        "An editor would have had 0.2 articles a day to read.",
    )
