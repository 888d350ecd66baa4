"""Decisions: acknowledged means kept, once, and seen at once."""

import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest

from tests import killable
from tests.killed import rest_of
from tests.warehouse import samples
from warehouse import Owner, Store, connect, spool
from warehouse.errors import AlreadyDecidedError, ReusedDecisionError, UnknownCandidateError
from warehouse.folder import DataFolder
from warehouse.owner.journal import Journal
from warehouse.records import Action, Decision, DecisionRanking, Direction, Stance


@pytest.fixture
def store(folder: DataFolder) -> Iterator[Store]:
    spool.write_batch(folder, "one", samples.articles(range(5)))
    with connect(folder) as opened:
        yield opened


def decision(number: int, action: Action = Action.ACCEPT, editor: str = "Ann", **more: object) -> Decision:
    return Decision(uuid4(), samples.candidate_id(number), action, editor, "a note", samples.at(9), **more)  # type: ignore[arg-type]


def waiting(store: Store, **filters: object) -> set[UUID]:
    return {row["candidate_id"] for row in store.query("queue", **filters)}


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.REJECT, Action.DEFER])
def test_a_decided_candidate_leaves_the_queue_at_once_and_comes_back_when_reopened(
    store: Store, action: Action
) -> None:
    made = decision(1, action)
    store.decide(made)
    assert samples.candidate_id(1) not in waiting(store)
    assert (samples.candidate_id(1) in waiting(store, state="deferred")) == (action is Action.DEFER)
    store.decide(decision(1, Action.REOPEN, replaces=made.decision_id))
    assert samples.candidate_id(1) in waiting(store)
    assert waiting(store, state="deferred") == set()


def test_the_same_decision_twice_is_one(store: Store) -> None:
    made = decision(1)
    first, second = store.decide(made), store.decide(made)
    assert (first.duplicate, second.duplicate) == (False, True)
    assert first.sequence == second.sequence
    store.drain()
    assert len(store.query("candidate_decisions", candidate_id=samples.candidate_id(1))) == 1


def test_another_editor_is_told_who_decided(store: Store) -> None:
    first = decision(1)
    store.decide(first)
    with pytest.raises(AlreadyDecidedError, match="Ann chose to accept") as told:
        store.decide(decision(1, Action.REJECT, "Ben"))
    assert told.value.standing == first
    store.decide(decision(1, Action.REOPEN, "Ben", replaces=first.decision_id))
    assert store.decide(decision(1, Action.REJECT, "Ben")).replaced is not None


def test_an_editor_may_think_again_about_a_decision_that_they_name(store: Store) -> None:
    first = decision(1, Action.ACCEPT)
    store.decide(first)
    assert store.decide(decision(1, Action.REJECT, replaces=first.decision_id)).replaced == first
    assert store.query("candidate", candidate_id=samples.candidate_id(1))[0]["state"] == "rejected"


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("standing", [Action.ACCEPT, Action.REJECT, Action.DEFER])
def test_nobody_writes_over_a_decision_that_they_had_not_seen_under_one_name_either(
    store: Store, standing: Action, action: Action
) -> None:
    first = decision(1, standing)
    store.decide(first)
    for unseen in (None, uuid4()):
        with pytest.raises(AlreadyDecidedError) as told:
            store.decide(decision(1, action, replaces=unseen))
        assert told.value.standing == first
    assert len(store.query("candidate_decisions", candidate_id=samples.candidate_id(1))) == 1


def test_an_undo_leaves_a_later_decision_of_a_colleague_alone(store: Store) -> None:
    anns = decision(1, Action.ACCEPT)
    store.decide(anns)
    bens = decision(1, Action.REJECT, "Ben", replaces=anns.decision_id)
    store.decide(bens)
    with pytest.raises(AlreadyDecidedError) as told:
        store.decide(decision(1, Action.REOPEN, replaces=anns.decision_id))
    assert told.value.standing == bens


@pytest.mark.parametrize(
    "other",
    [
        {"action": Action.REJECT},
        {"editor": "Ben"},
        {"note": "another note"},
        {"stance": Stance.DELAYS},
        {"reason": "old news"},
        {"candidate_id": samples.candidate_id(2)},
        {"replaces": uuid4()},
    ],
    ids=lambda other: next(iter(other)),
)
def test_the_name_of_a_decision_is_not_taken_twice(store: Store, other: dict[str, object]) -> None:
    made = decision(1)
    store.decide(made)
    with pytest.raises(ReusedDecisionError, match=str(made.decision_id)):
        store.decide(replace(made, **other))  # type: ignore[arg-type]
    assert [row["action"] for row in store.query("decisions_after")] == ["accept"]


