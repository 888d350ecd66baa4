"""When an article was published and changed: every date that the page gives, and which one is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from lxml import etree
from lxml.html import HtmlElement

from pipelines.markup.structured import Structured, plain_line
from pipelines.markup.tree import following, preceding, spaced_text, text_of
from pipelines.metadata.dates import DateReading, find_dates, read_date, url_day, zone
from pipelines.page import RawPage
from pipelines.rules import PageRules
from warehouse.records import DateCandidate
from warehouse.vocabulary.collection import DatePrecision

CLOCK_SLACK = timedelta(hours=2)  # past the capture: clocks differ; more is a date of the future, and never wins
SAME_STORY = timedelta(days=2)  # a URL's day and a page's date further apart than this disagree

PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "date.published", "publishdate", "publish_date", "publish-date", "pubdate", "published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created",
    "article.published", "article_date_original", "originalpublicationdate", "published_at", "published-date",
    "publication_date", "citation_publication_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "article:post_date", "article:create_time", "bt:pubdate", "ptime", "displaydate", "date", "datecreated", "dat", "pdate",
    "og:pubdate", "rnews:datepublished", "shareaholic:article_published_time", "analyticsattributes.articledate",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "dc.date.modified", "article:updated", "revision_date", "updated_time", "modified",
    "cxenseparse:recs:modifiedtime", "shareaholic:article_modified_time", "govuk:updated-at",
)  # fmt: skip
FIRST_META = ("govuk:first-published-at", "govuk:public-updated-at")

DATED = etree.XPath(
    "descendant::time | descendant::*/@itemprop/.."
)  # by the attribute: a third of the time of a predicate
DATE_PROPERTIES = frozenset({"datePublished", "dateModified", "dateCreated"})
LABELS = (
    (re.compile(r"\b(?:updated|modified|edited|amended|revised|reviewed|changed|update)\b", re.IGNORECASE), "modified"),
    (re.compile(r"\b(?:published|posted|created|first|written|issued|added)\b", re.IGNORECASE), "published"),
)
DATE_LINE = re.compile(r"\d{4}|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}\b|\b\d{1,2} [A-Z][a-z]{2,8} \d{2}\b")
DIGIT = re.compile(r"\d")
LONGEST_LINE = 140  # characters of a line that can be a dateline
MOST_AFTER, MOST_BEFORE = 60, 12  # elements beside the headline that may hold a dateline
TWO_DATES = 16  # characters of the shortest line with two dates
MOST_PARTS = 8  # elements in a dateline


@dataclass(frozen=True, slots=True)
class Publication:
    """The dates that were believed, and all candidates with the verdict on each."""

    published: datetime | None
    precision: DatePrecision | None  # of `published`
    modified: datetime | None
    dates: tuple[DateCandidate, ...]
    doubt: str | None


def publication(
    page: RawPage, rules: PageRules, root: HtmlElement, known: Structured, heading: HtmlElement | None
) -> Publication:
    """Return the dates of an article, by this order of trust.

    The outlet's rule; JSON-LD; meta elements; microdata and time elements beside the headline; a dateline beside the
    headline; the day in the URL; the feed; htmldate's reading. A date far from the headline is kept and never chosen.
    """
    found: list[DateCandidate] = []
    latest = page.captured_at + CLOCK_SLACK
    for source, raw, role, why in _candidates(page, rules, root, known, heading):
        reading = read_date(raw, rules.timezone, rules.day_first)
        found.append(_assessed(source, raw, role, why, reading, latest))
    if not any(item.verdict == "" and item.role == "published" for item in found):
        guess = _guess(root, page)
        if guess:
            reading = read_date(guess, rules.timezone, rules.day_first)
            found.append(_assessed("htmldate", guess, "published", "", reading, latest))
    chosen = _choose(found, "published", rules)
    if chosen is not None:
        chosen = _as_shown(found, chosen)
    published = found[chosen].value if chosen is not None else None
    if published is not None:
        for place, item in enumerate(found):
            if item.role == "modified" and item.verdict == "" and item.value and item.value < published - CLOCK_SLACK:
                found[place] = replace(item, verdict="before publication")
    changed = _choose(found, "modified", rules)
    modified = found[changed].value if changed is not None else None
    dates = tuple(
        replace(item, verdict="chosen" if place in {chosen, changed} else item.verdict or "less trusted")
        for place, item in enumerate(found)
    )
    doubt = None
    if published is None:
        doubt = "no date of publication"
    elif chosen is not None and found[chosen].source == "htmldate":
        doubt = "the date is a guess from the page"
    precision = _precision(found[chosen], rules) if chosen is not None else None
    return Publication(published, precision, modified, dates, doubt)


def _precision(item: DateCandidate, rules: PageRules) -> DatePrecision:
    """Return whether a date gives a time of day. The outlet's midnight is a day that a program wrote as a time."""
    timed = read_date(item.raw, rules.timezone, rules.day_first).timed
    at = item.value.astimezone(zone(rules.timezone)).time() if item.value is not None else time()
    return DatePrecision.MINUTE if timed and at != time() else DatePrecision.DAY


