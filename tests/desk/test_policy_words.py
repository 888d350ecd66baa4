"""A policy's words are changed at the desk, tried on the stored articles first, and kept with the name of who changed them."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest
from lxml import html

from desk.trials.editing import tracked_file
from desk.trials.trial import Backtest, TriedArticle
from nlp.evidence.policies import load_policies
from tests.desk.conftest import OpenDesk, open_desk
from warehouse.search.feeding import feed
from warehouse.search.index import SearchIndex

POLICY = "trusts-for-weakest-councils"
PAGE = f"/policies/{POLICY}"
FORM = "//form[contains(@class, 'words-form')]"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a newsdesk where one passage of the policy is accepted."""
    for opened in open_desk(tmp_path_factory.mktemp("words") / "data"):
        opened.decide(opened.waiting(policy=POLICY)[0]["candidate_id"], "accept")
        yield opened


@pytest.fixture
def desk(served: OpenDesk) -> Iterator[OpenDesk]:
    """Return it as it is before anybody has an own file of policies."""
    yield served
    served.owner.folder.policies.unlink(missing_ok=True)


def filled(desk: OpenDesk, **changes: str) -> dict[str, str]:
    """Return the form's fields as a browser would send them."""
    form = html.fromstring(desk.client.get(f"{PAGE}/words").content).xpath(FORM)[0]
    return {**dict(form.form_values()), **changes}


def said(answer: httpx.Response) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def edits(desk: OpenDesk) -> list[dict[str, Any]]:
    return desk.owner.query("policy_edits", policy_id=POLICY)


def keep(desk: OpenDesk, fields: dict[str, str], **headers: str) -> httpx.Response:
    return desk.client.post(f"{PAGE}/words", data=fields, headers=headers)


def test_the_form_holds_the_words_that_are_tracked(desk: OpenDesk) -> None:
    policy = next(one for one in load_policies() if one.policy_id == POLICY)
    fields = filled(desk)
    assert fields["promise"] == policy.promise
    assert tuple(fields["failure"].splitlines()) == policy.criteria.failure
    assert fields["threshold"] == ""


def test_kept_words_are_the_policys_at_once_and_stand_in_the_own_file_with_all_others(desk: OpenDesk) -> None:
    folder = desk.owner.folder
    answer = keep(desk, filled(desk, failure="A trust is closed.\n\n  Ministers  give up trusts. ", threshold="35"))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#words")
    own = tracked_file(folder)
    policy = own.policy(POLICY)
    assert own.is_own
    assert policy is not None
    assert policy.criteria.failure == ("A trust is closed.", "Ministers give up trusts.")
    assert policy.threshold == 0.35
    assert [one.policy_id for one in own.policies.policy] == [one.policy_id for one in load_policies()]
    assert "Ministers give up trusts." in said(desk.client.get(PAGE))


def test_a_change_is_a_row_with_its_editor_and_both_versions(desk: OpenDesk) -> None:
    before = tracked_file(desk.owner.folder).policy(POLICY)
    keep(desk, filled(desk, title="Trusts for the weakest"))
    after = tracked_file(desk.owner.folder).policy(POLICY)
    assert before is not None
    assert after is not None
    row = next(one for one in edits(desk) if "Trusts for the weakest" in one["words"])
    assert (row["editor"], row["before"], row["after"]) == ("Edith", before.version, after.version)
    assert re.search(r"\d+ changes? at the desk\s*Edith, ", said(desk.client.get(PAGE)))


def test_a_form_sent_twice_is_one_change(desk: OpenDesk) -> None:
    held = len(edits(desk))
    fields = filled(desk, title="Trusts for the weakest")
    assert [keep(desk, fields).status_code for _ in range(2)] == [303, 303]
    assert len(edits(desk)) == held + 1


