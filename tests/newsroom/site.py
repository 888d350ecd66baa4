"""One outlet of the newsroom: how its pages look, where it lists them and what stands round an article."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.newsroom.article import Article, read_article
from tests.newsroom.errors import SourceError, line_of, toml_line

LIST_KINDS = ("rss", "atom", "listing", "sitemap")
VALIDATORS = ("both", "etag", "last-modified", "none")


@dataclass(frozen=True, slots=True)
class Listing:
    """A page or file that names articles: the newest `limit`, of one section if one is named.

    Articles that are not `listed` are in those with `archive` alone.
    """

    path: str
    kind: str
    title: str = ""
    limit: int = 20
    section: str = ""
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Teaser:
    """A promotion of another story, with a date that is not the article's."""

    title: str
    label: str = "News"
    text: str = ""
    author: str = ""
    date: str = ""
    path: str = "/"


@dataclass(frozen=True, slots=True)
class Job:
    """A job advert beside an article: it names a council that the article does not."""

    title: str
    employer: str
    place: str
    salary: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """A readers' poll inside an article."""

    question: str
    options: tuple[tuple[str, int], ...]  # answer, votes

    @property
    def total(self) -> int:
        """All votes."""
        return sum(votes for _, votes in self.options)


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet with its articles."""

    source: Path
    outlet_id: str
    name: str
    home: str  # scheme and host, no slash at the end
    template: str
    date_format: str  # as `dates.written` reads it
    listing_date_format: str = "{d} {month} {yyyy}"
    description: str = ""
    server: str = "nginx"
    gzip: bool = False  # bodies travel with Content-Encoding: gzip
    validators: str = "both"
    json_ld: bool = True
    robots: str = ""
    images: str = "/media/"
    listings: tuple[Listing, ...] = ()
    teasers: tuple[Teaser, ...] = ()
    jobs: tuple[Job, ...] = ()
    poll: Poll | None = None
    articles: tuple[Article, ...] = ()


def read_sites(folder: Path) -> tuple[Site, ...]:
    """Return every outlet under `folder`, in the order of their identifiers. Raises SourceError."""
    return tuple(read_site(path) for path in sorted(folder.glob("*/site.toml")))


def read_site(path: Path) -> Site:
    """Return the outlet that this `site.toml` describes, with the articles beside it. Raises SourceError."""
    text = path.read_text(encoding="utf-8")
    try:
        keys = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(path, toml_line(str(error)) or 1, f"not TOML: {error}") from error
    for key, allowed in (("validators", VALIDATORS),):
        if keys.get(key, allowed[0]) not in allowed:
            raise SourceError(path, line_of(text, key), f"{key} is one of: {', '.join(allowed)}")
    try:
        poll = keys.pop("poll", None)
        site = Site(
            source=path,
            listings=tuple(Listing(**row) for row in keys.pop("listings", [])),
            teasers=tuple(Teaser(**row) for row in keys.pop("teasers", [])),
            jobs=tuple(Job(**row) for row in keys.pop("jobs", [])),
            poll=_poll(poll) if poll else None,
            articles=tuple(read_article(source) for source in sorted(path.parent.glob("*.md"))),
            **keys,
        )
    except TypeError as error:
        raise SourceError(path, 1, f"a key is missing or unknown: {error}") from error
    if site.outlet_id != path.parent.name:
        raise SourceError(path, line_of(text, "outlet_id"), f"outlet_id is the folder's name, {path.parent.name}")
    for listing in site.listings:
        if listing.kind not in LIST_KINDS:
            raise SourceError(path, line_of(text, "listings"), f"kind is one of: {', '.join(LIST_KINDS)}")
    return site


def _poll(keys: dict[str, Any]) -> Poll:
    return Poll(question=keys["question"], options=tuple((answer, votes) for answer, votes in keys["options"]))
