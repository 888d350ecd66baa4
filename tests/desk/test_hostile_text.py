"""What outlets send is text: thirty ways to make it more, in every field, on every page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from lxml import html

from desk.assets import script_modules
from desk.wording.visible import visible_text
from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.hostile import HOSTILE_POLICY, PAYLOADS, hostile_batch
from tests.desk.newsdesk import NOW
from tests.desk.test_routes import PLAIN_PAGES
from warehouse.records import identifier
from warehouse.reference import OutletRow
from warehouse.verdicts.rows import PolicyVerdict

ELEMENTS = """
html head meta title link script body a header nav main p span h1 h2 h3 div form input label select option button
noscript ul li ol section article strong time meter details summary textarea dl dt dd mark kbd dialog table caption thead
tbody tr th td blockquote br fieldset legend del ins figure figcaption svg line polygon circle text footer h4 code
defs pattern rect path g
"""
ALLOWED_ELEMENTS = frozenset(ELEMENTS.split())
ADDRESS_ATTRIBUTES = {"href", "src", "action", "formaction", "data", "poster", "srcset"}


HIDING = next(payload for payload in PAYLOADS if visible_text(payload) != payload)
"""A payload with markup and with characters that hide or turn the line round: both filters are needed to show it."""


@pytest.fixture(scope="module")
def hostile_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDesk]:
    for desk in open_desk(tmp_path_factory.mktemp("hostile"), hostile_batch()):
        desk.owner.load_policies([HOSTILE_POLICY])
        desk.owner.load_outlets(
            [OutletRow(outlet_id="communitycare", name=HIDING, home="x", why=HIDING, enabled=False)]
        )
        for row in desk.waiting()[:3]:
            desk.decide(row["candidate_id"], "accept", editor="%3Cscript%3Ealert(1)%3C%2Fscript%3E", note=PAYLOADS[0])
        accepted = desk.owner.query("policy_evidence", policy_id=HOSTILE_POLICY.policy_id)
        for number in range(2):
            written = PolicyVerdict(
                identifier("hostile", str(number)), HOSTILE_POLICY.policy_id, HOSTILE_POLICY.status, f"{PAYLOADS[1]} [1]",
                date(2026, 11, 20), PAYLOADS[0], NOW, tuple(row["candidate_id"] for row in accepted),
                identifier("hostile", "0") if number else None,
            )  # fmt: skip
            desk.owner.write_verdict(replace(written, written_at=NOW + timedelta(days=30, seconds=number)))
        yield desk


def pages(desk: OpenDesk) -> Iterator[str]:
    yield from PLAIN_PAGES
    yield from (
        f"/policies/{HOSTILE_POLICY.policy_id}",
        f"/policies/{HOSTILE_POLICY.policy_id}/verdict",
        f"/policies/{HOSTILE_POLICY.policy_id}/dossier",
        "/search?q=script",
    )
    yield "/?policy=trusts-for-weakest-councils&outlet=communitycare"
    for row in desk.waiting():
        yield f"/candidates/{row['candidate_id']}"


def assert_harmless(path: str, content: bytes) -> None:
    """Fail on any element or attribute that could run or load something that is not the desk's own, and on hidden characters."""
    text = content.decode("utf-8")
    assert visible_text(text) == text, f"{path} shows a character that hides, or that turns the line round"
    for element in html.fromstring(content).iter():
        assert isinstance(element.tag, str), f"{path} holds a comment or an instruction: {element}"
        assert element.tag in ALLOWED_ELEMENTS, (path, element.tag)
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (path, element.tag, name)
            assert name not in {"style", "srcdoc", "background"}, (path, name)
            if name in ADDRESS_ATTRIBUTES:
                parts = urlsplit(value)
                ours = not parts.scheme and not parts.netloc and value.startswith(("/", "#"))
                assert ours or (element.tag == "a" and parts.scheme in {"http", "https"}), (path, value)
                assert ours or "noreferrer" in element.get("rel", ""), (path, value)
        if element.tag == "script":
            assert element.get("src") in script_modules()
            assert not element.text
        if element.tag == "meta":
            assert "http-equiv" not in element.attrib


def test_no_page_holds_anything_that_runs_or_loads(hostile_desk: OpenDesk) -> None:
    for path in pages(hostile_desk):
        answer = hostile_desk.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        assert_harmless(path, answer.content)


@pytest.mark.parametrize("index", range(len(PAYLOADS)))
def test_a_payload_is_shown_as_the_text_that_it_is(hostile_desk: OpenDesk, index: int) -> None:
    payload = PAYLOADS[index]
    articles = {
        row["title"]: row["article_id"] for row in hostile_desk.owner.query("desk_review", below=0.6, number=100)
    }
    page = hostile_desk.client.get(f"/articles/{articles[f'{index} {payload}']}")
    assert_harmless(payload, page.content)
    tree = html.fromstring(page.content)
    (heading,) = tree.xpath("//h1")
    for mark in tree.xpath("//span[@class='hidden-character']"):
        mark.text = f"[{mark.text}]"
    assert heading.text_content() == visible_text(f"{index} {payload}")
    (text,) = tree.xpath("//div[@class='text']")
    assert visible_text(payload) in text.text_content()


@pytest.mark.parametrize("path", ["/api/queue", "/api/candidates/{}"])
def test_data_are_json_that_no_browser_takes_for_a_page(hostile_desk: OpenDesk, path: str) -> None:
    answer = hostile_desk.client.get(path.format(hostile_desk.waiting()[0]["candidate_id"]))
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_an_address_says_is_not_echoed_as_markup(hostile_desk: OpenDesk, payload: str) -> None:
    names = ("policy", "outlet", "stance", "direction", "state", "after", "candidate", "done", "another")
    answer = hostile_desk.client.get("/", params={names[PAYLOADS.index(payload) % len(names)]: payload})
    assert_harmless(payload, answer.content)
