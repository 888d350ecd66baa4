"""kill -9 while an editor decides and the queue learns: each decision stands once, with the model that knew all before it."""

import random
import signal
import time
from pathlib import Path
from uuid import uuid4

import pytest

from desk.learning import QueueLearning
from nlp.ranking.learner import UNTAUGHT
from tests import killable
from tests.killed import rest_of, whole_lines
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision

ARTICLES = 400  # each with a candidate for two policies


def decide_on_and_on(data: str) -> None:
    """Learn and decide the first card of the queue, again and again, and say what is decided."""
    with Owner(DataFolder(Path(data)), background=False) as owner:
        learning = QueueLearning(owner, lambda: samples.at(500))
        print("ready", flush=True)
        while True:
            learning.refresh()
            print("learned", learning.ranked.model, flush=True)
            card = learning.order("Edith")[0]
            action = Action.ACCEPT if card.candidate_id.int % 3 else Action.REJECT
            ranking = learning.ranking_of(card.candidate_id, "Edith")
            made = Decision(uuid4(), card.candidate_id, action, "Edith", "", samples.at(500), ranking=ranking)
            owner.decide(made)
            print("decided", made.decision_id, flush=True)


def killed_while_learning(folder: DataFolder, kills: int, seed: int) -> set[str]:
    """Kill an editor's desk so many times, and return the decisions that were acknowledged."""
    chance = random.Random(seed)
    acknowledged: set[str] = set()
    for _ in range(kills):
        with killable.start(decide_on_and_on, str(folder.root)) as desk:
            said = [desk.stdout.readline() for _ in range(chance.randrange(7))]
            time.sleep(chance.uniform(0, 0.05))
            desk.send_signal(signal.SIGKILL)
            for line in (*whole_lines(said), *rest_of(desk.stdout)):
                if line.startswith("decided"):
                    acknowledged.add(line.split()[1])
    return acknowledged


def models_of(owner: Owner) -> list[str]:
    """Return the model that each decision was made under, in the order of the decisions."""
    sql = (
        "SELECT model FROM records.decisions LEFT JOIN records.decision_rankings USING (decision_id) ORDER BY sequence"
    )
    with owner._cursor() as cursor:
        return [model for (model,) in cursor.execute(sql).fetchall()]


def check_learned(folder: DataFolder, acknowledged: set[str]) -> None:
    """Expect each decision once, made under the model of a learner who knew those before it, and of no other one."""
    with Owner(folder, background=False) as owner:
        owner.drain()
        with owner._cursor() as cursor:
            made = [str(each) for (each,) in cursor.execute("SELECT decision_id FROM records.decisions").fetchall()]
        assert len(set(made)) == len(made)
        assert acknowledged <= set(made), "none is lost"
        learning = QueueLearning(owner, lambda: samples.at(500))
        rows = owner.query("decisions_to_learn", sequence=0)
        assert len({row["candidate_id"] for row in rows}) == len(rows) == len(made), "none is doubled"
        models = models_of(owner)
        assert models[0] == UNTAUGHT
        assert [int(model.split("-")[2]) for model in models] == list(range(len(made))), "each knew all before it"
        learning.refresh()
        again = QueueLearning(owner, lambda: samples.at(500))
        again.refresh()
        assert learning.ranked.model == again.ranked.model
        assert learning.ranked.probabilities == again.ranked.probabilities


@pytest.fixture
def filled(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "data").create()
    with Owner(folder, background=False) as owner:
        spool.write_batch(folder, "articles", samples.articles(range(ARTICLES)))
        owner.drain()
    return folder


@pytest.mark.long
def test_a_queue_that_is_killed_a_hundred_times_while_it_learns_loses_and_doubles_no_decision_and_no_lesson(
    filled: DataFolder,
) -> None:
    acknowledged = killed_while_learning(filled, 100, seed=1)
    assert len(acknowledged) > 50
    check_learned(filled, acknowledged)
