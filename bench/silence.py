"""How well explained silence notices: 40 breakages of 12 kinds in a simulated year of twelve outlets, crawled daily.

    python -m bench.silence [--seeds 5] [--verbose]

The judgement is the product's own (spiders.health.days), and so is the reading of what the feed answers (spiders.crawling.finders,
spiders.fetching.answers), from real bytes. Simulated are the outlets: their weekdays, August, Christmas and bank holidays, news
that comes in bunches, short pieces, pages without a date, answers that fail once, and days on which no crawl ran.

Printed: the share of breakages detected, the runs until then, and the false alarms per outlet-month. What only articles
or their number can show is injected where an outlet publishes enough in two runs to show it; the last table says how
long the silence of a smaller outlet lasts until it is told from a quiet week.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from statistics import mean

from bench.simulated_outlet import BIG, BUSY, KINDS, Breakage, SimulatedOutlet, simulated_outlets
from spiders.crawl_report import CrawlReport
from spiders.health.days import Evidence, assess_day
from spiders.health.findings import SEASONAL, TOO_UNLIKELY
from spiders.health.holidays import is_bank_holiday, is_christmas
from spiders.health.pattern import Day, so_few
from warehouse.records import Incident, OutletDay

FIRST_DAY = date(2026, 1, 5)
DAYS = 365
WARM_UP_DAYS = 35  # before the first breakage: five weeks for an outlet's own pattern to be learnt
BREAKAGES = 40
APART_DAYS = 45  # between two breakages of one outlet, so that each is noticed for itself
HISTORY_DAYS = 112  # of judged days that the flow hands to a judgement
LASTS_DAYS = 8
BAR_RUNS, BAR_FALSE = 2, 0.1
RUN_AT = time(5, 41, tzinfo=UTC)


@dataclass
class Result:
    """What one simulated year came to."""

    delays: dict[str, list[int | None]] = field(default_factory=lambda: defaultdict(list))
    named_right: int = 0
    false: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    misnamed: Counter[str] = field(default_factory=Counter)
    never_closed: int = 0
    states: Counter[str] = field(default_factory=Counter)


def plan(outlets: Sequence[SimulatedOutlet], chance: Random) -> list[Breakage]:
    """Return the breakages of a year: each kind three times, and four more."""
    kinds = list(KINDS) * (BREAKAGES // len(KINDS)) + chance.sample(list(KINDS), BREAKAGES % len(KINDS))
    chance.shuffle(kinds)
    kinds.sort(key=lambda kind: -KINDS[kind])  # the choosiest first, while there is room
    taken: dict[str, list[date]] = defaultdict(list)
    planned = []
    for kind in kinds:
        fit = [one for one in outlets if one.can_show(kind)]
        for _ in range(5000):
            outlet = chance.choice(fit)
            start = FIRST_DAY + timedelta(days=chance.randint(WARM_UP_DAYS, DAYS - LASTS_DAYS - 3))
            if any(abs((start - other).days) < APART_DAYS for other in taken[outlet.outlet.outlet_id]):
                continue
            if KINDS[kind] > 0 and not _shows(start):
                continue
            taken[outlet.outlet.outlet_id].append(start)
            planned.append(Breakage(outlet.outlet.outlet_id, kind, start, start + timedelta(days=LASTS_DAYS)))
            break
        else:
            raise RuntimeError(f"no room for {kind}")
    return planned


def _shows(start: date) -> bool:
    """Return whether two ordinary working days follow: what articles must show cannot show on a Sunday."""
    return all(
        day.weekday() < 5 and not is_christmas(day) and not is_bank_holiday(day)
        for day in (start, start + timedelta(days=1))
    )


def year(seed: int) -> Result:
    """Live through one year and return what was noticed."""
    chance = Random(seed)
    outlets = simulated_outlets(chance)
    result = Result()
    planned = plan(outlets, chance)
    for outlet in outlets:
        _live(outlet, [one for one in planned if one.outlet_id == outlet.outlet.outlet_id], result)
    return result


def _live(outlet: SimulatedOutlet, breakages: Sequence[Breakage], result: Result) -> None:
    """Crawl an outlet every morning of a year: what is new is yesterday's."""
    judged: dict[date, OutletDay] = {}
    incidents: dict[object, Incident] = {}
    before: list[CrawlReport] = []
    noticed: dict[Breakage, int | None] = dict.fromkeys(breakages)
    kinds_right: set[Breakage] = set()
    for number in range(-30, 0):  # what its feed lists on the first day
        outlet.publish(FIRST_DAY + timedelta(days=number), None)
    for number in range(DAYS):
        published = FIRST_DAY + timedelta(days=number)
        now = datetime.combine(published + timedelta(days=1), RUN_AT)
        active = next((one for one in breakages if one.start <= published < one.end), None)
        outlet.publish(published, active)
        if outlet.machine_is_off(active):
            continue
        report = outlet.crawl(now, published, active)
        history = [
            Day(day, row.state, row.listed, row.stored, *outlet.soundness(day))
            for day, row in judged.items()
            if day >= published - timedelta(days=HISTORY_DAYS)
        ]
        evidence = Evidence(
            outlet=outlet.outlet, now=now, crawl=report, before=before, history=history, counts=outlet.counts(now.date()),
            written=outlet.written(), incidents=[one for one in incidents.values() if one.closed_at is None],
        )  # fmt: skip
        found = assess_day(evidence)
        before = [*before[-4:], report]
        judged |= {one.day: one for one in found.days}
        incidents |= {one.incident_id: one for one in (*found.opened, *found.closed)}
        for one in found.opened:
            if active is None:
                result.false.append(f"{now:%d %b} {outlet.outlet.name}: {one.kind}: {one.detail}")
            elif noticed[active] is None:
                noticed[active] = (published - active.start).days + 1
                if one.kind in active.said:
                    kinds_right.add(active)
                else:
                    result.misnamed[f"{active.kind} as {one.kind}"] += 1
    for breakage, runs in noticed.items():
        if runs is None or runs > BAR_RUNS:
            result.late.append(f"{breakage.start:%a %d %b} {outlet.outlet.name}: {breakage.kind}: {runs} runs")
        result.delays[breakage.kind].append(runs)
    result.named_right += len(kinds_right)
    result.never_closed += sum(one.closed_at is None for one in incidents.values())
    result.states.update(one.state for one in judged.values())