def test_words_that_changed_meanwhile_are_not_written_over_in_silence(desk: OpenDesk) -> None:
    mine, theirs = filled(desk, title="Mine"), filled(desk, title="Theirs")
    keep(desk, theirs)
    refused = keep(desk, mine)
    assert refused.status_code == 409
    assert "changed since this form was opened" in said(refused)
    form = html.fromstring(refused.content).xpath(FORM)[0]
    assert dict(form.form_values())["title"] == "Mine"
    assert keep(desk, dict(form.form_values())).status_code == 303
    assert [sum(f'"{title}"' in row["words"] for row in edits(desk)) for title in ("Mine", "Theirs")] == [1, 1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"failure": " \n "}, "criteria.failure"),
        ({"title": ""}, "title"),
        ({"threshold": "a lot"}, "threshold: a whole number from 0 to 100"),
        ({"threshold": "101"}, "threshold: a whole number from 0 to 100"),
    ],
)
@pytest.mark.parametrize("address", ["words", "backtest"])
def test_words_that_cannot_be_used_are_refused_in_a_sentence_and_stay_on_the_form(
    desk: OpenDesk, address: str, changes: dict[str, str], sentence: str
) -> None:
    held = len(edits(desk))
    answer = desk.client.post(f"{PAGE}/{address}", data=filled(desk, **{"promise": "Kept on the form.", **changes}))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert "Kept on the form." in answer.text
    assert not desk.owner.folder.policies.exists()
    assert len(edits(desk)) == held


def test_nobody_changes_words_without_a_name(desk: OpenDesk) -> None:
    fields = filled(desk, title="Nobody's")
    answer = httpx.post(
        f"{desk.url}{PAGE}/words", data=fields, trust_env=False, headers={"Origin": desk.url}, timeout=60
    )
    assert answer.status_code == 422
    assert "Say who you are" in said(answer)
    assert not desk.owner.folder.policies.exists()


def test_a_file_that_cannot_be_used_is_named_and_left_alone(desk: OpenDesk) -> None:
    desk.owner.folder.policies.write_text("[[policy]]\nid = 7\n", encoding="utf-8")
    answer = desk.client.get(f"{PAGE}/words")
    assert answer.status_code == 422
    assert "policies.toml, line 2" in said(answer)


def test_a_policy_that_the_file_does_not_have_is_not_here(desk: OpenDesk) -> None:
    assert desk.client.get("/policies/no-such-policy/words").status_code == 404


def test_a_trial_shows_what_is_gained_lost_and_missed_and_changes_nothing(
    desk: OpenDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def article(title: str, direction: str = "advances", sentence: str = "") -> TriedArticle:
        return TriedArticle(uuid4(), title, "CYP Now", date(2026, 3, 1), direction, 0.7, sentence)

    told = Backtest(
        since=date(2025, 11, 22),
        days=365,
        worth_reading=90,
        read=40,
        gained=(article("A trust for Anyshire", sentence="A trust will take over."),),
        lost=(article("Buses"),),
        turned=((article("Turned"), article("Turned", "contradicts")),),
        same=71,
        missed=(article("Missed evidence"),),
        accepted=3,
    )
    monkeypatch.setattr(type(desk.app.state.desk.backtests), "run", lambda *_, **__: told)
    answer = desk.client.post(f"{PAGE}/backtest", data=filled(desk, title="Tried title"))
    words = said(answer)
    assert answer.status_code == 200
    for sentence in (
        "40 articles read", "of 90 that have a candidate", "1 of 3 articles that editors accepted would have been missed",
        "0.2 articles a day", "A trust for Anyshire", "A trust will take over.", "Missed evidence", "Turned: 1",
    ):  # fmt: skip
        assert sentence in words, sentence
    assert "Tried title" in answer.text
    assert not desk.owner.folder.policies.exists()


@pytest.mark.long
def test_a_trial_reads_the_stored_articles_in_a_process_of_its_own(desk: OpenDesk) -> None:
    with closing(SearchIndex(desk.owner.folder.search, writable=True)) as index:
        feed(desk.owner.query, index)
    as_it_is, out_of_reach = (
        said(desk.client.post(f"{PAGE}/backtest", data=filled(desk, threshold=least, long="1"), timeout=120))
        for least in ("", "100")
    )
    assert "0 of 1 article that editors accepted would have been missed" in as_it_is
    assert "1 of 1 article that editors accepted would have been missed" in out_of_reach
