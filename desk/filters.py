"""What an editor has chosen to see of the queue, and where in it (keyset pagination): read from an address, and written back to one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Container
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from fastapi import Depends

from desk.forms import BadRequestError
from desk.wording.places import councils_by_code, trusts_by_slug
from warehouse.vocabulary.decisions import CANDIDATE_STATES, CandidateState
from warehouse.vocabulary.orders import QueueOrder
from warehouse.vocabulary.stances import Direction, Stance
from warehouse.vocabulary.tags import FundingKind

DECIDED = tuple(state for state, words in CANDIDATE_STATES.items() if words.decided)
STATES = tuple(state for state, words in CANDIDATE_STATES.items() if words.waits or words.decided)
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


class FilterError(ValueError):
    """A filter that names nothing there could be. Its text is for the editor."""


@dataclass(frozen=True, slots=True)
class QueuePosition:
    """A place in a list's order: what comes after it has a lower number there, or the same number and a later id.

    The number is the order's sort key; in a list of what was decided, the decision's place among all decisions.
    """

    number: float
    candidate_id: UUID

    def __str__(self) -> str:
        return f"{self.number!r}~{self.candidate_id}"

    @classmethod
    def read(cls, text: str) -> QueuePosition | None:
        """Return the place that was written as text, or None for an empty one.

        Raises:
            FilterError: for a text that is no place.
        """
        if not text:
            return None
        number, _, candidate_id = text.partition("~")
        try:
            place = cls(float(number), UUID(candidate_id))
        except ValueError as error:
            raise FilterError("That is no place in the queue.") from error
        if not math.isfinite(place.number):
            raise FilterError("That is no place in the queue.")
        return place


@dataclass(frozen=True, slots=True)
class Filter:
    """The choice: what is let through (empty: all), the candidates of one state, and their order."""

    policy: str = ""
    outlet: str = ""
    stance: str = ""
    state: str = CandidateState.OPEN
    direction: str = ""
    q: str = ""  # a search, in the language of the search page
    council: str = ""  # GSS code: of articles that name it
    trust: str = ""  # slug, likewise
    funding: str = ""  # a kind of sum, of articles that tell of one
    since: str = ""  # the first day of publication, 2026-01-31
    until: str = ""  # the last
    story: str = ""  # UUID
    sort: str = QueueOrder.WORTH

    @classmethod
    def read(
        cls, policy: str = "", outlet: str = "", stance: str = "", state: str = "", direction: str = "", **others: str
    ) -> Filter:
        """Return the filter that an address names; `others` are the fields of a Filter by name.

        Raises:
            FilterError: for a value that nothing could have.
        """
        for value in (policy, outlet):
            if value and not _SLUG.fullmatch(value):
                raise FilterError("There is no such policy or outlet.")
        if state not in {"", *STATES}:
            raise FilterError("There is no such state.")
        if others.get("sort") == "learned":  # as addresses and saved searches called it that were kept
            others["sort"] = QueueOrder.WORTH
        chosen = cls(policy, outlet, stance, state or CandidateState.OPEN, direction, **others)
        for name, known in _KNOWN.items():
            value = getattr(chosen, name)
            if value and value not in known():
                raise FilterError(f"There is no such {_WORDS.get(name, name)}.")
        _day_of(chosen.since), _day_of(chosen.until)
        if chosen.story and not _is_uuid(chosen.story):
            raise FilterError("There is no such story.")
        return replace(chosen, q=" ".join(chosen.q.split()), sort=chosen.sort or QueueOrder.WORTH)

    @classmethod
    def kept(cls, choice: str) -> Filter:
        """Return the filter that the choice of a saved search names.

        Raises:
            FilterError: for a value that nothing could have, or could no more.
        """
        return cls.read(**{name: value for name, value in parse_qsl(choice) if name in NAMES})

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the named queries: None where there is no choice. A search and the editor's last visit are asked of the desk."""
        return {
            "policy_id": self.policy or None,
            "outlet_id": self.outlet or None,
            "stance": self.stance or None,
            "direction": self.direction or None,
            "state": self.state,
            "council": self.council or None,
            "trust": self.trust or None,
            "funding": self.funding or None,
            "since": _day_of(self.since),
            "until": _day_of(self.until),
            "story_id": self.story or None,
        }

    @property
    def chosen(self) -> dict[str, str]:
        """The choices that are not what is shown where nothing was chosen, by the names that addresses give them."""
        default = Filter()
        return {name: getattr(self, name) for name in NAMES if getattr(self, name) != getattr(default, name)}

    def carried(self, after: str = "") -> dict[str, str]:
        """Return the form fields that bring an editor back to the same choice and place after a decision."""
        fields = {f"in_{name}": value for name, value in self.chosen.items()}
        return {**fields, "in_after": after} if after else fields

    def address(self, *, after: object = None, **changes: Any) -> str:
        """Return the queue's address under this choice, with these changes; other names are added as they are."""
        own = {name: str(changes.pop(name)) for name in NAMES if name in changes}
        parts = replace(self, **own).chosen
        parts["after"] = str(after) if after else ""
        parts.update({name: str(value) for name, value in changes.items()})
        query = urlencode({name: value for name, value in parts.items() if value})
        return f"/?{query}" if query else "/"


NAMES = tuple(each.name for each in fields(Filter))
"""The names of a choice, in addresses and, behind `in_`, in forms."""

_KNOWN: dict[str, Callable[[], Container[str]]] = {
    "stance": lambda: set(Stance),
    "direction": lambda: set(Direction),
    "council": councils_by_code,
    "trust": trusts_by_slug,
    "funding": lambda: set(FundingKind),
    "sort": lambda: set(QueueOrder),
}
_WORDS = {"funding": "kind of funding", "sort": "order"}


def _day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise FilterError(f"“{text[:20]}” is no day such as 2026-01-31.") from error


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def read_filter(
    policy: str = "",
    outlet: str = "",
    stance: str = "",
    direction: str = "",
    state: str = "",
    q: str = "",
    council: str = "",
    trust: str = "",
    funding: str = "",
    since: str = "",
    until: str = "",
    story: str = "",
    sort: str = "",
) -> Filter:
    """Return the filter that an address or a form names.

    Raises:
        BadRequestError: 422 for values that nothing could have.
    """
    others = {"q": q, "council": council, "trust": trust, "funding": funding, "since": since, "until": until}
    try:
        return Filter.read(policy, outlet, stance, state, direction, **others, story=story, sort=sort)
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
