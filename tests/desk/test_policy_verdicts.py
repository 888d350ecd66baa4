"""A verdict is written on a policy's pages, cites accepted evidence, is opened again by an edit, and prints as a dossier."""

import re
import shutil
from collections.abc import Iterator
from csv import DictReader
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from lxml import html

from desk.policies.verdicts import offered_statuses
from desk.timeline import timeline_of
from desk.verdicts import verdicts_in
from desk.wording.citations import cited_text, renumbered
from tests.desk.conftest import OpenDesk, open_desk, serve_in_thread
from tests.desk.newsdesk import LEAD, NOW, OUTLETS, POLICIES, paragraphs, revision, stored
from warehouse import DataFolder, Owner, spool
from warehouse.records import ArticleStatus, Tags
from warehouse.vocabulary.collection import ArticleState

POLICY = "trusts-for-weakest-councils"
PAGE = f"/policies/{POLICY}"


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a newsdesk at rest where three passages of the policy are accepted, one of them about Doncaster."""
    root = tmp_path_factory.mktemp("verdicts") / "data"
    for opened in open_desk(root):
        for row in opened.waiting(policy=POLICY)[:3]:
            opened.decide(row["candidate_id"], "accept")
    return root


@pytest.fixture
def desk(at_rest: Path, tmp_path: Path) -> Iterator[OpenDesk]:
    """Serve a copy of it."""
    shutil.copytree(at_rest, tmp_path / "data", ignore=shutil.ignore_patterns("*.sock"))
    with Owner(DataFolder(tmp_path / "data"), background=False) as owner:
        server, thread, url, app = serve_in_thread(owner)
        with httpx.Client(base_url=url, trust_env=False, headers={"Cookie": "pledgewatch_editor=Edith"}) as client:
            yield OpenDesk(owner, url, client, app)
        server.should_exit = True
        thread.join(10)


def page(desk: OpenDesk, path: str) -> Any:
    answer = desk.client.get(path)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.content)


def words(desk: OpenDesk, path: str) -> str:
    return " ".join(page(desk, path).text_content().split())


def filled(desk: OpenDesk, cite: list[int], **changes: str) -> dict[str, Any]:
    """Return the form's fields as a browser would send them, with the pieces of these numbers ticked."""
    form = page(desk, f"{PAGE}/verdict").xpath("//form[@class='verdict-form']")[0]
    fields: dict[str, Any] = dict(form.form_values())
    boxes = {int(box.get("data-number")): box.get("value") for box in form.xpath(".//input[@name='cite']")}
    fields |= {"text": "It was taken back [1].", "cite": [boxes[number] for number in cite], **changes}
    return fields


def send(desk: OpenDesk, fields: dict[str, Any], **headers: str) -> httpx.Response:
    return desk.client.post(f"{PAGE}/verdicts", data=fields, headers=headers)


def in_force(desk: OpenDesk) -> Any:
    return verdicts_in(desk.owner.verdict_rows(POLICY)).in_force


def test_a_verdict_is_written_and_shown_with_its_citations(desk: OpenDesk) -> None:
    assert "as the file of policies has it" in words(desk, PAGE)
    answer = send(desk, filled(desk, [1, 3], status="off track", effective="2026-11-20", text="First [1]. Then [3]."))
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}#verdict")
    shown = words(desk, PAGE)
    assert "off track from 20 November 2026 Written by Edith" in shown
    assert "First [1]. Then [2]." in shown, "the citations are numbered anew, in their order"
    assert [link.get("href") for link in page(desk, PAGE).xpath("//a[@class='citation']")] == ["#cited-1", "#cited-2"]
    assert "cited as [2]" in shown
    assert in_force(desk).verdict.author == "Edith"
    assert "off track" in words(desk, "/policies")


def test_a_piece_that_the_text_cites_need_not_be_ticked(desk: OpenDesk) -> None:
    assert send(desk, filled(desk, [], text="See [2].")).status_code == 303
    assert len(in_force(desk).evidence) == 1
    assert in_force(desk).verdict.text == "See [1]."


