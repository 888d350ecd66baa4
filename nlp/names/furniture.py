"""Headlines of other stories inside a text (boilerplate detection): "Read more: ...", and the lines beneath "Most read"."""

from __future__ import annotations

import re

MOST_LINES = 12  # beneath a label that belong to it
_WORDS = (
    r"read (?:more|next|also|on)|related(?: (?:stories|articles|content|news|topics|links|reading))?|more (?:news|stories)(?: from [\w ]{2,30})?|see also|also read|"
    r"you (?:may|might) (?:also )?like(?: to read)?"
)
_MORE_WORDS = (
    r"most (?:read|popular|viewed|shared)|don't miss|trending(?: now)?|latest (?:news|stories)|in other news|top stories|"
    r"recommended(?: reading| for you)?|editor's picks?|popular(?: now)?"
)
_LABEL = re.compile(rf"^\W{{0,3}}(?:{_WORDS}|{_MORE_WORDS})(?P<colon> ?[:|–-] ?\S)?", re.IGNORECASE)


def is_other_headline(plain: str, offset: int) -> bool:
    """Return whether `offset` stands in the headline of another story: on a line that a label opens, or in the lines beneath one."""
    low = plain.rfind("\n", 0, offset) + 1
    if (label := _LABEL.match(plain, low)) is not None and label["colon"]:
        return True
    for _ in range(MOST_LINES):
        if low < 2 or plain[low - 2] == "\n":
            return False
        high = low - 1
        low = plain.rfind("\n", 0, high) + 1
        label = _LABEL.match(plain, low)
        if label is not None and label.end() >= high - 1:
            return True
    return False
