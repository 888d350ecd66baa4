"""The second, blind review of a card: who sees what, what stands, and how agreement is counted."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import queue_fillers
from warehouse.owner.journal import decision_chain

ANN, BEN, CLEO = "Ann Archer", "Ben Baker", "Cleo Carter"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    """Serve a queue of which every card is read by two editors."""
    yield from open_desk(tmp_path_factory.mktemp("second-review"), queue_fillers(24), review_share=1.0)


def as_editor(desk: OpenDesk, name: str, path: str, **asked: Any) -> Any:
    return desk.client.get(
        path, params=asked or None, headers={"Cookie": f"pledgewatch_editor={name.replace(' ', '%20')}"}
    )


def listed(desk: OpenDesk, name: str, **asked: str) -> list[str]:
    """Return the candidates of an editor's list; there are as many as the page counts, and as the file has."""
    answer = as_editor(desk, name, "/api/queue", **asked).json()
    found = [row["candidate_id"] for row in answer["candidates"]]
    assert answer["total"] == len(found)
    file = as_editor(desk, name, "/queue/csv", **asked).text.strip().splitlines()
    assert len(file) == 1 + len(found)
    return found


def decide(desk: OpenDesk, name: str, card: str, action: str, **fields: Any) -> Any:
    return desk.decide(card, action, name.replace(" ", "%20"), **fields)


def kept(desk: OpenDesk, name: str, card: str, action: str, **fields: Any) -> str:
    """Decide, and return the decision's identifier."""
    answer = decide(desk, name, card, action, **fields)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["decision"]["decision_id"])


@pytest.fixture
def card(desk: OpenDesk) -> str:
    """Return a card that nobody has decided."""
    busy = {str(row["candidate_id"]) for row in desk.owner.query("decisions_after")}
    return next(each for each in listed(desk, "Nobody Yet") if each not in busy)


def everything(desk: OpenDesk, name: str, card: str) -> str:
    """Return all that an editor can look up of a card and its lists."""
    policy = as_editor(desk, name, f"/api/candidates/{card}").json()["policy_id"]
    article = as_editor(desk, name, f"/api/candidates/{card}").json()["article_id"]
    paths = (
        "/", f"/?candidate={card}", f"/candidates/{card}", f"/api/candidates/{card}", "/?state=accepted", "/?state=rejected",
        "/api/queue?state=accepted", "/api/decisions", f"/history?candidate={card}", "/history", f"/policies/{policy}",
        f"/policies/{policy}/verdict", f"/policies/{policy}/dossier", f"/articles/{article}", "/queue/csv?state=accepted", "/numbers",
        "/search?q=settlement",
    )  # fmt: skip
    pages = []
    for path in paths:
        answer = as_editor(desk, name, path)
        assert answer.status_code == 200, path
        pages.append(answer.text)
    return "\n".join(pages)


def test_a_drawn_card_leaves_its_editors_queue_and_no_other(desk: OpenDesk, card: str) -> None:
    kept(desk, ANN, card, "accept")
    assert card not in listed(desk, ANN)
    assert card in listed(desk, ANN, state="accepted")
    assert card in listed(desk, BEN)
    assert card not in listed(desk, BEN, state="accepted")
    assert "counts when a second editor" in as_editor(desk, ANN, f"/candidates/{card}").text


def test_nothing_tells_the_second_editor_what_the_first_one_did(desk: OpenDesk, card: str) -> None:
    kept(desk, "Zenobia Quick", card, "reject", reason="old news", note="an unmistakable note")
    seen = everything(desk, BEN, card) + as_editor(desk, "", f"/history?candidate={card}").text
    assert "Zenobia" not in seen
    assert "unmistakable" not in seen
    assert "unmistakable" in as_editor(desk, "Zenobia Quick", f"/history?candidate={card}").text


def test_where_two_agree_the_second_decision_stands_and_the_history_has_both(desk: OpenDesk, card: str) -> None:
    kept(desk, ANN, card, "accept", stance="advances")
    kept(desk, BEN, card, "accept", stance="delivers")
    assert card in listed(desk, CLEO, state="accepted")
    told = as_editor(desk, CLEO, f"/history?candidate={card}").text
    assert ANN in told
    assert BEN in told
    assert desk.owner.query("candidate", candidate_id=card)[0]["editor"] == BEN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"action": "accept"}, {"action": "reject", "reason": "other"}),
        ({"action": "accept", "stance": "advances"}, {"action": "accept", "stance": "contradicts"}),
    ],
    ids=["outcome", "direction"],
)
def test_a_disagreement_goes_to_a_third_who_sees_both_and_decides(
    desk: OpenDesk, card: str, one: dict[str, str], other: dict[str, str]
) -> None:
    kept(desk, ANN, card, **one, note="first note")
    second = kept(desk, BEN, card, **other, note="second note")
    for name, hidden in ((ANN, "second note"), (BEN, "first note")):
        assert card not in listed(desk, name)
        assert hidden not in as_editor(desk, name, f"/candidates/{card}").text
        assert hidden not in as_editor(desk, name, f"/history?candidate={card}").text
    page = as_editor(desk, CLEO, f"/candidates/{card}").text
    assert re.search(rf"(?s){ANN}.*first note.*{BEN}.*second note", page)
    assert f'name="replaces" value="{second}"' in page
    unseen = decide(desk, CLEO, card, "accept")
    assert unseen.status_code == 409
    assert unseen.json()["standing"]["decision_id"] == second
    kept(desk, CLEO, card, "accept", stance="context", replaces=second)
    assert card in listed(desk, ANN, state="accepted")
    assert desk.owner.query("candidate", candidate_id=card)[0]["editor"] == CLEO


