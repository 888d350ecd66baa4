"""The newsroom as one WARC file: a response record a page, each its own gzip member, the same bytes every time."""

import gzip
import hashlib
import io
import uuid
from collections.abc import Iterable
from datetime import datetime
from email.utils import format_datetime

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.newsroom.pages import EDITIONS, Page, pages
from tests.newsroom.render import environment
from tests.newsroom.site import Site

REASONS = {200: "OK", 404: "Not Found", 410: "Gone"}
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://pledgewatch.example/newsroom/")
SMALLEST_GZIP = 1_000  # bytes: servers send shorter bodies as they are


def record(sites: tuple[Site, ...]) -> bytes:
    """Return the WARC file of both editions. The second holds what changed, appeared or went.

    Raises:
        ValueError: two outlets give different pages for one URL.
    """
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    writer.write_record(_warcinfo(writer))
    made = environment()
    before: dict[str, Page] = {}
    for edition, recorded in EDITIONS.items():
        for url, page in sorted(_by_url(pages(sites, edition, made)).items()):
            known = before.get(url)
            if known is None or (known.status, known.body) != (page.status, page.body):
                _write(writer, page, recorded)
            before[url] = page
    return buffer.getvalue()


def _by_url(made: Iterable[Page]) -> dict[str, Page]:
    by_url: dict[str, Page] = {}
    for page in made:
        known = by_url.setdefault(page.url, page)
        # Outlets on one host share its front page: the first one's is the host's.
        if known is not page and page.url != f"{known.site.home}/":
            raise ValueError(f"two pages at {page.url}")
    return by_url


def _write(writer: WARCWriter, page: Page, recorded: datetime) -> None:
    body = page.body
    headers = [("Date", _http_date(recorded)), ("Server", page.site.server), ("Content-Type", page.content_type)]
    if page.site.gzip and len(body) >= SMALLEST_GZIP and not page.cut:
        body = gzip.compress(body, 6, mtime=0)
        headers += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
    headers.append(("Content-Length", str(len(body) + page.cut)))
    if page.status == 200 and page.site.validators in ("both", "etag"):
        headers.append(("ETag", f'"{hashlib.sha256(page.body).hexdigest()[:20]}"'))
    if page.status == 200 and page.modified and page.site.validators in ("both", "last-modified"):
        headers.append(("Last-Modified", _http_date(min(page.modified, recorded))))
    headers.append(("Cache-Control", "max-age=300, public" if page.status == 200 else "no-cache"))
    date = recorded.strftime("%Y-%m-%dT%H:%M:%SZ")
    writer.write_record(
        writer.create_warc_record(
            page.url,
            "response",
            payload=io.BytesIO(body),
            length=len(body),  # without it warcio copies the body to a temporary file that it leaves open
            http_headers=StatusAndHeaders(f"{page.status} {REASONS[page.status]}", headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": date, "WARC-Record-ID": _record_id(page.url, date)},
        )
    )


def _warcinfo(writer: WARCWriter) -> object:
    date = EDITIONS[1].strftime("%Y-%m-%dT%H:%M:%SZ")
    about = (
        "software: tests.newsroom.build\r\nformat: WARC File Format 1.1\r\n"
        "description: Recorded newsroom, written for demonstration; not the outlets' words\r\n"
    )
    return writer.create_warc_record(
        "newsroom.warc.gz",
        "warcinfo",
        payload=io.BytesIO(about.encode()),
        length=len(about.encode()),
        warc_content_type="application/warc-fields",
        warc_headers_dict={"WARC-Date": date, "WARC-Record-ID": _record_id("warcinfo", date)},
    )


def _record_id(*parts: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(NAMESPACE, ' '.join(parts))}>"


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(EDITIONS[1].tzinfo), usegmt=True)
