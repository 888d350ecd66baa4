"""What a crawl came to, read from its stats.json: never from an exit code, which is 0 for a crawl that lost everything."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STOPPED = {
    "closespider_timeout": "did not finish in its time",
    "memusage_exceeded": "took too much memory",
    "shutdown": "was stopped",
    "cancelled": "was stopped",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One crawl in one sentence. `again` says whether another attempt may bring more."""

    ok: bool
    sentence: str  # "Community Care: 12 new articles, 40 unchanged."
    breakage: str | None = None  # kind of incident, where the outlet is the reason
    again: bool = False


def read_verdict(stats_file: Path, name: str) -> Verdict:
    """Return the verdict on the crawl that wrote (or should have written) this file."""
    try:
        return verdict_of_stats(json.loads(stats_file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return Verdict(False, f"{name}: the crawl ended before it could say anything", again=True)


def verdict_of_stats(stats: dict[str, Any]) -> Verdict:
    """Return the verdict on a crawl from its stats."""
    name = stats.get("outlet") or stats.get("outlet_id", "outlet")
    if stats.get("refused"):
        return Verdict(False, f"{name}: {stats['refused']}")
    sources = stats["sources"]
    problems = [one for one in sources if one["problem"]]
    errors = stats.get("errors", [])
    if stats.get("stopped"):
        return Verdict(False, f"{name}: stopped: {stats['stopped']}", again=False)
    if errors:
        return Verdict(False, f"{name}: the crawl failed in our own code ({errors[0]})")
    if sources and len(problems) == len(sources):
        first = problems[0]
        return Verdict(False, f"{name}: {_joined(problems)}", first["breakage"], first["breakage"] == "unreachable")
    reason = stats.get("finish_reason", "")
    if reason == "closespider_timeout" and stats["articles"]["pending"]:
        return Verdict(
            True, f"{name}: {_sum(stats)}; the rest waits for the next crawl"
        )  # a backlog, at the host's pace
    if reason != "finished":
        return Verdict(False, f"{name}: {STOPPED.get(reason, reason or 'ended unfinished')}; {_sum(stats)}", again=True)
    asked = [one for one in sources if not one["problem"]]
    empty = asked and not any(one["unchanged"] or one["matching"] for one in asked)
    if empty and (any(one["entries"] for one in asked) or not stats.get("may_be_empty")):
        names = sum(one["entries"] for one in asked)
        detail = f"none of the {names} addresses it lists is an article" if names else "it lists nothing at all"
        return Verdict(False, f"{name}: {detail}", "silent" if not names else "addresses changed")
    articles = stats["articles"]
    lost = articles["dropped"] + articles["quarantined"]
    if articles["fetched"] >= 3 and lost == articles["fetched"]:
        why = max(stats["dropped"], key=stats["dropped"].get, default="quarantined")
        blocked = bool(stats["counts"].get("blocked"))
        return Verdict(False, f"{name}: none of {lost} articles could be had: {why}",
                       "blocked" if blocked else "articles gone", again=not blocked)  # fmt: skip
    note = f"; {_joined(problems)}" if problems else ""
    note += "; its robots.txt has changed" if stats["counts"].get("robots.txt changed") else ""
    return Verdict(True, f"{name}: {_sum(stats)}{note}", problems[0]["breakage"] if problems else None)


def _sum(stats: dict[str, Any]) -> str:
    articles = stats["articles"]
    parts = [
        f"{articles['pending']} fetched" if articles["pending"] else "nothing new",
        f"{articles['unchanged']} unchanged" if articles["unchanged"] else "",
        f"{articles['quarantined']} quarantined" if articles["quarantined"] else "",
        f"{articles['dropped']} dropped" if articles["dropped"] else "",
        f"{stats['counts']['withdrawn']} withdrawn" if stats["counts"].get("withdrawn") else "",
    ]
    return ", ".join(part for part in parts if part)


def _joined(problems: list[dict[str, Any]]) -> str:
    words = dict.fromkeys(
        one["problem"] if one["problem"].startswith(("could not be reached", "left alone"))
        else f"its {one['kind']} {_clause(one['problem'])}"
        for one in problems
    )  # fmt: skip
    return "; ".join(words)


def _clause(problem: str) -> str:
    verbs = ("not a ", "not asked", "no page", "not JSON")
    return f"is {problem}" if problem.startswith(verbs) else problem
