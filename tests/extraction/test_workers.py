"""The pool: order kept, limits held, one bad page costs itself alone, whether its children are started or forked."""

import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from flows.passes.texts import forks_of
from flows.processes.forks import ForkServer
from pipelines.errors import QuarantineError
from pipelines.isolation import workers
from pipelines.isolation.workers import ExtractionPool, spawn_child
from pipelines.page import Extraction, RawPage

NOW = datetime(2026, 11, 22, tzinfo=UTC)


PoolMaker = Callable[[int], ExtractionPool]


@pytest.fixture(scope="module", params=["started", "forked"])
def pool_of(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PoolMaker]:
    """Makes a pool of so many children."""
    if request.param == "started":
        yield lambda jobs: ExtractionPool(jobs, spawn_child)
        return
    server = ForkServer("pipelines.isolation.preloaded")
    start = forks_of(server, tmp_path_factory.mktemp("forks") / "log")
    yield lambda jobs: ExtractionPool(jobs, start)
    server.close()


def send_signal(pool: ExtractionPool, number: signal.Signals) -> None:
    """Send a signal to the pool's first child; a forked one is a process group."""
    pid = pool._children[0].process.pid
    os.killpg(pid, number) if os.getpgid(pid) == pid else os.kill(pid, number)


def page(number: int) -> RawPage:
    text = f"Council number {number} said that it would publish its plan for children’s homes by the end of the year. "
    body = f"<html><body><article><h1>Plan {number} for homes</h1><p>{text * 4}</p></article></body></html>"
    return RawPage(body.encode(), "text/html", None, f"https://outlet.example/{number}", NOW)


def bad(body: bytes = b"") -> RawPage:
    return RawPage(body, "text/html", None, "https://outlet.example/bad", NOW)


def slow() -> RawPage:
    rows = "<tr>" + "<td>A council, a figure of £2m and a year.</td>" * 9 + "</tr>"
    return bad(f"<html><body><table>{rows * 3800}</table></body></html>".encode())


@pytest.mark.parametrize("jobs", [1, 3])
def test_answers_come_in_the_order_of_the_pages(pool_of: PoolMaker, jobs: int) -> None:
    pages = [bad() if number % 5 == 3 else page(number) for number in range(20)]
    with pool_of(jobs) as pool:
        answers = list(pool.map(pages))
    assert len(answers) == 20
    for number, answer in enumerate(answers):
        if number % 5 == 3:
            assert isinstance(answer, QuarantineError)
        else:
            assert isinstance(answer, Extraction)
            assert answer.title == f"Plan {number} for homes"


def test_pages_of_a_caller_who_went_away_are_no_answers_to_the_next(pool_of: PoolMaker) -> None:
    with pool_of(2) as pool:
        assert isinstance(next(pool.map(page(number) for number in range(6))), Extraction)
        answers = list(pool.map([page(7), page(8)]))
    assert [answer.title for answer in answers if isinstance(answer, Extraction)] == [
        "Plan 7 for homes",
        "Plan 8 for homes",
    ]


def test_no_pages_give_no_answers(pool_of: PoolMaker) -> None:
    with pool_of(2) as pool:
        assert list(pool.map([])) == []


def test_a_page_over_its_cpu_limit_costs_itself_alone(pool_of: PoolMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CPU_SECONDS", 0.3)
    with pool_of(1) as pool:
        answers = list(pool.map([page(1), slow(), page(2)]))
    assert isinstance(answers[0], Extraction)
    assert isinstance(answers[1], QuarantineError)
    assert answers[1].reason == "cpu limit"
    assert isinstance(answers[2], Extraction)


def test_a_page_over_its_wall_limit_costs_itself_alone(pool_of: PoolMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    with pool_of(1) as pool:
        answers = pool.map([page(1), page(2), page(3)])
        assert isinstance(next(answers), Extraction)
        send_signal(pool, signal.SIGSTOP)
        monkeypatch.setattr(workers, "WALL_SECONDS", 0.3)
        stopped = next(answers)
        monkeypatch.undo()
        assert isinstance(stopped, QuarantineError)
        assert stopped.reason == "time limit"
        assert isinstance(next(answers), Extraction)


def test_a_child_that_was_killed_is_replaced_and_costs_no_page(pool_of: PoolMaker) -> None:
    with pool_of(1) as pool:
        assert isinstance(next(pool.map([page(1)])), Extraction)
        send_signal(pool, signal.SIGKILL)
        answers = list(pool.map([page(2), page(3)]))
    assert [isinstance(answer, Extraction) for answer in answers] == [True, True]


def test_memory_over_the_limit_is_a_quarantine(pool_of: PoolMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "MEMORY_BYTES", 64 * 1024**2)
    with pool_of(1) as pool:
        answer = next(pool.map([slow()]))
    assert isinstance(answer, QuarantineError)
    assert answer.reason in {"memory limit", "extraction crashed", "extraction failed"}


def test_children_are_replaced_after_their_share_of_pages(pool_of: PoolMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PAGES_EACH", 2)
    seen: set[int] = set()
    with pool_of(1) as pool:
        for answer in pool.map(page(number) for number in range(5)):
            assert isinstance(answer, Extraction)
            seen.update(child.process.pid for child in pool._children)
    assert len(seen) >= 2


def test_no_child_outlives_the_pool(pool_of: PoolMaker) -> None:
    with pool_of(2) as pool:
        list(pool.map([page(1), page(2)]))
        children = [child.process for child in pool._children]
    assert children
    assert all(child.returncode is not None for child in children)


@pytest.mark.parametrize("kills", [1, 2])
def test_a_page_whose_child_was_killed_is_tried_once_more(
    pool_of: PoolMaker, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    given: list[int] = []
    give = workers._Child.give

    def killed(child: workers._Child, number: int, raw: RawPage) -> bool:
        if number == 1:
            given.append(number)
            if len(given) <= kills:
                child.process.kill()
        return give(child, number, raw)

    monkeypatch.setattr(workers._Child, "give", killed)
    with pool_of(2) as pool:
        answers = list(pool.map([page(number) for number in range(4)]))
    assert [isinstance(answer, Extraction) for answer in answers] == [True, kills == 1, True, True]
    if kills == 2:
        assert "SIGKILL" in str(answers[1])
