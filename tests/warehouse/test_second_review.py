"""The second review in the journal: what is drawn, what stands, what is held, and that neither a restart nor a rebuild loses it."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from tests.desk.filled import fill
from tests.desk.newsdesk import NOW, queue_fillers
from warehouse import DataFolder, Owner
from warehouse.owner.journal import Journal, decision_chain
from warehouse.owner.second_review import is_drawn
from warehouse.proof import decisions_in_journal, journal_from_warehouse
from warehouse.records import Action, Decision, RejectReason


def says(
    candidate: UUID, editor: str, action: Action = Action.ACCEPT, *, replaces: UUID | None = None, minute: int = 0
) -> Decision:
    reason = RejectReason.OTHER if action is Action.REJECT else None
    at = NOW + timedelta(minutes=minute)
    return Decision(uuid4(), candidate, action, editor, "", at, reason=reason, replaces=replaces)


def test_the_draw_is_the_same_whenever_it_is_made_and_takes_the_share() -> None:
    many = [UUID(int=number) for number in range(2_000)]
    drawn = {each for each in many if is_drawn(each, 0.1)}
    assert drawn == {each for each in many if is_drawn(each, 0.1)}
    assert drawn <= {each for each in many if is_drawn(each, 0.2)}, "a larger share takes more, and no others"
    assert 140 < len(drawn) < 260
    assert not any(is_drawn(each, 0.0) for each in many)
    assert all(is_drawn(each, 1.0) for each in many)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, list[UUID]]:
    """Return a folder, closed, with an agreement, a disagreement, one that was settled, and a card that waits for its second editor."""
    folder = DataFolder(tmp_path_factory.mktemp("reviewed"))
    with fill(folder, queue_fillers(8), review_share=1.0) as owner:
        cards = [row["candidate_id"] for row in owner.query("queue")]
        for card in cards[:4]:
            owner.decide(says(card, "Ann"))
        owner.decide(says(cards[0], "Ben", minute=1))
        for card in cards[1:3]:
            second = owner.decide(says(card, "Ben", Action.REJECT, minute=1)).decision
        owner.decide(says(cards[2], "Cleo", Action.REJECT, replaces=second.decision_id, minute=2))
        owner.publish()
    return folder, cards


def states(owner: Owner, cards: list[UUID], viewer: str) -> list[str]:
    return [owner.query("candidate", candidate_id=card, viewer=viewer)[0]["state"] for card in cards[:4]]


def test_what_is_held_is_held_after_a_restart_without_the_setting(reviewed: tuple[DataFolder, list[UUID]]) -> None:
    folder, cards = reviewed
    with Owner(folder, background=False) as owner:
        assert states(owner, cards, "Dan") == ["accepted", "open", "rejected", "open"]
        assert states(owner, cards, "Ann") == ["accepted", "accepted", "rejected", "accepted"]
        assert states(owner, cards, "Ben") == ["accepted", "rejected", "rejected", "open"]


def test_agreement_can_be_asked_in_sql(reviewed: tuple[DataFolder, list[UUID]]) -> None:
    folder, _ = reviewed
    with Owner(folder, background=False) as owner:
        (row, _) = owner.query("figure_second_reviews")
    assert (row["editor"], row["cards"], row["agreed"]) == ("all", 3, 1)


def test_a_journal_that_was_rebuilt_holds_the_readings_too(
    reviewed: tuple[DataFolder, list[UUID]], tmp_path: Path
) -> None:
    folder, cards = reviewed
    rebuilt = tmp_path / "decisions.sqlite"
    assert journal_from_warehouse(folder.snapshot, rebuilt) == decision_chain(folder.decisions).count
    assert decisions_in_journal(rebuilt) == decisions_in_journal(folder.decisions)
    journal = Journal(rebuilt)
    waiting = {each for each, pending in journal.pending().items() if pending}
    journal.close()
    assert waiting == {cards[1], cards[3]}