def until_silence_is_told(per_weekday: float, spread: float = 1.6) -> int:
    """Return after how many working days the silence of an outlet is told from a quiet spell."""
    days = 1
    while so_few(0, SEASONAL * per_weekday * days, spread) >= TOO_UNLIKELY:
        days += 1
    return days


def main(arguments: Sequence[str]) -> int:
    """Print the figures of several years; return 1 where one is off its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--verbose", action="store_true", help="print every false alarm")
    chosen = parser.parse_args(arguments)
    results = [year(seed) for seed in range(chosen.first, chosen.first + chosen.seeds)]
    print(f"{BREAKAGES} breakages a year, {chosen.seeds} years, twelve outlets, one crawl a day")
    print(f"{'kind':<20}{'injected':>9}{'detected':>9}{'runs: mean':>12}{'most':>6}")
    all_delays: list[int | None] = []
    for kind in KINDS:
        delays = [one for result in results for one in result.delays[kind]]
        all_delays += delays
        seen = [one for one in delays if one is not None]
        print(f"{kind:<20}{len(delays):>9}{len(seen):>9}{mean(seen or [0]):>12.2f}{max(seen or [0]):>6}")
    seen = [one for one in all_delays if one is not None]
    outlets = len(simulated_outlets(Random(0)))
    false = sum(len(result.false) for result in results) / (len(results) * outlets * 12)
    in_time = sum(one <= BAR_RUNS for one in seen)
    print(f"detected              {len(seen)}/{len(all_delays)} ({len(seen) / len(all_delays):.1%})")
    print(f"within {BAR_RUNS} runs         {in_time}/{len(all_delays)} ({in_time / len(all_delays):.1%}; bar: all)")
    print(f"named for what it was {sum(result.named_right for result in results)}/{len(all_delays)}")
    print(f"false alarms          {false:.3f} per outlet-month (bar: {BAR_FALSE})")
    print(f"incidents left open   {sum(result.never_closed for result in results)} at the end of the years")
    states = sum((result.states for result in results), Counter[str]())
    total = states.total()
    print("days                  " + ", ".join(f"{name} {number / total:.1%}" for name, number in states.most_common()))
    print("\nworking days until a feed that froze is told from a quiet spell, by articles a working day:")
    print("  " + "  ".join(f"{rate:g}: {until_silence_is_told(rate)}" for rate in (0.5, 1, 2, 4, 8, BUSY, BIG, 25)))
    if chosen.verbose:
        print("\n".join(late for result in results for late in result.late))
        print(sum((result.misnamed for result in results), Counter[str]()))
        print("\n".join(alarm for result in results for alarm in result.false))
    return 0 if in_time == len(all_delays) and false <= BAR_FALSE else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
