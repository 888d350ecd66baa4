"""What files say and the warehouse repeats: policies and outlets, so that SQL can name them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from flows.passes import steps
from nlp.evidence.policies import PolicyFileError
from nlp.evidence.policy_rows import policy_rows
from spiders.registry.outlet import Outlet
from warehouse.folder import DataFolder
from warehouse.reference import OutletRow
from warehouse.store import Store

DAYS_A_WEEK = 7


def outlet_rows(outlets: Iterable[Outlet]) -> list[OutletRow]:
    """Return the outlets as the warehouse keeps them."""
    return [
        OutletRow(
            outlet_id=one.outlet_id,
            name=one.name,
            home=one.home,
            domains=one.domains,
            tier=one.tier,
            schedule=one.schedule,
            republish=one.republish,
            enabled=one.enabled,
            why=one.why,
            timezone=one.timezone,
            expected=sum(one.expect.per_week) / len(one.expect.per_week) / DAYS_A_WEEK,
        )
        for one in outlets
    ]


def load_reference(store: Store, folder: DataFolder) -> None:
    """Make the warehouse's policies and outlets what their files say; what cannot be used stays as it was."""
    with suppress(PolicyFileError):  # an incident of its own, which `bad_files` opens
        store.load_policies(policy_rows(steps.tracked_policy_file(folder)))
    found = steps.outlet_files(folder)
    kept = store.query("outlets_held", outlet_ids=list(found.broken)) if found.broken else []
    store.load_outlets([*outlet_rows(found.sound.values()), *kept])
