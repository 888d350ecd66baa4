"""Is this page an article at all? Error pages, consent pages, login pages, maintenance and lists that answer 200.

Words alone condemn nothing: an article may be about privacy, and its headline may say that a page was not found. A
page is refused where several witnesses agree: what it calls itself, its prose, the headline that led here and is
nowhere on it, what it says for machines, and how it is built.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from pipelines.errors import QuarantineError
from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import spaced_text, text_of
from pipelines.metadata.title import AGREEMENT, SEPARATOR, agreement

MOST_NAMES = 12  # headings that are looked at
LOOKED_AT_CHARACTERS = 20_000  # of the page's text, for its prose
ENOUGH_WITNESSES = 3
LIST_LINKS = 5  # headings that are links: an article's page has few outside its related stories
LONG_CHARACTERS = 1200  # of prose
RUN_OF_PROSE = 3  # paragraphs of prose in a row, which lists do not have
PROSE_CHARACTERS = 60


class PageKind(StrEnum):
    """What a page is that is no article."""

    ERROR = "an error page"
    CONSENT = "a consent page"
    LOGIN = "a login page"
    MAINTENANCE = "a maintenance page"
    LIST = "a list of articles"


def _patterns(*words: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, words))


NAMES = {  # in small letters, as what they are held against: patterns that ask for both cases take twice as long
    PageKind.ERROR: _patterns(
        r"\b(?:page|article|story|content|item)\b.{0,30}\b(?:not (?:be )?found|no longer|been (?:removed|deleted|moved|unpublished)|not exist|doesn.t exist|unavailable|not available|missing)\b",
        r"^(?:error\W{0,3})?(?:404|410)\b|\b(?:404|410) error\b|^(?:oops|not found|gone)\b|\bnot found$",
        r"\b(?:can.?t|cannot|couldn.?t|could not|unable to) (?:find|locate|show) (?:that|the|this|your|what)\b",
    ),
    PageKind.CONSENT: _patterns(
        r"\b(?:value|respect|care about|protect\w*) your (?:privacy|data)\b|^before you (?:continue|go)\b|\bconsent\b",
        r"\b(?:cookies?|privacy) (?:settings|preferences|choices|cent(?:re|er)|notice|options)\b|\b(?:about|use of|uses?) cookies\b|^your (?:privacy|cookies|choices)\b",
    ),
    PageKind.LOGIN: _patterns(
        r"^(?:please )?(?:sign|log)[ -]?(?:in|on)\b|^(?:member|subscriber|user|customer)s?.? (?:log|sign)[ -]?in\b|\b(?:log|sign) in to\b",
        r"^(?:register|subscribe|create (?:an|your) account|subscribers? only|members? only|access denied)\b",
    ),
    PageKind.MAINTENANCE: _patterns(
        r"\bmaintenance\b|\bback (?:soon|shortly|online|in a)\b|\bwe.?(?:ll| will) be (?:right )?back\b",
        r"\b(?:temporarily|currently|briefly) (?:unavailable|down|closed|offline|out of)\b|^(?:service|site|website) (?:unavailable|is down|offline)\b",
    ),
}
PROSE = {
    PageKind.ERROR: _patterns(
        r"\b(?:page|article|story|address|url|content) (?:that )?you(?:.re| are| were|.ve| have)? (?:looking for|requested|asked|trying|tried)",
        r"\bmay (?:have been|be) (?:moved|renamed|removed|deleted|out of date)\b|\b(?:typed|entered) (?:wrongly|incorrectly)\b",
        r"\b(?:link|bookmark) (?:that )?you (?:followed|clicked)\b|\bcheck (?:the|that) (?:address|url|link|spelling)\b",
        r"\b(?:back|return|go) to (?:the|our) (?:home|front) ?page\b|\b(?:use|try) (?:the|our) search\b|\bno longer (?:exists|available|on)\b",
    ),
    PageKind.CONSENT: _patterns(
        r"\bpartners\b.{0,60}\b(?:store|access|process|use)\b|\binformation on (?:a|your) device\b",
        r"\b(?:accept|reject|agree to|allow) all\b|\bconsent\b",
        r"\blegitimate interests?\b|\bprocess\w* (?:of )?(?:your )?personal data\b|\bpersonalised (?:ads|advert\w*|content)\b",
        r"\b(?:use|uses|using) cookies\b|\b(?:cookie|privacy) policy\b|\bmanage (?:your )?(?:preferences|choices|options|settings)\b",
    ),
    PageKind.LOGIN: _patterns(
        r"\bforgot(?:ten)? (?:your )?(?:password|username|details)\b|\breset (?:your )?password\b",
        r"\b(?:remember me|keep me (?:signed|logged) in)\b|\bpassword\b",
        r"\b(?:don.?t|do not|not) (?:yet )?(?:have|got) an account\b|\balready (?:a|have|registered)\b|\b(?:create|open) an account\b|\bregister (?:now|here|for free)\b",
        r"\b(?:sign|log) in (?:to|with|below|using)\b|\bsubscri(?:be|ption|bers?) (?:to|only|now|required)\b",
    ),
    PageKind.MAINTENANCE: _patterns(
        r"\b(?:scheduled|planned|essential|routine|urgent|undergoing|carrying out)\b.{0,30}\b(?:maintenance|work|upgrade)",
        r"\bback (?:soon|shortly|online|up|later|in a)\b|\btry again (?:later|soon|shortly|in)\b|\bcheck back\b",
        r"\b(?:sorry|apolog\w+) for (?:the|any) inconvenience\b|\bworking (?:hard )?(?:to|on) (?:restor|fix|resolv|it)\w*|\bthank you for your patience\b",
        r"\b(?:site|website|service) is (?:temporarily |currently |briefly )?(?:unavailable|down|closed|offline|being)\b",
    ),
}
TELLING_PATHS = re.compile(r"/(?:404|410|error|not-?found|page-not-found|login|log-in|signin|sign-in|account|consent|privacy|cookies?|maintenance|subscribe|register)(?:[/.?-]|$)", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Looks:
    names: tuple[str, ...]  # what the page calls itself
    shown: bool | None  # whether the headline that led here is among them; None where there is none
    marked: bool  # whether it says for machines that it is an article


def refuse_other_pages(
    root: HtmlElement, known: Structured, url: str, canonical: str | None, headlines: tuple[str | None, ...]
) -> None:
    """Raise QuarantineError where a page is no article. `headlines`: of the feed that led here, of the text that is held."""
    looks = _looks(root, known, [one for one in headlines if one])
    if looks.shown:
        return
    names = [name.lower() for name in looks.names]
    named = {kind for kind, words in NAMES.items() if any(one.search(name) for one in words for name in names)}
    if looks.marked and not named and looks.shown is None:
        return
    said = _words(root)
    about = (looks.shown is False) + (not looks.marked) + _telling(url, canonical) - looks.marked - _is_long(root)
    for kind in NAMES:
        hits = sum(bool(one.search(said)) for one in PROSE[kind])
        witnesses = (kind in named) + (hits >= 2) + (hits >= 3) + about + _built_so(root, known, kind)
        if (kind in named or hits >= 3) and witnesses >= ENOUGH_WITNESSES:
            raise QuarantineError(
                f"{kind}, not an article", f"it calls itself {looks.names[0][:200]!r}" if looks.names else ""
            )
    if looks.shown is False and not looks.marked and _is_list(root):
        raise QuarantineError(f"{PageKind.LIST}, not an article", "; ".join(looks.names)[:200])


def _looks(root: HtmlElement, known: Structured, headlines: list[str]) -> _Looks:
    names = [text_of(heading) for heading in root.iter("h1")][:MOST_NAMES]
    tab = root.find(".//title")
    given = [text_of(tab) if tab is not None else None, known.first("og:title", "twitter:title")]
    for value in [*given, plain_line(known.article.get("headline"))]:
        if value:
            names += [value, *SEPARATOR.split(value)]
    names = list(dict.fromkeys(name for name in names if name))
    shown = None
    if headlines:
        names_too = [*names, *(text_of(heading) for heading in list(root.iter("h2"))[:MOST_NAMES])]
        shown = any(agreement(line, name) >= AGREEMENT for line in headlines for name in names_too if len(name) > 12)
    kind = str(known.article.get("@type", "")).lower()
    marked = "article" in kind or "posting" in kind or "report" in kind or bool(known.first("article:published_time"))
    return _Looks(tuple(names), shown, marked or (known.first("og:type") or "").lower() == "article")


def _words(root: HtmlElement) -> str:
    """Return the page's first words in small letters."""
    body = root.find("body")
    return spaced_text(body)[:LOOKED_AT_CHARACTERS].lower() if body is not None else ""


