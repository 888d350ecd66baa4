"""What a batch does to the warehouse: once, whole, and with the latest word in force."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.warehouse import samples
from warehouse import Store, connect, spool
from warehouse.folder import DataFolder
from warehouse.owner.drained import DrainReport
from warehouse.records import (
    Action,
    ArticleStatus,
    Decision,
    Direction,
    FetchOutcome,
    Field,
    Outcome,
    Record,
    Revision,
    Stance,
    identifier,
)
from warehouse.vocabulary.collection import ArticleState


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    with connect(folder) as opened:
        yield opened


def load(store: Store, key: str, *records: Record) -> DrainReport:
    spool.write_batch(store.folder, key, records)
    return store.drain()


def decide(store: Store, number: int, action: Action, *, key: str = "", editor: str = "Ann") -> Decision:
    made = Decision(
        identifier("decision", str(number), action, key),
        samples.candidate_id(number),
        action,
        editor,
        "",
        samples.at(9),
    )
    store.decide(made)
    return made


def states(store: Store, number: int) -> dict[str, str]:
    rows = store.query("article_candidates", article_id=samples.article_id(number))
    return {row["policy_id"]: row["state"] for row in rows}


def test_a_batch_loads_with_its_entry_in_the_ledger(store: Store) -> None:
    assert load(store, "one", *samples.articles(range(3))) == DrainReport(loaded=1)
    health = store.query("health")[0]
    assert (health["articles"], health["revisions"], health["candidates"], health["batches"]) == (3, 3, 6, 1)
    assert spool.waiting(store.folder) == []


def test_the_same_key_loads_once(store: Store) -> None:
    load(store, "one", *samples.articles(range(3)))
    assert load(store, "one", *samples.articles(range(5))) == DrainReport(duplicates=1)
    assert store.query("health")[0]["articles"] == 3


def test_the_same_records_under_another_key_double_nothing(store: Store) -> None:
    load(store, "one", *samples.articles(range(3)))
    before = store.query("health")[0], store.books(), store.query("queue")
    assert load(store, "two", *samples.articles(range(3))).loaded == 1
    after = store.query("health")[0], store.books(), store.query("queue")
    unaffected = {"batches", "last_load"}
    assert {k: v for k, v in after[0].items() if k not in unaffected} == {
        k: v for k, v in before[0].items() if k not in unaffected
    }
    assert after[1:] == before[1:]


def test_records_doubled_within_a_batch_are_one(store: Store) -> None:
    records = samples.articles(range(3))
    assert load(store, "one", *records, *records).refused == ()
    assert store.query("health")[0]["candidates"] == 6
    assert store.books()[0]["balanced"]


def test_a_batch_that_does_not_fit_is_refused_and_the_rest_load(store: Store) -> None:
    good, orphan = samples.articles([1]), samples.tagging(samples.revision(99))
    spool.write_batch(store.folder, "before", good)
    spool.write_batch(store.folder, "orphan", [*samples.articles([2]), orphan])
    spool.write_batch(store.folder, "after", samples.articles([3]))
    report = store.drain()
    assert report.loaded == 2
    (refused,) = report.refused
    assert "came without the text" in refused
    assert store.query("health")[0]["articles"] == 2, "no part of the refused batch is held"
    (kept,) = store.folder.refused.glob("*.parquet")
    assert "came without the text" in (store.folder.refused / f"{kept.name}.txt").read_text(encoding="utf-8")
    assert store.query("refused_batches")[0]["batch_key"] == "orphan"


@pytest.mark.parametrize(
    "damage", ["truncated", "no key", "other columns", "other types", "unknown kind", "not parquet"]
)
def test_a_file_that_is_no_batch_is_refused(store: Store, damage: str) -> None:
    file = spool.write_batch(store.folder, "bad", samples.articles([1]))
    table = pq.read_table(file)
    if damage == "truncated":
        file.write_bytes(file.read_bytes()[:-200])
    elif damage == "not parquet":
        file.write_bytes(b"=1+1")
    else:
        kinds = pa.array([["weather"] * table.num_rows, table.column("kind").to_pylist()][damage != "unknown kind"])
        changed = {
            "no key": table.replace_schema_metadata({}),
            "other columns": table.append_column("surprise", kinds),
            "other types": table.set_column(1, "run", pa.array([5] * table.num_rows)),
            "unknown kind": table.set_column(0, "kind", kinds),
        }
        pq.write_table(changed[damage], file)
    spool.write_batch(store.folder, "good", samples.articles([2]))
    report = store.drain()
    assert (report.loaded, len(report.refused)) == (1, 1)
    assert store.query("health")[0]["articles"] == 1


def test_a_batch_of_an_earlier_version_with_fewer_columns_loads(store: Store) -> None:
    file = spool.write_batch(store.folder, "old", samples.articles([1]))
    table = pq.read_table(file)
    pq.write_table(table.drop_columns(["incident", "outlet_day"]), file)
    assert store.drain().loaded == 1


def test_a_batch_whose_candidates_had_no_direction_criterion_field_and_sentence_loads(store: Store) -> None:
    file = spool.write_batch(store.folder, "old", samples.articles([1]))
    table = pq.read_table(file)
    kept = ("candidate_id", "policy_id", "start", "end", "score", "stance", "reason", "terms")
    rows = table.to_pylist()
    for row in rows:
        if row["matching"]:
            row["matching"]["candidates"] = [
                {name: candidate[name] for name in kept} for candidate in row["matching"]["candidates"]
            ]
    older = pa.schema(
        [_older(table.schema.field(name), kept) if name == "matching" else table.schema.field(name) for name in table.schema.names],
        metadata=table.schema.metadata,
    )  # fmt: skip
    pq.write_table(pa.Table.from_pylist(rows, schema=older), file)
    assert store.drain().refused == ()
    row = store.query("candidate", candidate_id=samples.candidate_id(1))[0]
    assert (row["direction"], row["criterion"], row["field"]) == ("advances", "", "text")
    assert (row["sentence_start"], row["sentence_end"]) == (row["start"], row["end"])


def _older(matching: pa.Field, kept: tuple[str, ...]) -> pa.Field:
    fields = {each.name: each for each in matching.type}
    candidate = pa.struct([each for each in fields["candidates"].type.value_type if each.name in kept])
    fields["candidates"] = pa.field("candidates", pa.list_(candidate))
    return pa.field("matching", pa.struct(list(fields.values())))


@pytest.mark.parametrize("field", list(Field))
def test_a_candidate_keeps_its_field_sentence_direction_and_criterion(store: Store, field: Field) -> None:
    article = [
        replace(each, standfirst="A standfirst of a line.", corrections=("The sum was wrong.", "So was the day."))
        if isinstance(each, Revision)
        else each
        for each in samples.article(1)
    ]
    load(store, "one", *article, *in_field(1, field, start=0, end=10, sentence=(2, 6)))
    row = store.query("candidate", candidate_id=samples.candidate_id(1))[0]
    of = next(each for each in article if isinstance(each, Revision))
    whole = {Field.TITLE: of.title, Field.STANDFIRST: of.standfirst or "", Field.TEXT: of.text}.get(field)
    whole = whole or "The sum was wrong.\n\nSo was the day."
    assert (row["field"], row["passage"]) == (field, whole[:10])
    assert (row["sentence_start"], row["sentence_end"]) == (2, 6)
    assert (row["stance"], row["direction"], row["criterion"]) == ("outcome", "contradicts", "failure 1")


@pytest.mark.parametrize("places", [{"end": 10_000}, {"sentence": (0, 10_000)}, {"start": -1}])
def test_a_candidate_outside_the_field_that_it_names_is_refused_with_the_reason(
    store: Store, places: dict[str, Any]
) -> None:
    bad = in_field(1, Field.TITLE, **{"start": 0, "end": 10, "sentence": (0, 10), **places})
    spool.write_batch(store.folder, "bad", [*samples.article(1), *bad])
    (refused,) = store.drain().refused
    assert "lies outside the title that it names" in refused


def in_field(number: int, field: Field, **places: Any) -> list[Record]:
    """Return a later matching of an article, whose first candidate is an outcome that stands in a field of it."""
    made = samples.matching(samples.revision(number), hours=1, policies=samples.POLICIES[:1])
    candidate = replace(
        made.candidates[0],
        field=field,
        stance=Stance.OUTCOME,
        direction=Direction.CONTRADICTS,
        criterion="failure 1",
        **places,
    )
    return [replace(made, candidates=(candidate,))]


def test_a_later_tagging_replaces_the_earlier_one(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    again = samples.tagging(samples.revision(1), tagger="tag/2", hours=5, council=samples.COUNCILS[1])
    load(store, "two", again)
    (mention,) = store.query("article", article_id=samples.article_id(1))[0]["mentions"]
    assert mention["identifier"] == samples.COUNCILS[1]


def test_an_earlier_tagging_that_comes_late_changes_nothing(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    load(store, "two", samples.tagging(samples.revision(1), tagger="tag/0", hours=-5, council=samples.COUNCILS[1]))
    (mention,) = store.query("article", article_id=samples.article_id(1))[0]["mentions"]
    assert mention["identifier"] == samples.COUNCILS[0]


def test_a_later_matching_replaces_the_earlier_one(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    load(store, "two", samples.matching(samples.revision(1), hours=5, policies=samples.POLICIES[:1], score=0.9))
    assert [(row["policy_id"], row["score"]) for row in store.query("queue")] == [(samples.POLICIES[0], 0.9)]
    assert states(store, 1) == {samples.POLICIES[0]: "open", samples.POLICIES[1]: "withdrawn"}


def test_what_an_editor_decided_is_not_asked_again(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    decide(store, 1, Action.ACCEPT)
    load(store, "two", samples.matching(samples.revision(1), matcher="match/2", hours=5, score=0.99))
    assert [row["policy_id"] for row in store.query("queue")] == [samples.POLICIES[1]]
    assert states(store, 1)[samples.POLICIES[0]] == "accepted"


def test_what_an_editor_decided_is_not_lost_when_the_matcher_drops_it(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    decide(store, 1, Action.ACCEPT)
    load(store, "two", samples.matching(samples.revision(1), hours=5, policies=()))
    assert states(store, 1) == {samples.POLICIES[0]: "accepted", samples.POLICIES[1]: "withdrawn"}
    assert len(store.query("policy_evidence", policy_id=samples.POLICIES[0])) == 1


def test_a_deferred_candidate_stays_deferred(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    decide(store, 1, Action.DEFER)
    load(store, "two", samples.matching(samples.revision(1), hours=5, policies=()))
    assert [row["policy_id"] for row in store.query("queue", state="deferred")] == [samples.POLICIES[0]]
    assert store.query("queue") == []


def test_an_edit_elsewhere_in_the_article_asks_nobody_again(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    decide(store, 1, Action.REJECT)
    first = samples.revision(1)
    edited = replace(
        samples.revision(1, hours=10),
        revision_id=identifier("edited"),
        text=first.text + "\n\nMore.",
        content_sha256="edited",
    )
    _, capture = samples.fetch(1, hours=10)
    load(
        store,
        "two",
        capture,
        edited,
        samples.tagging(edited, hours=10),
        samples.matching(edited, hours=10, policies=()),
    )
    assert states(store, 1)[samples.POLICIES[0]] == "rejected"


def test_an_edited_passage_is_a_new_candidate_and_the_old_one_leaves_the_queue(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    decide(store, 1, Action.ACCEPT)
    edited = samples.revision(1, hours=10, passage="The trust will not now get the £12m over two years.")
    _, capture = samples.fetch(1, hours=10)
    load(store, "two", capture, edited, samples.tagging(edited, hours=10), samples.matching(edited, hours=10))
    assert {row["passage"] for row in store.query("queue")} == {"The trust will not now get the £12m over two years."}
    (evidence,) = store.query("policy_evidence", policy_id=samples.POLICIES[0])
    assert evidence["changed_since"]
    assert evidence["passage"] == samples.PASSAGE


def test_an_edit_that_is_undone_makes_the_old_text_the_latest_again(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    edited = samples.revision(1, hours=10, passage="Another passage altogether.")
    load(store, "two", samples.fetch(1, hours=10)[1], edited)
    assert store.query("article", article_id=samples.article_id(1))[0]["revision_id"] == edited.revision_id
    load(store, "three", samples.fetch(1, hours=20)[1], samples.revision(1, hours=20))
    article = store.query("article", article_id=samples.article_id(1))[0]
    assert article["revision_id"] == samples.revision(1).revision_id
    assert article["texts"] == 2


def test_the_matching_of_an_older_text_does_not_displace_the_newer_one(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    edited = samples.revision(1, hours=10, passage="Another passage altogether.")
    load(
        store, "two", samples.fetch(1, hours=10)[1], edited, samples.tagging(edited), samples.matching(edited, hours=10)
    )
    load(store, "three", samples.matching(samples.revision(1), matcher="match/2", hours=30))
    assert {row["passage"] for row in store.query("queue")} == {"Another passage altogether."}


def test_the_latest_outcome_of_a_fetch_holds(store: Store) -> None:
    fetch, capture = samples.fetch(1)
    load(store, "one", samples.run(), fetch, capture)
    assert store.books()[0]["pending"] == 1
    assert [row["fetch_id"] for row in store.query("pending")] == [fetch.fetch_id]
    quarantined = FetchOutcome(fetch.fetch_id, fetch.run_id, Outcome.QUARANTINED, "too deep", samples.at(1))
    dropped = FetchOutcome(fetch.fetch_id, fetch.run_id, Outcome.DROPPED, "no article", samples.at(2))
    load(store, "two", dropped, quarantined)
    books = store.books()[0]
    assert (books["fetched"], books["dropped"], books["quarantined"], books["pending"]) == (1, 1, 0, 0)
    assert store.query("pending") == []


def test_books_that_do_not_add_up_say_so(store: Store) -> None:
    fetch, capture = samples.fetch(1)
    claim = FetchOutcome(fetch.fetch_id, fetch.run_id, Outcome.STORED, "new article", samples.at(1))
    load(store, "one", samples.run(), fetch, capture, claim)
    assert not store.books()[0]["balanced"], "said to be stored, and no text is held"
    load(store, "two", samples.revision(1))
    assert store.books()[0]["balanced"]
    load(store, "three", replace(claim, fetch_id=identifier("no such fetch")))
    assert not store.books()[0]["balanced"], "an outcome of a fetch that was never made"


def test_a_run_that_ended_stays_ended(store: Store) -> None:
    load(store, "one", samples.run(finished=True))
    load(store, "two", samples.run(finished=False))
    (run,) = store.query("runs")
    assert run["state"] == "finished"


def test_a_withdrawn_article_is_marked_and_its_text_kept(store: Store) -> None:
    load(store, "one", *samples.articles([1]))
    load(store, "two", ArticleStatus(samples.article_id(1), ArticleState.WITHDRAWN, "410 three times", samples.at(40)))
    article = store.query("article", article_id=samples.article_id(1))[0]
    assert (article["status"], article["title"]) == ("withdrawn", "Headline 1")
