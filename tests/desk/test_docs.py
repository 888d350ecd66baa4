"""docs/desk.md says what is so: keys, pages, limits and constants."""

import re
from pathlib import Path

import pytest

import desk
from desk import bulk, feed, filters
from desk.guards import limits
from desk.narrowing import SAVED_KEYS
from desk.pages import queue
from desk.policies import pages as policies
from desk.wording import words
from tests.desk.test_routes import TABLE
from warehouse.records import DOUBTFUL
from warehouse.vocabulary.decisions import ACTIONS, REJECT_REASONS, Action, RejectReason
from warehouse.vocabulary.orders import QUEUE_ORDERS, QueueOrder
from warehouse.vocabulary.stances import STANCES, Direction, Stance, direction_of

PAGE = (Path(__file__).parents[2] / "docs" / "desk.md").read_text(encoding="utf-8")
FLAT = " ".join(PAGE.split())
SCRIPT = (Path(desk.__file__).parent / "static" / "keys.js").read_text(encoding="utf-8")
HELP = (Path(desk.__file__).parent / "templates" / "queue.html").read_text(encoding="utf-8")


def keys_of_the_script() -> list[str]:
    table = SCRIPT[SCRIPT.index("const actions = {") : SCRIPT.index("const REPEATABLE")]
    return re.findall(r'^  "?([][a-z/?{}])"?: ', table, re.MULTILINE)


@pytest.mark.parametrize("key", keys_of_the_script())
def test_a_key_is_told_in_the_docs_and_in_the_help(key: str) -> None:
    assert f"`{key}`" in PAGE
    assert f"<kbd>{key}</kbd>" in HELP


@pytest.mark.parametrize("action", list(Action))
def test_an_action_is_told_with_its_key(action: Action) -> None:
    assert f"| `{ACTIONS[action].key}` |" in PAGE


@pytest.mark.parametrize("reason", list(RejectReason))
def test_a_reason_is_told_with_its_key(reason: RejectReason) -> None:
    assert f"`{REJECT_REASONS[reason].key}` {reason}" in FLAT


@pytest.mark.parametrize("order", list(QueueOrder))
def test_an_order_is_told_with_its_key(order: QueueOrder) -> None:
    assert f"`{QUEUE_ORDERS[order].key}` {QUEUE_ORDERS[order].words}" in FLAT


def number_word(count: int) -> str:
    return ("no", "one", "two", "three", "four", "five")[count]


def test_no_key_does_two_things() -> None:
    keys = [words.key for table in (STANCES, ACTIONS, REJECT_REASONS, QUEUE_ORDERS) for words in table.values()]
    keys += keys_of_the_script()
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_the_digits_choose_a_stance_and_those_that_are_left_open_a_saved_search() -> None:
    digits = ", ".join(f"`{number}` {stance}" for number, stance in enumerate(Stance, start=1))
    told = FLAT.replace(" (again: one that goes another way)", "")
    rows = [
        f"| `1` to `{len(Stance)}` | chooses the stance that `a` accepts with, in the order of the menu: {digits} |",
        f"| `{SAVED_KEYS[0]}` to `{SAVED_KEYS[-1]}` | opens one of the first {number_word(len(SAVED_KEYS))} saved searches |",
    ]
    assert [row for row in rows if row not in told] == [], "docs/desk.md does not have these rows"
    assert {str(number) for number in range(1, len(Stance) + 1)}.isdisjoint(SAVED_KEYS)


@pytest.mark.parametrize("stance", list(Stance))
def test_a_stance_is_told_with_its_key(stance: Stance) -> None:
    assert f"`{STANCES[stance].key}` {stance}" in FLAT, f"docs/desk.md does not tell `{STANCES[stance].key}` {stance}"


def stances_that_go(direction: Direction | None) -> str:
    *first, last = (stance for stance in Stance if direction_of(stance) is direction)
    return f"{', '.join(first)} and {last}" if first else last


def test_the_docs_say_which_way_each_stance_goes() -> None:
    advancing, against, neither, own = map(stances_that_go, (*Direction, None))
    said = (
        f"{advancing} advance it, {against} contradict it, {neither} do neither, and an {own} carries its own direction"
    )
    assert said in FLAT, f"docs/desk.md does not say: {said}"


def test_every_stance_has_a_key_of_its_own() -> None:
    keys = [words.key for words in STANCES.values()]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch("[A-Z]", key) for key in keys)


def test_the_keys_of_the_script_are_all_found() -> None:
    assert sorted(keys_of_the_script()) == sorted("ujkosncq/?gez[]{}")


@pytest.mark.parametrize(
    ("method", "path"), [row for row in TABLE if row[1] not in {"/", "/static/{version}/{name}", "/decisions"}]
)
def test_a_route_is_told(method: str, path: str) -> None:
    assert f"`{path}`" in PAGE or f"`{method} {path}`" in PAGE, f"docs/desk.md has no row for {path}"


@pytest.mark.parametrize(
    "sentence",
    [
        f"days without evidence (marked past {policies.QUIET_DAYS})",
        f"`candidates` ({queue.PAGE_ROWS} at most)",
        f"texts that were read with doubt (under {DOUBTFUL:.0%} sure)",
        "a text that was read with any doubt (under 100% sure)",
        f"`state` ({', '.join(filters.STATES)})",
        f"(at most {bulk.MOST_PASSAGES:,} passages)",
        f"at least every {feed.BEAT_SECONDS:.0f} seconds",
        f"A request may hold {limits.MAX_BODY_BYTES // 1_000} kB, an address {limits.MAX_QUERY_BYTES // 1_000} kB, "
        f"a form {limits.MAX_FIELDS} fields, a note {limits.MAX_NOTE_CHARACTERS:,} characters, "
        f"a name {limits.MAX_NAME_CHARACTERS}.",
    ],
)  # fmt: skip
def test_a_figure_of_the_docs_is_the_codes(sentence: str) -> None:
    assert sentence in FLAT


def test_six_hours_are_six_hours() -> None:
    assert words.STALE_AFTER.total_seconds() == 6 * 3_600
    assert "in red after six hours" in FLAT
