"""Which of several outlets on one host a page is of: the organisation that its metadata name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from pipelines.decode import decode
from pipelines.errors import QuarantineError
from pipelines.markup.measure import check_depth, measure
from pipelines.markup.structured import Structured, structured
from pipelines.markup.tree import parse

METAS = ("govuk:primary-publishing-organisation", "dc.publisher", "dcterms.publisher", "article:publisher", "publisher", "og:site_name")  # fmt: skip
PROPERTIES = ("author", "publisher", "sourceOrganization")


class Publisher(Protocol):
    """What is asked of an outlet here."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def home(self) -> str:
        """The address of its front page."""


AnyPublisher = TypeVar("AnyPublisher", bound=Publisher)


def publishing_outlet(
    outlets: Sequence[AnyPublisher], body: bytes, content_type: str | None, content_encoding: str | None
) -> AnyPublisher | None:
    """Return the outlet whose name or home the page's metadata give first; None where they give that of none.

    A page that cannot be read gives none.
    """
    try:
        text = decode(body, content_type, content_encoding).text
        size = measure(text)
        root = parse(text)
        check_depth(root, size.depth)
    except QuarantineError:
        return None
    known = {key: outlet for outlet in outlets for key in (_plain(outlet.name), _plain(outlet.home))}
    return next((known[key] for said in _organisations(structured(root)) if (key := _plain(said)) in known), None)


def _organisations(known: Structured) -> Iterator[str]:
    """Yield names and addresses of the organisations of a page, the surest first."""
    yield from known.meta.get(METAS[0], ())
    for name in PROPERTIES:
        yield from _names(known.article.get(name))
    for name in METAS[1:]:
        yield from known.meta.get(name, ())


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for one in node:
            yield from _names(one)
    elif isinstance(node, dict):
        yield from (value for key in ("url", "@id", "name") if isinstance(value := node.get(key), str))


def _plain(said: str) -> str:
    """Return a name or an address as it is compared: "Ofsted (GOV.UK)" is Ofsted."""
    name = said.strip()
    if name.endswith(")"):
        name = name.rpartition("(")[0].rstrip() or name
    return name.rstrip("/").casefold()
