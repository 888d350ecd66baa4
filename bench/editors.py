"""Twenty editors at one desk while articles load: `python -m bench.editors [SECONDS] [EDITORS]`.

A real desk serves in a process of its own. Each editor is a session over HTTP: it opens the queue, reads the card that it is given, decides it,
and now and then takes that back. Batches of articles load meanwhile. Afterwards every decision that was acknowledged is looked up
in the journal: none may be lost, none may have taken the place of another unseen, and no card may have been given to two editors at once.
Wall time depends on what else the machine does: the load is printed. The CPU seconds are the desk's process's own.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from bench.desk import of
from bench.figure import Figure, measured_cpu
from tests.warehouse import samples
from warehouse import DataFolder, Owner, connect, spool

SECONDS = 120.0
EDITORS = 20
READING_SECONDS = (1.0, 3.0)  # between two decisions of an editor: faster than anybody reads
UNDO_SHARE = 0.2  # of the decisions, that are taken back at once
HELD = 2_000  # articles before the first editor comes
ARTICLES_A_BATCH = 100
BATCH_SECONDS = 4.0  # between two batches: 1,500 articles a minute, as in a backfill
PAGES_ALONE = 40  # reads of the queue by one editor, whose CPU is measured before the others come
LIMIT_MS, LIMIT_PAGE_CPU_MS = 500.0, 60.0  # of the 99th percentile of a decision, and of a page of the queue

SERVE = """
import sys
from pathlib import Path
from desk.serve import serve
from warehouse import DataFolder
serve(DataFolder(Path(sys.argv[1])), port=0)
"""
_CARD = re.compile(r'id="card"[^>]*data-candidate="([^"]+)"[^>]*data-standing="([^"]*)"')


@dataclass
class Newsroom:
    """What the editors of one run did, and what went wrong."""

    url: str
    ends: float
    lock: threading.Lock = field(default_factory=threading.Lock)
    on_stage: dict[str, str] = field(default_factory=dict)  # card -> editor
    acknowledged: set[str] = field(default_factory=set)
    decisions: list[float] = field(default_factory=list)  # milliseconds
    pages: list[float] = field(default_factory=list)
    shared: int = 0  # cards that were on two stages at once
    refused: Counter[int] = field(default_factory=Counter)  # answers to decisions that were not 200, by status
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NewsroomReport:
    """What was counted after a run."""

    acknowledged: int
    lost: int
    double: int
    shared: int
    refused: int
    broken: tuple[str, ...]
    decisions: list[float]  # milliseconds until each was acknowledged
    pages: list[float]  # milliseconds of each page of the queue, while all work
    page_cpu: float  # milliseconds of CPU of the desk's process for a page of the queue, by one editor alone


def _editor(room: Newsroom, name: str, number: int, reading: tuple[float, float]) -> None:
    """Read, decide and take back, until the time is up."""
    chance = random.Random(number)
    cookie = {"Cookie": f"pledgewatch_editor={name}"}
    with httpx.Client(base_url=room.url, headers=cookie, trust_env=False, timeout=60.0) as client:
        while time.monotonic() < room.ends:
            try:
                card = _next_card(room, client, name)
                time.sleep(chance.uniform(*reading))
                if card is None:
                    continue
                decided = _decide(room, client, {"candidate_id": card, "action": chance.choice(("accept", "reject"))})
                if decided and chance.random() < UNDO_SHARE:
                    _decide(room, client, {"candidate_id": card, "action": "undo", "replaces": decided})
            except httpx.HTTPError as error:
                room.broken.append(f"{name}: {error!r}")


def _next_card(room: Newsroom, client: httpx.Client, name: str) -> str | None:
    """Return the card that the desk puts on an editor's stage, if it is open."""
    with room.lock:
        for card in [each for each, holder in room.on_stage.items() if holder == name]:
            del room.on_stage[card]
    began = time.perf_counter()
    answer = client.get("/").raise_for_status()
    room.pages.append((time.perf_counter() - began) * 1000)
    found = _CARD.search(answer.text)
    if found is None or found[2]:
        return None
    with room.lock:
        if room.on_stage.setdefault(found[1], name) != name:
            room.shared += 1
    return found[1]


def _decide(room: Newsroom, client: httpx.Client, fields: dict[str, Any]) -> str | None:
    """Send a decision, and return its identifier if it was kept."""
    decision_id = str(uuid4())
    began = time.perf_counter()
    answer = client.post("/api/decisions", json={"decision_id": decision_id, **fields})
    room.decisions.append((time.perf_counter() - began) * 1000)
    if answer.status_code != 200:
        room.refused[answer.status_code] += 1
        return None
    with room.lock:
        room.acknowledged.add(decision_id)
    return decision_id


def _load(folder: DataFolder, ends: float, pause: float) -> int:
    """Spool a batch now and then, as a crawl would, until the time is up; return how many."""
    batches = 0
    while time.monotonic() < ends:
        first = HELD + batches * ARTICLES_A_BATCH
        rows = samples.articles(range(first, first + ARTICLES_A_BATCH), run_number=batches + 2)
        spool.write_batch(folder, f"meanwhile {batches}", rows)
        batches += 1
        time.sleep(min(pause, max(0.0, ends - time.monotonic())))
    return batches


