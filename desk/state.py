"""What every page needs: the warehouse, the templates, the clock, and who is at the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Protocol
from urllib.parse import quote, unquote
from uuid import UUID, uuid4

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from desk.accounts.book import AccountBook
from desk.accounts.throttle import SignInThrottle
from desk.asking import QuestionRunner
from desk.assets import asset, script_modules
from desk.bulk import BulkPreviews
from desk.claims.book import ClaimBook
from desk.feed import DecisionFeed
from desk.forms import BadRequestError
from desk.guards.limits import MAX_NAME_CHARACTERS, MAX_NOTE_CHARACTERS
from desk.learning import QueueLearning
from desk.searching import ArticleSearch
from desk.trials.runner import BacktestRunner
from desk.wording import words
from desk.wording.links import outward
from desk.wording.snippets import marked_snippet
from desk.wording.stances import stance_choices, stance_words
from desk.wording.visible import visible, visible_text
from warehouse.folder import DataFolder
from warehouse.records import DOUBTFUL, Decision
from warehouse.reference import PolicyRow
from warehouse.saved_searches import SavedSearch
from warehouse.search.grammar import MOST_CHARACTERS
from warehouse.verdicts.rows import PolicyVerdict, VerdictRow
from warehouse.vocabulary.collection import BALANCE, RUN_STATES, WALLS, Outcome
from warehouse.vocabulary.decisions import ACTIONS, REJECT_REASONS
from warehouse.vocabulary.health import WATCHED
from warehouse.vocabulary.orders import QUEUE_ORDERS
from warehouse.vocabulary.policies import CRITERION_KINDS
from warehouse.vocabulary.stances import STANCES, Direction
from warehouse.vocabulary.tags import FUNDING_KINDS

EDITOR_COOKIE = "pledgewatch_editor"
SESSION_COOKIE = "pledgewatch_session"
STANDING_STATES = tuple(words.becomes for words in ACTIONS.values() if words.becomes)  # where a decision stands
PAGES = (
    ("/", "Queue"),
    ("/plan", "Plan"),
    ("/search", "Search"),
    ("/policies", "Policies"),
    ("/councils", "Councils"),
    ("/trusts", "Trusts"),
    ("/map", "Map"),
    ("/numbers", "Numbers"),
    ("/ask", "Ask"),
    ("/outlets", "Outlets"),
    ("/runs", "Runs"),
    ("/quarantine", "Quarantine"),
    ("/review", "Review"),
)
"""The pages of the masthead."""


class Warehouse(Protocol):
    """What the desk asks of a store: named queries, and one decision at a time."""

    def query(self, name: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Return the rows of a named query."""

    def decide(self, decision: Decision, /) -> Any:
        """Keep a decision durably, and return its receipt."""

    def decide_card(self, decision: Decision, others: Sequence[Decision], /) -> Any:
        """Keep a decision with those on other passages of its card, and return the receipts of those kept."""


class HousedWarehouse(Warehouse, Protocol):
    """A store that keeps verdicts too, and says in which folder it is, so that questions find its snapshot."""

    folder: DataFolder

    def query_together(
        self, asked: Sequence[tuple[str, Mapping[str, Any]]], /, arrange: Any = None
    ) -> list[list[dict[str, Any]]]:
        """Return the rows of several named queries, each with its parameters, of one moment; `arrange` chooses from the first one's."""

    def write_verdict(self, verdict: PolicyVerdict, /) -> Any:
        """Keep a verdict with all that it rests on, and return its receipt."""

    def drain(self) -> Any:
        """Load what waits in the spool of the folder."""

    def load_policies(self, rows: Iterable[PolicyRow], /) -> int:
        """Make the warehouse's policies what these rows say, and return how many there are."""

    def save_search(self, search: SavedSearch, /) -> Any:
        """Keep a search, and return it as it is kept."""

    def delete_search(self, search_id: UUID, editor: str, at: datetime, /) -> Any:
        """Take an editor's search out of the lists, and return whether it was there."""

    def saved_searches(self, editor: str, /) -> list[SavedSearch]:
        """Return an editor's searches and those that others share, by name."""

    def tell_of_search(self, search_id: UUID, editor: str, since: datetime | None, /) -> SavedSearch | None:
        """Let a search be told of from a moment on, or no more with None. Return it, or None where there is none."""

    def visit(self, editor: str, at: datetime, /) -> None:
        """Note that an editor is here."""

    def last_visit(self, editor: str, now: datetime, /) -> datetime | None:
        """Return when an editor was last here before the visit that goes on now, or None if this is the first."""

    def verdict_rows(self, policy_id: str | None = None, /) -> list[VerdictRow]:
        """Return the rows of the book of verdicts, of one policy or of all."""


FILTERS: dict[str, Callable[..., Any]] = {
    "clock": words.clock,
    "counted": words.counted,
    "day": words.day,
    "london_day": words.london_day,
    "machine_time": words.machine_time,
    "named_date": words.named_date,
    "marked_snippet": marked_snippet,
    "outward": outward,
    "percent": words.percent,
    "plain": visible_text,
    "short_day": words.short_day,
    "stance_words": stance_words,
    "visible": visible,
    "wall_words": lambda wall: WALLS.get(wall, str(wall)),
}
"""The filters of the templates, beside those that ask what time it is."""

