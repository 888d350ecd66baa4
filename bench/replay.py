"""Verdicts of a generated year, rebuilt as of many dates: `python -m bench.replay [--verdicts 1000] [--dates 20] [--bytes 20]`.

The year's articles become pages in a WARC archive, read by the real extractor; editors accept their leads, and each week verdicts
are written on them, while articles are edited and decisions are taken back. On so many dates every policy's history is kept as it is
printed; at the end each is rebuilt as of its date and compared to the byte. Then every pin is proved against the archive,
and bytes of it are changed one at a time: each has to be found. The exit status says what failed.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.figure import Figure, measured_cpu
from bench.generated_year.pages import ArchivedPage, archived_pages
from bench.generated_year.year import FIRST_DAY, FULL, SMALL, PlantedArticle, YearSize, generate_year
from flows.verdicts import history_text, proof
from nlp.evidence.policies import load_policy_file
from nlp.evidence.policy_rows import policy_rows
from tests.warehouse import samples
from warehouse import Owner, spool
from warehouse.folder import DataFolder
from warehouse.records import Action, Decision, identifier
from warehouse.verdicts.history import history_of
from warehouse.verdicts.rows import PolicyVerdict

WEEKS = 52
STATUSES = ("in progress", "on track", "off track")
MOST_CITED = 4
EDITED = 0.1  # of the pages are captured a second time with other words


@dataclass(slots=True)
class VerdictYear:
    """A year of verdicts under way."""

    owner: Owner
    verdicts: int  # that are to be written
    numbers: random.Random
    now: datetime = FIRST_DAY
    accepted: defaultdict[str, list[ArchivedPage]] = field(default_factory=lambda: defaultdict(list))
    decided: dict[UUID, Decision] = field(default_factory=dict)
    standing: dict[str, UUID] = field(default_factory=dict)
    written: int = 0

    def week(self, number: int, articles: Sequence[PlantedArticle]) -> None:
        """Take in what was published in a week, decide on it, and write verdicts."""
        self.now = FIRST_DAY + timedelta(days=7 * (number + 1))
        pages = archived_pages(self.owner.folder, articles, number)
        records = [record for page in pages for record in page.records]
        if pages:
            spool.write_batch(self.owner.folder, f"week {number}", [samples.run(), *records])
            report = self.owner.drain()
            assert not report.refused, report.refused
        for page in pages:
            self._decide(page, Action.ACCEPT)
            self.accepted[page.policy_id].append(page)
        held = [page for own in self.accepted.values() for page in own]
        for page in self.numbers.sample(held, min(len(held), 2)):
            self.accepted[page.policy_id].remove(page)
            self._decide(page, Action.REJECT)
        self._write(self.verdicts * (number + 1) // WEEKS)
        self.owner.drain()

    def _decide(self, page: ArchivedPage, action: Action) -> None:
        before = self.decided.get(page.candidate_id)
        made = Decision(
            identifier("replay", str(page.candidate_id), action), page.candidate_id, action, "Edith", "", self.now,
            replaces=before.decision_id if before else None,
        )  # fmt: skip
        self.owner.decide(made)
        self.decided[page.candidate_id] = made

    def _write(self, until: int) -> None:
        """Write verdicts on policies that have evidence, until so many are written."""
        able = sorted(policy for policy, pages in self.accepted.items() if pages)
        while able and self.written < until:
            policy = able[self.written % len(able)]
            self.now += timedelta(seconds=1)
            self.written += 1
            pages = self.accepted[policy]
            cited = self.numbers.sample(pages, self.numbers.randint(1, min(MOST_CITED, len(pages))))
            asked = PolicyVerdict(
                identifier("verdict", str(self.written)), policy, STATUSES[self.written % 3], f"Verdict {self.written} [1].",
                self.now.date(), "Vera", self.now, tuple(page.candidate_id for page in cited), self.standing.get(policy),
            )  # fmt: skip
            self.standing[policy] = self.owner.write_verdict(asked).row.row_id


@dataclass(frozen=True, slots=True)
class PrintedHistory:
    """A policy's history as of a moment, as it is printed for people and for programs, and the verdicts that it tells of."""

    text: str
    verdicts: frozenset[UUID]


def printed(owner: Owner, policy_id: str, moment: datetime) -> PrintedHistory:
    """Return a policy's history as of a moment."""
    history = history_of(owner, policy_id, moment)
    text = history_text.as_text(history, None) + history_text.as_json(history, None)
    return PrintedHistory(text, frozenset(row.row_id for row in history.book if row.written is not None))


def lived(
    owner: Owner, verdicts: int, dates: int, seed: int, size: YearSize
) -> Iterator[tuple[datetime, dict[str, PrintedHistory]]]:
    """Live through a year, and give what was printed of every policy with a verdict on each of the dates."""
    year = VerdictYear(owner, verdicts, random.Random(seed))
    owner._verdicts.clock = lambda: year.now
    articles = [one for one in generate_year(seed, size).articles if one.event]
    edited = [_edited(one) for one in articles if year.numbers.random() < EDITED]
    told = {round(WEEKS * number / dates) - 1 for number in range(1, dates + 1)}
    for number in range(WEEKS):
        start, end = (FIRST_DAY + timedelta(days=7 * week) for week in (number, number + 1))
        year.week(number, [one for one in (*articles, *edited) if start <= one.published < end])
        if number in told:
            yield year.now, {policy: printed(owner, policy, year.now) for policy in year.standing}


