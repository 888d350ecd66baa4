"""Pages of simulated outlets, sound ones and broken ones, and what the product's own extraction reads from them.

A page is made from a mould: its headline, day and number are put in where the mould has tokens. The extraction reads each
mould once, as bytes; what it read is kept, and the tokens in it are put right for each article. What the mould lost, the
article has lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from pipelines.errors import QuarantineError
from pipelines.extract import extract
from pipelines.page import Extraction, RawPage

TITLE, NUMBER, DAY = "Zebrafinch council votes on quillwort plan for carers", "778312", date(2026, 3, 11)
SEEN = datetime.combine(DAY + timedelta(days=1), time(5, 41), UTC)
FROZEN = date(2026, 2, 3)  # where a template was built with the day left in it
PARAGRAPHS = 40
LEAST_PARAGRAPHS = 2

ENGLISH = (
    "The council said on Tuesday that it would open house {0} for brothers and sisters who are in care, and that members had agreed the money.",
    "Foster carers in ward {0} have asked for a larger allowance, and the cabinet is to vote on it before the end of the year.",
    "Inspectors found that caseload {0} had fallen since their last visit, but that too many plans were still late.",
    "A spokeswoman said that team {0} had been filled with permanent staff, and that agencies were hardly used any more.",
)
WELSH = (
    "Dywedodd y cyngor ddydd Mawrth y byddai ty {0} yn agor i frodyr a chwiorydd mewn gofal, a bod yr aelodau wedi cytuno ar yr arian.",
    "Mae gofalwyr maeth ward {0} wedi gofyn am lwfans mwy, ac mae disgwyl i'r cabinet bleidleisio cyn diwedd y flwyddyn.",
    "Canfu arolygwyr fod llwyth achosion {0} wedi gostwng ers eu hymweliad diwethaf, ond bod gormod o gynlluniau yn hwyr.",
)


@dataclass(frozen=True, slots=True)
class Mould:
    """What a page is like, whichever article stands in it."""

    paragraphs: int = 12
    dated: str = "own"  # own: the article's; frozen: one day for all; none
    walled: bool = False
    language: str = "en"
    says_language: bool = True  # in the html element
    other: str = ""  # another page stands where the article was
    new_design: bool = False
    listed_dates: bool = True  # its feed gives dates


@dataclass(frozen=True, slots=True)
class PageRead:
    """What came of a page."""

    extraction: Extraction | None
    reason: str = ""
    detail: str = ""


def html(mould: Mould) -> str:
    """Return the page of a mould, with tokens for what each article has of its own."""
    if mould.other:
        return OTHERS[mould.other]
    language = mould.language if mould.says_language else "en"
    sentences = WELSH if mould.language == "cy" else ENGLISH
    body = "".join(
        f"<p>{sentences[n % len(sentences)].format(f'{NUMBER}{n}')}</p>"
        for n in range(min(mould.paragraphs, PARAGRAPHS))
    )
    if mould.walled:
        body += '<div class="paywall"><h3>Subscribe to continue reading</h3><p>This article is for subscribers. Subscribe now or log in.</p></div>'
    day = {"own": DAY, "frozen": FROZEN, "none": None}[mould.dated]
    when = f'<p class="meta">By Nell Farrow <time datetime="{day}">{day:%d %B %Y}</time></p>' if day else ""
    place = (
        f'<div class="shell"><div class="c-story">{body}</div></div>'
        if mould.new_design
        else f"<article>{body}</article>"
    )
    return _page(TITLE, f"<main><h1>{TITLE}</h1>{when}{place}</main>", language)


def read(mould: Mould) -> PageRead:
    """Return what the product's extraction reads from the page of a mould."""
    return _read(html(mould), mould.listed_dates)


def cast(found: PageRead, title: str, number: str, day: date) -> PageRead:
    """Return what was read from a mould as it would have been read with an article's own headline, number and day."""
    one = found.extraction
    if one is None:
        return found
    own = one.published is not None and one.published.date() == DAY
    published = datetime.combine(day, time(), UTC) if own else one.published
    return PageRead(
        replace(one, title=one.title.replace(TITLE, title), text=one.text.replace(NUMBER, number), published=published)
    )


@cache
def _read(markup: str, listed_dates: bool) -> PageRead:
    listed = datetime.combine(DAY, time(12), UTC) if listed_dates else None
    page = RawPage(markup.encode(), "text/html; charset=utf-8", None, "https://www.outlet.example/news/piece/", SEEN,
                   None, TITLE, listed)  # fmt: skip
    try:
        return PageRead(extract(page))
    except QuarantineError as error:
        return PageRead(None, error.reason, error.detail)


def _page(title: str, body: str, language: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{title} | The Outlet</title>'
        f'<meta property="og:title" content="{title}"></head><body><header><a href="/">The Outlet</a>'
        '<nav><a href="/news/">News</a> <a href="/features/">Features</a></nav></header>'
        f"{body}<footer><p>The Outlet is published by Outlet Press.</p></footer></body></html>"
    )


def _author() -> str:
    rows = "".join(
        f'<li><h2><a href="/news/row-{n}/">Council {n} opens another house for children in care</a></h2>'
        f"<p>Members have set the money aside, and the house is to open in spring.</p></li>"
        for n in range(12)
    )
    about = "<p>Nell Farrow has written about councils for eleven years. She joined the paper in 2015.</p>"
    return _page("Nell Farrow", f"<main><h1>Nell Farrow</h1>{about}<ul>{rows}</ul></main>")


OTHERS = {
    "shell": '<!DOCTYPE html><html lang="en"><head><title>The Outlet</title><script src="/app.js"></script></head><body>'
    '<noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>',
    "consent": _page(
        "Before you continue",
        "<main><h1>Before you continue</h1><p>We and our 184 partners use cookies to keep and to read information on your "
        "device. You may accept all cookies or manage your choices below, and change your mind at any time.</p>"
        "<p>Your choice is kept on this device for six months, and you can find it again in the settings.</p></main>",
    ),
    "author": _author(),
    "notice": _page(
        "Our new website",
        "<main><h1>Our new website</h1><p>We are moving to a new website this month, and some pages are not there yet. "
        "Thank you for your patience while our team finishes the work on the old pages of the archive.</p>"
        "<p>If you cannot find what you were looking for, please write to the editors and they will help you.</p></main>",
    ),
    "unreadable": _page(TITLE, "<div>" * 400 + f"<h1>{TITLE}</h1><p>The council said so.</p>" + "</div>" * 400),
}
