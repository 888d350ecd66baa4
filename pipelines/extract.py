"""From a captured page to its article: `extract` reads one page in this process.

Batches go through `pipelines.workers.ExtractionPool`, where a page that eats memory or time costs itself alone.
"""

from __future__ import annotations

import lxml.html
from trafilatura import bare_extraction

from pipelines.errors import Quarantine
from pipelines.page import Extraction, RawPage
from warehouse.records import Wall

EXTRACTOR = "extract-1"

__all__ = ["EXTRACTOR", "Extraction", "RawPage", "extract"]


def extract(page: RawPage) -> Extraction:
    """Return the article of a page. Raises Quarantine where there is none that can be trusted to be whole."""
    tree = lxml.html.document_fromstring(page.body.decode("utf-8", "replace"))
    document = bare_extraction(tree, fast=True, with_metadata=False, include_comments=False)
    if document is None or not document.text:
        raise Quarantine("no article text")
    title = tree.findtext(".//h1") or tree.findtext(".//title") or ""
    return Extraction(
        title=" ".join(title.split()), standfirst=None, authors=(), published=page.listed_published, modified=None,
        dates=(), section=None, tags=(), text="\n\n".join(document.text.split("\n")), comments=(), corrections=(),
        captions=(), wall=Wall.OPEN, wall_reason=None, language=None, confidence=0.5, reasons=("first reading",),
        extractor=EXTRACTOR,
    )  # fmt: skip
