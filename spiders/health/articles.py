"""What is wrong with the articles of the last days, against what is usual for the outlet: assessed by binomials.

Three counts go in: an article was named, it was fetched, a sound text of it is stored. An outlet of which nothing is
stored any more is broken, whatever became of the articles: quarantined, dropped as a copy, merged into another, thin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from spiders.health.breakage import Breakage, Look
from spiders.health.causes import common_reason, count_of, kind_of_late, named, part_broken
from spiders.health.fetched import LOST, UNREAD, FetchedArticle, Symptom, Usual, symptoms
from spiders.health.windows import LATEST, PART_WINDOW, AssessedArticle, RecentArticles, Test, Window, has, mostly
from warehouse.vocabulary.health import BreakageKind as Kind

COMMON = 0.03  # of articles, at least: thin, undated or lost now and then at every outlet
COMMON_OF_A_PART = 0.015  # the same, where a part of the articles is assessed and the outlet's own rate is known
UNLIKELY_MIXED = 0.0005  # where some were not there, as happens, and some could not be read: three are waited for
UNLIKELY_FIELD = 0.0005  # for walls, dates and languages: no text is lost, and three are waited for
UNLIKELY_SHORT = 0.00005  # for short texts, which are common and come in runs
MENDED = 12  # sound articles in a row, after which a part of a site counts as mended
SAME = 0.7  # of the articles of one finding that another one explains


def of_articles(
    articles: Sequence[FetchedArticle], usual: Usual, looked: Callable[[date], date | None], today: date
) -> Look:
    """Return what is wrong with the articles that were asked for lately, in the order of asking.

    `looked` gives the day of the last good look before a day: what that look did not name and is older came late. Where
    nothing was asked for today, nothing can be said: what was asked for before was assessed then.
    """
    assessed = [AssessedArticle(one, symptoms(one, usual, looked(one.day))) for one in articles]
    new = RecentArticles([one for one in assessed if not one.article.again], usual, today)
    again = RecentArticles([one for one in assessed if one.article.again], usual, today)
    found = [*_of_new(new), *_of_second_looks(again)]
    return Look(tuple(_apart(found)), frozenset(_sound(new, again)))


Found = tuple[Breakage, frozenset[str]]


def _of_new(new: RecentArticles) -> Iterator[Found]:
    """Give what is wrong with new articles, the first cause first, each with the addresses that show it."""
    raised = new.knows and new.most(has(Symptom.WALLED), max(COMMON, new.rate(Symptom.WALLED)), strict=UNLIKELY_FIELD)
    walled = bool(raised) or not new.knows  # a wall makes a text short: that is one incident, and not two

    def open_ones(one: AssessedArticle) -> bool:
        return not (walled and Symptom.WALLED in one.symptoms)

    def unread(one: AssessedArticle) -> bool:
        return bool(one.symptoms & UNREAD) and open_ones(one)

    def lost(one: AssessedArticle) -> bool:
        return one.is_lost and open_ones(one)

    window = new.most(unread, max(COMMON, new.unread_rate), open_ones)
    window = window or new.most(lost, max(COMMON, new.lost_rate), open_ones, strict=UNLIKELY_MIXED)
    if window:
        yield _found(named(window, lost, new.usual), window, lost)
    elif new.knows and (part := new.part(lost, max(COMMON_OF_A_PART, new.lost_rate))):
        yield _found(part_broken(*part, lost, new.usual), part[0], lost)
    if raised:
        was = f"where {new.usual.rate(Symptom.WALLED):.0%} were"
        yield _found(count_of(Kind.WALL_RAISED, raised, Symptom.WALLED, f"are behind a wall, {was}"), raised,
                     has(Symptom.WALLED))  # fmt: skip
    if new.knows:
        yield from _of_fields(new)


def _of_fields(new: RecentArticles) -> Iterator[Found]:
    usual = new.usual
    tests: tuple[tuple[Symptom, Callable[[Window], Kind], str], ...] = (
        (Symptom.LATE, kind_of_late, "carry a date older than the look before them"),
        (Symptom.FOREIGN, lambda _: Kind.LANGUAGE_CHANGED, "are in another language than is usual"),
        (Symptom.UNDATED, lambda _: Kind.DATES_GONE,
         f"have no date, where {1 - usual.rate(Symptom.UNDATED):.0%} have one"),
        (Symptom.SHORT, lambda _: Kind.BODY_LOST,
         f"hold less than half of the usual text ({usual.characters:,.0f} characters)"),
    )  # fmt: skip
    for symptom, kind_of, words in tests:
        test, rate = has(symptom), new.rate(symptom)
        strict = UNLIKELY_SHORT if symptom is Symptom.SHORT else UNLIKELY_FIELD
        if window := new.most(test, max(COMMON, rate), strict=strict):
            yield _found(count_of(kind_of(window), window, symptom, words), window, test)
        elif symptom in {Symptom.FOREIGN, Symptom.UNDATED} and (part := new.part(test, max(COMMON_OF_A_PART, rate))):
            yield _found(count_of(Kind.TEMPLATE_BROKEN, part[0], symptom, f"{part[1].strip()} {words}".strip()),
                         part[0], test)  # fmt: skip


def _of_second_looks(again: RecentArticles) -> Iterator[Found]:
    spoilt = has(Symptom.SPOILT)
    window = again.most(spoilt, COMMON)
    part = None if window else again.part(spoilt, COMMON)
    chosen = window or (part[0] if part else None)
    if not chosen:
        return
    hits = [one.article for one in chosen if spoilt(one)]
    gone = [one for one in hits if one.status != 200]
    words = "are not there any more" if len(gone) * 2 > len(hits) else "lost their text to another page"
    kind = Kind.ARTICLES_GONE if len(gone) * 2 > len(hits) else Kind.TEXTS_REPLACED
    why = common_reason(gone if kind is Kind.ARTICLES_GONE else hits)
    detail = f"at a second look {len(hits)} of {len(chosen)} articles {words}{why}"
    yield _found(Breakage(kind, detail, since=min(one.day for one in hits)), chosen, spoilt)


def _found(breakage: Breakage, window: Window, test: Test) -> Found:
    return breakage, frozenset(one.article.url for one in window if test(one))


def _apart(found: Sequence[Found]) -> Iterator[Breakage]:
    """Give the findings that no earlier one explains: what a broken page lacks is one incident, and not four."""
    explained: set[str] = set()
    for breakage, urls in found:
        if not urls or len(urls & explained) < SAME * len(urls):
            yield breakage
        explained |= urls


def _sound(new: RecentArticles, again: RecentArticles) -> Iterator[Kind]:
    """Give the kinds that the latest articles show to be mended, or not there."""
    latest = new.all[-LATEST:] if new.last else []
    if latest and sum(one.is_lost for one in latest) * 2 < len(latest):
        yield from (Kind.BODY_LOST, Kind.SCRIPT_SHELLS, Kind.CONSENT_WALL, Kind.NOT_ARTICLES, Kind.COPIES, Kind.MERGED,
                    Kind.OLD_NEWS)  # fmt: skip
        if not mostly(again.last, has(Symptom.SPOILT), COMMON):
            yield Kind.ARTICLES_GONE
    if new.last and new.knows:
        for symptom, kind in ((Symptom.UNDATED, Kind.DATES_GONE), (Symptom.LATE, Kind.DATES_FROZEN),
                              (Symptom.WALLED, Kind.WALL_RAISED), (Symptom.FOREIGN, Kind.LANGUAGE_CHANGED)):  # fmt: skip
            if sum(map(has(symptom), latest)) * 2 < len(latest):
                yield kind
    rare = LOST | {one for one in (Symptom.UNDATED, Symptom.FOREIGN) if new.usual.rate(one) < 2 * COMMON}
    if new.last and not any(one.symptoms & rare for one in new.all[-MENDED:]):
        yield Kind.TEMPLATE_BROKEN
    if again.last and sum(map(has(Symptom.SPOILT), again.last)) * PART_WINDOW < len(again.last):
        yield Kind.TEXTS_REPLACED
