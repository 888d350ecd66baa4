"""Saved searches: a choice of the queue under a name is a queue of its own, listed beside it with its count."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse

from desk.filters import NAMES, Filter, FilterError, read_filter
from desk.forms import BadRequestError, FormFields, identifier_field
from desk.narrowing import asked_of, saved_address
from desk.pages.facets import facets_of
from desk.searching import read_query
from desk.state import Desk, TheDesk, clean_name, editor_of
from warehouse.errors import SearchRefusedError
from warehouse.saved_searches import SavedSearch
from warehouse.vocabulary.decisions import CandidateState

router = APIRouter()


def chosen_by(saved: SavedSearch) -> Filter:
    """Return the choice of a saved search. Raises BadRequestError where a later version has no such choice."""
    try:
        return Filter.kept(saved.choice)
    except FilterError as error:
        raise BadRequestError(422, str(error)) from error


def _editor(request: Request) -> str:
    if not (editor := editor_of(request)):
        raise BadRequestError(422, "Say first who you are: the page of your name is top right.")
    return editor


def _check_told(chosen: Filter) -> None:
    """Raise BadRequestError where no new article could ever be told of under a choice."""
    if chosen.state != CandidateState.OPEN:
        raise BadRequestError(422, f"Articles are told of when they are new, and this lists what is {chosen.state}.")
    if chosen.q:
        read_query(chosen.q)


@router.post("/saved-searches")
def save_search(request: Request, desk: TheDesk, fields: FormFields) -> RedirectResponse:
    """Keep the choice that the form carries under a name, for its editor or for everybody, and show its queue."""
    name = clean_name(fields.get("name", ""))
    if not name:
        raise BadRequestError(422, "A saved search has a name.")
    chosen = read_filter(**{name: fields.get(f"in_{name}", "") for name in NAMES})
    address = chosen.address()
    if "tell" in fields:
        _check_told(chosen)
    saved = SavedSearch(
        identifier_field(fields, "search_id"), name, urlsplit(address).query, _editor(request), "shared" in fields,
        desk.now(), desk.now() if "tell" in fields else None,
    )  # fmt: skip
    try:
        desk.warehouse.save_search(saved)
    except SearchRefusedError as error:
        raise BadRequestError(409, str(error)) from error
    return RedirectResponse(address, status_code=303)


@router.post("/saved-searches/{search_id}/delete")
def delete_search(request: Request, desk: TheDesk, search_id: UUID, fields: FormFields) -> RedirectResponse:
    """Take one's own search out of the lists, and show the queue that the form carries."""
    try:
        was_there = desk.warehouse.delete_search(search_id, _editor(request), desk.now())
    except SearchRefusedError as error:
        raise BadRequestError(409, str(error)) from error
    if not was_there:
        raise BadRequestError(404, "There is no such saved search.")
    chosen = read_filter(**{name: fields.get(f"in_{name}", "") for name in NAMES})
    return RedirectResponse(chosen.address(), status_code=303)


@router.post("/saved-searches/{search_id}/tell")
def tell_of_new_articles(request: Request, desk: TheDesk, search_id: UUID, fields: FormFields) -> RedirectResponse:
    """Let one's own search be told of from now on in the alerts after each pass (`tell` is "yes"), or no more, and show its queue."""
    editor, since = _editor(request), desk.now() if fields.get("tell") == "yes" else None
    if since:
        for held in desk.warehouse.saved_searches(editor):
            if held.search_id == search_id:
                _check_told(chosen_by(held))
    try:
        changed = desk.warehouse.tell_of_search(search_id, editor, since)
    except SearchRefusedError as error:
        raise BadRequestError(409, str(error)) from error
    if changed is None:
        raise BadRequestError(404, "There is no such saved search.")
    return RedirectResponse(saved_address(changed), status_code=303)


@router.get("/api/saved-searches")
def saved_data(request: Request, desk: TheDesk) -> JSONResponse:
    """Return an editor's saved searches and the shared ones: `searches`, each with its address, how many cards it lists and whether new articles are told of."""
    editor = editor_of(request)
    found = [
        {
            "search_id": str(saved.search_id),
            "name": saved.name,
            "address": saved_address(saved),
            "editor": saved.editor,
            "shared": saved.shared,
            "told": saved.told_since is not None,
            "count": _count(desk, saved, editor),
        }
        for saved in desk.warehouse.saved_searches(editor)
    ]
    return JSONResponse({"searches": found})


def _count(desk: Desk, saved: SavedSearch, editor: str) -> int | None:
    """Return how many cards a saved search lists; None where it cannot be asked now."""
    try:
        chosen = chosen_by(saved)
        return facets_of(desk, chosen, asked_of(desk, chosen, editor)).shown
    except BadRequestError:
        return None


@router.post("/api/visits")
def note_visit(request: Request, desk: TheDesk) -> JSONResponse:
    """Note that the editor is here, for what is new since the last time."""
    desk.warehouse.visit(_editor(request), desk.now())
    return JSONResponse({})
