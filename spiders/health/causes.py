"""What spoilt articles have in common, under its name and in the words of an incident."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from spiders.health.breakage import Breakage
from spiders.health.fetched import FetchedArticle, Symptom, Usual, asks_consent, is_another_page, is_shell
from spiders.health.windows import Test, Window
from warehouse.vocabulary.health import BreakageKind as Kind

ONE_DAY = 0.7  # of the dates that came late: so many of one day are no dates, but a template's


def count_of(kind: Kind, window: Window, symptom: Symptom, words: str) -> Breakage:
    """Return a breakage that counts the articles of a window which show a symptom."""
    hits = [one.article for one in window if symptom in one.symptoms]
    return Breakage(kind, f"{len(hits)} of {len(window)} articles {words}", since=min(one.of_day for one in hits))


def kind_of_late(window: Window) -> Kind:
    """Return what it is when articles carry dates that are too old: one day for all was left in a template."""
    days = Counter(one.article.published_day for one in window if Symptom.LATE in one.symptoms)
    return Kind.DATES_FROZEN if days.most_common(1)[0][1] >= ONE_DAY * days.total() else Kind.OLD_NEWS


def part_broken(window: Window, where: str, lost: Test, usual: Usual) -> Breakage:
    """Return the breakage of one part of an outlet's pages, with what is wrong there."""
    cause = named(window, lost, usual)
    return Breakage(Kind.TEMPLATE_BROKEN, f"one part of its pages{where} is broken: {cause.detail}", since=cause.since)


def named(window: Window, lost: Test, usual: Usual) -> Breakage:
    """Return what the lost articles of a window have in common, under its name."""
    hits = [one for one in window if lost(one)]
    kind, words = _cause(hits, usual)
    detail = f"{len(hits)} of {len(window)} articles {words}"
    return Breakage(kind, detail, since=min(one.article.of_day for one in hits))


def _cause(hits: Window, usual: Usual) -> tuple[Kind, str]:
    articles = [one.article for one in hits]

    def most(number: int) -> bool:
        return number * 2 > len(hits)

    shells = sum(map(is_shell, articles))
    consents = sum(map(asks_consent, articles))
    others = sum(map(is_another_page, articles)) + sum(
        Symptom.NOT_IT in one.symptoms and not is_another_page(one.article) for one in hits
    )
    copies = [one for one in articles if one.is_copy]
    counts = Counter(symptom for one in hits for symptom in one.symptoms)
    why = common_reason(articles)
    if most(shells):
        return Kind.SCRIPT_SHELLS, "are empty until their scripts have run"
    if most(consents):
        return Kind.CONSENT_WALL, "show a page that asks for consent"
    if most(counts[Symptom.REFUSED]):
        return Kind.BLOCKED, f"were refused{why}"
    if most(counts[Symptom.GONE]):
        return Kind.ROBOTS if "robots.txt" in why else Kind.ARTICLES_GONE, f"could not be had{why}"
    if most(others):
        return Kind.NOT_ARTICLES, "are other pages than the articles that were named (an author's, a list, a notice)"
    if most(len(copies)):
        distinct = len({one.reason for one in copies})
        if distinct * 2 >= len(copies) > 1:
            return Kind.OLD_NEWS, "are old news under new addresses: their texts are held already"
        return Kind.COPIES, f"bring a text that others have too{why}"
    if most(counts[Symptom.MERGED]):
        return Kind.MERGED, "say that they are an article that is held already (their rel=canonical)"
    if most(counts[Symptom.UNREADABLE]):
        return Kind.BODY_LOST, f"could not be read{why}"
    return (
        Kind.BODY_LOST,
        f"came with 200 OK and next to no text ({_shortest(articles)} characters where {usual.characters:,.0f} are usual){why}",
    )


def _shortest(articles: Collection[FetchedArticle]) -> str:
    lengths = [one.characters for one in articles if one.characters is not None]
    return f"{min(lengths):,}" if lengths else "no"


def common_reason(articles: Collection[FetchedArticle]) -> str:
    """Return the reason that most of these articles were not stored for, in brackets; nothing where none was given."""
    reasons = Counter(one.reason for one in articles if one.reason and not one.is_stored)
    return f" ({reasons.most_common(1)[0][0]})" if reasons else ""
