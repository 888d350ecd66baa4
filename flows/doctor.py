"""What an operator wants to know of an installation before the day begins: `pledgewatch doctor`."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console

from flows import demo, failure, operating
from flows.operating import Check
from flows.passes import steps
from flows.progress import working
from flows.settings import Settings
from nlp.evidence import policies
from pipelines.archive import verify
from warehouse import connect
from warehouse.chain import FIRST_HASH
from warehouse.folder import DataFolder
from warehouse.owner.audit_log import audit_chain, unlike_log
from warehouse.owner.database import CORRUPT
from warehouse.owner.journal import decision_chain
from warehouse.owner.verdict_book import verdict_chain

MOST_REFUSED = 5  # refused batches of which the reason is told; the folder and `pledgewatch sql` have the rest
LEAST_FREE_BYTES = 2 * 1024**3  # below it a crawl could fill the disk before anybody looks


class NoInstallation(Exception):  # noqa: N818 -- named for the state that it tells
    """Nothing was ever written in the data folder; the message says how to begin."""


def disk(folder: DataFolder) -> Check:
    """Say how much disk is left."""
    free = shutil.disk_usage(folder.root).free
    return Check(free >= LEAST_FREE_BYTES, f"{free / 1024**3:.1f} GB free on the disk of {folder.root}")


def writable(folder: DataFolder) -> Check:
    """Say whether the data folder can be written to."""
    return Check(os.access(folder.root, os.W_OK), f"the data folder {folder.root} can be written to")


def contact(settings: Settings) -> Check:
    """Say whether outlets can reach us."""
    if demo.is_demo(settings.folder):
        return Check(True, "the recorded newsroom: no contact is needed, nothing leaves this machine")
    if settings.contact is None:
        return Check(False, "no contact for the user agent: set PLEDGEWATCH_CONTACT before crawling live outlets")
    return Check(True, f"the user agent names {settings.contact}")


def outlets(settings: Settings) -> Iterator[Check]:
    """Say how many outlets there are, and of every file that cannot be used why."""
    found = steps.outlet_files(settings.folder)
    watched = sum(one.enabled for one in found.sound.values())
    yield Check(True, f"{len(found.sound)} outlets, {watched} of them watched")
    for error in found.broken.values():
        yield Check(False, failure.sentence(error))


def tracked(settings: Settings) -> Check:
    """Say whether the policies are sound. Raises PolicyFileError."""
    return Check(True, f"{len(policies.load_policies(steps.own_policies(settings.folder)))} policies")


def warehouse(settings: Settings) -> Iterator[Check]:
    """Say whether the warehouse opens, its spool is drained and its books balance."""
    with connect(settings.folder) as store:
        store.drain()
        yield Check(True, "the warehouse opens and its schema is current")
        for file in sorted(settings.folder.root.glob(f"{settings.folder.warehouse.name}*.{CORRUPT}-*")):
            said = f"{file.name} was damaged and moved aside; what it held was loaded again: look at the disk, then delete it"
            yield Check(False, said)
        waiting = len(list(settings.folder.spool.glob("*.parquet")))
        yield Check(waiting == 0, f"{waiting} batches wait in the spool")
        refused = len(list(settings.folder.refused.glob("*.parquet")))
        yield Check(refused == 0, f"{refused} batches were refused (see {settings.folder.refused})")
        for batch in store.query("refused_batches")[:MOST_REFUSED] if refused else ():
            yield Check(
                False, f"{batch['file']} was refused on {batch['refused_at']:%-d %B %Y at %H:%M} UTC: {batch['reason']}"
            )
        books = store.query("books_together")[0]
        sentence = (
            "books: {fetched:,} fetched = {stored:,} stored + {unchanged:,} unchanged + {quarantined:,} quarantined"
        )
        sentence += " + {dropped:,} dropped + {pending:,} pending"
        yield Check(books["balanced"], sentence.format(**books))
        if books["pending"]:
            yield Check(False, f"{books['pending']:,} pages are pending: a run was cut short; the next one takes them")


def verdicts(settings: Settings) -> Iterator[Check]:
    """Say whether every row of the book of verdicts is the one that was written, and how many verdicts are open again."""
    with connect(settings.folder) as store:
        store.drain()
        rows = store.verdict_rows()
        copied = store.query("verdict_chain")[0]
    chain = verdict_chain(settings.folder.decisions)
    if chain.broken is not None:
        yield Check(False, f"row {chain.broken} of the book of verdicts is not the one that was written")
        return
    if (chain.count, chain.sha256) != (copied["rows"], copied["sha256"] or FIRST_HASH):
        yield Check(False, f"the warehouse holds {copied['rows']:,} rows of verdicts, and the journal {chain.count:,}")
    standing = {row.policy_id: row.row_id for row in rows if row.written}
    again = {row.policy_id for row in rows if row.reopening and row.reopening.verdict_id in standing.values()}
    said = f"{len(standing):,} policies have a verdict; the {chain.count:,} rows of the book prove one another"
    yield Check(True, f"{said}; {len(again):,} verdicts are open again, because their evidence changed")


def decisions(settings: Settings) -> Iterator[Check]:
    """Say whether every row of the journal of decisions is the one that was written, and whether the warehouse holds as many."""
    with connect(settings.folder) as store:
        store.drain()
        copied = store.query("decision_count")[0]["decisions"]
    chain = decision_chain(settings.folder.decisions)
    if chain.broken is not None:
        yield Check(False, f"row {chain.broken} of the journal of decisions is not the one that was written")
        return
    if chain.count < copied:
        yield Check(False, f"the warehouse holds {copied:,} decisions, and the journal {chain.count:,}")
        return
    yield Check(True, f"the {chain.count:,} rows of the journal of decisions prove one another")


def audited(settings: Settings) -> Iterator[Check]:
    """Say whether every policy edit and text review is the one that was written, in the audit log and in the warehouse."""
    with connect(settings.folder) as store:
        store.drain()
        rows = store.query("audited_rows")
    chain = audit_chain(settings.folder.decisions)
    if chain.broken is not None:
        yield Check(False, f"row {chain.broken} of the audit log is not the one that was written")
        return
    if unlike := unlike_log(settings.folder.decisions, rows):
        named = ", ".join(unlike[:MOST_REFUSED])
        said = f"{len(unlike):,} policy edits or text reviews differ between the warehouse and the audit log: {named}"
        yield Check(False, said)
        return
    yield Check(True, f"the {chain.count:,} policy edits and text reviews of the audit log prove one another")


def archived(settings: Settings) -> Check:
    """Say whether the archive reads to its end."""
    report = verify.verify(settings.folder.archive)
    return Check(report.sound, f"the archive: {report.sentence}")


def _operating(settings: Settings) -> Iterator[Check]:
    if not demo.is_demo(settings.folder):  # which has no schedule, no outlet and no operator
        with connect(settings.folder) as store:
            yield from operating.look(store, settings)


def look(settings: Settings) -> Iterator[Check]:
    """Give every finding in order; a check that fails is a finding too."""
    checks: list[Callable[[], Iterator[Check]]] = [
        lambda: iter((writable(settings.folder), disk(settings.folder), contact(settings))),
        lambda: outlets(settings),
        lambda: iter((tracked(settings),)),
        lambda: warehouse(settings),
        lambda: decisions(settings),
        lambda: verdicts(settings),
        lambda: audited(settings),
        lambda: _operating(settings),
        lambda: iter((archived(settings),)),
    ]
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # whatever is wrong is what the operator came to hear
            yield Check(False, failure.sentence(error))


def examine(settings: Settings, *, as_json: bool = False) -> int:
    """Print every finding, for people or as one JSON object; return 0 when all is well, 1 otherwise.

    Raises:
        NoInstallation: the data folder does not exist.
    """
    console = Console()
    if not settings.folder.root.exists():
        raise NoInstallation(f"no installation in {settings.folder.root} yet: `pledgewatch demo` or `run` makes one")
    findings = list(look(settings))
    if as_json:
        said = {"at": datetime.now(UTC).isoformat(), "well": all(one.well for one in findings)}
        print(json.dumps(said | {"checks": [asdict(one) for one in findings]}, ensure_ascii=False, indent=1))
        return 0 if said["well"] else 1
    for one in findings:
        mark = "[green]✓[/green]" if one.well else "[red]✗[/red]"
        console.print(f" {mark} {one.sentence}", highlight=False, soft_wrap=True)
    return 0 if all(one.well for one in findings) else 1


def verify_archive(settings: Settings) -> int:
    """Print what verifying the archive found, file by file where something is wrong; return 0 when it is sound."""
    console = Console()
    with working(console, "reading the archive to its end ..."):
        report = verify.verify(settings.folder.archive)
    for line in report.faults:
        console.print(f" [red]✗[/red] {line}", highlight=False, soft_wrap=True)
    for line in report.notes:
        console.print(f"   {line}", highlight=False, soft_wrap=True)
    console.print(report.sentence, highlight=False)
    return 0 if report.sound else 1
