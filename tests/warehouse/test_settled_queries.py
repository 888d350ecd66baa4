"""A query is asked of the tables themselves while nothing waits to be taken into the file, and gives what it gives with the overlay."""

from collections.abc import Iterator

import pytest

from tests.desk.filled import fill
from tests.desk.newsdesk import NOW, lead, queue_fillers
from warehouse import DataFolder, Owner, queries
from warehouse.queries import OverlayState, named_query, run_query
from warehouse.records import Action, Decision, identifier


def is_overlaid(name: str) -> bool:
    return len({named_query(name).statements(frozenset(), each) for each in OverlayState}) > 1


OVERLAID = [name for name in queries.names() if is_overlaid(name)]


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owner]:
    """Return an owner of a queue of which some was decided, all of it in the file."""
    with fill(DataFolder(tmp_path_factory.mktemp("settled")), lead(), queue_fillers(12)) as made:
        for number, row in enumerate(made.query("queue")[:4]):
            action = (Action.ACCEPT, Action.REJECT, Action.DEFER, Action.ACCEPT)[number]
            made.decide(Decision(identifier("settled", str(number)), row["candidate_id"], action, "Ann", "", NOW))
        made.drain()
        yield made


@pytest.mark.parametrize("name", OVERLAID)
def test_a_query_gives_the_same_with_the_overlay_and_without_it(owner: Owner, name: str) -> None:
    known = {
        "candidate_id": owner.query("queue")[0]["candidate_id"],
        "decision_id": identifier("settled", "0"),
        "action_id": identifier("settled", "0"),
        "policy_id": "trusts-for-weakest-councils",
        "viewer": "Ann",
        "state": "accepted" if name == "decided" else None,
    }
    asked = {each: known.get(each) for each in named_query(name).parameters}
    with owner._connection.cursor() as cursor:
        given = [sorted(map(repr, run_query(cursor, name, asked, overlay=state))) for state in OverlayState]
    assert given[0] == given[1] == given[2]


def test_most_reads_of_a_page_of_the_queue_go_without_the_overlay() -> None:
    assert {"queue", "queue_counts", "decided_counts", "candidate", "last_decision"} <= set(OVERLAID)