def _assessed(source: str, raw: str, role: str, why: str, reading: DateReading, latest: datetime) -> DateCandidate:
    verdict = why or reading.why
    if reading.value is not None and not verdict and reading.value > latest:
        verdict = "in the future"
    return DateCandidate(source, raw[:200], reading.value, role, verdict)


def _choose(found: list[DateCandidate], role: str, rules: PageRules) -> int | None:
    sound = [place for place, item in enumerate(found) if item.role == role and not item.verdict and item.value]
    if not sound:
        return None
    first = sound[0]
    if role == "published" and found[first].source in {"json-ld", "meta", "microdata"}:
        # Some systems write the last change where the publication belongs: an earlier day in the address is stronger.
        day = next((found[place] for place in sound if found[place].source == "url"), None)
        value = found[first].value
        if day is not None and day.value is not None and value is not None and value - day.value > SAME_STORY:
            same = (
                place for place in sound if _same_day(found[place].value, day.value, rules) and found[place] is not day
            )
            return next(same, found.index(day))
    return first


def _same_day(one: datetime | None, other: datetime | None, rules: PageRules) -> bool:
    local = zone(rules.timezone)
    return one is not None and other is not None and one.astimezone(local).date() == other.astimezone(local).date()


def _as_shown(found: list[DateCandidate], chosen: int) -> int:
    """Return the candidate that readers see where it and the one for machines are two writings of one fact.

    The same moment with the outlet's own offset is the better writing of one in UTC: it has the outlet's day.
    Else the one day that the page prints may stand for it.
    """
    item = found[chosen]
    if item.source not in {"json-ld", "meta"} or item.value is None:
        return chosen
    shown = [
        place
        for place, other in enumerate(found)
        if other.source in {"time", "microdata", "text"} and other.value is not None and not other.verdict
    ]
    if not item.value.utcoffset():
        for place in shown:
            value = found[place].value
            if value is not None and value.utcoffset() and abs(value - item.value) < timedelta(minutes=1):
                return place
    return _printed_day(found, chosen)


def _printed_day(found: list[DateCandidate], chosen: int) -> int:
    """Return the one day that the page prints, unlabelled, where it is also the day that its metadata gives as modified.

    The page passes for an article of that day. A time element is no print: what it marks as the last change is that.
    """
    printed = [
        place for place, other in enumerate(found) if other.source == "text" and other.value and not other.verdict
    ]
    days = {value.date() for place in printed if (value := found[place].value) is not None}
    marked = [other for other in found if other.source in {"json-ld", "meta"} and other.value is not None]
    changed = {value.date() for other in marked if other.role == "modified" and (value := other.value) is not None}
    unlabelled = [place for place in printed if found[place].role == "published"]
    own = found[chosen].value
    if len(days) == 1 and unlabelled and days <= changed and own is not None and own.date() not in days:
        return unlabelled[0]
    return chosen


