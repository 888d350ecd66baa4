"""What an editor has chosen to see of the queue, and where in it (keyset pagination): read from an address, and written back to one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends

from desk.forms import BadRequestError
from warehouse.vocabulary.decisions import CANDIDATE_STATES, CandidateState
from warehouse.vocabulary.stances import Direction, Stance

DECIDED = tuple(state for state, words in CANDIDATE_STATES.items() if words.decided)
STATES = tuple(state for state, words in CANDIDATE_STATES.items() if words.waits or words.decided)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class FilterError(ValueError):
    """A filter that names nothing there could be. Its text is for the editor."""


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """A place in a list's order: what comes after it has a lower score, or the same score and a later id.

    In a list of what was decided, the score is the decision's place among all decisions.
    """

    score: float
    candidate_id: UUID

    def __str__(self) -> str:
        return f"{self.score!r}~{self.candidate_id}"

    @classmethod
    def read(cls, text: str) -> QueuePosition | None:
        """Return the place that was written as text, or None for an empty one.

        Raises:
            FilterError: for a text that is no place.
        """
        if not text:
            return None
        score, _, candidate_id = text.partition("~")
        try:
            place = cls(float(score), UUID(candidate_id))
        except ValueError as error:
            raise FilterError("That is no place in the queue.") from error
        if not math.isfinite(place.score):
            raise FilterError("That is no place in the queue.")
        return place


@dataclass(frozen=True, slots=True)
class Filter:
    """The choice: a policy, an outlet, a stance, a direction (empty: all), and the candidates of one state."""

    policy: str = ""
    outlet: str = ""
    stance: str = ""
    state: str = CandidateState.OPEN
    direction: str = ""

    @classmethod
    def read(cls, policy: str, outlet: str, stance: str, state: str, direction: str = "") -> Filter:
        """Return the filter that an address names.

        Raises:
            FilterError: for a value that nothing could have.
        """
        for value in (policy, outlet):
            if value and not _SLUG.fullmatch(value):
                raise FilterError("There is no such policy or outlet.")
        if stance and stance not in set(Stance):
            raise FilterError("There is no such stance.")
        if direction and direction not in set(Direction):
            raise FilterError("There is no such direction.")
        if state not in {"", *STATES}:
            raise FilterError("There is no such state.")
        return cls(policy, outlet, stance, state or CandidateState.OPEN, direction)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the named queries: None where there is no choice."""
        return {
            "policy_id": self.policy or None,
            "outlet_id": self.outlet or None,
            "stance": self.stance or None,
            "direction": self.direction or None,
            "state": self.state,
        }

    def carried(self, after: str = "") -> dict[str, str]:
        """Return the form fields that bring an editor back to the same choice and place after a decision."""
        fields = {
            "in_policy": self.policy,
            "in_outlet": self.outlet,
            "in_stance": self.stance,
            "in_direction": self.direction,
        }
        if self.state != CandidateState.OPEN:
            fields["in_state"] = self.state
        if after:
            fields["in_after"] = after
        return {name: value for name, value in fields.items() if value}

    def address(self, *, after: object = None, **changes: Any) -> str:
        """Return the queue's address under this choice, with these changes; other names are added as they are."""
        own = {
            name: str(changes.pop(name))
            for name in ("policy", "outlet", "stance", "direction", "state")
            if name in changes
        }
        changed = replace(self, **own)
        parts: dict[str, str] = {
            "policy": changed.policy,
            "outlet": changed.outlet,
            "stance": changed.stance,
            "direction": changed.direction,
        }
        if changed.state != CandidateState.OPEN:
            parts["state"] = changed.state
        parts["after"] = str(after) if after else ""
        parts.update({name: str(value) for name, value in changes.items()})
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"/?{query}" if query else "/"


def read_filter(policy: str = "", outlet: str = "", stance: str = "", direction: str = "", state: str = "") -> Filter:
    """Return the filter that an address or a form names.

    Raises:
        BadRequestError: 422 for values that nothing could have.
    """
    try:
        return Filter.read(policy, outlet, stance, state, direction)
    except FilterError as error:
        raise BadRequestError(422, str(error)) from error


def read_place(after: str = "") -> QueuePosition | None:
    """Return the place that an address or a form names, or None for the beginning.

    Raises:
        BadRequestError: 422 for a text that is no place.
    """
    try:
        return QueuePosition.read(after)
    except FilterError as error:
        raise BadRequestError(422, str(error)) from error


TheFilter = Annotated[Filter, Depends(read_filter)]
ThePlace = Annotated[QueuePosition | None, Depends(read_place)]
