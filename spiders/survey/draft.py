"""A first file for a new outlet, from its site: `pledgewatch outlets new URL`.

Two surveys: the first reads the front page and robots.txt and finds what may be feeds and sitemaps; the second asks
these, and a few of the articles that they name. What is found is written as a file that the registry reads, with a
folder of pages to test it by; what only a person can say is left as a note.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html

from pipelines.decode import decode, inflate
from pipelines.errors import QuarantineError
from pipelines.extract import RawPage, extract
from pipelines.identity import on_sites
from spiders.crawling.finders import NothingReadable, find_entries
from spiders.fetching.recording import Recorded
from spiders.registry.files import SCHEMA, read_outlet
from spiders.registry.outlet import Source, SourceKind
from spiders.registry.values import is_http_address
from spiders.survey.survey import Survey, Where, scratch, survey

SAMPLES = 4  # articles that are fetched for the fixture
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
FEED_GUESSES = ("/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml")
SITEMAP_GUESSES = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml", "/sitemap_index.xml")
MOST_SITEMAPS = 3
ENOUGH = 0.8  # share of a feed's entries that the drafted patterns must fit
SECTION = 0.05  # share of the addresses that a part must stand in to be a section's name and not a headline
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
HEADLINE_WORDS = 5  # a link with fewer is a section's name, not a headline
SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class NothingToDraft(Exception):  # noqa: N818 -- named for what it says
    """The site could not be reached, or says nothing that a file could be made of. One sentence."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was written, and what is left to a person."""

    outlet_id: str
    paths: tuple[Path, ...]  # the outlet's file first
    notes: tuple[str, ...]