def _candidates(
    page: RawPage, rules: PageRules, root: HtmlElement, known: Structured, heading: HtmlElement | None
) -> Iterator[tuple[str, str, str, str]]:
    """Give (source, raw text, role, why it is refused or "") in the order of trust."""
    for path in rules.date:
        for value in root.xpath(path):
            yield "rule", value if isinstance(value, str) else value.get("datetime") or text_of(value), "published", ""
    for role, names in (("published", ("datePublished", "dateCreated", "uploadDate")), ("modified", ("dateModified",))):
        for name in names:
            text = plain_line(known.article.get(name)) or plain_line(known.page.get(name))
            if text:
                yield "json-ld", text, role, ""
    for role, metas in (("published", (*FIRST_META[:1], *PUBLISHED_META)), ("modified", (*MODIFIED_META,))):
        for name in metas:
            for text in known.meta.get(name, ())[:1]:
                yield "meta", text, role, ""
    yield from _shown(root, heading, rules)
    day = url_day(page.url)
    if day is not None:
        yield "url", day.isoformat(), "published", ""
    if page.listed_published is not None:
        yield "feed", page.listed_published.isoformat(), "published", ""


def _shown(root: HtmlElement, heading: HtmlElement | None, rules: PageRules) -> Iterator[tuple[str, str, str, str]]:
    """Dates as readers see them. One in a teaser or a comment is another story's, whatever it says."""
    near = _around(heading)
    seen: set[str] = set()
    others: list[tuple[str, str, str, str]] = []
    for element in DATED(root):
        if element.tag != "time" and element.get("itemprop") not in DATE_PROPERTIES:
            continue
        words = text_of(element)
        raw = element.get("datetime") or element.get("content") or words
        if not raw or raw in seen:
            continue
        seen.update((raw, words))
        source = "microdata" if element.get("itemprop") else "time"
        labelled = labelled_dates(words, rules) if len(words) >= TWO_DATES else []
        if len(labelled) > 1:  # "Posted 2 May 2024 | Updated 3 May 2024": the attribute may be either
            mine = [(source, part, role) for role, part in labelled]
        else:
            mine = [(source, raw, _role(element, words))]
        for name, text, role in mine:
            if _in_teaser(element, heading):
                others.append((name, text, role, "a teaser's date"))
            elif near is None or _within(element, near):
                yield name, text, role, ""
            else:
                others.append((name, text, role, "far from the headline"))
    yield from _datelines(heading, seen, rules)
    yield from others[:20]


def _role(element: HtmlElement, words: str) -> str:
    """Return whether a date element gives the publication or the last change: by its property, its label, its class."""
    named = element.get("itemprop") or ""
    if named:
        return "modified" if "Modified" in named else "published"
    parent = element.getparent()
    around = (parent.get("class") or "").replace("-", " ") if parent is not None and _dates_in(parent) < 2 else ""
    for said in (_label_before(element), words, (element.get("class") or "").replace("-", " "), around):
        role = labelled_role(said)
        if role:
            return role
    return "published"


def labelled_role(label: str) -> str | None:
    """Return what the last word of a label that says so makes of the date after it; None where none does."""
    found = [(match.start(), role) for pattern, role in LABELS for match in pattern.finditer(label)]
    return max(found)[1] if found else None


def labelled_dates(line: str, rules: PageRules) -> list[tuple[str, str]]:
    """Return (role, text) of every date in a line: a label belongs to the date beside it.

    Labels stand before their dates; where the first date has none before it and one after, they stand after. A date
    without a label is the publication's.
    """
    dates = find_dates(line, rules.timezone, rules.day_first)
    edges = [0, *(date.end for date in dates)]
    between = [line[end : date.start] for end, date in zip(edges, dates, strict=False)] + [line[edges[-1] :]]
    roles = [labelled_role(label) for label in between]
    trailing = len(dates) > 0 and roles[0] is None and roles[-1] is not None
    mine = roles[1:] if trailing else roles[:-1]
    return [(role or "published", line[date.start : date.end]) for role, date in zip(mine, dates, strict=True)]


