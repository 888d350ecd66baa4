"""The main job, whole, over the recorded newsroom: what it stored, what it found, and what it left out."""

import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest

from flows.passes import fixtures
from flows.passes.read_again import read_again
from flows.passes.steps import open_steps
from tests.flows.conftest import Demonstration, pledgewatch
from tests.newsroom.build import sources
from tests.some_policies import NEWSROOMS
from warehouse import connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, TextReview
from warehouse.store import Store
from warehouse.vocabulary.decisions import RejectReason
from warehouse.vocabulary.reviews import ReviewAction

BOOKS = re.compile(r"together\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)")


def test_the_books_of_the_demonstration_balance(demonstration: Demonstration) -> None:
    found = BOOKS.search(demonstration.said)
    assert found is not None
    fetched, *outcomes = map(int, found.groups())
    assert fetched >= 80
    assert fetched == sum(outcomes)
    assert outcomes[-1] == 0, "nothing is pending"


def test_every_run_balances_its_books(store: Store) -> None:
    books = store.books()
    assert books
    assert all(row["balanced"] for row in books)


def test_at_least_five_outlets_and_eighty_articles_are_stored(demonstration: Demonstration) -> None:
    ((outlets, articles),) = ask(demonstration, "SELECT count(DISTINCT outlet_id), count(*) FROM articles")
    assert int(str(outlets)) >= 5
    assert int(str(articles)) >= 80


def test_every_page_that_was_refused_says_why(demonstration: Demonstration) -> None:
    for reason in ("not found (404)", "gone (410)", "too deep", "not a page"):
        assert reason in demonstration.said


def test_every_label_was_found(store: Store) -> None:
    counts = {row["label"]: row["mentions"] for row in store.query("mention_counts")}
    assert counts.keys() >= {"COUNCIL", "TRUST", "FUNDING", "JUDGEMENT"}
    assert all(count > 20 for count in counts.values())


def test_nearly_every_policy_that_the_newsroom_was_written_for_has_candidates(store: Store) -> None:
    found = {row["policy_id"] for row in store.query("candidate_counts")}
    assert len(found & set(NEWSROOMS)) >= 11


def ask(demonstration: Demonstration, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(demonstration.folder.snapshot), read_only=True) as connection:
        return connection.execute(statement).fetchall()


def test_the_snapshot_opens_in_any_client(demonstration: Demonstration) -> None:
    assert ask(demonstration, "SELECT count(*) FROM articles")[0][0]


def test_an_edited_article_has_both_its_texts(demonstration: Demonstration) -> None:
    edited = ask(demonstration, "SELECT article_id FROM articles WHERE edited")
    assert edited
    for (article_id,) in edited:
        texts = ask(demonstration, f"SELECT DISTINCT text FROM revisions WHERE article_id = '{article_id}'")
        assert len(texts) >= 2


def test_a_withdrawn_article_keeps_its_text(demonstration: Demonstration) -> None:
    withdrawn = ask(demonstration, "SELECT title, length(text) FROM articles WHERE status = 'withdrawn'")
    assert withdrawn
    assert all(characters > 100 for _, characters in withdrawn)  # type: ignore[operator]


def test_a_story_under_two_addresses_is_one_article(demonstration: Demonstration) -> None:
    doubled = ask(
        demonstration, "SELECT outlet_id, title FROM articles GROUP BY outlet_id, title, text HAVING count(*) > 1"
    )
    assert doubled == []


def adverts() -> list[str]:
    return [advert.title for site in sources() for advert in site.jobs]


def test_no_job_advert_is_in_any_text(demonstration: Demonstration) -> None:
    texts = [str(text) for (text,) in ask(demonstration, "SELECT text FROM articles")]
    assert adverts()
    assert not [advert for advert in adverts() if any(advert in text for text in texts)]


def test_no_comment_is_in_any_text(demonstration: Demonstration) -> None:
    texts = "\n".join(str(text) for (text,) in ask(demonstration, "SELECT text FROM articles"))
    comments = [comment.text for site in sources() for article in site.articles for comment in article.comments]
    assert comments
    assert not [comment for comment in comments if comment[:80] in texts]


def copied(demonstration: Demonstration, to: Path) -> DataFolder:
    """Return a copy of the demonstration's folder that a test may write to."""
    copy = DataFolder(to / "data")
    shutil.copytree(demonstration.folder.root, copy.root)
    return copy


