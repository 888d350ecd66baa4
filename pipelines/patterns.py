"""Which addresses are articles of an outlet, by the patterns of its file."""

from __future__ import annotations

import re
from functools import cache
from typing import Protocol
from urllib.parse import urlsplit

from pipelines.identity import NotAnAddress, UrlRules, canonical_url


class Site(Protocol):
    """What is asked of an outlet here: where its pages are, and which of them are articles."""

    @property
    def domains(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def articles(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def exclude(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def urls(self) -> UrlRules: ...  # noqa: D102


def is_article(url: str, outlet: Site) -> bool:
    """Return whether an address fits an outlet's article patterns; where it has none, every address does."""
    rules = outlet.urls
    as_listed = UrlRules(rules.host, rules.mirrors, rules.keep, rules.query, (), rules.strip_slash)
    try:
        parts = urlsplit(canonical_url(url, as_listed))  # patterns speak of the old schemes, too
    except NotAnAddress:
        return False
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    if outlet.articles and not any(_compiled(one).search(target) for one in outlet.articles):
        return False
    return not any(_compiled(one).search(target) for one in outlet.exclude)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