def _dates_in(element: HtmlElement) -> int:
    return sum(1 for _ in element.iter("time"))


def _label_before(element: HtmlElement) -> str:
    """Return the words of the line before a date element, back to the date before it."""
    parts: list[str] = []
    while (parent := element.getparent()) is not None and len(text_of(parent)) < LONGEST_LINE:
        before = element.getprevious()
        while before is not None:
            parts.append(before.tail or "")
            if before.tag == "time" or before.find(".//time") is not None:
                return " ".join(reversed(parts))
            parts.append(text_of(before))
            before = before.getprevious()
        parts.append(parent.text or "")
        element = parent
    return " ".join(reversed(parts))


def _around(heading: HtmlElement | None) -> HtmlElement | None:
    """The part of the page that a headline heads: climb while there is little else than headline, byline, dates."""
    if heading is None:
        return None
    element = heading
    for _ in range(5):
        parent = element.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            break
        element = parent
        if element.tag in {"article", "main"} or len(text_of(element)) > 2500:
            break
    return element


def _within(element: HtmlElement, near: HtmlElement) -> bool:
    return element is near or near in set(element.iterancestors())


def _in_teaser(element: HtmlElement, heading: HtmlElement | None) -> bool:
    """Whether a date stands in a link, a comment, a list of stories or an article other than the headline's."""
    mine = set(heading.iterancestors()) if heading is not None else set()
    for up in element.iterancestors():
        if up in mine:
            return False
        if up.tag in {"a", "aside", "footer", "nav", "li", "figure", "blockquote"} and heading is not None:
            if up.tag != "li":
                return True
            if up.find(".//a") is not None and len(text_of(up)) > 60:
                return True
        if up.tag == "article":
            return True
        marked = f"{up.get('class') or ''} {up.get('id') or ''}".lower()
        if "comment" in marked or "related" in marked or "teaser" in marked:
            return True
    return False


def _datelines(heading: HtmlElement | None, seen: set[str], rules: PageRules) -> Iterator[tuple[str, str, str, str]]:
    """Short lines just before or after the headline that hold a date with its year."""
    if heading is None:
        return
    seen.update(spaced_text(element) for element in heading.iter("*"))
    lines: list[str] = []
    long = 0
    for element in following(heading, MOST_AFTER):
        if len(element) > MOST_PARTS:
            continue
        words = text_of(element)
        if len(words) > LONGEST_LINE:
            long += len(element) == 0 or element.tag == "p"
            if long > 2:
                break
        elif DIGIT.search(words) and _is_dateline(element, text := spaced_text(element), seen):
            lines.append(text)
    for element in preceding(heading, MOST_BEFORE):
        text = spaced_text(element)
        if _is_dateline(element, text, seen):
            lines.append(text)
    told: set[str] = set()
    for line in lines:
        for role, part in labelled_dates(line, rules) or [(labelled_role(line) or "published", line)]:
            if part not in told:  # the parts of a line stand again as elements of their own, without its labels
                yield "text", part, role, ""
            told.add(part)


def _is_dateline(element: HtmlElement, text: str, seen: set[str]) -> bool:
    if not 5 < len(text) <= LONGEST_LINE or element.tag in {"a", "li"} or text in seen or not DATE_LINE.search(text):
        return False
    if element.find(".//time") is not None:
        return False  # that date is read from the time element, with what it says of itself
    seen.add(text)
    return True


def _guess(root: HtmlElement, page: RawPage) -> str | None:
    from htmldate import find_date  # dear, and needed on few pages

    try:
        found = find_date(
            root, url=page.url, original_date=True, extensive_search=False, max_date=page.captured_at.date().isoformat()
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, str) else None
