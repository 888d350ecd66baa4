"""The records that say what a request brought: its fetch, and its quarantine where it cannot pass."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from scrapy import Request
from scrapy.http import Response

from pipelines.errors import QuarantineError
from pipelines.steps import header
from spiders.crawling.finders import Entry
from spiders.job.context import Context
from warehouse.records import Capture, Fetch, FetchKind, Quarantine, identifier
from warehouse.vocabulary.collection import Step


def answered(context: Context, response: Response, entry: Entry | None) -> Fetch:
    """Return the fetch that brought this response; `entry` is what led to it."""
    capture: Capture = response.meta["capture"]
    return Fetch(
        fetch_id=fetch_identifier(context, response.meta), run_id=context.job.run_id, outlet_id=context.outlet_id,
        kind=FetchKind(response.meta["kind"]), url=response.meta["asked"], final_url=response.url,
        started_at=capture.captured_at, elapsed_ms=response.meta["elapsed_ms"], status=response.status, error=None,
        size_bytes=len(response.body), capture_id=capture.capture_id, etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"), listed_title=entry.title if entry else None,
        listed_published=entry.published if entry else None,
    )  # fmt: skip


def unanswered(context: Context, request: Request, reason: str) -> Fetch:
    """Return the fetch of a request that no response came to."""
    entry: Entry | None = request.meta.get("entry")
    return Fetch(
        fetch_id=fetch_identifier(context, request.meta), run_id=context.job.run_id, outlet_id=context.outlet_id,
        kind=request.meta["kind"], url=request.meta["asked"], final_url=request.url,
        started_at=request.meta.get("sent_at") or context.now(), elapsed_ms=0, status=None, error=reason,
        size_bytes=0, capture_id=None, etag=None, last_modified=None,
        listed_title=entry.title if entry else None, listed_published=entry.published if entry else None,
    )  # fmt: skip


def fetch_identifier(context: Context, meta: dict[str, Any]) -> UUID:
    """An address is asked for once in a crawl for one purpose, so these name the fetch."""
    return identifier(str(context.job.run_id), meta["kind"], meta["asked"])


def quarantined(context: Context, capture: Capture, error: QuarantineError) -> Quarantine:
    """Return the entry of a body that cannot be decoded."""
    return Quarantine(
        quarantine_id=identifier(str(context.job.run_id), str(capture.capture_id), "crawl"), run_id=context.job.run_id,
        outlet_id=context.outlet_id, url=capture.url, capture_id=capture.capture_id, step=Step.DECODE,
        reason=error.reason, detail=error.detail, at=capture.captured_at,
    )  # fmt: skip


def header_fields(response: Response) -> dict[str, str]:
    """Return a response's headers, by their names in lower case."""
    return {name.decode("latin-1").lower(): header(response, name) or "" for name in response.headers}