def test_a_second_demonstration_stores_nothing_and_takes_no_new_candidates(
    demonstration: Demonstration, tmp_path: Path
) -> None:
    copy = copied(demonstration, tmp_path)
    with connect(copy) as before:
        candidates = before.query("candidate_counts")
        mentions = before.query("mention_counts")
    said = pledgewatch("demo", "--no-serve", "--data", str(copy.root))
    found = BOOKS.search(said)
    assert found is not None
    assert int(found[2]) == 0, "stored"
    with connect(copy) as after:
        assert after.query("candidate_counts") == candidates
        assert after.query("mention_counts") == mentions


def test_doctor_finds_the_demonstration_well(demonstration: Demonstration) -> None:
    assert "✗" not in pledgewatch("doctor", "--data", str(demonstration.folder.root))


def test_reprocessing_with_the_same_steps_changes_nothing(demonstration: Demonstration, tmp_path: Path) -> None:
    said = pledgewatch("reprocess", "--outlet", "themj", "--data", str(copied(demonstration, tmp_path).root))
    assert "the same text" in said
    assert "another text" not in said
    assert not re.search(r"\([+-]\d", said)


def test_live_outlets_refuse_the_demonstrations_folder(demonstration: Demonstration) -> None:
    said = pledgewatch(
        "run", "--once", "--data", str(demonstration.folder.root), status=1, PLEDGEWATCH_CONTACT="news@example.org"
    )
    assert "recorded newsroom" in said


@pytest.mark.parametrize("view", ["evidence", "candidates", "coverage", "funding", "judgements", "mentions"])
def test_an_export_quotes_no_more_than_an_outlet_allows(demonstration: Demonstration, view: str) -> None:
    said = pledgewatch("export", view, "--format", "json", "--data", str(demonstration.folder.root))
    rows = json.loads(said[: said.rindex("]") + 1])
    held_back = {"lgc", "themj"}  # their files say: the headline alone
    assert all(row.get("passage") is None for row in rows if row.get("outlet_id") in held_back)


def test_a_bad_extraction_becomes_a_fixture(demonstration: Demonstration, tmp_path: Path) -> None:
    copy = copied(demonstration, tmp_path)
    ((candidate_id, title),) = ask(
        demonstration, "SELECT candidate_id, title FROM candidates ORDER BY score DESC, candidate_id LIMIT 1"
    )
    decision = Decision(
        decision_id=uuid4(),
        candidate_id=UUID(str(candidate_id)),
        action=Action.REJECT,
        editor="Ada",
        note="the advert is in the text",
        decided_at=datetime.now(UTC),
        reason=RejectReason.BAD_EXTRACTION,
    )
    with connect(copy) as store:
        store.decide(decision)
        store.drain()
        (made,) = fixtures.save_all(store, copy)
        assert fixtures.save_all(store, copy) == [], "a second pass writes nothing again"
    assert json.loads((made / "expected.json").read_text())["title"] == title
    assert "<" in (made / "page.html").read_text()
    assert "the advert is in the text" in (made / "why.txt").read_text()


@pytest.mark.long
def test_a_text_is_read_again_once_when_an_editor_asks(demonstration: Demonstration, tmp_path: Path) -> None:
    copy = copied(demonstration, tmp_path)
    ((held,),) = ask(demonstration, "SELECT min(revision_id)::VARCHAR FROM articles")
    asked = TextReview(uuid4(), UUID(str(held)), ReviewAction.READ_AGAIN, "Ada", "Is this all?", datetime.now(UTC))
    spool.write_batch(copy, "asked", [asked])
    with connect(copy) as store, open_steps(copy, 1) as loaded:
        assert [read_again(store, copy, loaded) for _ in range(2)] == [1, 0]
        done = store.query("text_reviews_done", number=5)
        assert [(row["action"], row["editor"], row["note"]) for row in done] == [
            ("was read", "pledgewatch", "the same text"),
            ("read again", "Ada", "Is this all?"),
        ]


@pytest.mark.long
def test_a_changed_policy_is_matched_again_from_the_stored_texts(demonstration: Demonstration, tmp_path: Path) -> None:
    copy = copied(demonstration, tmp_path)
    tracked = (copy.root / "policies.toml").read_text(encoding="utf-8")
    changed = tracked.replace('title = "', 'title = "Still to ', 1)
    assert changed != tracked
    (copy.root / "policies.toml").write_text(changed, encoding="utf-8")
    said = pledgewatch("reprocess", "--step", "tag", "--data", str(copy.root))
    found = re.search(r"(\d+) texts tagged and matched again", said)
    assert found is not None
    assert int(found[1]) >= 80
    assert "0 texts" in pledgewatch("reprocess", "--step", "tag", "--data", str(copy.root))
