"""What an editor does about texts that were read with doubt: each act is a row, and a bad extraction a fixture."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from lxml import html

from tests.desk.conftest import OpenDesk, open_desk
from tests.desk.newsdesk import lead
from warehouse import DataFolder
from warehouse.records import Revision

SAVED: list[dict[str, Any]] = []


def save(row: dict[str, Any]) -> Path | None:
    SAVED.append(row)
    return None


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    SAVED.clear()
    yield from open_desk(tmp_path, lead(), save_fixture=save)


def doubtful() -> UUID:
    return next(record.revision_id for record in lead() if isinstance(record, Revision))


def act(desk: OpenDesk, action: str, review_id: str = "", revision: UUID | None = None, **more: str) -> httpx.Response:
    form = {"review_id": review_id or str(uuid4()), "action": action, **more}
    return desk.client.post(f"/review/{revision or doubtful()}", data=form)


def kept(desk: OpenDesk) -> list[tuple[str, str, str]]:
    return [(row["action"], row["editor"], row["note"]) for row in desk.owner.query("text_reviews_done", number=10)]


def waiting(desk: OpenDesk) -> list[str]:
    tree = html.fromstring(desk.client.get("/review").text)
    return [str(form.get("action")) for form in tree.cssselect("form.review-text")]


@pytest.mark.parametrize(("action", "stays"), [("accept", False), ("bad extraction", False), ("read again", True)])
def test_an_act_is_kept_with_who_and_why(desk: OpenDesk, action: str, stays: bool) -> None:
    assert waiting(desk) == [f"/review/{doubtful()}"]
    answer = act(desk, action, note=" The wall is a box. ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review#done")
    assert kept(desk) == [(action, "Edith", "The wall is a box.")]
    assert bool(waiting(desk)) is stays


def test_a_text_that_is_to_be_read_again_is_in_the_queue_of_the_next_pass(desk: OpenDesk) -> None:
    act(desk, "read again")
    (row,) = desk.owner.query("texts_to_read_again")
    assert row["revision_id"] == doubtful()
    assert "to be read again" in desk.client.get("/review").text


def test_the_same_form_twice_is_one_row(desk: OpenDesk) -> None:
    review_id = str(uuid4())
    assert [act(desk, "accept", review_id).status_code for _ in range(2)] == [303, 303]
    assert len(kept(desk)) == 1


def test_a_bad_extraction_is_saved_at_once_and_can_be_taken_away(desk: OpenDesk) -> None:
    act(desk, "bad extraction", note="No date.")
    (row,) = SAVED
    assert (row["revision_id"], row["note"]) == (doubtful(), "No date.")
    made = DataFolder(desk.owner.folder.root).fixture_of(row["outlet_id"], doubtful())
    made.mkdir(parents=True)
    for name in ("page.html", "expected.json", "why.txt"):
        (made / name).write_text(name, encoding="utf-8")
    answer = desk.client.get(f"/review/{doubtful()}/fixture")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.namelist() == [f"{made.name}/{name}" for name in ("expected.json", "page.html", "why.txt")]
    assert f"/review/{doubtful()}/fixture" in desk.client.get("/review").text


def test_a_fixture_that_is_not_there_is_told_in_words(desk: OpenDesk) -> None:
    answer = desk.client.get(f"/review/{doubtful()}/fixture")
    assert (answer.status_code, "no fixture of this text yet" in answer.text) == (404, True)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"action": "was read"}, 422),
        ({"action": "delete"}, 422),
        ({"action": "accept", "note": "n" * 2001}, 422),
        ({"action": "accept", "review_id": "one"}, 422),
        ({"action": "accept", "revision": UUID(int=0)}, 404),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_row(desk: OpenDesk, change: dict[str, Any], status: int) -> None:
    assert act(desk, **change).status_code == status
    assert kept(desk) == []


def test_nobody_acts_without_a_name(desk: OpenDesk) -> None:
    with httpx.Client(base_url=desk.url, trust_env=False) as nobody:
        answer = nobody.post(f"/review/{doubtful()}", data={"review_id": str(uuid4()), "action": "accept"})
    assert (answer.status_code, "who is deciding" in answer.text) == (422, True)
    assert kept(desk) == []
