"""How many candidates each choice of a filter leaves (faceted search): the numbers in the menus, beside the policies and in the states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from desk.filters import STATES, Filter, TheFilter
from desk.narrowing import asked_of
from desk.state import Desk, TheDesk, editor_of
from warehouse.vocabulary.stances import Direction, Stance

COUNTED = ("policy_id", "outlet_id", "stance", "direction")  # filters whose every choice is counted

EVERY_FILTER = 0xFF  # of what is decided, each passage counts alone

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many candidates it leaves."""

    value: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many candidates each choice leaves, the other choices kept."""

    total: int  # of the policies' list: all policies under the other filters
    shown: int
    policies: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    stances: tuple[Choice, ...]
    directions: tuple[Choice, ...]
    states: tuple[Choice, ...]


def facets_of(desk: Desk, chosen: Filter, asked: Mapping[str, Any]) -> Facets:
    """Return the counts beside every choice, from the narrow table of candidates that wait and from the decisions.

    `asked` are the parameters that the choice asks for.
    """
    return facets_from(chosen, desk.warehouse.query_together(counting(asked)))


def counting(asked: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the queries whose rows are counted under the parameters that a choice asks for."""
    narrowing = {name: value for name, value in asked.items() if name not in COUNTED}
    return [("desk_names", {}), ("queue_counts", narrowing), ("decided_counts", narrowing)]


def facets_from(chosen: Filter, counted: Sequence[list[dict[str, Any]]]) -> Facets:
    """Return the counts beside every choice from the rows of the queries that `counting` gives."""
    names, waiting, decided = counted
    counts = waiting + decided
    wanted = {
        "policy_id": chosen.policy,
        "outlet_id": chosen.outlet,
        "stance": chosen.stance,
        "direction": chosen.direction,
        "state": chosen.state,
    }

    def tally(column: str) -> Counter[str]:
        """Count cards: of several passages that a choice leaves of one, the row that leads under these filters."""
        narrowed = {name for name, value in wanted.items() if value} | {column}
        bit = sum(1 << place for place, name in enumerate(("outlet_id", "stance", "direction")) if name in narrowed)
        found: Counter[str] = Counter()
        for row in counts:
            if row.get("leads", EVERY_FILTER) >> bit & 1 and all(
                not value or name == column or row[name] == value for name, value in wanted.items()
            ):
                found[row[column]] += row["number"]
        return found

    by_policy, by_outlet, by_stance, by_direction, by_state = (tally(column) for column in wanted)
    return Facets(
        total=by_policy.total(),
        shown=by_policy[chosen.policy] if chosen.policy else by_policy.total(),
        policies=tuple(
            Choice(row["id"], row["name"], by_policy[row["id"]]) for row in names if row["kind"] == "policy"
        ),
        outlets=tuple(Choice(row["id"], row["name"], by_outlet[row["id"]]) for row in names if row["kind"] == "outlet"),
        stances=tuple(Choice(stance, stance, by_stance[stance]) for stance in Stance),
        directions=tuple(Choice(each, each, by_direction[each]) for each in Direction),
        states=tuple(Choice(state, state, by_state[state]) for state in STATES),
    )


@router.get("/api/counts")
def counts_data(request: Request, desk: TheDesk, chosen: TheFilter) -> JSONResponse:
    """Return the numbers of a filter's menus as data: `total`, `shown`, and each menu's by value ("" for all)."""
    facets = facets_of(desk, chosen, asked_of(desk, chosen, editor_of(request)))
    menus = {
        "policy": facets.policies,
        "outlet": facets.outlets,
        "stance": facets.stances,
        "direction": facets.directions,
        "state": facets.states,
    }
    counts = {name: {choice.value: choice.count for choice in choices} for name, choices in menus.items()}
    counts["policy"][""] = facets.total
    return JSONResponse({"total": facets.total, "shown": facets.shown, "counts": counts})
