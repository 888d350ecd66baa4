"""Files of outlets and policies that cannot be used: an incident each, while everything else goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flows.passes import steps
from nlp.evidence import policies
from nlp.evidence.policies import PolicyFileError
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Incident, identifier
from warehouse.store import Store
from warehouse.vocabulary.health import BreakageKind

POLICIES = "policies"  # stands for an outlet's name in the incident of the policies' own file
KINDS = (BreakageKind.BAD_FILE, BreakageKind.BAD_POLICIES)


def reasons(folder: DataFolder) -> dict[str, str]:
    """Return why files cannot be used, by the outlet's identifier: file, line, key and what is allowed."""
    found = {outlet_id: " ".join(str(error).split()) for outlet_id, error in steps.outlet_files(folder).broken.items()}
    try:
        policies.load_policies(steps.own_policies(folder))
    except PolicyFileError as error:
        found[POLICIES] = f"{' '.join(str(error).split())} ({_meanwhile(folder)})"
    return found


def _meanwhile(folder: DataFolder) -> str:
    if steps.last_sound_policies(folder).exists():
        return "the last version that could be used goes on"
    return "no earlier version could be used: outlets are crawled, and their pages wait until it can"


def _kind(name: str) -> BreakageKind:
    return BreakageKind.BAD_POLICIES if name == POLICIES else BreakageKind.BAD_FILE


def note_incidents(store: Store, folder: DataFolder) -> dict[str, str]:
    """Open an incident for every file that cannot be used, close those of files that can again; return the reasons."""
    now = datetime.now(UTC)
    found = reasons(folder)
    held = {row["outlet_id"]: row for row in store.query("health_incidents") if row["kind"] in KINDS}
    changed = [
        Incident(
            identifier(outlet_id, _kind(outlet_id), now.isoformat()),
            outlet_id,
            _kind(outlet_id),
            reason,
            now,
            None,
        )
        for outlet_id, reason in found.items()
        if outlet_id not in held
    ]
    for outlet_id, row in held.items():
        if outlet_id not in found:
            changed.append(replace(Incident(**{**row, "kind": BreakageKind(row["kind"])}), closed_at=now))
    if changed:
        spool.write_batch(folder, f"files-{now.isoformat()}", changed)
        store.drain()
    return found
