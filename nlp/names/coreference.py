"""What "the council" and "the authority" stand for (coreference resolution): the council that was named last, where no other can be meant.

Kept apart from the mentions: nobody wrote a name there, and an analyst who counts names should not count these.
"""

from __future__ import annotations

import re
from functools import cache

from nlp.names.document import Document
from nlp.text.spans import between, last_before
from warehouse.records import Mention
from warehouse.reference import Council, councils
from warehouse.tags import TagKind

VERSION = "reference-1"
REACH_BACK = 600  # characters: what was named earlier is seldom what "the council" means
ALONE, NEAREST = 0.95, 0.8  # how sure: the page's only council, or the only one within reach
_REFERENCE = re.compile(
    r"\b[Tt]he (?P<type>county |city |borough |district |metropolitan |unitary |local )?(?:council|authority)\b"
    r"(?! (?:tax|of|house|houses|estate|flat|flats|chamber|elections?)\b)(?!-)"
)


@cache
def _by_code() -> dict[str, Council]:
    return {council.gss: council for council in councils()}


def resolve_references(reading: Document, mentions: tuple[Mention, ...]) -> list[Mention]:
    """Return each "the council" with the code of the council that it plainly stands for; the others are left out.

    Plain is: the page names no other council, or no other one since the last 600 characters; and where the words say of
    which type ("the county council"), that council is of it.
    """
    named = tuple(mention for mention in mentions if mention.label == TagKind.COUNCIL)
    if not named:
        return []
    alone = len({mention.identifier for mention in named}) == 1
    found: list[Mention] = []
    for match in _REFERENCE.finditer(reading.plain):
        start, end = match.span()
        last = last_before(named, start)
        if last is None or last.end > start or between(named, start, end):
            continue
        near = {mention.identifier for mention in between(named, start - REACH_BACK, start)}
        if not alone and (len(near) != 1):
            continue
        if not _fits(_by_code()[last.identifier], (match["type"] or "").strip()):
            continue
        sure = ALONE if alone else NEAREST
        found.append(Mention(TagKind.COUNCIL, start, end, reading.text[start:end], last.identifier, sure, VERSION))
    return found


def _fits(council: Council, kind: str) -> bool:
    """Whether a council is of the type that "the county council" names; "local" and nothing at all fit every one."""
    if kind in ("", "local"):
        return True
    if kind == "unitary":
        return council.type == "UA"
    words = f"{council.official_name} {council.type_name}".lower()
    return kind in words