def test_each_undo_goes_back_one_step(desk: OpenDesk, card: str) -> None:
    first = kept(desk, ANN, card, "accept")
    kept(desk, ANN, card, "undo", replaces=first)
    assert card in listed(desk, ANN)
    kept(desk, ANN, card, "accept")
    second = kept(desk, BEN, card, "reject", reason="other")
    kept(desk, BEN, card, "undo", replaces=second)
    assert card in listed(desk, BEN)
    agreed = kept(desk, BEN, card, "accept")
    assert card in listed(desk, CLEO, state="accepted")
    kept(desk, BEN, card, "undo", replaces=agreed)
    assert card in listed(desk, BEN)
    assert card not in listed(desk, ANN)
    again = kept(desk, BEN, card, "reject", reason="other")
    settled = kept(desk, CLEO, card, "reject", reason="other", replaces=again)
    kept(desk, CLEO, card, "undo", replaces=settled)
    assert "Yours decides" in as_editor(desk, CLEO, f"/candidates/{card}").text


def test_the_first_editor_corrects_until_the_second_has_read_it(desk: OpenDesk, card: str) -> None:
    first = kept(desk, ANN, card, "accept")
    changed = kept(desk, ANN, card, "reject", reason="old news", replaces=first)
    assert card in listed(desk, ANN, state="rejected")
    kept(desk, BEN, card, "accept")
    late = decide(desk, ANN, card, "undo", replaces=changed)
    assert late.status_code == 409
    assert late.json()["standing"]["editor"] == ANN, "it tells nothing of the second editor"


def test_a_second_editor_who_puts_it_off_has_not_read_it(desk: OpenDesk, card: str) -> None:
    kept(desk, ANN, card, "accept")
    later = kept(desk, BEN, card, "defer", note="after lunch")
    assert card in listed(desk, BEN, state="deferred")
    kept(desk, BEN, card, "accept", replaces=later)
    assert card in listed(desk, CLEO, state="accepted")


@pytest.fixture
def fresh_desk(tmp_path: Path) -> Iterator[OpenDesk]:
    """Serve a short queue of which every card is read by two editors."""
    yield from open_desk(tmp_path, queue_fillers(6), review_share=1.0)


def test_a_bulk_decision_and_its_undo_hold_for_a_review_too(fresh_desk: OpenDesk) -> None:
    desk, chosen = fresh_desk, {"outlet": "cypnow"}

    def bulk(name: str) -> str:
        cookie = {"Cookie": f"pledgewatch_editor={name}"}
        page = desk.client.get("/bulk", params=chosen, headers=cookie).text
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.partition('action="/bulk"')[2]))
        form = {**fields, "action": "reject", "reason": "other", "note": ""}
        answer = desk.client.post("/bulk", data=form, headers={**cookie, "Origin": desk.url})
        assert answer.status_code == 303, answer.text
        return str(fields["decision_id"])

    whole = listed(desk, "Gina", **chosen)
    assert len(whole) > 1
    first = bulk("Gina")
    assert listed(desk, "Gina", **chosen) == []
    assert listed(desk, "Hugo", **chosen) == whole
    told = desk.client.get("/", params={"done": first}, headers={"Cookie": "pledgewatch_editor=Gina"}).text
    candidate = re.search(r'name="candidate_id" value="([^"]+)"', told.partition('id="told"')[2])
    assert candidate
    kept(desk, "Gina", candidate[1], "undo", replaces=first)
    assert listed(desk, "Gina", **chosen) == whole
    bulk("Gina")
    bulk("Hugo")
    assert listed(desk, "Ida", **chosen) == []


def test_agreement_is_counted_with_its_interval(desk: OpenDesk, card: str) -> None:
    dora, egon = "Dora Dale", "Egon East"
    cards = listed(desk, "Nobody Yet")
    busy = {str(row["candidate_id"]) for row in desk.owner.query("decisions_after")}
    free = [each for each in cards if each not in busy][:4]
    for each, (one, other) in zip(
        free, [("accept", "accept"), ("reject", "reject"), ("reject", "reject"), ("reject", "accept")], strict=True
    ):
        kept(desk, dora, each, one, stance="advances" if one == "accept" else "")
        kept(desk, egon, each, other, stance="advances" if other == "accept" else "")
    desk.owner.drain()
    file = desk.client.get("/numbers/second-reviews/csv").text
    row = next(line for line in file.splitlines() if dora in line).split(",")
    assert row[:6] == [dora, egon, "4", "3", "0.75", "0.5"]
    low, high = float(row[6]), float(row[7])
    assert -1 <= low < 0.5 < high <= 1
    table = desk.client.get("/numbers").text.partition('id="second-reviews"')[2].partition("</section>")[0]
    rows = table.rpartition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("<tr>") == len(file.strip().splitlines()) - 1


def test_every_reading_is_a_row_of_the_chain(desk: OpenDesk, card: str) -> None:
    before = decision_chain(desk.owner.folder.decisions)
    kept(desk, ANN, card, "accept")
    kept(desk, BEN, card, "reject", reason="other")
    found = decision_chain(desk.owner.folder.decisions)
    assert (found.count, found.broken) == (before.count + 2, None)
