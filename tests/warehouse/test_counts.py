"""The counts beside the queue equal a recount of it, whatever happened before, and so do the pages."""

import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.errors import UnknownCandidateError
from warehouse.folder import DataFolder
from warehouse.owner import sorting
from warehouse.queries import run_query
from warehouse.records import Action, Candidate, Decision, Stance
from warehouse.vocabulary.stances import direction_of

ARTICLES = 12
LED = """
SELECT * EXCLUDE (leads), warehouse.main.leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS leads
FROM live.waiting
"""
RECOUNT = f"""
SELECT policy_id, outlet_id, stance, direction, state, leads, count(*) AS number FROM ({LED})
WHERE state IN ('open', 'deferred') GROUP BY ALL ORDER BY ALL
"""
BANDS = """
SELECT policy_id, outlet_id, stance, state, floor(score * 16)::INTEGER AS band, count(*) AS number, direction, leads
FROM records.waiting_candidates GROUP BY ALL ORDER BY ALL
"""
NARROWED_RECOUNT = f"""
SELECT policy_id, outlet_id, stance, direction, state, leads, count(*) AS number
FROM ({LED} WHERE article_id IN (SELECT article_id FROM records.covered WHERE council = $council))
WHERE state IN ('open', 'deferred') GROUP BY ALL ORDER BY ALL
"""
KEPT = "SELECT * FROM records.waiting_counts WHERE number <> 0 ORDER BY ALL"
IN_ORDER = """
SELECT candidate_id FROM (
    SELECT * FROM live.waiting WHERE state = $state AND (stance = $stance OR $stance IS NULL)
    QUALIFY row_number() OVER (PARTITION BY policy_id, story_id ORDER BY score DESC, candidate_id) = 1
)
ORDER BY score DESC, candidate_id
"""


def read(owner: Owner, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
    with owner._cursor() as cursor:
        return cursor.execute(sql, values).fetchall()


def load(folder: DataFolder, chance: random.Random, step: int) -> None:
    """Spool a batch: new articles, new texts of old ones, or another matcher's work, with other scores and policies."""
    records: list[Any] = []
    numbers = chance.sample(range(ARTICLES), 6)
    for number in numbers:
        hours = step if chance.random() < 0.5 else 0
        score = chance.choice((0.0, 0.0625, 0.35, 0.5, 0.9, 1.0, round(chance.random(), 3)))
        records += samples.article(number, hours=hours, score=score)[:-1]
        of = samples.revision(number, hours=hours)
        policies = chance.sample(samples.POLICIES, chance.randint(0, 2))
        made = samples.matching(of, matcher=f"match/{step}", hours=step, policies=policies, score=score)
        stances = {
            each.candidate_id: chance.choice((Stance.ADVANCES, Stance.DELAYS, Stance.CONTRADICTS))
            for each in made.candidates
        }
        records.append(
            replace(made, candidates=tuple(with_stance(each, stances[each.candidate_id]) for each in made.candidates))
        )
    if chance.random() < 0.7:
        together = chance.sample(numbers, chance.randint(1, 4))
        records.append(samples.linking(together, story=together[0], hours=step))
    spool.write_batch(folder, f"step {step}", [samples.run(step), *records])


def with_stance(candidate: Candidate, stance: Stance) -> Candidate:
    return replace(candidate, stance=stance, direction=direction_of(stance) or candidate.direction)


def decide(owner: Owner, chance: random.Random) -> None:
    policy = chance.choice(samples.POLICIES)
    candidate = samples.candidate_id(chance.randrange(ARTICLES), policy)
    said = owner.query("candidate_decisions", candidate_id=candidate)
    standing = said[0]["decision_id"] if said else None
    action = chance.choice(list(Action))
    with suppress(UnknownCandidateError):
        owner.decide(Decision(uuid4(), candidate, action, "Ann", "", samples.at(9), replaces=standing))


@pytest.mark.parametrize("seed", range(2))
def test_counts_and_pages_equal_a_recount_after_any_history(folder: DataFolder, seed: int) -> None:
    chance = random.Random(seed)
    most = narrowed = 0
    with Owner(folder, background=False) as owner:
        for step in range(1, 21):
            if chance.random() < 0.4:
                load(folder, chance, step)
                owner.drain()
            for _ in range(chance.randrange(6)):
                decide(owner, chance)
            if chance.random() < 0.5:
                assert_the_file_takes_what_was_seen(owner)
            counts = [tuple(row.values()) for row in owner.query("queue_counts")]
            assert counts == read(owner, RECOUNT)
            assert read(owner, KEPT) == read(owner, BANDS)
            for state, stance in (("open", None), ("deferred", None), ("open", "delays")):
                expected = [row[0] for row in read(owner, IN_ORDER, {"state": state, "stance": stance})]
                most = max(most, len(expected))
                assert paged(owner, state, stance=stance) == expected
                chosen = [
                    row
                    for row in owner.query("queue_counts")
                    if row["state"] == state and row["stance"] == (stance or row["stance"])
                ]
                assert sum(row["number"] for row in chosen if row["leads"] >> (2 if stance else 0) & 1) == len(expected)
            assert_kept_rows_are_those_read_anew(owner)
            narrowed = max(narrowed, assert_narrowed_counts_equal_a_recount(owner, samples.COUNCILS[step % 3]))
    assert most > 5
    assert narrowed > 2


def assert_the_file_takes_what_was_seen(owner: Owner) -> None:
    before = owner.query("queue_counts"), owner.query("queue"), owner.query("queue", state="deferred")
    owner.drain()
    assert (owner.query("queue_counts"), owner.query("queue"), owner.query("queue", state="deferred")) == before


def assert_kept_rows_are_those_read_anew(owner: Owner) -> None:
    with owner._connection.cursor() as cursor:
        assert owner.query("queue") == run_query(cursor, "queue", {})


def assert_narrowed_counts_equal_a_recount(owner: Owner, council: str) -> int:
    counts = [tuple(row.values()) for row in owner.query("queue_counts", council=council)]
    assert counts == read(owner, NARROWED_RECOUNT, {"council": council})
    first = Counter[str]()
    for policy, *_, state, leads, number in counts:
        first[policy] += number if state == "open" and leads & 1 else 0
    cards = owner.query("queue", council=council, number=1000)
    assert Counter(row["policy_id"] for row in cards) == +first
    return len(counts)


def test_a_queue_out_of_order_is_sorted_at_the_next_snapshot_and_stays_what_it_was(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "ROW_GROUP", 20)
    rows = "SELECT score, candidate_id FROM records.waiting_candidates"
    with Owner(folder, background=False) as owner:
        spool.write_batch(folder, "one", samples.articles(range(8)))
        spool.write_batch(folder, "two", samples.articles(range(8, 20), run_number=1))
        owner.drain()
        before, counts = read(owner, rows), owner.query("queue_counts")
        owner.publish()
        after = read(owner, rows)
        assert before != after == sorted(before, key=lambda row: (-row[0], row[1].int))
        assert owner.query("queue_counts") == counts
        spool.write_batch(folder, "three", samples.articles(range(20, 22), run_number=2))
        owner.drain()
        assert not sorting.sort_queue(owner._connection)


def paged(owner: Owner, state: str, **filters: Any) -> list[Any]:
    found: list[dict[str, Any]] = []
    while True:
        after = {"after_place": found[-1]["place"], "after_id": found[-1]["candidate_id"]} if found else {}
        page = owner.query("queue", number=3, state=state, **after, **filters)
        found.extend(page)
        if len(page) < 3:
            return [row["candidate_id"] for row in found]
