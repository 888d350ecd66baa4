"""Councils that a page speaks of without their name, and names that stand for no council: addresses and helpers."""

from __future__ import annotations

import re

from nlp.grades.detection import MASK
from nlp.names.document import Document
from nlp.text.dates import MONTHS
from warehouse.records import Mention

_NO_TOWN = "|".join(month.title() for month in MONTHS)
_TOWN = re.compile(rf"\b(?:in|at|near|outside) (?!(?:{_NO_TOWN})\b)(?:[A-Z][\w'-]+[ -]?){{1,3}}, $")
_HELPER_LEAD = re.compile(
    r"\b(?:by|with|from|at|supports?|partners?(?: is| are)?|(?:executive|director|leader|head)s? (?:of|at)) (?:the |neighbouring |nearby )?$"
)
# "Advise a council that Ofsted rated", but not "is a council that"
_BODY = r"(?:council|authority|authorities|councils|borough|department)"
_A_COUNCIL_THAT = re.compile(
    rf"(?<!is )(?<!was )(?<!are )(?<!as )(?<!became )(?<!, )\b(?:an?|another|any|some|other|with) (?:[\w-]+ )?{_BODY} (?:that|which|whose|where)\b[^,;.{MASK}]{{0,60}}$"
)


def is_address(mention: Mention, masked: str) -> bool:
    """Return whether a county's name only says where a town lies: "the nursery in Frome, Somerset"."""
    return "ouncil" not in mention.text and _TOWN.search(masked, max(0, mention.start - 40), mention.start) is not None


def is_unnamed(opening: str) -> bool:
    """Return whether the words before a grade give it to "a council that Ofsted rated", whichever that is."""
    return _A_COUNCIL_THAT.search(opening[-120:]) is not None


def speaks_of_its_own(reading: Document, masked: str, first: Mention, low: int) -> bool:
    """Return whether the page has named no council by `low` and the `first` that it does name is another: the helper of its own."""
    if first.start < low or first.text in reading.title:
        return False
    return _HELPER_LEAD.search(masked, reading.sentence(first.start).start, first.start) is not None
