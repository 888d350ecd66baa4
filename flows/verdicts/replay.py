"""`pledgewatch policies history`: what was known and decided of a policy at a moment, and whether the archive proves it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from difflib import get_close_matches

from flows.passes import steps
from flows.settings import Settings
from flows.verdicts import history_text, proof
from flows.verdicts.moments import as_of_moment
from flows.verdicts.proof import PinProof
from warehouse import connect
from warehouse.folder import DataFolder
from warehouse.store import Store
from warehouse.verdicts.history import PolicyHistory, history_of


class NoSuchPolicy(Exception):  # noqa: N818 -- named for the state that it tells
    """No policy of that name was ever tracked here; the message names those that are near."""


def no_such_policy(store: Store, policy_id: str) -> NoSuchPolicy:
    """Return the error that says so, with the policies whose names are near."""
    near = get_close_matches(policy_id, [row["policy_id"] for row in store.query("policies")], n=3, cutoff=0.5)
    hint = f"; near are: {', '.join(near)}" if near else ""
    return NoSuchPolicy(f"there is no policy '{policy_id}'{hint}; `pledgewatch policies` lists them")


def read_history(store: Store, policy_id: str, as_of: datetime) -> PolicyHistory:
    """Return a policy as of a moment. Raises NoSuchPolicy."""
    if not store.query("policy_words", policy_id=policy_id):
        raise no_such_policy(store, policy_id)
    return history_of(store, policy_id, as_of)


def proved(store: Store, folder: DataFolder, history: PolicyHistory) -> list[PinProof]:
    """Return the proof of all that a history rests on, against the archive."""
    pins = proof.pins_of(history)
    captures = sorted({str(pin.capture_id) for pin in pins})
    pages = {row["capture_id"]: row for row in store.query("pages_of_captures", capture_ids=captures)}
    return proof.prove(folder.archive, pins, pages, steps.outlets_of(folder))


def print_history(
    settings: Settings, policy_id: str, as_of: str | None, *, verify: bool = False, as_json: bool = False
) -> int:
    """Print a policy as of a day or moment; return 0, or 1 where the archive was asked and does not prove it all.

    Raises:
        NoSuchMoment: that is no day, or one that has not come.
        NoSuchPolicy: there is no such policy.
    """
    moment = as_of_moment(as_of, datetime.now(UTC))
    with connect(settings.folder) as store:
        store.drain()
        history = read_history(store, policy_id, moment)
        proofs = proved(store, settings.folder, history) if verify else None
    written = history_text.as_json if as_json else history_text.as_text
    sys.stdout.write(written(history, proofs))
    return 0 if all(one.proved for one in proofs or ()) else 1