def draft(url: str, to: Path, user_agent: str, where: Where | None = None) -> Drafted:
    """Write `<identifier>.toml` and `<identifier>-fixture/` into a folder. Raises NothingToDraft."""
    where = where or Where(user_agent)
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host or not is_http_address(url):
        raise NothingToDraft(f"{url}: not an http address")
    outlet_id = re.sub(r"[^a-z0-9]+", "_", host.split(".")[0].lower()).strip("_")
    outlet_id = outlet_id if len(outlet_id) > 1 and outlet_id[0].isalpha() else f"site_{outlet_id}"
    with scratch() as folder:
        front = _front(folder, outlet_id, url, host, where)
        name, candidates = _candidates(front, url, host)
        text = _text(outlet_id, name, url, host, candidates, ())
        (folder / "outlets" / f"{outlet_id}.toml").write_text(text, encoding="utf-8")
        listed = survey(folder, outlet_id, name, where, outlets=folder / "outlets", articles=0)
        working, links = _working(candidates, listed)
        if not working:
            working = [Source(kind=SourceKind.LISTING, url=url)]
            links = [link for link, words in _links(front, url, host) if len(words.split()) >= HEADLINE_WORDS]
        patterns = patterns_of(links)
        to.mkdir(parents=True, exist_ok=True)
        path = to / f"{outlet_id}.toml"
        path.write_text(_text(outlet_id, name, url, host, working, patterns), encoding="utf-8")
        read_outlet(path)
        (folder / "outlets" / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        sampled = survey(folder, outlet_id, name, where, outlets=folder / "outlets", articles=SAMPLES)
        pages, dated = _fixture(to / f"{outlet_id}-fixture", links, sampled)
    notes = [
        "tier: trade press, national press, official, parliament or representative body",
        "republish: what the outlet's terms allow (full, quote or headline)",
        "expect: how many articles a week, and after how many quiet days silence wants a reason",
        f"{outlet_id}-fixture/expected.json: correct it by hand; it is what the extraction gives today",
    ]
    if working[0].kind is SourceKind.LISTING:
        notes.append(
            "no feed and no sitemap was found: the listing page is read instead; see `within` in docs/outlets.md"
        )
    if not dated:
        notes.append("no page gave a date of publication: [page] date = ['//...'] says where it stands")
    return Drafted(outlet_id, (path, *pages), tuple(notes))


def patterns_of(urls: Iterable[str]) -> tuple[str, ...]:
    """Return patterns over the path that at least ENOUGH of these addresses fit, the most common shape first."""
    paths = [urlsplit(url).path for url in urls]
    seen = Counter(part for path in paths for part in set(path.split("/")))
    sections = {part for part, count in seen.items() if count >= max(2, SECTION * len(paths))}
    shapes = Counter(_shape(path, sections) for path in paths)
    chosen: list[str] = []
    covered = 0
    for shape, count in shapes.most_common(4):
        if covered >= ENOUGH * len(paths):
            break
        chosen.append(shape)
        covered += count
    return tuple(chosen)


def _shape(path: str, sections: set[str]) -> str:
    slash = "/" if path.endswith("/") else ""
    parts = [part for part in path.split("/") if part]
    return (
        "^/"
        + "/".join(_part(part, sections, last=place == len(parts) - 1) for place, part in enumerate(parts))
        + slash
        + "$"
    )


def _part(part: str, sections: set[str], *, last: bool) -> str:
    if re.fullmatch(r"\d{4}", part) or re.fullmatch(r"\d{2}", part):
        return rf"\d{{{len(part)}}}"
    if part.isdigit():
        return r"\d{" + f"{max(len(part) - 1, 1)},{len(part) + 1}" + "}"
    if re.fullmatch(MONTHS, part):
        return f"(?:{MONTHS})"
    if last:
        suffix = re.search(r"\.(html?|article|aspx|php)$", part)
        return r"[^/]+" + (re.escape(suffix[0]) if suffix else "")
    return part.replace(".", r"\.") if part in sections else r"[^/]+"


def _front(folder: Path, outlet_id: str, url: str, host: str, where: Where) -> Survey:
    (folder / "outlets").mkdir()
    text = _text(outlet_id, outlet_id, url, host, [Source(kind=SourceKind.LISTING, url=url)], ())
    (folder / "outlets" / f"{outlet_id}.toml").write_text(text, encoding="utf-8")
    front = survey(folder, outlet_id, host, where, outlets=folder / "outlets", articles=0)
    if _page(front, url) is None:
        raise NothingToDraft(front.verdict.sentence)
    return front


def _page(seen: Survey, url: str) -> tuple[str, str] | None:
    """Return (address, text) of the page that a survey ended at for a URL, through redirects."""
    for _ in range(6):
        found = seen.responses.get(url)
        if found is None:
            return None
        target = found.header("location")
        if 300 <= found.status < 400 and target:
            url = urljoin(url, target)
            continue
        try:
            return url, decode(found.body, found.header("content-type"), found.header("content-encoding")).text
        except QuarantineError:
            return None
    return None


def _candidates(front: Survey, url: str, host: str) -> tuple[str, list[Source]]:
    page = _page(front, url)
    assert page is not None
    at, text = page
    tree = lxml.html.document_fromstring(text)
    site_name = tree.xpath("string(//meta[@property='og:site_name']/@content)") or tree.xpath("string(//title)")
    name = re.split(r"\s+[|–—-]\s+", " ".join(str(site_name).split()))[-1][:60] or host
    feeds = [
        urljoin(at, str(link.get("href")))
        for link in tree.iter("link")
        if link.get("type") in FEED_TYPES and link.get("href") and "comment" not in str(link.get("title", "")).lower()
    ]
    base = f"{urlsplit(at).scheme}://{urlsplit(at).netloc}"
    robots = front.body(f"{base}/robots.txt")
    told = SITEMAP_LINE.findall(robots.body.decode("utf-8", "replace")) if robots else []
    feeds += [] if feeds else [base + guess for guess in FEED_GUESSES]
    sitemaps = told[:MOST_SITEMAPS] or [base + guess for guess in SITEMAP_GUESSES]
    found = [(SourceKind.FEED, feed) for feed in feeds] + [(SourceKind.SITEMAP, sitemap) for sitemap in sitemaps]
    wanted = [(kind, at) for kind, at in dict.fromkeys(found) if is_http_address(at) and on_sites(at, (host,))]
    return name, [Source(kind=kind, url=at, optional=True) for kind, at in wanted]


def _working(candidates: list[Source], seen: Survey) -> tuple[list[Source], list[str]]:
    """Return the best source that named something (a feed before a sitemap), and the addresses that it named."""
    for source in candidates:
        found = seen.body(source.url)
        if found is None:
            continue
        try:
            body = inflate(found.body, found.header("content-encoding"))
            entries = find_entries(source, body, found.header("content-type"), source.url, datetime.now(UTC)).entries
        except (NothingReadable, QuarantineError):
            continue
        if entries:
            return [Source(kind=source.kind, url=source.url)], [entry.url for entry in entries]
    return [], []


def _links(front: Survey, url: str, host: str) -> list[tuple[str, str]]:
    page = _page(front, url)
    assert page is not None
    listing = find_entries(
        Source(kind=SourceKind.LISTING, url=url),
        page[1].encode(),
        "text/html; charset=utf-8",
        page[0],
        datetime.now(UTC),
    )
    return [(one.url, one.title or "") for one in listing.entries if on_sites(one.url, (host,))]


def _fixture(folder: Path, links: list[str], seen: Survey) -> tuple[list[Path], bool]:
    """Write the sampled pages, a manifest that `pledgewatch backfill` reads, and what the extraction makes of them."""
    wanted = {link.split("#", 1)[0] for link in links}
    pages = [(url, found) for url, found in seen.responses.items() if found.status == 200 and url in wanted][:SAMPLES]
    if not pages:
        return [], False
    folder.mkdir(parents=True, exist_ok=True)
    manifest, expected, written = [], [], []
    for place, (url, found) in enumerate(pages, start=1):
        path = folder / f"{place}.html"
        path.write_bytes(inflate(found.body, found.header("content-encoding")))
        manifest.append({"path": path.name, "url": url, "fetched_at": found.at.isoformat()})
        expected.append(_expected(url, found))
        written.append(path)
    lines = "".join(json.dumps(row) + "\n" for row in manifest)
    (folder / "manifest.jsonl").write_text(lines, encoding="utf-8")
    (folder / "expected.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    dated = any(row.get("published") for row in expected)
    return [folder / "manifest.jsonl", folder / "expected.json", *written], dated


def _expected(url: str, found: Recorded) -> dict[str, str | None]:
    raw = RawPage(found.body, found.header("content-type"), found.header("content-encoding"), url, found.at)
    try:
        read = extract(raw)
    except QuarantineError as error:
        return {"url": url, "quarantined": str(error)}
    published = read.published.isoformat() if read.published else None
    return {"url": url, "title": read.title, "published": published, "begins": read.text[:200], "wall": read.wall.value}


def _text(outlet_id: str, name: str, url: str, host: str, sources: list[Source], patterns: tuple[str, ...]) -> str:
    """Return an outlet's file. JSON's texts are TOML's basic strings; patterns are literal ones."""
    lines = [
        f"name = {json.dumps(name, ensure_ascii=False)}",
        f"home = {json.dumps(url)}",
        f"domains = [{json.dumps(host)}]",
        'tier = "trade press"',
        'schedule = "four-hourly"',
        'republish = "quote"',
        f"articles = [{', '.join(_literal(pattern) for pattern in patterns)}]",
        "delay = 5.0",
    ]
    for source in sources:
        lines += ["", "[[source]]", f'kind = "{source.kind}"', f"url = {json.dumps(source.url)}"]
        lines += ["optional = true"] if source.optional else []
    lines += [
        "",
        "[urls]",
        f"host = {json.dumps(urlsplit(url).hostname)}",
        "",
        "[expect]",
        "per_week = [1, 200]",
        "quiet_days = 7",
    ]
    head = [f"#:schema {SCHEMA.as_uri()}", f"# Drafted for {outlet_id}: every line is for a person to confirm."]
    return "\n".join([*head, *lines]) + "\n"


def _literal(pattern: str) -> str:
    return f"'{pattern}'" if "'" not in pattern else json.dumps(pattern)
