"""A trial reads what can tell most first, stops when its time is up, and says what it did not read."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from desk.trials import backtest as module
from desk.trials.backtest import backtest
from nlp.evidence.policies import load_policies
from warehouse.records import Candidate, Direction, Field, Stance, identifier

POLICY = load_policies()[0]
ACCEPTED, HELD, TURNED, ALIKE, FAR = (
    identifier("article", name) for name in ("accepted", "held", "turned", "alike", "far")
)
FOUND = {TURNED: Direction.CONTRADICTS, HELD: Direction.ADVANCES, ALIKE: Direction.ADVANCES}


class _Archive:
    """Answers the queries of a trial: three articles have candidates, one of them accepted evidence."""

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        if name == "candidates_to_try":
            scores = {ACCEPTED: 0.5, TURNED: 0.9, HELD: 0.8}
            return [{"article_id": one, "direction": "advances", "score": score} for one, score in scores.items()]
        if name == "accepted_to_try":
            return [{"article_id": ACCEPTED}]
        asked = [UUID(one) for one in parameters["article_ids"].split(",")]
        return [_text(one) for one in reversed(asked)]


class _Index:
    def alike(self, words: Any, *, since: date, most: int) -> list[UUID]:
        return [FAR, ALIKE, HELD]


class _Matcher:
    def __init__(self, policies: Any) -> None:
        self.read: list[UUID] = []
        _Matcher.last = self

    last: "_Matcher"

    def likelihood(self, policy_id: str, title: str, *_: Any, **__: Any) -> float:
        return {ALIKE: 0.9, HELD: 0.8, FAR: 0.1}[UUID(title)]

    def best_of(self, policy_id: str, article_id: UUID, *_: Any, **__: Any) -> Candidate | None:
        self.read.append(article_id)
        direction = FOUND.get(article_id)
        return _candidate(article_id, direction) if direction else None


def _text(article_id: UUID) -> dict[str, Any]:
    return {
        "article_id": article_id, "title": str(article_id), "text": "…", "standfirst": None, "url": "https://news.example/",
        "published_day": date(2026, 3, 1), "outlet_name": "CYP Now",
    }  # fmt: skip


def _candidate(article_id: UUID, direction: Direction) -> Candidate:
    return Candidate(
        candidate_id=article_id, policy_id=POLICY.policy_id, field=Field.TEXT, start=0, end=1, sentence=(0, 1), score=0.7,
        stance=Stance.ADVANCES, direction=direction, criterion="", reason="", terms=("A sentence.",),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Matcher", _Matcher)
    monkeypatch.setattr(module, "READERS", 1)


def tried(seconds: float = 100.0) -> Any:
    """Return a trial whose clock goes on by one second each time that it is asked."""
    ticks = iter(range(1_000))
    return backtest(
        _Archive(), _Index(), load_policies(), POLICY.policy_id,  # type: ignore[arg-type]
        since=date(2025, 6, 1), today=date(2026, 6, 1), until=seconds, clock=lambda: float(next(ticks)),
    )  # fmt: skip


def test_accepted_evidence_is_read_first_then_candidates_and_what_is_alike_in_turn() -> None:
    tried()
    assert _Matcher.last.read == [ACCEPTED, TURNED, ALIKE, HELD, FAR]


def test_what_is_gained_lost_turned_and_missed_is_told_apart() -> None:
    told = tried()
    assert [one.article_id for one in told.gained] == [ALIKE]
    assert [one.article_id for one in told.lost] == [ACCEPTED]
    assert [one.article_id for one in told.missed] == [ACCEPTED]
    assert [(before.direction, after.direction) for before, after in told.turned] == [("advances", "contradicts")]
    assert (told.same, told.accepted, told.read, told.worth_reading) == (1, 1, 5, 5)
    assert told.reads_a_day == pytest.approx(3 / 365)


@pytest.mark.parametrize("seconds", [0, 1, 2, 4])
def test_no_article_is_begun_after_its_time_and_none_unread_counts_as_lost(seconds: int) -> None:
    told = tried(seconds)
    assert told.read == seconds
    assert _Matcher.last.read == [ACCEPTED, TURNED, ALIKE, HELD, FAR][:seconds]
    assert told.worth_reading == 5
    assert {one.article_id for one in told.lost} <= set(_Matcher.last.read)
