"""What an outlet's file may say about its pages where the general reading is not enough."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

LONDON = "Europe/London"


@dataclass(frozen=True, slots=True)
class PageRules:
    """XPath expressions and facts for the pages of one outlet, up to and with one layout.

    An expression that finds nothing leaves the general reading in place; `body` is the exception that matters:
    where it finds an element the text is taken from there alone.
    """

    body: tuple[str, ...] = ()
    prune: tuple[str, ...] = ()
    standfirst: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()  # one element for each comment
    byline: tuple[str, ...] = ()
    date: tuple[str, ...] = ()  # publication
    wall_markers: tuple[str, ...] = ()  # "subscription: Want full article access?": kind, then words of the page
    timezone: str = LONDON  # of dates that name none
    day_first: bool = True  # 05/07/2024 is the fifth of July
    valid_until: datetime.date | None = (
        None  # the last day of capture that this layout was served on; None: today's layout
    )
