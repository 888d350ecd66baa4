"""Every response of the newsroom in one edition: articles, listings, feeds, sitemaps, robots.txt and faults."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from jinja2 import Environment

from tests.newsroom.article import Article
from tests.newsroom.dates import iso
from tests.newsroom.site import Listing, Site

EDITIONS = {1: datetime(2026, 11, 20, 6, tzinfo=UTC), 2: datetime(2026, 11, 21, 6, tzinfo=UTC)}
"""When each edition was recorded."""

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=UTF-8",
    "atom": "application/atom+xml; charset=utf-8",
    "sitemap": "text/xml; charset=UTF-8",
    "listing": "text/html; charset=UTF-8",
}
SHOWN_WORDS = 40  # of an article, in a feed's description


@dataclass(frozen=True, slots=True)
class Page:
    """One response, before it is put on the wire."""

    url: str
    status: int
    content_type: str
    body: bytes
    site: Site
    modified: datetime | None = None
    cut: int = 0  # bytes that were promised and never sent


def current(site: Site, edition: int) -> list[Article]:
    """Return the articles that the outlet lists in an edition, newest first; an edited one in its newest text."""
    by_url: dict[str, Article] = {}
    for article in sorted(site.articles, key=lambda article: article.edition):
        if article.edition <= edition:
            by_url[article.url] = article
    return sorted(by_url.values(), key=lambda article: (article.published, article.url), reverse=True)


def pages(sites: tuple[Site, ...], edition: int, environment: Environment) -> Iterator[Page]:
    """Yield every response that the outlets give in an edition, each URL once."""
    for site in sites:
        articles = current(site, edition)
        body = _listing(site, HOME, articles, environment)
        yield Page(f"{site.home}/", 200, CONTENT_TYPES["listing"], body, site)
        if site.robots:
            yield Page(f"{site.home}/robots.txt", 200, "text/plain; charset=utf-8", site.robots.encode(), site)
        for listing in site.listings:
            source = articles
            if listing.kind == "sitemap":
                neighbours = [other for other in sites if other.home == site.home]
                source = [article for other in neighbours for article in current(other, edition)]
            body = _listing(site, listing, source, environment)
            url = site.home + listing.path
            yield Page(url, 200, CONTENT_TYPES[listing.kind], body, site, _changed(source))
        for article in articles:
            yield from _article_pages(site, article, edition, environment)


HOME = Listing(path="/", kind="listing", title="Latest", limit=12)


def _changed(articles: list[Article]) -> datetime:
    """Return when the newest of these articles was written or edited: a list without news keeps its bytes."""
    return max((article.modified or article.published for article in articles), default=EDITIONS[1])


def _listing(site: Site, listing: Listing, articles: list[Article], environment: Environment) -> bytes:
    named = [article for article in articles if listing.section in ("", article.section)]
    if listing.archive:
        # An archive knows a story by every address that it ever had.
        named += [replace(article, url=path) for article in named for path in article.also_at]
    else:
        named = [article for article in named if article.listed]
    chosen = sorted(named, key=lambda article: (article.published, article.url), reverse=True)[: listing.limit]
    template = f"{site.template}.html" if listing.kind == "listing" else f"{listing.kind}.xml"
    text = environment.get_template(template).render(
        site=site, listing=listing, entries=chosen, article=None, changed=_changed(articles), excerpts=_excerpts(chosen)
    )
    return text.encode()


def _excerpts(articles: list[Article]) -> dict[str, str]:
    shown = {}
    for article in articles:
        first = article.body[0].lines[0] if article.body else ""
        words = (article.standfirst or first).split()
        shown[article.url] = " ".join(words[:SHOWN_WORDS]) + (" […]" if len(words) > SHOWN_WORDS else "")
    return shown


def _article_pages(site: Site, article: Article, edition: int, environment: Environment) -> Iterator[Page]:
    html = "text/html; charset=UTF-8"
    moment = article.modified or article.published
    for path in (article.url, *article.also_at):
        url = site.home + path
        withdrawn = article.withdrawn_in is not None and article.withdrawn_in <= edition
        if withdrawn or article.fault == "missing":
            reason = "Gone" if withdrawn else "Not Found"
            body = environment.get_template("gone.html").render(site=site, withdrawn=withdrawn, reason=reason).encode()
            yield Page(url, 410 if withdrawn else 404, html, body, site)
        elif article.fault == "pdf":
            yield Page(url, 200, html, _pdf(article), site, moment)
        else:
            text = environment.get_template(f"{site.template}.html").render(
                site=site,
                article=article,
                listing=None,
                url=url,
                # A copy at another address may not say which one is the first.
                canonical=site.home + article.url if article.canonical or path == article.url else "",
                linked_data=_linked_data(site, article) if _has_linked_data(site, article) else "",
            )
            body = text.encode()
            cut = len(body) - _middle(body, article) if article.fault == "truncated" else 0
            yield Page(url, 200, html, body[: len(body) - cut], site, moment, cut)
    if site.template == "govuk" and article.fault != "missing":
        yield _content_item(site, article, edition, environment)


def _middle(body: bytes, article: Article) -> int:
    """Return where a connection that breaks in the second block leaves off."""
    return body.index(article.body[1].lines[0][:20].encode()) + 90


def _has_linked_data(site: Site, article: Article) -> bool:
    return site.json_ld if article.json_ld is None else article.json_ld


def _linked_data(site: Site, article: Article) -> str:
    """Return schema.org's description of the article, as publishers put it in the head."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": site.home + article.url},
        "headline": article.title,
        "datePublished": iso(article.published),
        "dateModified": iso(article.modified or article.published),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": site.name},
    }
    if article.standfirst:
        data["description"] = article.standfirst
    if article.wall != "open":
        data["isAccessibleForFree"] = False
        data["hasPart"] = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
    return json.dumps(data, ensure_ascii=False, indent=None).replace("</", "<\\/")


def _content_item(site: Site, article: Article, edition: int, environment: Environment) -> Page:
    """Return what GOV.UK's Content API says of the article: the home of its first publication date."""
    url = f"{site.home}/api/content{article.url}"
    if article.withdrawn_in is not None and article.withdrawn_in <= edition:
        return Page(url, 410, "application/json; charset=utf-8", b"{}\n", site)
    body = environment.get_template("govspeak.html").render(article=article)
    item = {
        "base_path": article.url,
        "description": article.standfirst,
        "details": {"body": body, "first_public_at": iso(article.published)},
        "document_type": "press_release" if article.section == "Press release" else "news_story",
        "first_published_at": iso(article.published),
        "links": {"organisations": [{"title": site.name}]},
        "locale": "en",
        "public_updated_at": iso(article.modified or article.published),
        "publishing_app": "whitehall",
        "schema_name": "news_article",
        "title": article.title,
        "updated_at": iso(EDITIONS[article.edition]),
        "withdrawn_notice": {},
    }
    text = json.dumps(item, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    return Page(url, 200, "application/json; charset=utf-8", text.encode(), site, article.modified or article.published)


def _pdf(article: Article) -> bytes:
    """Return a small PDF with the title on its one page."""
    shown = article.title.encode("ascii", "replace").replace(b"(", b"[").replace(b")", b"]")
    stream = b"BT /F1 14 Tf 72 760 Td (" + shown + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)
