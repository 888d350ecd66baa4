"""The vocabularies for SQL: macros where a word follows from another, and a view of them all for analysts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from warehouse.vocabulary.decisions import ACTIONS, BLIND_READINGS, CANDIDATE_STATES
from warehouse.vocabulary.orders import QUEUE_ORDERS
from warehouse.vocabulary.register import VOCABULARIES, meaning_of
from warehouse.vocabulary.stances import STANCES, Direction, direction_of

_VIEW = """-- Every word that a column can hold, with what it means.
CREATE VIEW vocabulary AS SELECT
    vocabulary, -- the name of its kind, as in docs/glossary.md
    place,      -- its place in the order, counted from 1
    word,       -- the word
    means       -- what it says
FROM (VALUES
    {rows}
) AS words (vocabulary, place, word, means);
"""


def statements() -> str:
    """Return the statements that make the macros and the view."""
    after = " ".join(
        f"WHEN {_quoted(action)} THEN {_quoted(words.becomes)}" for action, words in ACTIONS.items() if words.becomes
    )
    waiting = ", ".join(_quoted(state) for state, words in CANDIDATE_STATES.items() if words.waits)
    decided = ", ".join(_quoted(state) for state, words in CANDIDATE_STATES.items() if words.decided)
    held = ", ".join(_quoted(reading) for reading, words in BLIND_READINGS.items() if words.held)
    again = [
        f"WHEN {_quoted(stance)} THEN {{'stance': {_quoted(words.told_again)}, "
        f"'direction': {_quoted(direction_of(words.told_again) or Direction.CONTEXT)}}}"
        for stance, words in STANCES.items()
        if words.told_again
    ]
    orders = " ".join(f"WHEN {_quoted(order)} THEN {words.place}" for order, words in QUEUE_ORDERS.items())
    return (
        f"CREATE OR REPLACE MACRO queue_place(sort, score, day, seen, policy_place) AS CASE sort {orders} ELSE score END;\n"
        f"CREATE OR REPLACE MACRO told_again(stance) AS CASE stance {' '.join(again)} END;\n"
        f"CREATE OR REPLACE MACRO state_after(action) AS CASE action {after} END;\n"
        f"CREATE OR REPLACE MACRO waits(state) AS state IN ({waiting});\n"
        f"CREATE OR REPLACE MACRO decided(state) AS state IN ({decided});\n"
        f"CREATE OR REPLACE MACRO is_held(reading) AS coalesce(reading IN ({held}), false);\n"
        f"{_VIEW.format(rows=_joined(_rows()))}"
    )


def _rows() -> Iterator[tuple[str, ...]]:
    for members in VOCABULARIES:
        for place, member in enumerate(members, start=1):
            yield _quoted(members.__name__), str(place), _quoted(member), _quoted(meaning_of(members, member))


def _joined(rows: Iterable[tuple[str, ...]]) -> str:
    return ",\n    ".join(f"({', '.join(row)})" for row in rows)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"