def cpu_of(process: int) -> float:
    """Return the CPU seconds that a process has used so far."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _wait_until_idle(process: int) -> None:
    """Wait until the desk has learned and indexed what it found, for a minute at most."""
    for _ in range(60):
        before = cpu_of(process)
        time.sleep(1.0)
        if cpu_of(process) - before < 0.05:
            return


def page_cpu(url: str, process: int, pages: int) -> float:
    """Return the milliseconds of CPU that the desk takes for a page of the queue, by one editor."""
    with httpx.Client(
        base_url=url, headers={"Cookie": "pledgewatch_editor=Alone"}, trust_env=False, timeout=60.0
    ) as client:
        client.get("/").raise_for_status()
        _wait_until_idle(process)
        before = cpu_of(process)
        for _ in range(pages):
            client.get("/").raise_for_status()
        return (cpu_of(process) - before) / pages * 1000


def _counted(folder: DataFolder, room: Newsroom, alone: float) -> NewsroomReport:
    """Look every acknowledged decision up, and follow what stood on each card."""
    with connect(folder) as store:
        rows = store.query("decisions_after")
    kept = Counter(str(row["decision_id"]) for row in rows)
    standing: dict[Any, str] = {}
    double = sum(number > 1 for number in kept.values())
    for row in rows:
        double += row["action"] != "reopen" and standing.get(row["candidate_id"], "reopen") != "reopen"
        standing[row["candidate_id"]] = row["action"]
    lost = sum(each not in kept for each in room.acknowledged)
    return NewsroomReport(
        len(room.acknowledged), lost, double, room.shared, room.refused.total(), tuple(room.broken),
        room.decisions, room.pages, alone,
    )  # fmt: skip


def work(
    seconds: float = SECONDS,
    editors: int = EDITORS,
    *,
    held: int = HELD,
    pages_alone: int = PAGES_ALONE,
    reading: tuple[float, float] = READING_SECONDS,
    pause: float = BATCH_SECONDS,
) -> NewsroomReport:
    """Let editors work at a desk while batches load, and return what was counted."""
    with tempfile.TemporaryDirectory() as place:
        folder = DataFolder(Path(place) / "data").create()
        spool.write_batch(folder, "held", samples.articles(range(held)))
        with Owner(folder, background=False) as owner:
            owner.drain()
            owner.publish()
        with subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder.root)], stdout=subprocess.PIPE, text=True
        ) as served:
            assert served.stdout is not None
            try:
                url = served.stdout.readline().split()[5]
                alone = page_cpu(url, served.pid, pages_alone) if pages_alone else 0.0
                room = Newsroom(url, time.monotonic() + seconds)
                threads = [
                    threading.Thread(target=_editor, args=(room, f"Editor{number}", number, reading))
                    for number in range(editors)
                ]
                for thread in threads:
                    thread.start()
                _load(folder, room.ends, pause)
                for thread in threads:
                    thread.join()
            finally:
                served.terminate()
                served.wait()
        return _counted(folder, room, alone)


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table: wall time of a decision, and the CPU of a page of the queue."""
    seconds = 20.0 if quick else SECONDS
    with measured_cpu() as cpu:
        report = work(seconds)
    wrong = f"{report.lost} lost, {report.double} double, {report.shared} shared"
    what = f"{EDITORS} editors for {seconds:.0f} s while articles load"
    waits = (
        f"{of(report.decisions, 0.5):.0f} ({of(report.decisions, 0.99):.0f}); {wrong}"
        if report.decisions
        else "no decision was sent"
    )
    return [
        Figure(f"Decision sent to acknowledged, {what}, wall ms at p50 (p99)", waits, "none: see decisions", None, cpu.seconds),
        Figure("A page of the queue, one editor, CPU ms of the desk's process", f"{report.page_cpu:.0f}", "none: see queue_reads", None, cpu.seconds),
    ]  # fmt: skip


def main() -> int:
    """Print what was counted; return 1 where a decision was lost or doubled, or a card shared."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    editors = int(sys.argv[2]) if len(sys.argv) > 2 else EDITORS
    report = work(seconds, editors)
    print(f"{editors} editors, {seconds:.0f} s, load average {os.getloadavg()[0]:.1f}")
    print(
        f"{report.acknowledged} decisions acknowledged, {report.lost} lost, {report.double} double, {report.shared} cards on two stages"
    )
    print(f"{report.refused} refused, {len(report.broken)} broken connections")
    for what, values in (("decision sent to acknowledged", report.decisions), ("page of the queue", report.pages)):
        if values:
            print(f"{what}: p50 {of(values, 0.5):.0f} ms, p99 {of(values, 0.99):.0f} ms")
    print(f"a page of the queue, by one editor alone: {report.page_cpu:.0f} ms of the desk's CPU")
    print(
        f"aimed at on two quiet cores: p99 of a decision under {LIMIT_MS:.0f} ms, a page under {LIMIT_PAGE_CPU_MS:.0f} ms of CPU"
    )
    return 1 if report.lost or report.double or report.shared else 0


if __name__ == "__main__":
    sys.exit(main())
