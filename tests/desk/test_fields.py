"""What stands in the headline, the standfirst or a correction is marked there, on its card and on its article's page."""

from dataclasses import replace

import pytest
from lxml import html

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import candidate, paragraphs, revision, stored
from warehouse import spool
from warehouse.records import Mention, Stance, Tags, identifier
from warehouse.tags import TagKind
from warehouse.vocabulary.stances import Field

PASSAGE = "Wigan Council will take its children's services back from the trust."
POLICY = "trusts-for-weakest-councils"


def marked(page: html.HtmlElement, kind: str) -> str:
    return "".join(mark.text_content() for mark in page.xpath(f"//mark[contains(@class, '{kind}')]"))


@pytest.mark.parametrize(
    ("field", "where"),
    [(Field.TITLE, "//h1 | //h2[@id='card-title']"), (Field.STANDFIRST, "//div[@class='lead']"), (Field.CORRECTIONS, "//p")],
)  # fmt: skip
def test_a_quotation_is_marked_in_its_field(tmp_path_factory: pytest.TempPathFactory, field: Field, where: str) -> None:
    holding = {Field.TITLE: {"title": PASSAGE}, Field.STANDFIRST: {"standfirst": PASSAGE}}
    words = holding.get(field, {"corrections": (PASSAGE,)})
    story = revision("in-a-field", text=paragraphs("Nothing is said of it here.", "Nor here."), **words)
    mention = Mention(TagKind.COUNCIL, 0, 13, "Wigan Council", "E08000010", 0.9, "name 1", field=field)
    found = candidate(replace(story, text=PASSAGE), PASSAGE, POLICY, 0.99, Stance.CONTRADICTS, "It names a council.")
    for desk in open_desk(tmp_path_factory.mktemp(str(field))):
        batch = stored(story, Tags(mentions=(mention,)), replace(found, field=field))
        spool.write_batch(desk.owner.folder, "in a field", batch)
        desk.owner.drain()
        for path in (f"/candidates/{found.candidate_id}", f"/articles/{story.article_id}"):
            page = html.fromstring(desk.client.get(path).content)
            assert marked(page, "passage") == PASSAGE
            assert "Wigan Council" in marked(page, "council")
            assert any(marked_in == PASSAGE for marked_in in _passages(page, where)), path
        card = html.fromstring(desk.client.get(f"/candidates/{found.candidate_id}").content)
        assert f"The passage stands in the {field}." in card.text_content()


def _passages(page: html.HtmlElement, where: str) -> list[str]:
    return [
        "".join(mark.text_content() for mark in each.xpath(".//mark[contains(@class, 'passage')]"))
        for each in page.xpath(where)
    ]


def test_a_new_standfirst_and_a_new_correction_are_told_as_changes(desk: OpenDesk) -> None:
    first = revision("noted", text="The same text.", standfirst="Ten homes will close.")
    second = revision(
        "noted",
        text="The same text.",
        standfirst="Two homes will close.",
        corrections=("It was two.",),
        edition=2,
        revision_id=identifier("noted again"),
        content_sha256="of the standfirst and the correction as well",
    )
    spool.write_batch(desk.owner.folder, "noted", (*stored(first, Tags()), *stored(second, Tags())))
    desk.owner.drain()
    page = html.fromstring(desk.client.get(f"/articles/{second.article_id}").content)
    assert page.xpath("//del/text()") == ["Ten homes will close."]
    assert page.xpath("//ins/text()") == ["Two homes will close.", "It was two."]
