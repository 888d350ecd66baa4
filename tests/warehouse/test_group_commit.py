"""Decisions that several editors take at once wait for the disk together, and each is kept or refused by itself."""

import threading
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.errors import AlreadyDecidedError, ReusedDecisionError, WarehouseError, WarehouseUnwellError
from warehouse.folder import DataFolder
from warehouse.owner.group_commit import GroupCommit
from warehouse.owner.journal import CardDecision, Journal
from warehouse.records import Action, Decision


def decision(number: int, editor: str = "Ann") -> Decision:
    return Decision(uuid4(), samples.candidate_id(number), Action.ACCEPT, editor, "", samples.at(9))


def test_one_that_is_refused_takes_none_of_its_group_with_it(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "decisions.sqlite")
    first, late, other = decision(1), decision(1, "Ben"), decision(2, "Cleo")
    reused = decision(3)
    again = Decision(first.decision_id, samples.candidate_id(4), Action.REJECT, "Ann", "", samples.at(9))
    outcomes = journal.append_all(
        [CardDecision(first), CardDecision(late), CardDecision(reused, (again,)), CardDecision(other)]
    )
    assert [type(each) for each in outcomes] == [list, AlreadyDecidedError, ReusedDecisionError, list]
    assert [row.decision_id for _, row in journal.after(0)] == [first.decision_id, other.decision_id]
    journal.close()


def test_what_is_asked_while_a_group_is_written_is_one_group() -> None:
    groups: list[list[int]] = []
    begun, go_on = threading.Event(), threading.Event()

    def work(asked: Sequence[int]) -> list[int]:
        groups.append(list(asked))
        begun.set()
        assert go_on.wait(5)
        return [each * 10 for each in asked]

    commit: GroupCommit[int, int] = GroupCommit(threading.Lock(), work)
    answers: dict[int, int] = {}
    threads = [threading.Thread(target=lambda n=n: answers.update({n: commit.ask(n)})) for n in range(1, 6)]
    threads[0].start()
    assert begun.wait(5)
    for thread in threads[1:]:
        thread.start()
    while len(commit._waiting) < 4:
        threading.Event().wait(0.001)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert answers == {number: number * 10 for number in range(1, 6)}
    assert [len(group) for group in groups] == [1, 4]


def test_a_disk_that_fails_is_told_to_everybody_in_the_group() -> None:
    def work(asked: Sequence[int]) -> list[int]:
        raise WarehouseUnwellError("the disk is full")

    with pytest.raises(WarehouseUnwellError, match="disk is full"):
        GroupCommit(threading.Lock(), work).ask(1)


def test_of_editors_who_decide_one_candidate_at_once_one_is_kept(folder: DataFolder) -> None:
    spool.write_batch(folder, "one", samples.articles(range(3)))
    with Owner(folder, background=False) as owner:
        owner.drain()
        said: list[str] = []

        def decide(editor: str, number: int) -> None:
            try:
                owner.decide(decision(number, editor))
                said.append("kept")
            except WarehouseError as error:
                said.append(type(error).__name__)

        threads = [threading.Thread(target=decide, args=(f"Editor{n}", n % 3)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(said) == ["AlreadyDecidedError"] * 9 + ["kept"] * 3
        assert len(owner.query("decisions_after")) == 3
