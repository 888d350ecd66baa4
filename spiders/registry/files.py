"""The outlets: one TOML file each, read and checked. An error names the file, the line, the key and what is allowed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.identity import UrlRules, on_sites
from pipelines.rules import LONDON, PageRules
from spiders.registry.outlet import Expected, Outlet, Source, SourceKind
from spiders.registry.placement import line_of, line_of_error

SHIPPED = Path(__file__).resolve().parents[1] / "outlets"

TIERS = ("trade press", "national press", "official", "parliament", "representative body")
SCHEDULES = ("hourly", "four-hourly", "daily")
REPUBLISH = ("full", "quote", "headline")
SHORTEST_DELAY_SECONDS = 1.0  # a shorter one is a burden on a small outlet's server
IDENTIFIER = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
NAMED_GROUP = "a regular expression"

T = TypeVar("T")


class OutletFileError(ValueError):
    """An outlet's file says something that it may not. The message is one line, ready to be shown."""

    def __init__(self, path: Path, line: int, key: str, message: str) -> None:
        super().__init__(
            f"{path.name}, line {line}, {key}: {message}" if key else f"{path.name}, line {line}: {message}"
        )
        self.path = path
        self.line = line
        self.key = key


def load_outlets(extra_folder: Path | None = None) -> dict[str, Outlet]:
    """Return every outlet by its identifier: the shipped ones, and those of `extra_folder`, which may replace them.

    Raises OutletFileError at the first file that does not hold.
    """
    paths = {path.stem: path for path in sorted(SHIPPED.glob("*.toml"))}
    if extra_folder is not None and extra_folder.is_dir():
        paths |= {path.stem: path for path in sorted(extra_folder.glob("*.toml"))}
    return {outlet_id: read_outlet(path) for outlet_id, path in sorted(paths.items())}


