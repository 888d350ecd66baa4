"""Claims: two editors do not get the same card, a claim ends by itself, and none blocks a decision in silence."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import httpx
import pytest

from desk.claims.book import LEASE_SECONDS, MOST_CLAIMS, CardKey, ClaimBook
from tests.desk.conftest import OpenDesk

CARDS: list[tuple[CardKey, UUID]] = [(("policy", uuid4()), uuid4()) for _ in range(40)]


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(clock: Clock) -> ClaimBook:
    return ClaimBook(clock)


def test_twenty_threads_that_ask_for_the_next_card_get_twenty_cards(book: ClaimBook) -> None:
    start = threading.Barrier(20)

    def ask(number: int) -> UUID | None:
        start.wait()
        return book.claim_first(CARDS, f"Editor {number}")

    with ThreadPoolExecutor(20) as threads:
        given = list(threads.map(ask, range(20)))
    assert set(given) == {shown for _, shown in CARDS[:20]}


def test_a_claim_that_arrives_after_its_window_gave_up_is_none(book: ClaimBook) -> None:
    (card, shown), *_ = CARDS
    book.release("Ann", "a window", turn=2)
    assert book.claim(card, shown, "Ann", "a window", turn=1) is None
    assert book.of_others("Ben") == {}
    assert book.claim(card, shown, "Ann", "a window", turn=3) is None
    assert book.of_others("Ben") == {card: "Ann"}


def test_an_expired_claim_is_given_again_and_a_renewed_one_is_not(book: ClaimBook, clock: Clock) -> None:
    (dead, shown), (alive, other), *_ = CARDS
    book.claim(dead, shown, "Ann")
    book.claim(alive, other, "Ben")
    clock.now = LEASE_SECONDS - 1
    assert book.claim(dead, shown, "Cleo") == "Ann"
    assert book.claim(alive, other, "Ben") is None
    clock.now = LEASE_SECONDS
    assert book.claim(dead, shown, "Cleo") is None
    assert book.claim(alive, other, "Cleo") == "Ben"
    assert LEASE_SECONDS < 300


def test_a_window_holds_one_card_and_another_of_the_same_editor_its_own(book: ClaimBook) -> None:
    (first, one), (second, two), *_ = CARDS
    book.claim(first, one, "Ann", "left")
    book.claim(second, two, "Ann", "right")
    assert set(book.of_others("Ben")) == {first, second}
    book.claim(second, two, "Ann", "left")
    book.release("Ann", "right")
    assert book.of_others("Ben") == {second: "Ann"}
    assert book.of_others("Ann") == {}


def test_a_page_that_takes_over_a_claim_is_its_holder(book: ClaimBook) -> None:
    (card, shown), *_ = CARDS
    book.claim_first(CARDS, "Ann")
    book.claim(card, shown, "Ann", "window")
    book.release("Ann", "window")
    assert book.of_others("Ben") == {}


def test_a_page_that_was_closed_before_its_script_claimed_the_card_that_came_with_it_gives_it_up(
    book: ClaimBook,
) -> None:
    book.claim_first(CARDS, "Ann")
    book.release("Ann", "window")
    assert book.of_others("Ben") == {}


def test_a_refused_claim_leaves_the_card_that_a_window_has(book: ClaimBook) -> None:
    (first, one), (second, two), *_ = CARDS
    book.claim(first, one, "Ann")
    book.claim(second, two, "Ben")
    assert book.claim(first, one, "Ben") == "Ann"
    assert book.of_others("Ann") == {second: "Ben"}


def test_the_book_holds_so_many_claims_and_no_more(book: ClaimBook) -> None:
    for number in range(MOST_CLAIMS + 5):
        book.claim(("policy", UUID(int=number)), UUID(int=number), f"Editor {number}")
    assert len(book.of_others("nobody")) == MOST_CLAIMS


@pytest.fixture
def editors(desk: OpenDesk) -> Iterator[list[httpx.Client]]:
    """Yield the browsers of as many editors as cards wait, with nothing claimed."""
    object.__setattr__(desk.app.state.desk, "claims", ClaimBook())
    made = [
        httpx.Client(base_url=desk.url, trust_env=False, headers={"Cookie": f"pledgewatch_editor=Editor{number}"})
        for number in range(min(6, len(desk.waiting())))
    ]
    yield made
    for each in made:
        each.close()


def on_stage(page: httpx.Response) -> str:
    found = re.search(r'id="card"[^>]*data-candidate="([^"]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def test_editors_who_open_the_queue_at_once_get_different_cards_and_see_who_reads_the_others(
    editors: list[httpx.Client],
) -> None:
    with ThreadPoolExecutor(len(editors)) as threads:
        pages = list(threads.map(lambda one: one.get("/"), editors))
    assert len({on_stage(page) for page in pages}) == len(editors) > 2
    assert editors[0].get("/").text.count("is reading this") == len(editors) - 1


def test_a_claimed_card_is_decided_all_the_same_and_the_answer_says_whose_it_is(
    desk: OpenDesk, editors: list[httpx.Client]
) -> None:
    shown = on_stage(editors[0].get("/"))
    answer = desk.decide(shown, "defer", "Editor1").json()
    assert (answer["state"], answer["reader"]) == ("deferred", "Editor0")
    own = on_stage(editors[1].get("/"))
    assert desk.decide(own, "defer", "Editor1").json()["reader"] is None


def test_a_page_renews_its_claim_hears_of_others_and_gives_it_up(desk: OpenDesk, editors: list[httpx.Client]) -> None:
    row = desk.waiting()[0]
    card = {"card": f"{row['policy_id']}~{row['story_id']}", "candidate_id": row["candidate_id"], "window": "w"}
    ann, ben = editors[:2]
    assert ann.post("/api/claims", json=card).json() == {"reader": None, "others": {}}
    assert ben.post("/api/claims", json=card).json() == {"reader": "Editor0", "others": {card["card"]: "Editor0"}}
    assert ann.post("/api/claims", json={"window": "w"}).json()["others"] == {}
    assert ben.post("/api/claims", json=card).json()["reader"] is None


def test_a_page_that_is_closed_gives_up_its_card_by_an_address_alone(
    desk: OpenDesk, editors: list[httpx.Client]
) -> None:
    row = desk.waiting()[0]
    card = {"card": f"{row['policy_id']}~{row['story_id']}", "candidate_id": row["candidate_id"], "window": "w"}
    ann, ben = editors[:2]
    ann.post("/api/claims", json=card)
    assert ben.delete("/api/claims", params={"window": "w"}).status_code == 204, "which frees none of another's"
    assert ben.post("/api/claims", json=card).json()["reader"] == "Editor0"
    assert ann.delete("/api/claims", params={"window": "w", "turn": 1}).status_code == 204
    assert ben.post("/api/claims", json=card).json()["reader"] is None


@pytest.mark.parametrize("asked", [{"window": "w" * 300}, {"turn": "soon"}, {"turn": "-1"}])
def test_an_address_that_names_no_window_or_turn_is_none(editors: list[httpx.Client], asked: dict[str, str]) -> None:
    answer = editors[0].delete("/api/claims", params=asked)
    assert (answer.status_code, bool(answer.json()["error"])) == (404, True)


@pytest.mark.parametrize(
    "body", [{"card": "no card"}, {"card": f"policy~{uuid4()}"}, {"window": 3}, {"window": "w" * 300}, {"card": ["x"]}]
)
def test_what_is_no_claim_is_refused_in_words(editors: list[httpx.Client], body: dict[str, object]) -> None:
    answer = editors[0].post("/api/claims", json=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
