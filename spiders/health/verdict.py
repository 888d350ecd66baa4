"""What a crawl came to, by its own report: never by its exit code, which is 0 for a crawl that lost everything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spiders.crawl_report import CrawlReport, SourceReport

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


def verdict_of(report: CrawlReport | None, name: str = "outlet") -> Verdict:
    """Return the verdict on a crawl from its report; `name` is the outlet's, for a crawl that left none."""
    if report is None:
        return Verdict(False, f"{name}: the crawl ended before it could say anything", again=True)
    name, problems, articles = report.outlet, report.problems, report.articles
    if report.refused:
        return Verdict(False, f"{name}: {report.refused}")
    if report.stopped:
        return Verdict(False, f"{name}: stopped: {report.stopped}")
    if report.errors:
        return Verdict(False, f"{name}: the crawl failed in our own code ({report.errors[0]})")
    if problems and not report.working:
        first = problems[0].breakage
        return Verdict(False, f"{name}: {_joined(problems)}", first, first == "unreachable")
    reason = report.finish_reason
    if reason == "closespider_timeout" and articles.pending:
        return Verdict(
            True, f"{name}: {_sum(report)}; the rest waits for the next crawl"
        )  # a backlog, at the host's pace
    if reason != "finished":
        sentence = f"{name}: {STOPPED.get(reason, reason or 'ended unfinished')}; {_sum(report)}"
        return Verdict(False, sentence, again=True)
    if empty := _empty(report):
        return empty
    if articles.fetched >= 3 and articles.lost == articles.fetched:
        why = max(report.dropped, key=lambda each: report.dropped[each], default="quarantined")
        blocked = bool(report.counts.get("blocked"))
        return Verdict(False, f"{name}: none of {articles.lost} articles could be had: {why}",
                       "blocked" if blocked else "articles gone", again=not blocked)  # fmt: skip
    note = f"; {_joined(problems)}" if problems else ""
    left = report.counts.get("left for the next crawl", 0)
    note += f"; {left} left for the next crawl" if left else ""
    note += "; its robots.txt has changed" if report.counts.get("robots.txt changed") else ""
    return Verdict(True, f"{name}: {_sum(report)}{note}", problems[0].breakage if problems else None)


def _empty(report: CrawlReport) -> Verdict | None:
    """Return the verdict on sources that were read and name nothing that is an article; None where they name some."""
    asked, names = report.working, sum(one.entries for one in report.working)
    if not asked or any(one.unchanged or one.matching for one in asked) or (not names and report.may_be_empty):
        return None
    detail = f"none of the {names} addresses it lists is an article" if names else "it lists nothing at all"
    return Verdict(False, f"{report.outlet}: {detail}", "addresses changed" if names else "silent")


def _sum(report: CrawlReport) -> str:
    articles, withdrawn = report.articles, report.counts.get("withdrawn")
    parts = [
        f"{articles.pending} fetched" if articles.pending else "nothing new",
        f"{articles.unchanged} unchanged" if articles.unchanged else "",
        f"{articles.quarantined} quarantined" if articles.quarantined else "",
        f"{articles.dropped} dropped" if articles.dropped else "",
        f"{withdrawn} withdrawn" if withdrawn else "",
    ]
    return ", ".join(part for part in parts if part)


def _joined(problems: Iterable[SourceReport]) -> str:
    words = dict.fromkeys(
        problem if problem.startswith(("could not be reached", "left alone"))
        else f"its {one.kind} {_clause(problem)}"
        for one in problems if (problem := one.problem)
    )  # fmt: skip
    return "; ".join(words)


def _clause(problem: str) -> str:
    verbs = ("not a ", "not asked", "no page", "not JSON")
    return f"is {problem}" if problem.startswith(verbs) else problem
