"""The rows of each figure, and the bars that are drawn from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from desk.charts import BarChart, bar_chart, length_chart
from desk.state import Desk
from desk.wording.words import LONDON

WEEKS = 26  # of coverage
DAYS = 28  # of decisions
AGES = ((0, "today"), (1, "1 to 2 days"), (3, "3 to 6 days"), (7, "1 to 4 weeks"), (29, "over 4 weeks"))

Rows = list[dict[str, Any]]


def _today(desk: Desk) -> date:
    return desk.now().astimezone(LONDON).date()


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def coverage(desk: Desk) -> Rows:
    """Return the articles of each outlet and week: a row for every week, also where there were none."""
    first = _monday(_today(desk)) - timedelta(weeks=WEEKS - 1)
    held = {
        (row["outlet_name"], row["week"]): row["articles"]
        for row in desk.warehouse.query("figure_coverage", since=first)
    }
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    names = sorted({name for name, _ in held})
    return [{"outlet": name, "week": week, "articles": held.get((name, week), 0)} for name in names for week in weeks]


def draw_coverage(rows: Rows) -> BarChart:
    """Return a row of bars for each outlet."""
    weeks = list(dict.fromkeys(row["week"] for row in rows))
    by_outlet: dict[str, list[float]] = {}
    for row in rows:
        by_outlet.setdefault(row["outlet"], []).append(row["articles"])
    return bar_chart([_short(week) for week in weeks], by_outlet)


def queue_age(desk: Desk) -> Rows:
    """Return the cards that wait, by how long."""
    counted = dict.fromkeys((word for _, word in AGES), (0, 0))
    for row in desk.warehouse.query("figure_queue_age", now=desk.now()):
        word = next(word for least, word in reversed(AGES) if row["days"] >= least)
        opened, deferred = counted[word]
        counted[word] = (
            (opened + row["cards"], deferred) if row["state"] == "open" else (opened, deferred + row["cards"])
        )
    return [{"waiting": word, "to_decide": one, "deferred": other} for word, (one, other) in counted.items()]


def draw_queue_age(rows: Rows) -> BarChart:
    """Return a row of bars for what is to be decided and one for what is deferred."""
    series = {
        word: [row[name] for row in rows] for name, word in (("to_decide", "To decide"), ("deferred", "Deferred"))
    }
    return bar_chart([row["waiting"] for row in rows], series)


def decisions(desk: Desk) -> Rows:
    """Return what each editor decided day by day, and how many an hour in which they decided any."""
    since = _today(desk) - timedelta(days=DAYS - 1)
    rows = desk.warehouse.query("figure_decisions", since=since)
    return [{**row, "an_hour": round(row["decisions"] / max(row["hours"], 1), 1)} for row in rows]


def draw_decisions(rows: Rows) -> BarChart:
    """Return a row of bars for each editor, from the first of the days to the last."""
    if not rows:
        return bar_chart([], {})
    held = {(row["editor"], row["day"]): row["decisions"] for row in rows}
    first, last = min(row["day"] for row in rows), max(row["day"] for row in rows)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    editors = sorted({row["editor"] for row in rows})
    return bar_chart([_short(day) for day in days], {one: [held.get((one, day), 0) for day in days] for one in editors})


def kappa(passages: int, agreed: int, accepted_by_one: int, accepted_by_other: int) -> float | None:
    """Return Cohen's kappa of two editors; None where both said the same of everything, so that chance alone explains it."""
    one, other = accepted_by_one / passages, accepted_by_other / passages
    chance = one * other + (1 - one) * (1 - other)
    return None if chance == 1 else (agreed / passages - chance) / (1 - chance)


def editor_agreement(desk: Desk) -> Rows:
    """Return, for every two editors who decided on the same passages, how often they agreed."""
    return [
        {
            "editor": row["editor"],
            "other": row["other"],
            "passages": row["passages"],
            "agreed": row["agreed"],
            "share": round(row["agreed"] / row["passages"], 3),
            "kappa": None
            if (found := kappa(row["passages"], row["agreed"], row["accepted_by_one"], row["accepted_by_other"]))
            is None
            else round(found, 2),
        }
        for row in desk.warehouse.query("figure_agreement")
    ]


def draw_agreement(rows: Rows) -> BarChart:
    """Return a lying bar for the share of each two editors, in percent."""
    return length_chart({f"{row['editor']} and {row['other']}": 100 * row["share"] for row in rows})


def second_reviews(desk: Desk) -> Rows:
    """Return how two editors agree who read the same cards blind: all together first, then each two."""
    rows = desk.warehouse.query("figure_second_reviews")
    rounded = {"share": 3, "kappa": 2, "low": 2, "high": 2}
    return [
        {name: round(value, rounded[name]) if name in rounded and value is not None else value for name, value in row.items()}
        for row in rows
    ]  # fmt: skip


def draw_second_reviews(rows: Rows) -> BarChart:
    """Return a lying bar for the share of each two editors, in percent."""
    return length_chart({f"{row['editor']} and {row['second_editor']}": 100 * row["share"] for row in rows})


def undecided(desk: Desk) -> Rows:
    """Return what waits of each policy, most first."""
    rows = sorted(desk.warehouse.query("policies"), key=lambda row: (-row["open"], row["title"]))
    return [
        {"policy": row["title"], "to_decide": row["open"], "deferred": row["deferred"], "accepted": row["accepted"], "rejected": row["rejected"]}
        for row in rows
    ]  # fmt: skip


def draw_undecided(rows: Rows) -> BarChart:
    """Return a lying bar for each policy of which anything waits."""
    return length_chart({row["policy"]: row["to_decide"] for row in rows if row["to_decide"]})
