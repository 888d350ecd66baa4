"""Which of many addresses come first: the newest, before anything is cut."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import chain, zip_longest

from pipelines.metadata.dates import url_day
from pipelines.sitemaps import SitemapEntry

NUMBER = re.compile(r"\d+")


def newest_first(entries: Iterable[SitemapEntry]) -> list[SitemapEntry]:
    """Return entries with the newest first, by `lastmod`, date of publication or a day in the address.

    Of entries without any date nobody says which end is the newest: WordPress numbers its sitemaps upwards and others
    downwards. They follow, each series of numbered addresses from both its ends, so that a cut takes from its middle.
    """
    dated: list[tuple[datetime | date, SitemapEntry]] = []
    series: dict[str, list[SitemapEntry]] = defaultdict(list)
    for one in entries:
        at = max((moment for moment in (one.changed, one.published) if moment), default=None)
        day = at.date() if at else url_day(one.url)
        if day is not None:
            dated.append((day, one))
        else:
            series[NUMBER.sub("#", one.url)].append(one)
    dated.sort(key=lambda pair: (pair[0], pair[1].changed.timestamp() if pair[1].changed else 0.0), reverse=True)
    if len(series) > 1 and all(
        len(one) == 1 for one in series.values()
    ):  # no numbers: the order of the file is all there is
        series = {"": list(chain.from_iterable(series.values()))}
    turns = zip_longest(*(_from_both_ends(_numbered(one)) for one in series.values()))
    return [one for _, one in dated] + [one for turn in turns for one in turn if one is not None]


def _numbered(entries: Sequence[SitemapEntry]) -> list[SitemapEntry]:
    return sorted(entries, key=lambda one: [int(number[:18]) for number in NUMBER.findall(one.url)])


def _from_both_ends(entries: Sequence[SitemapEntry]) -> list[SitemapEntry]:
    """The last, the first, the last but one, the second and so on."""
    half = (len(entries) + 1) // 2
    back, front = entries[::-1][:half], entries[: len(entries) - half]
    return [one for pair in zip_longest(back, front) for one in pair if one is not None]
