"""Changing a policy's words at the desk: a form, what the last year would have given with them, and keeping them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from desk.forms import BadRequestError, FormFields, identifier_field
from desk.pages.editor import keep_name
from desk.state import Desk, TheDesk, asked_editor
from desk.trials.editing import TrackedFile, WordsRefusedError, tracked_file, words_of_form
from desk.trials.runner import LONG_SECONDS, SHORT_SECONDS
from desk.trials.trial import Backtest
from desk.wording.words import LONDON
from nlp.evidence.policies import Policy
from nlp.evidence.policy_edit import PolicyWords
from nlp.evidence.policy_rows import policy_rows
from nlp.evidence.relevance import load_relevance
from warehouse import spool
from warehouse.analyst.whole_file import whole_file
from warehouse.records import PolicyEdit

SHOWN = 25  # articles of each kind on the page: the counts say the rest

router = APIRouter(prefix="/policies")


def _held(desk: Desk, policy_id: str) -> tuple[TrackedFile, Policy]:
    """Return the file of policies and the policy in it. Raises BadRequestError: 404 where it has none, 422 where it cannot be used."""
    try:
        tracked = tracked_file(desk.warehouse.folder)
    except WordsRefusedError as error:
        raise BadRequestError(422, " ".join(error.problems)) from error
    policy = tracked.policy(policy_id)
    if policy is None:
        raise BadRequestError(404, "The file of policies has none of that name.")
    return tracked, policy


def _form(words: PolicyWords) -> dict[str, str]:
    """Return the words as a form holds them."""
    lines = {name: "\n".join(value) for name, value in asdict(words).items() if isinstance(value, tuple)}
    least = "" if words.threshold is None else f"{words.threshold:.0%}".removesuffix("%")
    return {"title": words.title, "promise": words.promise, **lines, "threshold": least}


def _page(
    request: Request, desk: Desk, tracked: TrackedFile, policy: Policy, form: dict[str, str], *,
    version: str, problems: Sequence[str] = (), tried: Backtest | None = None, status_code: int = 200,
) -> HTMLResponse:  # fmt: skip
    return desk.page(
        request,
        "policy_words.html",
        status_code=status_code,
        policy=policy,
        form=form,
        version=version,
        edit_id=uuid4(),
        is_own=tracked.is_own,
        least=load_relevance().least_score,
        problems=problems,
        tried=tried,
        shown=SHOWN,
        long_seconds=int(LONG_SECONDS),
    )


def _sent(fields: dict[str, str]) -> dict[str, str]:
    """Return what a form sent, as the same form holds it."""
    names = ("title", "promise", "completion", "progress", "failure", "hints", "threshold")
    return {name: fields.get(name, "").replace("\r\n", "\n") for name in names}


@router.get("/{policy_id}/words", response_class=HTMLResponse)
def words_form(request: Request, desk: TheDesk, policy_id: str) -> HTMLResponse:
    """Show the form with the policy's words as they stand."""
    tracked, policy = _held(desk, policy_id)
    return _page(request, desk, tracked, policy, _form(PolicyWords.of(policy)), version=policy.version)


@router.post("/{policy_id}/backtest", response_class=HTMLResponse)
def try_words(request: Request, desk: TheDesk, policy_id: str, fields: FormFields) -> HTMLResponse:
    """Show what the last year would have given with the words of the form. Nothing is kept."""
    tracked, policy = _held(desk, policy_id)
    again: dict[str, Any] = {"version": fields.get("version", policy.version)}
    try:
        changed = tracked.with_words(policy_id, words_of_form(fields))
    except WordsRefusedError as error:
        return _page(request, desk, tracked, policy, _sent(fields), problems=error.problems, status_code=422, **again)
    tried = desk.backtests.run(
        desk.warehouse.folder,
        changed.text,
        policy_id,
        today=desk.now().astimezone(LONDON).date(),
        seconds=LONG_SECONDS if fields.get("long") else SHORT_SECONDS,
    )
    return _page(request, desk, tracked, policy, _sent(fields), tried=tried, **again)


@router.post("/{policy_id}/words", response_class=HTMLResponse)
def keep_words(request: Request, desk: TheDesk, policy_id: str, fields: FormFields) -> Response:
    """Keep the words in the installation's own file, with a row that says who changed what, and show the policy."""
    tracked, policy = _held(desk, policy_id)
    editor = asked_editor(request, fields.get("editor"))
    edit_id = identifier_field(fields, "edit_id")
    again: dict[str, Any] = {"version": policy.version}
    try:
        if not editor:
            raise WordsRefusedError("Say who you are: the change is kept with your name.")
        changed = tracked.with_words(policy_id, words_of_form(fields))
    except WordsRefusedError as error:
        return _page(request, desk, tracked, policy, _sent(fields), problems=error.problems, status_code=422, **again)
    new = changed.policy(policy_id)
    assert new is not None
    if new.version == policy.version:
        return RedirectResponse(
            f"/policies/{policy_id}#words", status_code=303
        )  # nothing new, or the same form sent twice
    if fields.get("version") != policy.version:
        said = "The words were changed since this form was opened. Look at the policy; keep this to write over them."
        return _page(request, desk, tracked, policy, _sent(fields), problems=[said], status_code=409, **again)
    edit = PolicyEdit(
        edit_id, policy_id, editor, desk.now(), policy.version, new.version, new.model_dump_json(by_alias=True)
    )
    spool.write_batch(desk.warehouse.folder, f"policy-edit-{edit_id}", [edit])
    with whole_file(desk.warehouse.folder.policies) as part:
        part.write_text(changed.text, encoding="utf-8")
    desk.warehouse.drain()
    desk.warehouse.load_policies(policy_rows(changed.policies))
    answer = RedirectResponse(f"/policies/{policy_id}#words", status_code=303)
    return keep_name(answer, editor) if "editor" in fields and desk.accounts is None else answer