def test_the_reason_of_a_reject_does_not_stick_to_a_later_accept(store: Store) -> None:
    rejected = decision(1, Action.REJECT, reason="old news")
    store.decide(rejected)
    store.decide(decision(1, Action.ACCEPT, replaces=rejected.decision_id))
    for _ in range(2):
        (row,) = store.query("candidate", candidate_id=samples.candidate_id(1))
        assert (row["state"], row["reject_reason"]) == ("accepted", None)
        store.drain()


@pytest.mark.parametrize("drained", [False, True], ids=["in the journal", "in the file"])
def test_what_stands_accepted_or_rejected_can_be_listed_the_latest_first(store: Store, drained: bool) -> None:
    for number, action in ((1, Action.ACCEPT), (2, Action.REJECT), (3, Action.ACCEPT), (4, Action.DEFER)):
        store.decide(decision(number, action))
    if drained:
        store.drain()
    rows = store.query("decided", state="accepted")
    assert [row["candidate_id"] for row in rows] == [samples.candidate_id(3), samples.candidate_id(1)]
    (second,) = store.query("decided", state="accepted", after_place=rows[0]["place"])
    assert second["candidate_id"] == samples.candidate_id(1)
    assert [row["candidate_id"] for row in store.query("decided", state="rejected")] == [samples.candidate_id(2)]
    assert {row["state"]: row["number"] for row in store.query("decided_counts")} == {"accepted": 2, "rejected": 1}


