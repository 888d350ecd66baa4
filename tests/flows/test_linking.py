"""Stories and commitments in the warehouse: built as articles come, the same in whatever order they come, under names that stay."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from flows.passes import linking
from flows.passes.ledgering import MOST_WEIGHED, most_telling
from flows.passes.linking import NotLinked, link_again, link_waiting
from tests import killable
from tests.flows import linkable
from tests.killed import rest_of
from tests.nlp.test_stories import ARTICLES
from tests.warehouse import samples
from warehouse import Owner, connect, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision

STORY = {"release": "original", "copy": "copy", "independent": "independent"}
SUM = (
    "The government will give councils £84m over five years to strengthen families, the Department for Education said."
)
TOLD = [
    {"id": "first", "title": "Ministers announce the strengthening families programme", "published": "2019-05-12", "outlet": "lgc",
     "text": f"Twenty councils are to take part in the Strengthening Families programme.\n\n{SUM}"},
    {"id": "second", "title": "Strengthening families: new councils named", "published": "2020-02-03", "outlet": "cypnow",
     "text": f"Seven more councils join the Strengthening Families programme this winter.\n\n{SUM} Darlington begins in June."},
    {"id": "third", "title": "Families programme to reach eighteen councils", "published": "2021-01-20", "outlet": "mj",
     "text": f"The Strengthening Families programme goes on, the children's minister told directors.\n\n{SUM} He named no new councils."},
]  # fmt: skip


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    with Owner(DataFolder(tmp_path / "data").create(), background=False) as opened:
        yield opened


def come(owner: Owner, rows: list[dict[str, Any]], edition: int = 1) -> None:
    """Load articles and link them, as a pass does."""
    linkable.spool_articles(owner.folder, rows, edition)
    owner.drain()
    link_waiting(owner, owner.folder)  # type: ignore[arg-type]  # an owner answers as a store does


def rows(owner: Owner, sql: str) -> list[tuple[Any, ...]]:
    with owner._cursor() as cursor:
        return cursor.execute(sql).fetchall()


def stories(owner: Owner) -> dict[str, tuple[UUID, str]]:
    held = {article: (story, relation) for article, story, relation in rows(owner, "SELECT article_id, story_id, relation FROM records.story_articles")}  # fmt: skip
    names = [row["id"] for row in (*ARTICLES, *TOLD)]
    return {name: held[linkable.article_id(name)] for name in names if linkable.article_id(name) in held}


def test_reports_of_one_event_are_one_story_with_what_each_is_in_it(owner: Owner) -> None:
    come(owner, ARTICLES)
    found = stories(owner)
    assert {name: found[name][1] for name in STORY} == STORY
    assert {found[name][0] for name in STORY} == {linkable.article_id("release")}
    assert found["elsewhere"] == (linkable.article_id("elsewhere"), "original")


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_articles_come_changes_no_story(owner: Owner, seed: int) -> None:
    mixed = list(ARTICLES)
    random.Random(seed).shuffle(mixed)
    for row in mixed:
        come(owner, [row])
    found = stories(owner)
    assert {name: found[name][1] for name in STORY} == STORY
    assert len({found[name][0] for name in STORY}) == 1
    assert found["elsewhere"][0] not in {found[name][0] for name in STORY}


def test_a_story_keeps_its_name_and_its_date_when_others_join_it(owner: Owner) -> None:
    come(owner, [ARTICLES[2]])
    before = rows(owner, "SELECT story_id, since FROM records.story_articles")
    come(owner, [ARTICLES[0]])
    after = rows(owner, f"SELECT story_id, since FROM records.story_articles WHERE article_id = '{linkable.article_id('independent')}'")  # fmt: skip
    assert after == before
    assert stories(owner)["release"] == (linkable.article_id("independent"), "original")


def test_linking_everything_again_keeps_every_name_and_moves_nobody(owner: Owner) -> None:
    for row in (*reversed(ARTICLES), *TOLD):
        come(owner, [row])
    told = "SELECT * FROM records.story_articles ORDER BY ALL", "SELECT * FROM records.commitment_mentions ORDER BY ALL"
    before = [rows(owner, sql) for sql in told]
    assert link_again(owner, owner.folder) == 7  # type: ignore[arg-type]
    assert [rows(owner, sql) for sql in told] == before
    assert rows(owner, "SELECT * FROM regroupings") == []


def test_an_edited_article_is_weighed_again_and_leaves_its_story_with_a_row_that_tells_it(owner: Owner) -> None:
    come(owner, ARTICLES)
    come(owner, [{**ARTICLES[2], "title": ARTICLES[3]["title"], "text": ARTICLES[3]["text"]}], edition=2)
    found = stories(owner)
    assert found["independent"] == (linkable.article_id("elsewhere"), "copy")
    assert rows(owner, "SELECT member_id, from_id, to_id, kind FROM regroupings") == [
        (linkable.article_id("independent"), linkable.article_id("release"), linkable.article_id("elsewhere"), "split")
    ]


def test_a_story_that_goes_into_another_one_is_told_as_merged(owner: Owner) -> None:
    alone = {
        **ARTICLES[1],
        "title": "Bin lorries",
        "text": "Harrogate bought six electric lorries from a maker in Leyland.",
    }
    come(owner, [ARTICLES[0], alone])
    assert stories(owner)["copy"][0] == linkable.article_id("copy")
    come(owner, [ARTICLES[1]], edition=2)
    assert stories(owner)["copy"] == (linkable.article_id("release"), "copy")
    assert [row[0] for row in rows(owner, "SELECT kind FROM regroupings")] == ["merged"]


def test_sources_are_counted_by_outlet_and_copies_are_none(owner: Owner) -> None:
    come(owner, ARTICLES)
    told = "SELECT articles, outlets, independent, copies, title FROM stories ORDER BY articles DESC"
    assert rows(owner, told)[0] == (3, 3, 2, 1, ARTICLES[0]["title"])


def test_the_same_money_told_again_is_one_commitment_and_the_third_story_is_its_third_announcement(
    owner: Owner,
) -> None:
    for row in TOLD:
        come(owner, [row])
    told = "SELECT amount, period, announcements, mentions, outlet_id, announced_day::VARCHAR FROM commitments"
    assert rows(owner, told) == [(84e6, "5y", 3, 3, "lgc", "2019-05-12")]
    mentions = "SELECT outlet_id, role, announcement FROM commitment_mentions ORDER BY dated"
    assert rows(owner, mentions) == [("lgc", "first", 1), ("cypnow", "later mention", 2), ("mj", "later mention", 3)]


def test_what_was_announced_before_re_announces_and_the_matchers_stance_stays_beside_it(owner: Owner) -> None:
    for row in reversed(TOLD):
        come(owner, [row])
    told = "SELECT outlet_id, announcement, stance, direction, matched_stance, matched_direction FROM candidates ORDER BY published"
    assert rows(owner, told) == [
        ("lgc", 1, "advances", "advances", "advances", "advances"),
        ("cypnow", 2, "re-announces", "context", "advances", "advances"),
        ("mj", 3, "re-announces", "context", "advances", "advances"),
    ]
    waiting = "SELECT stance, direction FROM records.waiting_candidates ORDER BY ALL"
    assert rows(owner, waiting) == [("advances", "advances"), *[("re-announces", "context")] * 2]
    third = next(row for row in owner.query("queue") if row["outlet_id"] == "mj")
    owner.decide(Decision(uuid4(), third["candidate_id"], Action.ACCEPT, "Ann", "", samples.at(9)))
    owner.drain()
    assert rows(owner, "SELECT stance, matched_stance FROM decisions") == [("re-announces", "advances")]


def test_an_earlier_announcement_that_comes_late_makes_later_ones_what_they_are(owner: Owner) -> None:
    come(owner, [TOLD[2]])
    assert rows(owner, "SELECT stance FROM candidates") == [("advances",)]
    come(owner, [TOLD[0]])
    assert rows(owner, "SELECT stance FROM candidates ORDER BY published") == [("advances",), ("re-announces",)]


def test_a_sum_that_an_edit_takes_out_leaves_its_commitment(owner: Owner) -> None:
    come(owner, TOLD[:2])
    come(owner, [{**TOLD[0], "text": "The programme was not announced after all."}], edition=2)
    assert rows(owner, "SELECT outlet_id, role, announcement FROM commitment_mentions") == [("cypnow", "first", 1)]
    assert rows(owner, "SELECT stance FROM candidates WHERE current") == [("advances",)]


def test_a_batch_that_the_warehouse_refuses_ends_linking_with_where_it_lies(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    linkable.spool_articles(owner.folder, ARTICLES[:1])
    owner.drain()
    monkeypatch.setattr("warehouse.spool.write_batch", lambda *_: None)
    with pytest.raises(NotLinked, match="1 articles stay without a story"):
        link_waiting(owner, owner.folder)  # type: ignore[arg-type]


def link_one_by_one(data: str) -> None:
    """Link what waits in as many batches as may be, and say when it is done."""
    linking.BATCH_ARTICLES = 1
    folder = DataFolder(Path(data))
    with connect(folder) as store:
        print("ready", flush=True)
        link_waiting(store, folder)
        print("done", flush=True)


def kill_while_linking(folder: DataFolder, chance: random.Random) -> bool:
    """Start a run that links what waits, kill it after a moment, and return whether it was done by then."""
    with killable.start(link_one_by_one, str(folder.root)) as run:
        assert run.stdout.readline() == "ready\n", "the next run goes on"
        time.sleep(chance.uniform(0, 0.6))
        run.send_signal(signal.SIGKILL)
        return "done" in rest_of(run.stdout)


def check_killed(folder: DataFolder, kills: int, seed: int) -> None:
    """Kill linking so many times at least, and expect what a run that nobody kills makes, with nothing twice."""
    chance = random.Random(seed)
    for kill in range(kills):
        if kill_while_linking(folder, chance):
            with connect(folder) as store:
                linkable.spool_articles(folder, [ARTICLES[kill % 4]], edition=kill + 2)
                store.drain()
    with Owner(folder, background=False) as owner:
        link_waiting(owner, folder)  # type: ignore[arg-type]
        assert list(folder.refused.iterdir()) == []
        assert spool.waiting(folder) == []
        found = stories(owner)
        assert {name: found[name][1] for name in STORY} == STORY
        assert len({found[name][0] for name in STORY}) == 1
        doubled = "SELECT count(*) - count(DISTINCT {0}) FROM records.{1}"
        for column, table in (("article_id", "linked_articles"), ("article_id", "story_articles"), ("(article_id, other_id)", "story_pairs"),
                              ("(article_id, key)", "story_keys"), ("sum_id", "ledger_sums"), ("sum_id", "commitment_mentions")):  # fmt: skip
            assert rows(owner, doubled.format(column, table)) == [(0,)], table
        assert rows(owner, "SELECT count(*) FROM records.linked_articles") == [(7,)]
        assert rows(owner, "SELECT announcements, mentions FROM commitments") == [(3, 3)]


def test_a_run_that_is_killed_goes_on_and_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data").create()
    linkable.spool_articles(folder, [*ARTICLES, *TOLD])
    check_killed(folder, 2, seed=1)


@pytest.mark.long
def test_linking_that_is_killed_a_hundred_times_loses_and_doubles_nothing(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data").create()
    linkable.spool_articles(folder, [*ARTICLES, *TOLD])
    check_killed(folder, 100, seed=2)


def test_a_sum_is_weighed_against_few_others_however_large_its_story_is() -> None:
    numbers = [(one, 200) for one in range(200)]
    amounts = [84e6 if number % 40 == 0 else 4e6 for number in range(201)]
    kept = most_telling(numbers, {200}, amounts)
    assert len(kept) == MOST_WEIGHED
    assert {(0, 200), (40, 200), (160, 200), (1, 200)} <= set(kept)
    assert (199, 200) not in kept
