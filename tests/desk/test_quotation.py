"""An editor quotes other words than the passage: they are the text's own, they stand with the decision, and they are what is cited."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest

from desk.wording.quotations import MOST_QUOTED
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import LEAD, NOW, candidate, lead, paragraphs, revision, stored
from warehouse import spool
from warehouse.analyst.exports import export
from warehouse.records import Stance, Tags

TEXT = paragraphs(*LEAD)
POLICY = "trusts-for-weakest-councils"
FIRST = "The trust, set up on the direction of ministers in 2014, was rated inadequate this spring."
SECOND = LEAD[1].removeprefix(FIRST).strip()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    yield from open_desk(tmp_path, lead())


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def connect_snapshot(desk: OpenDesk) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(desk.owner.folder.snapshot), read_only=True)


def the_card(desk: OpenDesk) -> dict[str, Any]:
    candidate = next(row["candidate_id"] for row in desk.waiting() if row["passage"] == LEAD[1])
    held: dict[str, Any] = desk.client.get(f"/api/candidates/{candidate}").json()
    return held


def accept(desk: OpenDesk, words: str, changes: dict[str, Any] | None = None) -> Any:
    row = the_card(desk)
    start, end = at(words)
    quotation = {"start": start, "end": end, "sha256": row["content_sha256"], "words": words, **(changes or {})}
    return desk.decide(row["candidate_id"], "accept", quotation=quotation)


def test_the_words_are_kept_with_their_offsets_and_the_texts_digest_and_are_what_is_cited(
    desk: OpenDesk,
) -> None:
    row = the_card(desk)
    assert accept(desk, FIRST).status_code == 200
    start, end = at(FIRST)
    (said,) = desk.owner.query("candidate_decisions", candidate_id=row["candidate_id"])
    assert said["quotation"] == {
        "revision_id": row["revision_id"], "content_sha256": row["content_sha256"], "field": "text",
        "start": start, "end": end, "words": FIRST,
    }  # fmt: skip
    for read in range(2):  # from the journal, and from the file
        (cited,) = desk.owner.query("verdict_evidence_of", candidate_ids=[row["candidate_id"]])
        assert (cited["passage"], cited["start"], cited["end"], cited["stands"]) == (FIRST, start, end, True), read
        (listed,) = desk.owner.query("policy_evidence", policy_id=POLICY)
        (then,) = desk.owner.query("evidence_as_of", policy_id=POLICY, moment=NOW)
        assert (listed["passage"], then["passage"]) == (FIRST, FIRST)
        desk.owner.drain()
    assert f"<blockquote>{html.escape(FIRST)}</blockquote>" in desk.client.get(f"/policies/{POLICY}/verdict").text
    assert f"quoting “{FIRST}”" in html.unescape(desk.client.get("/history").text)
    assert desk.client.get("/", params={"state": "accepted"}).text.count(html.escape(FIRST[:60])) >= 2, "row and card"
    desk.owner.publish()
    assert export(desk.owner.folder, "evidence")["passage"].to_pylist() == [None], "no outlet's words without its leave"
    with connect_snapshot(desk) as snapshot:
        assert snapshot.execute("SELECT passage, start_offset, end_offset FROM evidence").fetchall() == [
            (FIRST, start, end)
        ]
        shown = snapshot.execute("SELECT passage, quotation, quotation_sha256 FROM decisions").fetchall()
    assert shown == [(LEAD[1], FIRST, row["content_sha256"])]


def test_the_passage_as_it_was_put_forward_is_no_quotation(desk: OpenDesk) -> None:
    row = the_card(desk)
    assert accept(desk, LEAD[1]).json()["decision"]["quotation"] is None
    assert desk.owner.query("candidate", candidate_id=row["candidate_id"])[0]["quotation"] is None


def test_a_quotation_may_reach_over_paragraphs_and_begin_inside_a_sentence(desk: OpenDesk) -> None:
    words = TEXT[TEXT.index("take its children's services") : TEXT.index("in 2014")].strip()
    assert accept(desk, words).json()["decision"]["quotation"]["words"] == words


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sha256": "0" * 64}, "has changed since"),
        ({"words": "Nobody said this."}, "are not those of the text"),
        ({"start": 50, "end": 50}, "no stretch of the text"),
        ({"start": -1}, "no stretch of the text"),
        ({"end": 10**9}, "no stretch of the text"),
        ({"start": "7"}, "as numbers of characters"),
        ({"start": True}, "as numbers of characters"),
    ],
)
def test_what_the_text_does_not_hold_is_refused_and_nothing_is_kept(
    desk: OpenDesk, changes: dict[str, Any], said: str
) -> None:
    row = the_card(desk)
    answer = accept(desk, FIRST, changes)
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert desk.owner.query("candidate_decisions", candidate_id=row["candidate_id"]) == []


def test_a_quotation_is_not_longer_than_a_quotation(desk: OpenDesk) -> None:
    text = paragraphs(LEAD[1], "And so on. " * (MOST_QUOTED // 10))
    story = revision("long", text=text, title="Long")
    put = candidate(story, LEAD[1], POLICY, 0.99, Stance.CONTEXT, "because")
    spool.write_batch(desk.owner.folder, "long", stored(story, Tags(), put))
    desk.owner.drain()
    quotation = {"start": 0, "end": len(text), "sha256": story.content_sha256}
    answer = desk.decide(put.candidate_id, "accept", quotation=quotation)
    assert (answer.status_code, answer.json()["error"]) == (422, f"A quotation has at most {MOST_QUOTED:,} characters.")


def test_a_text_that_was_edited_meanwhile_takes_no_quotation_of_the_one_before(desk: OpenDesk) -> None:
    row = the_card(desk)
    edited = revision(
        "2026/11/20/doncaster-takes-services-back",
        title="Edited",
        text=TEXT,
        edition=2,
        published=NOW - timedelta(days=2),
    )
    put = candidate(edited, LEAD[1], POLICY, 0.94, Stance.CONTRADICTS, "because")
    spool.write_batch(desk.owner.folder, "edited", stored(edited, Tags(), put))
    desk.owner.drain()
    start, end = at(FIRST)
    quotation = {"start": start, "end": end, "sha256": row["content_sha256"], "words": FIRST}
    answer = desk.decide(row["candidate_id"], "accept", quotation=quotation)
    assert answer.status_code == 422
    assert "has changed since" in answer.json()["error"]
    card = html.unescape(desk.client.get(f"/candidates/{row['candidate_id']}").text)
    assert "the outlet changed this article since" in card
    assert '<del class="bad">Doncaster to take children' in card


def form_of(page: str) -> dict[str, Any]:
    """Return what a browser without the script would send: the hidden fields and the ticks of the card."""
    fields: dict[str, Any] = dict(re.findall(r'type="hidden" name="(\w+)"(?: form="decide")? value="([^"]*)"', page))
    boxes = re.findall(r'name="quote" form="decide" id="quote-\d+" value="([^"]*)"( checked)?[^>]*> <label[^>]*>(.*?)</label>', page, re.DOTALL)  # fmt: skip
    fields["boxes"] = {html.unescape(words): value for value, _, words in boxes}
    fields["ticked"] = [value for value, checked, _ in boxes if checked]
    return fields


def test_without_the_script_sentences_are_ticked(desk: OpenDesk) -> None:
    row = the_card(desk)
    form = form_of(desk.client.get(f"/candidates/{row['candidate_id']}").text)
    boxes = form.pop("boxes")
    assert form.pop("ticked") == [boxes[FIRST], boxes[SECOND]], "as it was put forward"
    assert {LEAD[0], LEAD[3]} < boxes.keys(), "the paragraphs around can be ticked too"
    form |= {"action": "accept", "decision_id": str(uuid4()), "candidate_id": row["candidate_id"]}
    refused = {
        "tick sentences that follow one another": [boxes[LEAD[0]], boxes[SECOND]],
        "No sentence is ticked": [],
        "names something that is no sentence": ["7"],
    }
    for said, quote in refused.items():
        answer = desk.client.post("/decisions", data={**form, "quote": quote})
        assert (answer.status_code, said in html.unescape(answer.text)) == (422, True), said
    answer = desk.client.post("/decisions", data={**form, "quote": [boxes[SECOND], boxes[FIRST], boxes[LEAD[0]]]})
    assert answer.status_code == 303
    quoted = desk.owner.query("candidate", candidate_id=row["candidate_id"])[0]["quotation"]["words"]
    assert quoted == TEXT[: TEXT.index(SECOND) + len(SECOND)]
    again = form_of(desk.client.get(f"/candidates/{row['candidate_id']}").text)
    assert again["ticked"] == [boxes[LEAD[0]], boxes[FIRST], boxes[SECOND]], "a correction begins with what stands"


def test_an_undo_of_a_correction_makes_the_quotation_stand_again(desk: OpenDesk) -> None:
    first = accept(desk, FIRST).json()["decision"]
    corrected = desk.decide(first["candidate_id"], "reject", replaces=first["decision_id"]).json()["decision"]
    desk.decide(first["candidate_id"], "undo", replaces=corrected["decision_id"])
    assert desk.owner.query("candidate", candidate_id=first["candidate_id"])[0]["quotation"]["words"] == FIRST


def test_the_same_decision_with_another_quotation_is_another(desk: OpenDesk) -> None:
    row = the_card(desk)
    decision = str(uuid4())
    statuses = []
    for words in (FIRST, FIRST, SECOND):
        start, end = at(words)
        quotation = {"start": start, "end": end, "sha256": row["content_sha256"]}
        body = {
            "decision_id": decision,
            "candidate_id": row["candidate_id"],
            "action": "accept",
            "quotation": quotation,
        }
        statuses.append(desk.client.post("/api/decisions", json=body).status_code)
    assert statuses == [200, 200, 409]


def test_the_other_passages_of_the_card_stand_as_they_were_put_forward(desk: OpenDesk) -> None:
    row = the_card(desk)
    other = desk.owner.query("card_passages", candidate_id=row["candidate_id"])[0]["candidate_id"]
    start, end = at(FIRST)
    quotation = {"start": start, "end": end, "sha256": row["content_sha256"]}
    assert desk.decide(row["candidate_id"], "accept", together=[str(other)], quotation=quotation).status_code == 200
    assert desk.owner.query("candidate", candidate_id=other)[0]["quotation"] is None
    assert desk.owner.query("candidate", candidate_id=other)[0]["state"] == "accepted"


def test_names_in_the_text_lead_to_their_pages_and_keep_their_marks(desk: OpenDesk) -> None:
    row = the_card(desk)
    page = desk.client.get(f"/candidates/{row['candidate_id']}").text
    assert re.search(
        r'<a class="named" href="/councils/E08000017" draggable="false"><mark class="[a-z ]*\bcouncil\b[a-z ]*"[^>]*>Doncaster Council</mark></a>',
        page,
    )
    article = desk.client.get(f"/articles/{row['article_id']}").text
    assert 'href="/trusts/doncaster-childrens-services-trust" draggable="false"' in article
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", page, re.DOTALL), "no link stands in another"
