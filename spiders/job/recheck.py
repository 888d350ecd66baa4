"""When an article that is known is asked for again (recrawl scheduling), to see an edit or a withdrawal; and when it counts as withdrawn."""

from __future__ import annotations

from datetime import datetime, timedelta

from spiders.job.frontier import Frontier, KnownArticle

RECHECK = (
    (timedelta(days=7), timedelta(hours=20)),
    (timedelta(days=30), timedelta(days=6)),
    (timedelta(days=365), timedelta(days=60)),
    (timedelta.max, timedelta(days=360)),
)
"""(age since publication up to, interval): corrections and withdrawals come in the first week or not at all; after a
month a look every other month keeps `live` true without asking an outlet for its whole archive. 20 hours, not 24: a
daily crawl that starts a few minutes early must still find yesterday's articles due."""

CONFIRM_AFTER = timedelta(hours=20)
"""An article that was not there is looked at again after this, until it is back or counts as withdrawn."""
GONE_FOR = timedelta(hours=24)
"""How long an article must have been away before it counts as withdrawn: outlets unpublish for an hour to correct."""
LOOKS_404 = 3
LOOKS_410 = 2  # "gone" is said on purpose (RFC 9110, 15.5.11): one look, and one a day later to confirm it
LOOKS_UNCHANGED = 3
"""Looks in a row that found no change, after which a source's word that there was one counts for nothing until one is
found: some feeds say of every article that it changed just now, and would have all of them fetched at every pass."""
TRY_AGAIN_AFTER = timedelta(hours=3)  # an article that is still listed and has not been had once: refused, timed out
SLACK = timedelta(minutes=30)
"""A look that comes this much early still counts as a day later: schedules jitter."""


def is_due(known: KnownArticle, now: datetime, updated: datetime | None = None) -> bool:
    """Return whether a known article is to be fetched again now. `updated` is what a source says of its last change."""
    if known.last_fetched is None:
        return True
    since = now - known.last_fetched
    believed = known.unchanged < LOOKS_UNCHANGED
    if updated is not None and believed and known.last_fetched < updated <= now:
        return True
    if known.failures and not known.withdrawn:
        return since >= CONFIRM_AFTER
    if known.capture_id is None:
        return since >= TRY_AGAIN_AFTER
    age = now - known.published if known.published else timedelta(days=31)
    return since >= next(interval for limit, interval in RECHECK if age <= limit)


def due(frontier: Frontier, now: datetime, most: int) -> list[KnownArticle]:
    """Return the known articles to ask for again, those that fail first, then the longest unseen; at most `most`.

    One that was never had is asked for again only while a source lists it.
    """
    found = [one for one in frontier.known.values() if one.capture_id and not one.pending and is_due(one, now)]
    found.sort(key=lambda one: (one.failures == 0, one.last_fetched or now, one.url))
    return found[:most]


def withdrawn(known: KnownArticle, status: int, now: datetime) -> str | None:
    """Return why a known article that answers 404 or 410 now counts as withdrawn; None while it does not yet."""
    looks = known.failures + 1
    away = now - (known.failing_since or now)
    if away < GONE_FOR - SLACK:
        return None
    if status == 410 and looks >= LOOKS_410:
        return f"gone (410) since {known.failing_since:%d %B %Y}"
    if looks >= LOOKS_404:
        return f"not found at {looks} looks since {known.failing_since:%d %B %Y}"
    return None
