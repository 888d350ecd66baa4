"""What stands in an article's column and is not the article (boilerplate removal): promos, sign-ups, banners, share lines, polls, adverts.

A line's words are one witness and never enough: prose says "signed up to", "registered with", "continue reading" as well.
A second one is asked for: that the line speaks to the reader and reports nothing, that it says nothing else, that it is
a link, that it is a label and no sentence, or that the markup sets it apart. `verdict` names what a line is, so that what
was taken out can be counted and shown.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick
from lxml.html import HtmlElement

from pipelines.body.blocks import ends_a_sentence
from pipelines.markup.tree import CONTROL_MARK, text_of
from pipelines.phrases.phrase_book import PhraseFound, phrase_book

LONGEST_LINE = 420  # characters: a longer paragraph is prose
LONGEST_LABEL = 90  # characters: a longer line without a sentence's end is no label
SHORT_SENTENCE = 60  # characters: a shorter one that a phrase fills says nothing else
NEARLY_WHOLE = 0.6  # of a line: a phrase that takes as much leaves no room for news
MOSTLY_LINKS = 0.5  # of a line
LARGEST_MARKED = 1000  # characters: a larger element that is named for a box is the column itself
MARKED_ABOVE = 3  # elements above a line whose names are asked

KINDS = (
    "advert", "comment_box", "poll", "share_line", "legal_line", "picture_line", "date_or_byline", "promo", "job_advert",
    "newsletter", "cookie_banner", "wall_metered", "wall_registration", "wall_subscription", "wall", "donation",
)  # fmt: skip
BOX_REASONS = frozenset(
    ("newsletter", "wall", "promo", "cookie banner", "donation", "poll", "comment box", "job advert", "share line")
)
"""Of which lines condemn the small box that they stand in."""

CALL = re.compile(
    r"[\W_]{0,20}(?:sign up|subscribe|join|follow|click|check out|get (?:all )?the|don['’]t (?:want to )?miss|want|register|log in|support|donate)\b",
    re.IGNORECASE,
)
READER = ("you", "your", "yours", "us", "our", "ours", "we", "please")
READERS = AhoCorasick(READER)
APART = frozenset(".,:;!?()’'“”\"–—-/")  # what stands between words, beside spaces
QUOTED = re.compile(r"[“\"]")
TOLD = re.compile(
    r"\b(?:said|says|told|tells|added|adds|wrote|writes|warned|asked|asks|urged|urges|argued|claimed|according to)\b",
    re.IGNORECASE,
)
MARKS = AhoCorasick((
    "newsletter", "signup", "sign-up", "sign_up", "subscri", "paywall", "promo", "-cta", "cta-", "advert", "sponsor",
    "related", "recommend", "recirc", "share", "social", "donat", "support-us", "cookie", "consent", "whatsapp", "readmore",
    "read-more", "disclaimer", "disclosure", "permission", "author", "bio", "messenger", "poll", "-job", "job-", "jobs", "gate", "regwall", "app-banner", "most-read",
))  # fmt: skip
"""Parts of the names that templates give to boxes: a second witness to words, and never one alone."""


def verdict(line: str, link_share: float = 0.0, element: HtmlElement | None = None, last: bool = False) -> str | None:
    """Return what kind of furniture a line is, or None where it is the article's own.

    `element` is the one that holds the line, `last` that no prose follows it: a wall stands there.
    """
    if len(line) > LONGEST_LINE:
        return None
    ended = ends_a_sentence(line)
    spoken = speaks_to_the_reader(line)
    prose = ended and len(line) >= SHORT_SENTENCE
    if prose and not (spoken or last or link_share >= MOSTLY_LINKS or _may_be_marked(element)):
        return None  # no second witness is left: the words need not be asked
    found = phrase_book(*KINDS).find(line)
    if found is None:
        return None
    kind = "wall" if found.kind.startswith("wall") else found.kind
    if (found.share >= NEARLY_WHOLE and not prose) or link_share >= MOSTLY_LINKS:
        return kind
    if _is_marked(element) and (spoken or not found.weak or not ended):
        return kind
    if found.weak:
        return None
    label = not ended and len(line) < LONGEST_LABEL
    return kind if label or spoken or (last and kind == "wall" and not TOLD.search(line)) else None


def named_by_words(line: str) -> PhraseFound | None:
    """Return the phrase of furniture that a line holds: one witness."""
    return phrase_book(*KINDS).find(line) if len(line) <= LONGEST_LINE else None


def speaks_to_the_reader(line: str) -> bool:
    """Whether a line speaks to the reader, or of the outlet as us, and reports nobody's words."""
    called = CALL.match(line) is not None
    if not called and (not _names_the_reader(line.lower()) or QUOTED.search(line)):
        return False
    return TOLD.search(line) is None


def _names_the_reader(lowered: str) -> bool:
    """Whether a line holds a word for the reader or for the outlet: the automaton finds its letters, here its edges are seen."""
    for _, start, end in READERS.find_matches_as_indexes(lowered, overlapping=True):
        if (start == 0 or _is_edge(lowered[start - 1])) and (end == len(lowered) or _is_edge(lowered[end])):
            return True
    return False


def _is_edge(char: str) -> bool:
    return char in APART or char.isspace()


def _may_be_marked(element: HtmlElement | None) -> bool:
    for _ in range(MARKED_ABOVE):
        if element is None:
            return False
        if element.get(CONTROL_MARK) is not None or names_a_box(element):
            return True
        element = element.getparent()
    return False


def _is_marked(element: HtmlElement | None) -> bool:
    """Whether a small element around a line is named for a box, or holds a field or a button."""
    for _ in range(MARKED_ABOVE):
        if element is None or element.tag in {"body", "article", "main"}:
            return False
        control = element.get(CONTROL_MARK) is not None
        if (control or names_a_box(element)) and len(text_of(element)) < LARGEST_MARKED:
            return True
        element = element.getparent()
    return False


def names_a_box(element: HtmlElement) -> bool:
    """Whether an element's class or id names a box beside the article's text."""
    return _has_mark(element.get("class") or "") or _has_mark(element.get("id") or "")


@lru_cache(maxsize=20_000)  # templates say the same names again and again
def _has_mark(name: str) -> bool:
    return bool(MARKS.find_matches_as_indexes(name.lower()))


def is_tail(line: str) -> bool:
    """Whether a line heads what follows an article: related stories, comments, jobs."""
    return len(line) < 240 and phrase_book("tail").find(line) is not None
