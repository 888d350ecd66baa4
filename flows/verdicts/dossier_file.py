"""`pledgewatch policies dossier`: a policy's dossier as one HTML file that stands alone, for a browser to print."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from desk.dossier import dossier_of, render_dossier
from desk.state import environment, utc_now
from flows import demo
from flows.settings import Settings
from flows.verdicts.moments import as_of_moment
from flows.verdicts.replay import no_such_policy
from warehouse import connect
from warehouse.analyst.whole_file import whole_file


def write_dossier(settings: Settings, policy_id: str, to: Path, as_of: str | None) -> None:
    """Write a policy's dossier as of a day or moment into a file, whole or not at all.

    Raises:
        NoSuchMoment: that is no day, or one that has not come.
        NoSuchPolicy: there is no such policy.
    """
    now = datetime.now(UTC)
    recorded = demo.is_demo(settings.folder)
    with connect(settings.folder) as store:
        store.drain()
        dossier = dossier_of(store, policy_id, as_of_moment(as_of, now), now, demo=recorded)
        if dossier is None:
            raise no_such_policy(store, policy_id)
    page = render_dossier(environment(utc_now), dossier, alone=True, demo=recorded)
    with whole_file(to) as part:
        part.write_text(page, encoding="utf-8")
    console = Console(stderr=True)
    console.print(f"wrote {to}: {len(dossier.citations)} sources", highlight=False, soft_wrap=True)