def _edited(one: PlantedArticle) -> PlantedArticle:
    """Return an article as it stands two months later, with other words in its lead."""
    lead, rest = one.text.split("\n\n", 1)
    return replace(
        one, text=f"{lead} It was said otherwise before.\n\n{rest}", published=one.published + timedelta(days=60)
    )


def changed_bytes_found(folder: DataFolder, pins: Sequence[proof.Pin], count: int, seed: int) -> int:
    """Change so many bytes of the archive, one at a time, and return how many of them are found."""
    chance, found = random.Random(seed), 0
    files = sorted({pin.warc_file for pin in pins if pin.warc_file})
    for _ in range(count):
        path = folder.archive / chance.choice(files)
        whole = path.read_bytes()
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        flawed = {name for name, _ in proof.seal_flaws(folder.archive, files)}
        found += flawed == {path.relative_to(folder.archive).as_posix()}
        path.write_bytes(whole)
    return found


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What a replay came to."""

    verdicts: int
    dates: int
    histories: int
    rebuilt: int  # of them, to the byte
    told: int  # verdicts in the histories of all dates: one that stands on ten dates counts ten times
    told_again: int  # of them, those in histories that were rebuilt
    distinct: int  # verdicts that were rebuilt on one date at least
    seconds: float  # of CPU, to rebuild them
    pins: int
    proved: int
    changed: int  # bytes
    found: int


def replay(
    folder: DataFolder, verdicts: int, dates: int, changed: int, seed: int = 1, size: YearSize = FULL
) -> ReplayResult:
    """Live through a year and rebuild it."""
    with Owner(folder, background=False) as owner:
        owner.load_policies(policy_rows(load_policy_file()))
        told = list(lived(owner, verdicts, dates, seed, size))
        written = sum(row.written is not None for row in owner.verdict_rows())
        policies = sorted(told[-1][1])
    with Owner(folder, background=False) as owner:  # as another process finds it
        with measured_cpu() as cpu:
            rebuilt = [said for at, of in told for policy, said in of.items() if printed(owner, policy, at) == said]
        pins = [pin for policy in policies for pin in proof.pins_of(history_of(owner, policy, told[-1][0]))]
        distinct = list(dict.fromkeys(replace(pin, about="") for pin in pins))
        captures = sorted({str(pin.capture_id) for pin in distinct})
        pages = {row["capture_id"]: row for row in owner.query("pages_of_captures", capture_ids=captures)}
        proofs = proof.prove(folder.archive, distinct, pages, {})
    found = changed_bytes_found(folder, distinct, changed, seed)
    histories = [said for _, of in told for said in of.values()]
    return ReplayResult(
        written, len(told), len(histories), len(rebuilt), sum(len(one.verdicts) for one in histories),
        sum(len(one.verdicts) for one in rebuilt), len(frozenset().union(*(one.verdicts for one in rebuilt))),
        cpu.seconds, len(proofs), sum(one.proved for one in proofs), changed, found,
    )  # fmt: skip


def replayed(verdicts: int, dates: int, changed: int, size: YearSize = FULL) -> ReplayResult:
    """Return the result of a replay in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="pledgewatch-replay-") as place:
        return replay(DataFolder(Path(place) / "data").create(), verdicts, dates, changed, size=size)


def described(one: ReplayResult) -> str:
    """Return a result in two sentences."""
    return (
        f"{one.distinct:,} of {one.verdicts:,} verdicts rebuilt, as of {one.dates} dates: {one.told_again:,} of {one.told:,} times that one is told, "
        f"in {one.rebuilt:,} of {one.histories:,} histories to the byte, "
        f"{1000 * one.seconds / max(1, one.histories):.0f} ms of CPU each. "
        f"{one.proved:,} of {one.pins:,} passages proved against the archive; {one.found} of {one.changed} changed bytes found."
    )


def figures(*, quick: bool) -> list[Figure]:
    """Return the rows of the table."""
    with measured_cpu() as cpu:
        one = replayed(100, 4, 5, SMALL) if quick else replayed(1_000, 20, 20)
    return [
        Figure(
            f"{one.verdicts:,} verdicts of a generated year as of {one.dates} dates: verdicts rebuilt to the byte, in histories; passages proved against the archive; changed bytes found",
            f"{one.distinct:,} of {one.verdicts:,}, in {one.rebuilt:,} of {one.histories:,}; {one.proved:,} of {one.pins:,}; {one.found} of {one.changed}",
            "none: no package does this", None, cpu.seconds,
        )
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the result, and return 1 where anything was not rebuilt, proved or found."""
    parser = argparse.ArgumentParser(description="Rebuild the verdicts of a generated year.")
    parser.add_argument("--verdicts", type=int, default=1_000)
    parser.add_argument("--dates", type=int, default=20)
    parser.add_argument("--bytes", type=int, default=20, help="of the archive, changed one at a time")
    options = parser.parse_args(arguments)
    one = replayed(options.verdicts, options.dates, options.bytes)
    print(described(one))
    return int(
        one.rebuilt < one.histories or one.distinct < one.verdicts or one.proved < one.pins or one.found < one.changed
    )


if __name__ == "__main__":
    sys.exit(main())