def _is_long(root: HtmlElement) -> bool:
    """Whether there is prose enough for an article: the other kinds of page are soon read."""
    total = 0
    for element in root.iter("p"):
        length = len(text_of(element))
        total += length if length >= PROSE_CHARACTERS else 0
        if total >= LONG_CHARACTERS:
            return True
    return False


def _telling(url: str, canonical: str | None) -> bool:
    """Whether the address, or the one that the page gives as its own, is such a page's or the front page's."""
    paths = [urlsplit(one).path for one in (url, canonical) if one]
    return any(TELLING_PATHS.search(path) for path in paths) or (
        len(paths) > 1 and paths[1] in {"", "/"} and paths[0] not in {"", "/"}
    )


def _built_so(root: HtmlElement, known: Structured, kind: PageKind) -> bool:
    if kind is PageKind.LOGIN:
        return any((field.get("type") or "").lower() == "password" for field in root.iter("input"))
    if kind in {PageKind.ERROR, PageKind.MAINTENANCE}:
        return "noindex" in (known.first("robots") or "").lower()
    return False


def _is_list(root: HtmlElement) -> bool:
    """Whether headings that are links make up the page, with no run of prose between them."""
    linked = {text_of(one) for one in root.iter("h2", "h3", "h4") if one.find(".//a") is not None or _in_link(one)}
    if sum(len(text.split()) >= 4 for text in linked) < LIST_LINKS:
        return False
    run = 0
    for element in root.iter("p", "h2", "h3", "h4", "li"):
        if (
            element.tag == "p"
            and len(text_of(element)) - sum(len(text_of(link)) for link in element.iter("a")) >= PROSE_CHARACTERS
        ):
            run += 1
            if run >= RUN_OF_PROSE:
                return False
        elif element.tag != "p":
            run = 0
    return True


def _in_link(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "a"