GLOBALS: dict[str, Any] = {
    "asset": asset,
    "directions": tuple(Direction),
    "stances": STANCES,
    "stands": STANDING_STATES,
    "stance_choices": stance_choices(),
    "doubtful": DOUBTFUL,
    "name_length": MAX_NAME_CHARACTERS,
    "new_id": lambda: str(uuid4()),
    "note_length": MAX_NOTE_CHARACTERS,
    "pages": PAGES,
    "actions": ACTIONS,
    "alarming_runs": tuple(state for state, words in RUN_STATES.items() if words.alarming),
    "balance": BALANCE,
    "criterion_kinds": CRITERION_KINDS,
    "watched_days": WATCHED,
    "outcomes": tuple(Outcome),
    "orders": QUEUE_ORDERS,
    "funding_kinds": FUNDING_KINDS,
    "query_length": MOST_CHARACTERS,
    "reasons": REJECT_REASONS,
    "script_modules": script_modules,
}
"""What every template knows by its name."""


def environment(now: Callable[[], datetime]) -> Environment:
    """Return the templates' environment: everything is escaped, and an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(
        FILTERS,
        ago=lambda moment: words.ago(moment, now()),
        iso_ago=lambda text: words.ago(datetime.fromisoformat(text), now()),
    )
    made.globals.update(GLOBALS)
    return made


def clean_name(name: str) -> str:
    """Return an editor's name on one line, without characters that hide, at most as long as is allowed."""
    return visible_text(" ".join(name.split()))[:MAX_NAME_CHARACTERS].strip()


def editor_of(request: Request) -> str:
    """Return who is at the browser: the account that is signed in, or the name that was given to a desk without accounts.

    Where that is nobody the name is empty, and nothing can be decided.
    """
    if desk_of(request).accounts is not None:
        account = getattr(request.state, "account", None)
        return account.name if account else ""
    return clean_name(unquote(request.cookies.get(EDITOR_COOKIE, "")))


def asked_editor(request: Request, given: object) -> str:
    """Return who decides: the name that came with a decision, which may have waited in the browser, or who is at the browser.

    Raises:
        BadRequestError: 403 where the name that came is not that of the account: a decision is nobody else's.
    """
    name = clean_name(given) if isinstance(given, str) else ""
    if desk_of(request).accounts is None:
        return name or editor_of(request)
    if name and name != editor_of(request):
        raise BadRequestError(403, f"This was {name}'s, and {editor_of(request)} is signed in. It was not kept.")
    return editor_of(request)


def session_of(request: Request) -> str:
    """Return the token of the browser's session, or an empty one."""
    return request.cookies.get(SESSION_COOKIE, "")


def editor_cookie(name: str) -> str:
    """Return the name as a cookie's value: percent-encoded, because cookies hold ASCII."""
    return quote(name, safe="")


@dataclass(frozen=True, slots=True)
class Status:
    """What the masthead says of the data: when a load last succeeded, and whether that is too long ago."""

    last_load: datetime | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk over one warehouse."""

    warehouse: HousedWarehouse
    demo: bool
    templates: Environment
    now: Callable[[], datetime]
    feed: DecisionFeed
    runner: QuestionRunner
    search: ArticleSearch
    save_fixture: Callable[[dict[str, Any]], Path | None] | None = None  # of a row of the query bad_extractions
    learning: QueueLearning | None = None  # None: the order is the matcher's alone
    accounts: AccountBook | None = None  # None: the desk listens on this machine alone, and a name is enough
    https: bool = False  # browsers come by https: cookies of sessions go no other way
    metrics_token: str | None = None  # who sends it as a bearer token gets `/metrics`, and nothing else
    claims: ClaimBook = field(default_factory=ClaimBook)
    throttle: SignInThrottle = field(default_factory=SignInThrottle)
    previews: BulkPreviews = field(default_factory=BulkPreviews)
    backtests: BacktestRunner = field(default_factory=BacktestRunner)

    def status(self) -> Status:
        """Return the state of the data at this moment, so that a scheduler that died cannot hide."""
        rows = self.warehouse.query("desk_status")
        last_load = rows[0]["last_load"] if rows else None
        return Status(last_load, words.is_stale(last_load, self.now()))

    def why(self, card: Any) -> tuple[str, ...]:
        """Return in words what a card is worth, by what was learned; nothing where it leads none, or nothing is learned."""
        return self.learning.why(card.row["candidate_id"]) if self.learning and card else ()

    def page(self, request: Request, template: str, /, *, status_code: int = 200, **context: Any) -> HTMLResponse:
        """Return a page made from a template, with what every page shows."""
        here = next((path for path, _ in PAGES if path != "/" and request.url.path.startswith(path)), request.url.path)
        content = self.templates.get_template(template).render(
            **{"demo": self.demo, "editor": editor_of(request), "here": here, "status": self.status(), **context}
        )
        return HTMLResponse(content, status_code=status_code)


def utc_now() -> datetime:
    """Return the moment, in UTC."""
    return datetime.now(UTC)


def desk_of(request: Request) -> Desk:
    """Return the desk that this request is at."""
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(desk_of)]