REFUSED = [
    ({"text": "It was said [9]."}, "The text cites [9]"),
    ({"effective": "2026-11-23"}, "23 November 2026 has not come yet"),
    ({"effective": ""}, "Say from which day the status holds."),
    ({"status": "splendid"}, "'splendid' is no status of this tracker"),
    ({"status": "not started"}, "A policy that is 'in progress' cannot become 'not started'."),
    ({"text": "  "}, "The verdict has no text"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED, ids=[sentence for _, sentence in REFUSED])
def test_what_is_refused_is_told_and_what_was_written_is_still_there(
    desk: OpenDesk, changes: dict[str, str], sentence: str
) -> None:
    fields = filled(desk, [1, 2], **changes)
    answer = send(desk, fields)
    again = html.fromstring(answer.content)
    assert answer.status_code == 422
    assert sentence in " ".join(again.text_content().split())
    assert again.xpath("string(//textarea[@name='text'])").strip() == fields["text"].strip()
    assert again.xpath("//input[@name='cite'][@checked]/@value") == fields["cite"]
    assert desk.owner.verdict_rows(POLICY) == []


def test_without_evidence_there_is_no_status(desk: OpenDesk) -> None:
    answer = send(desk, filled(desk, [], text="It goes on."))
    assert answer.status_code == 422
    assert "There is no status without accepted evidence" in html.fromstring(answer.content).text_content()


def test_a_form_that_is_sent_twice_writes_one_verdict(desk: OpenDesk) -> None:
    fields = filled(desk, [1])
    assert [send(desk, fields).status_code for _ in range(2)] == [303, 303]
    assert len(desk.owner.verdict_rows(POLICY)) == 1
    answer = send(desk, fields | {"text": "Something else [1]."})
    assert answer.status_code == 409
    assert "This form was sent before" in answer.text


def test_a_verdict_that_came_meanwhile_is_shown_before_it_is_replaced(desk: OpenDesk) -> None:
    mine = filled(desk, [1], text="Mine [1].")
    send(desk, filled(desk, [1, 2], text="Hers [1].", status="off track"), Cookie="pledgewatch_editor=Anna")
    answer = send(desk, mine)
    assert answer.status_code == 409
    again = html.fromstring(answer.content)
    assert "Anna wrote “off track” on 22 November 2026" in again.text_content()
    assert again.xpath("string(//textarea[@name='text'])") == "Mine [1]."
    fields = dict(again.xpath("//form[@class='verdict-form']")[0].form_values())
    assert send(desk, fields | {"cite": mine["cite"]}).status_code == 303
    assert [row.written.verdict.text for row in desk.owner.verdict_rows(POLICY) if row.written] == [
        "Hers [1].",
        "Mine [1].",
    ]


def test_a_browser_that_has_no_name_is_asked_for_one_and_keeps_it(desk: OpenDesk) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as client:
        form = html.fromstring(client.get(f"{PAGE}/verdict").content)
        assert form.xpath("//input[@name='editor'][@required]")
        fields = filled(desk, [1])
        assert "Nobody's name stands under the verdict." in client.post(f"{PAGE}/verdicts", data=fields).text.replace(
            "&#39;", "'"
        )
        answer = client.post(f"{PAGE}/verdicts", data=fields | {"editor": "Vera"})
        assert answer.status_code == 303
        assert "pledgewatch_editor=Vera" in answer.headers["set-cookie"]
    assert in_force(desk).verdict.author == "Vera"


def test_no_other_site_writes_a_verdict(desk: OpenDesk) -> None:
    answer = send(desk, filled(desk, [1]), Origin="https://evil.example")
    assert answer.status_code == 403
    assert desk.owner.verdict_rows(POLICY) == []


def test_a_text_of_20000_characters_is_taken_and_no_larger_request(desk: OpenDesk) -> None:
    assert send(desk, filled(desk, [1], text="é" * 20_000)).status_code == 303
    assert send(desk, filled(desk, [1], text="x" * 300_000)).status_code == 413


def edit_the_lead(desk: OpenDesk) -> None:
    text = paragraphs(LEAD[0], LEAD[1].replace("£84 million", "£48 million"), *LEAD[2:])
    later = revision(
        "2026/11/20/doncaster-takes-services-back",
        title="Doncaster to take children's services back from trust",
        text=text,
        standfirst="The country's first trust is to close after a second inadequate rating.",
        corrections=("An earlier version gave the number of staff as 500.",),
        edition=2,
        made_at=NOW,
    )
    spool.write_batch(desk.owner.folder, f"edit {uuid4()}", stored(later, Tags()))
    desk.owner.drain()


def number_of_the_lead(desk: OpenDesk) -> int:
    items = page(desk, f"{PAGE}/verdict").xpath("//ol[@class='pick']/li")
    (found,) = [item.get("value") for item in items if "£84 million" in item.text_content()]
    return int(found)


def test_an_edit_opens_the_verdict_again_with_its_difference(desk: OpenDesk) -> None:
    send(desk, filled(desk, [number_of_the_lead(desk)]))
    edit_the_lead(desk)
    shown = page(desk, PAGE)
    assert "Open again. What this verdict rests on changed" in " ".join(shown.text_content().split())
    assert "The cited passage no longer stands there." in shown.text_content()
    assert [each.text_content().strip() for each in shown.xpath("//del")][-1] == "£84"
    assert [each.text_content().strip() for each in shown.xpath("//ins")][-1] == "£48"
    assert "open again" in words(desk, "/policies")
    send(desk, filled(desk, [1], text="It was looked at again [1]."))
    assert "open again" not in words(desk, "/policies"), "the next verdict closes it"
    assert "opened again 1 time" in words(desk, PAGE)


def test_the_history_of_a_verdict_has_each_row_of_the_book(desk: OpenDesk) -> None:
    send(desk, filled(desk, [number_of_the_lead(desk)]))
    edit_the_lead(desk)
    again, written = page(desk, f"{PAGE}/history").cssselect("tbody tr")
    assert "was opened again" in again.text_content()
    assert "was edited" in again.text_content()
    assert "Edith" in written.text_content()
    book = desk.owner.verdict_rows()
    assert book[-1].sha256[:12] in again.text_content()
    assert book[-2].sha256[:12] in written.text_content()


def test_the_next_verdict_begins_with_what_stands(desk: OpenDesk) -> None:
    send(desk, filled(desk, [2, 3], text="Second [2], third [3].", status="off track"))
    form = page(desk, f"{PAGE}/verdict")
    assert form.xpath("string(//textarea[@name='text'])") == "Second [1], third [2]."
    assert len(form.xpath("//input[@name='cite'][@checked]")) == 2
    assert form.xpath("string(//option[@selected])") == "off track"
    offered = form.xpath("//select[@name='status']/option/@value")
    assert "not started" not in offered
    assert {"achieved", "broken", "in progress"} <= set(offered)
    pieces = form.xpath("//ol[@class='pick']/li")
    assert [int(each.get("value")) for each in pieces] == [1, 2, 3]


def test_evidence_stands_by_criterion_in_time(desk: OpenDesk) -> None:
    rows = desk.owner.query("policy_evidence", policy_id=POLICY)
    dated = [{**row, "criterion": name} for row, name in zip(rows, ("progress 1", "failure 1", ""), strict=True)]
    timeline = timeline_of(dated, {"progress": ["A trust is set up."], "failure": ["It closes."]}, NOW.date())
    assert [(group.name, group.sentence) for group in timeline.groups] == [
        ("progress 1", "A trust is set up."), ("failure 1", "It closes."), ("", ""),
    ]  # fmt: skip
    places = sorted((mark.row["published_day"], mark.x) for group in timeline.groups for mark in group.marks)
    assert [x for _, x in places] == sorted(x for _, x in places)
    undated = timeline_of([{**row, "published_day": None} for row in dated], {}, NOW.date())
    assert (undated.undated, [group.marks for group in undated.groups]) == (3, [(), (), ()])
    drawn = page(desk, PAGE).xpath("//figure[@class='timeline']//a/@href")
    filed = DictReader(desk.client.get(f"{PAGE}/csv").content.decode("utf-8-sig").splitlines())
    assert {f"#evidence-{row['candidate_id']}" for row in filed if row["published_day"]} == set(drawn)
    assert all(page(desk, PAGE).xpath(f"//li[@id='{link[1:]}']") for link in drawn)
    assert len(drawn) == 3


def test_a_dossier_has_all_that_a_verdict_rests_on(desk: OpenDesk) -> None:
    send(desk, filled(desk, [number_of_the_lead(desk)], status="off track", text="The trust closes [1]."))
    said = words(desk, f"{PAGE}/dossier")
    for part in (
        "Dossier, as of 22 Nov 2026, 08:00",
        "off track from 22 November 2026",
        "The trust closes [1].",
        "Community Care, 20 November 2026: Doncaster to take children's services back from trust",
        "2026/11/20/doncaster-takes-services-back",
        "(accepted, not cited by the verdict)",
        "Not quoted: the outlet allows its headline alone.",
        "On 22 November 2026 monitoring was 50% complete (CYP Now missed on 1 day).",
        "11 candidates wait undecided.",
    ):
        assert part in said, part
    assert re.search(r"Capture [0-9a-f-]{36}, 22 Nov 2026, 05:\d\d; SHA-256 [0-9a-f]{64}", said)
    assert [each.get("value") for each in page(desk, f"{PAGE}/dossier").xpath("//ol[@class='sources']/li")] == [
        "1",
        "2",
        "3",
    ]


def test_a_dossier_quotes_what_an_outlet_lets_be_republished(desk: OpenDesk) -> None:
    for republish, quoted in (("full", LEAD[1]), ("quote", LEAD[1][:400].rstrip())):
        desk.owner.load_outlets([replace(each, republish=republish) for each in OUTLETS])
        assert quoted in words(desk, f"{PAGE}/dossier")


def test_a_dossier_as_of_a_day_knows_nothing_of_later_ones(desk: OpenDesk) -> None:
    send(desk, filled(desk, [1]))
    before = words(desk, f"{PAGE}/dossier?as_of=2026-11-21")
    assert "No verdict had been written." in before
    assert "Nothing had been accepted." in before
    assert "wait undecided" not in before
    for wrong in ("2026-11-23", "yesterday"):
        assert desk.client.get(f"{PAGE}/dossier", params={"as_of": wrong}).status_code == 422
    assert desk.client.get("/policies/no-such/dossier").status_code == 404
    assert desk.client.get("/policies/no-such/verdict").status_code == 404


def test_a_withdrawal_is_told_on_the_policys_page(desk: OpenDesk) -> None:
    send(desk, filled(desk, [number_of_the_lead(desk)]))
    article = in_force(desk).evidence[0].article_id
    gone = ArticleStatus(article, ArticleState.WITHDRAWN, "the outlet answers 410", NOW + timedelta(hours=1))
    spool.write_batch(desk.owner.folder, "gone", [gone])
    desk.owner.drain()
    assert "was withdrawn: the outlet answers 410." in words(desk, PAGE)


def test_citations_are_links_and_other_brackets_are_words() -> None:
    assert [(one.text, one.number) for one in cited_text("A [1], [7] and [note]; [2]", 2)] == [
        ("A ", None), ("[1]", 1), (", [7] and [note]; ", None), ("[2]", 2),
    ]  # fmt: skip
    assert renumbered("[3] before [12], and [9]", {3: 1, 12: 2}) == "[1] before [2], and [9]"


def test_a_trackers_own_statuses_are_offered_all() -> None:
    own = {"status": "kept", "statuses": ["kept", "stalled", "not rated"]}
    assert offered_statuses(own, verdicts_in([])) == ("kept", "stalled", "not rated")


def test_a_passage_that_cannot_be_evidence_says_so_and_cannot_be_ticked(desk: OpenDesk) -> None:
    desk.owner.load_policies([replace(each, since=date(2026, 11, 21)) for each in POLICIES])
    form = page(desk, f"{PAGE}/verdict")
    said = " ".join(form.text_content().split())
    assert (
        "It cannot be cited: it is of 20 November 2026 and older than its promise, which is of 21 November 2026."
        in said
    )
    assert [box.get("data-number") for box in form.xpath("//input[@name='cite'][@disabled]")] == [
        item.get("value") for item in form.xpath("//ol[@class='pick']/li[.//p[contains(@class, 'bad')]]")
    ]
    fields = filled(desk, [number_of_the_lead(desk)], effective="2026-11-22")
    assert "older than its promise" in send(desk, fields).text