def read_outlet(path: Path) -> Outlet:
    """Return the outlet that a file describes; its identifier is the file's name. Raises OutletFileError."""
    try:
        text = path.read_text(encoding="utf-8")
        keys = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise OutletFileError(path, 1, "", "is not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise OutletFileError(path, line_of_error(error), "", f"is not TOML: {error}") from error
    return _File(path, text, keys).outlet()


def _served_until(layout: PageRules) -> date:
    return layout.valid_until or date.max


class _File:
    """The checks of one file: each takes a key out and says where it stands if it does not hold."""

    def __init__(self, path: Path, text: str, keys: dict[str, Any]) -> None:
        self.path = path
        self.text = text
        self.keys = keys

    def fail(self, key: str, message: str, table: str = "", index: int = 0) -> OutletFileError:
        name = f"{table}.{key}" if table and key else table or key
        return OutletFileError(self.path, line_of(self.text, table, index, key), name, message)

    def outlet(self) -> Outlet:
        if not IDENTIFIER.match(self.path.stem):
            raise self.fail("", "the file's name is the outlet's identifier: lower-case letters, digits and _")
        home = self.take("home", str)
        domains = self.words("domains", required=True)
        if not on_sites(home, domains):
            raise self.fail("home", f"must be an http(s) address on one of the domains {', '.join(domains)}")
        timezone = self.take("timezone", str, LONDON)
        try:
            ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise self.fail("timezone", "must be a zone of the IANA database, such as Europe/London") from error
        enabled = self.take("enabled", bool, True)
        why = self.take("why", str, "")
        if not enabled and not why:
            raise self.fail("enabled", 'a disabled outlet says why: why = "answers 403 to robots"')
        delay = float(self.take("delay", (int, float), 5.0))
        if delay < SHORTEST_DELAY_SECONDS:
            raise self.fail("delay", f"must be {SHORTEST_DELAY_SECONDS:g} seconds or more")
        result = Outlet(
            outlet_id=self.path.stem, name=self.take("name", str), home=home, domains=domains,
            tier=self.choice("tier", TIERS), schedule=self.choice("schedule", SCHEDULES, "four-hourly"),
            timezone=timezone, republish=self.choice("republish", REPUBLISH, "quote"), enabled=enabled, why=why,
            sources=self.sources(enabled), articles=self.patterns("articles"), exclude=self.patterns("exclude"),
            urls=self.url_rules(), layouts=self.layouts(timezone), expect=self.table("expect", Expected),
            delay=delay, details=self.take("details", str, ""),
            details_published=self.take("details_published", str, ""), path=self.path,
        )  # fmt: skip
        if self.keys:
            key = next(iter(self.keys))
            allowed = sorted({field.name for field in fields(Outlet)} - {"outlet_id", "path", "sources", "layouts"})
            raise self.fail(key, f"is not known; allowed are {', '.join(allowed)} and the tables source and page")
        return result

    def take(self, key: str, kind: type[T] | tuple[type, ...], default: Any = None) -> Any:
        value = self.keys.pop(key, default)
        if value is None:
            raise self.fail(key, "is missing")
        return self.typed(value, kind, key)

    def typed(self, value: Any, kind: type[T] | tuple[type, ...], key: str, table: str = "", index: int = 0) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            wanted = {str: "text in quotes", bool: "true or false"}.get(
                kind if isinstance(kind, type) else float, "a number"
            )
            raise self.fail(key, f"must be {wanted}", table, index)
        return value

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.take(key, str, default)
        if value not in allowed:
            raise self.fail(key, f"must be one of {', '.join(allowed)}; it is {value!r}")
        return str(value)

    def words(self, key: str, required: bool = False) -> tuple[str, ...]:
        return self.texts(self.keys.pop(key, None if required else []), key)

    def texts(self, value: Any, key: str, table: str = "", index: int = 0) -> tuple[str, ...]:
        if value is None:
            raise self.fail(key, "is missing", table, index)
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self.fail(key, 'must be a list of texts: ["one", "another"]', table, index)
        return tuple(value)

    def patterns(self, key: str) -> tuple[str, ...]:
        found = self.words(key)
        for pattern in found:
            self.compiles(pattern, key)
        return found

    def compiles(self, pattern: str, key: str, table: str = "", index: int = 0) -> None:
        try:
            re.compile(pattern)
        except re.error as error:
            raise self.fail(key, f"{pattern!r} is not {NAMED_GROUP}: {error}", table, index) from error

    def sources(self, enabled: bool) -> tuple[Source, ...]:
        rows = self.keys.pop("source", [])
        if not isinstance(rows, list):
            raise self.fail("", "write [[source]], with two brackets: an outlet may have several", "source")
        found = tuple(self.source(row, index) for index, row in enumerate(rows))
        if enabled and not found:
            raise self.fail("", "an enabled outlet has at least one [[source]] that names its articles")
        return found

    def source(self, row: dict[str, Any], index: int) -> Source:
        found = self.build(Source, {"kind": "", "url": ""} | row, "source", index)
        if found.kind not in tuple(SourceKind):
            raise self.fail("kind", f"must be one of {', '.join(SourceKind)}; it is {found.kind!r}", "source", index)
        if not found.url.startswith(("http://", "https://")):
            raise self.fail("url", "must be an http(s) address", "source", index)
        if found.kind == SourceKind.API and not found.link:
            raise self.fail("link", "an api source says how an item's address is made", "source", index)
        self.compiles(found.follow, "follow", "source", index)
        return replace(found, kind=SourceKind(found.kind))

    def url_rules(self) -> UrlRules:
        row = self.keys.pop("urls", {})
        rewrites = row.pop("rewrites", [])
        for one in rewrites:
            if not (isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)):
                raise self.fail("rewrites", "is a list of pairs: [[pattern over the path, replacement]]", "urls")
            self.compiles(one[0], "rewrites", "urls")
        self.keys["urls"] = row
        rules = self.table("urls", UrlRules)
        return UrlRules(rules.host, rules.mirrors, rules.keep, rules.query, tuple((a, b) for a, b in rewrites),
                        rules.strip_slash)  # fmt: skip

    def layouts(self, timezone: str) -> tuple[PageRules, ...]:
        rows = self.keys.pop("page", [])
        rows = [rows] if isinstance(rows, dict) else rows
        found: list[PageRules] = []
        for index, row in enumerate(rows):
            until = row.get("valid_until")
            if until is not None and type(until) is not date:
                raise self.fail("valid_until", "must be a day: 2024-03-31, without quotes", "page", index)
            found.append(self.build(PageRules, {"timezone": timezone} | row, "page", index))
        found.sort(key=_served_until)
        if not any(layout.valid_until is None for layout in found):
            found.append(PageRules(timezone=timezone))
        return tuple(found)

    def table(self, name: str, record: type[T]) -> T:
        row = self.keys.pop(name, {})
        if not isinstance(row, dict):
            raise self.fail(name, f"is a table: [{name}]")
        return self.build(record, row, name)

    def build(self, record: type[T], row: dict[str, Any], table: str, index: int = 0) -> T:
        kinds = {field.name: str(field.type) for field in fields(record)}  # type: ignore[arg-type]
        values: dict[str, Any] = {}
        for key, value in row.items():
            if key not in kinds:
                raise self.fail(key, f"is not known; allowed are {', '.join(sorted(kinds))}", table, index)
            values[key] = self.value(value, kinds[key], key, table, index)
        return record(**values)

    def value(self, value: Any, kind: str, key: str, table: str, index: int) -> Any:
        if kind.startswith("tuple[str"):
            return self.texts(value, key, table, index)
        if kind == "tuple[int, int]":
            if not (isinstance(value, list) and len(value) == 2 and all(type(one) is int for one in value)):
                raise self.fail(key, "must be two whole numbers: [fewest, most]", table, index)
            return tuple(value)
        if kind.startswith("datetime.date"):
            return value
        expected: Any = {"str": str, "bool": bool, "int": int, "float": (int, float)}.get(kind.split(" |")[0], str)
        return self.typed(value, expected, key, table, index)