def test_of_eight_editors_at_once_one_decides(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(2)))
    results: list[str] = []
    with Owner(folder) as owner:
        owner.drain()
        barrier = threading.Barrier(8)

        def one(name: str) -> None:
            barrier.wait()
            try:
                owner.decide(decision(1, Action.ACCEPT, name))
                results.append("decided")
            except AlreadyDecidedError:
                results.append("told")

        threads = [threading.Thread(target=one, args=(f"editor {number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(results) == ["decided", *["told"] * 7]


def test_a_decision_on_an_unknown_candidate_is_refused(store: Store) -> None:
    with pytest.raises(UnknownCandidateError):
        store.decide(decision(77))


def test_a_decision_keeps_what_the_editor_saw_and_said(store: Store) -> None:
    store.decide(decision(1, Action.ACCEPT, stance=Stance.CONTRADICTS))
    store.publish()
    (evidence,) = store.query("policy_evidence", policy_id=samples.POLICIES[0])
    assert (evidence["stance"], evidence["passage"]) == ("contradicts", samples.PASSAGE)


@pytest.mark.parametrize(
    ("stance", "direction", "goes"),
    [
        (None, None, "advances"),  # as the matcher said
        (Stance.DELAYS, None, "contradicts"),
        (Stance.RE_ANNOUNCES, None, "context"),
        (Stance.OUTCOME, None, "advances"),
        (Stance.OUTCOME, Direction.CONTRADICTS, "contradicts"),
    ],
)
def test_a_decision_goes_the_way_of_its_stance_before_and_after_it_reaches_the_file(
    store: Store, stance: Stance | None, direction: Direction | None, goes: str
) -> None:
    store.decide(decision(1, stance=stance, direction=direction))
    (before,) = store.query("policy_evidence", policy_id=samples.POLICIES[0])
    store.drain()
    (after,) = store.query("policy_evidence", policy_id=samples.POLICIES[0])
    assert before["direction"] == after["direction"] == goes
    assert after["stance"] == (stance or "advances")


def test_a_journal_of_an_earlier_version_gets_what_it_lacks_and_keeps_its_decisions(tmp_path: Path) -> None:
    file = tmp_path / "decisions.sqlite"
    with closing(sqlite3.connect(file)) as older:
        older.execute(
            "CREATE TABLE decisions (sequence INTEGER PRIMARY KEY AUTOINCREMENT, decision_id TEXT NOT NULL UNIQUE,"
            " candidate_id TEXT NOT NULL, action TEXT NOT NULL, editor TEXT NOT NULL, note TEXT NOT NULL,"
            " decided_at TEXT NOT NULL, stance TEXT, reason TEXT)"
        )
        older.execute(
            "INSERT INTO decisions VALUES (1, ?, ?, 'accept', 'Ann', '', '2026-11-20T09:00:00+00:00', 'context', NULL)",
            (str(uuid4()), str(uuid4())),
        )
        older.commit()
    journal = Journal(file)
    made = decision(1, stance=Stance.OUTCOME, direction=Direction.CONTEXT)
    journal.append(made)
    (_, held), (_, added) = journal.after(0)
    journal.close()
    assert (held.stance, held.direction) == (Stance.CONTEXT, None)
    assert added == made


def test_a_decision_is_seen_before_and_after_it_reaches_the_file(store: Store) -> None:
    store.decide(decision(1))
    before = store.query("candidate", candidate_id=samples.candidate_id(1)), store.query("policies"), waiting(store)
    store.drain()
    after = store.query("candidate", candidate_id=samples.candidate_id(1)), store.query("policies"), waiting(store)
    assert before == after


def test_counts_follow_a_decision_at_once(store: Store) -> None:
    def open_now() -> int:
        return sum(row["number"] for row in store.query("queue_counts") if row["state"] == "open")

    before = open_now()
    store.decide(decision(1))
    assert open_now() == before - 1


def test_a_decision_waits_for_no_load(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(5)))
    with Owner(folder, background=False) as owner:
        owner.drain()
        with owner._write:  # as a long load holds it
            done = threading.Thread(target=owner.decide, args=(decision(1),))
            done.start()
            done.join(timeout=5)
            assert not done.is_alive()
            assert samples.candidate_id(1) not in {row["candidate_id"] for row in owner.query("queue")}


@pytest.mark.parametrize("back", [Action.REOPEN, Action.DEFER])
def test_what_is_put_back_is_in_the_queue_at_once_while_a_batch_loads(folder: DataFolder, back: Action) -> None:
    spool.write_batch(folder, "one", samples.articles(range(5)))
    with Owner(folder, background=False) as owner:
        owner.drain()
        made = decision(1)
        owner.decide(made)
        owner.drain()  # the file's queue has it no more
        with owner._write:  # as a long load holds it
            done = threading.Thread(target=owner.decide, args=(decision(1, back, replaces=made.decision_id),))
            done.start()
            done.join(timeout=5)
            assert not done.is_alive()
            state = "open" if back is Action.REOPEN else "deferred"
            seen = owner.query("queue", state=state), owner.query("queue_counts")
            assert samples.candidate_id(1) in {row["candidate_id"] for row in seen[0]}
        owner.drain()
        assert (owner.query("queue", state=state), owner.query("queue_counts")) == seen


def decide_on_and_on(data: str) -> None:
    """Decide on candidate after candidate, and say which decision was acknowledged."""
    with Owner(DataFolder(Path(data))) as owner:
        owner.drain()
        standing = {row["candidate_id"]: row["decision_id"] for row in owner.query("decisions_after")}
        print("ready", flush=True)
        for number in range(10_000):
            candidate, action = samples.candidate_id(number % 200), (Action.DEFER, Action.REOPEN)[number // 200 % 2]
            made = Decision(uuid4(), candidate, action, "Ann", "", samples.at(9), replaces=standing.get(candidate))
            owner.decide(made)
            standing[candidate] = made.decision_id
            print(made.decision_id, flush=True)


def test_kill_9_of_the_owner_loses_no_acknowledged_decision(folder: DataFolder) -> None:
    connect(folder).close()  # made here, where a new warehouse is a copy
    spool.write_batch(folder, "one", samples.articles(range(200)))
    acknowledged: list[UUID] = []
    for seconds in (0.05, 0.3, 0.8):
        with killable.start(decide_on_and_on, str(folder.root)) as owner:
            assert owner.stdout.readline() == "ready\n"
            time.sleep(seconds)
            owner.send_signal(signal.SIGKILL)
            acknowledged.extend(UUID(line) for line in rest_of(owner.stdout))
    with connect(folder) as store:
        held = [row["decision_id"] for row in store.query("decisions_after", sequence=0)]
    assert len(acknowledged) > 20
    assert len(held) == len(set(held))
    assert set(acknowledged) <= set(held)


def test_a_note_that_is_no_text_is_kept_as_text(store: Store) -> None:
    made = replace(decision(1), note="off \udc00 topic")
    store.decide(made)
    store.drain()
    (held,) = store.query("candidate_decisions", candidate_id=samples.candidate_id(1))
    assert held["note"] == "off \ufffd topic"


def test_a_decision_keeps_what_the_queue_said_of_it(store: Store) -> None:
    ranked, unranked = decision(1, ranking=DecisionRanking("learn-1-7-abc", 0.8125, sampled=True)), decision(2)
    store.decide_card(ranked, [unranked])
    store.publish()
    with closing(duckdb.connect(store.folder.snapshot, read_only=True)) as snapshot:
        said = snapshot.execute("SELECT model, probability, sampled FROM decisions ORDER BY sequence").fetchall()
    assert said == [("learn-1-7-abc", 0.8125, True), (None, None, None)]


def test_the_same_decision_sent_again_under_a_newer_model_is_the_same_decision(store: Store) -> None:
    made = decision(1, ranking=DecisionRanking("learn-1-7-abc", 0.8, sampled=False))
    store.decide(made)
    again = store.decide(replace(made, ranking=DecisionRanking("learn-1-8-def", 0.9, sampled=False)))
    assert again.duplicate
