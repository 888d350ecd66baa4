"""Writing a policy's verdict: a form that works without the script, and refuses in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.forms import BadRequestError, ListedFields
from desk.pages.editor import keep_name
from desk.state import Desk, TheDesk, asked_editor
from desk.verdicts import PolicyVerdicts, verdicts_in
from desk.wording.citations import renumbered
from desk.wording.words import LONDON
from warehouse.errors import AlreadyWrittenError, ReusedVerdictError, VerdictRefusedError
from warehouse.verdicts.rows import PolicyVerdict, pinned_policy
from warehouse.verdicts.rules import MAX_TEXT_CHARACTERS, cited_numbers, hindrances
from warehouse.vocabulary.policies import PolicyStatus, may_follow

router = APIRouter(prefix="/policies")


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """What the form holds: what stands, or what was sent and refused."""

    verdict_id: UUID
    status: str
    text: str
    effective: str
    replaces: UUID | None
    shown: tuple[UUID, ...]  # candidates, in the order of the numbers that they have on the form
    picked: frozenset[UUID]
    author: str


def _policy(desk: Desk, policy_id: str) -> dict[str, Any]:
    rows = desk.warehouse.query("policy_words", policy_id=policy_id)
    if not rows:
        raise BadRequestError(404, "There is no such policy.")
    return rows[0]


def offered_statuses(policy: Mapping[str, Any], verdicts: PolicyVerdicts) -> tuple[str, ...]:
    """Return the statuses that the next verdict of a policy may have."""
    standing = verdicts.in_force.verdict.status if verdicts.in_force else policy["status"]
    before = {shown.verdict.status for shown in verdicts.all} | {policy["status"]}
    known = tuple(policy["statuses"] or PolicyStatus)
    return tuple(status for status in known if may_follow(status, standing) or status in before)


def _fresh(
    desk: Desk, policy: Mapping[str, Any], verdicts: PolicyVerdicts, rows: Sequence[Mapping[str, Any]]
) -> VerdictDraft:
    """Return a draft that begins with what stands: its text, and its evidence under the numbers that the text cites."""
    standing = verdicts.in_force
    accepted = [row["candidate_id"] for row in rows]
    cited = [one.candidate_id for one in standing.evidence] if standing else []
    shown = [*cited, *(each for each in accepted if each not in cited)]
    return VerdictDraft(
        verdict_id=uuid4(),
        status=standing.verdict.status if standing else str(policy["status"]),
        text=standing.verdict.text if standing else "",
        effective=desk.now().astimezone(LONDON).date().isoformat(),
        replaces=standing.verdict.verdict_id if standing else None,
        shown=tuple(shown),
        picked=frozenset(each for each in cited if each in accepted),
        author="",
    )


def _page(
    request: Request, desk: Desk, policy: Mapping[str, Any], draft: VerdictDraft | None,
    problems: Sequence[str] = (), status_code: int = 200,
) -> HTMLResponse:  # fmt: skip
    policy_id = str(policy["policy_id"])
    rows = desk.warehouse.query("policy_evidence", policy_id=policy_id)
    verdicts = verdicts_in(desk.warehouse.verdict_rows(policy_id))
    draft = draft or _fresh(desk, policy, verdicts, rows)
    by_id = {row["candidate_id"]: row for row in rows}
    lost = {} if verdicts.in_force is None else {one.candidate_id: one for one in verdicts.in_force.evidence}
    words = pinned_policy(policy)
    hindered = {
        each: " and ".join(hindrances(words, row["url"], row["title"], row["published_day"]))
        for each, row in by_id.items()
    }
    numbered = [
        (number, each, by_id.get(each), lost.get(each))
        for number, each in enumerate([*draft.shown, *(each for each in by_id if each not in draft.shown)], start=1)
    ]
    return desk.page(
        request,
        "verdict.html",
        status_code=status_code,
        policy=policy,
        verdicts=verdicts,
        draft=draft,
        numbered=numbered,
        hindered=hindered,
        shown=",".join(str(each) for _, each, _, _ in numbered),
        offered=offered_statuses(policy, verdicts),
        today=desk.now().astimezone(LONDON).date().isoformat(),
        text_length=MAX_TEXT_CHARACTERS,
        problems=problems,
    )


@router.get("/{policy_id}/verdict", response_class=HTMLResponse)
def verdict_form(request: Request, desk: TheDesk, policy_id: str) -> HTMLResponse:
    """Show the form, filled with the verdict that stands."""
    return _page(request, desk, _policy(desk, policy_id), None)


@router.post("/{policy_id}/verdicts", response_class=HTMLResponse)
def write_by_form(request: Request, desk: TheDesk, policy_id: str, fields: ListedFields) -> Response:
    """Keep a verdict and show the policy; or the form again, as it was sent, with a sentence for each thing that is wrong."""
    policy = _policy(desk, policy_id)
    given = {name: values[-1] for name, values in fields.items()}
    author = asked_editor(request, given.get("editor"))
    draft = _draft(given, fields.get("cite", []), author)
    try:
        desk.warehouse.write_verdict(_verdict(policy_id, draft, desk))
    except _UnreadableFormError as error:
        return _page(request, desk, policy, draft, [str(error)], 422)
    except VerdictRefusedError as error:
        return _page(request, desk, policy, draft, [str(error)], 422)
    except ReusedVerdictError:
        said = "This form was sent before, and kept as it was then. Look at what stands; send this one to replace it."
        return _page(request, desk, policy, _after_standing(desk, policy_id, draft), [said], 409)
    except AlreadyWrittenError as error:
        return _page(request, desk, policy, _after_standing(desk, policy_id, draft), [str(error)], 409)
    answer = RedirectResponse(f"/policies/{policy_id}#verdict", status_code=303)
    return keep_name(answer, author) if "editor" in given and desk.accounts is None else answer


class _UnreadableFormError(Exception):
    """A field of the form cannot be read; the message says which, for whoever filled it in."""


def _draft(given: Mapping[str, str], cited: Sequence[str], author: str) -> VerdictDraft:
    verdict_id, replaces = _identifiers([given.get("verdict_id", "")]), _identifiers([given.get("replaces", "")])
    text = given.get("text", "").replace("\r\n", "\n").strip()
    shown = _identifiers(given.get("shown", "").split(","))
    in_text = {shown[number - 1] for number in cited_numbers(text) if 1 <= number <= len(shown)}
    return VerdictDraft(
        verdict_id=verdict_id[0] if verdict_id else uuid4(),
        status=given.get("status", ""),
        text=text,
        effective=given.get("effective", ""),
        replaces=replaces[0] if replaces else None,
        shown=shown,
        picked=frozenset(_identifiers(cited)) | in_text,
        author=author,
    )


def _identifiers(values: Sequence[str]) -> tuple[UUID, ...]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue  # an empty field, or one that no form of ours made: it picks nothing
    return tuple(found)


def _verdict(policy_id: str, draft: VerdictDraft, desk: Desk) -> PolicyVerdict:
    """Return the verdict that a draft describes: its evidence numbered anew from 1, in the form's order."""
    try:
        effective = date.fromisoformat(draft.effective)
    except ValueError as error:
        raise _UnreadableFormError("Say from which day the status holds.") from error
    picked = [(number, each) for number, each in enumerate(draft.shown, start=1) if each in draft.picked]
    anew = {number: place for place, (number, _) in enumerate(picked, start=1)}
    return PolicyVerdict(
        verdict_id=draft.verdict_id,
        policy_id=policy_id,
        status=draft.status,
        text=renumbered(draft.text, anew),
        effective=effective,
        author=draft.author,
        written_at=desk.now(),
        evidence=tuple(each for _, each in picked),
        replaces=draft.replaces,
    )


def _after_standing(desk: Desk, policy_id: str, draft: VerdictDraft) -> VerdictDraft:
    """Return the draft as one that replaces what stands now, which the page shows beside it."""
    standing = next((row for row in reversed(desk.warehouse.verdict_rows(policy_id)) if row.written), None)
    replaces = standing.row_id if standing else None
    return VerdictDraft(
        uuid4(), draft.status, draft.text, draft.effective, replaces, draft.shown, draft.picked, draft.author
    )
