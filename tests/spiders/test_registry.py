import ast
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pipelines.identity import UrlRules
from pipelines.rules import PageRules
from spiders.registry.files import SHIPPED, OutletFileError, load_outlets, read_outlet
from spiders.registry.outlet import Expected, Outlet, PageTable, Source, UrlsTable
from warehouse.toml.model import TomlModel

ROOT = Path(__file__).resolve().parents[2]
GOOD = """name = "A"
home = "https://www.a.uk/"
domains = ["a.uk"]
tier = "trade press"

[[source]]
kind = "feed"
url = "https://www.a.uk/feed/"

[[source]]
kind = "sitemap"
url = "https://www.a.uk/sitemap.xml"

[page]
wall_markers = ["registration: Register to read"]

[[page2]]
"""


def written(folder: Path, text: str, name: str = "a_title") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def good(*changes: tuple[str, str]) -> str:
    text = GOOD.replace("\n[[page2]]\n", "")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_outlet_is_sound(path: Path) -> None:
    outlet = read_outlet(path)
    assert outlet.enabled or outlet.why
    assert outlet.articles, "an outlet without patterns would take its privacy page for an article"
    assert 1 <= len(path.read_text(encoding="utf-8").splitlines()) <= 45


def test_the_named_outlets_are_shipped() -> None:
    outlets = load_outlets()
    for name in ("communitycare", "cypnow", "lgc", "civilsociety", "govuk_dfe", "govuk_ofsted"):
        assert outlets[name].enabled
    assert len(outlets) >= 19
    assert {outlets[name].enabled for name in ("nurseryworld", "lga", "adcs")} == {False}


@pytest.mark.parametrize(("old", "new", "line", "key", "words"), [
    ('tier = "trade press"', 'tier = "blog"', 4, "tier", "'blog'; allowed: one of trade press, national press"),
    ('kind = "sitemap"', 'kind = "atom"', 11, "source.kind", "'atom'; allowed: one of feed, sitemap, listing, api"),
    ('url = "https://www.a.uk/sitemap.xml"', 'url = "sitemap.xml"', 12, "source.url", "'sitemap.xml'; allowed: an http(s) address"),
    ('url = "https://www.a.uk/sitemap.xml"', 'url = "https://www.b.uk/s.xml"', 12, "source.url", "on none of the domains a.uk"),
    ('kind = "feed"', 'kind = "feed"\ncolour = "red"', 8, "source.colour", "no such key; allowed: kind, url"),
    ('kind = "feed"', 'kind = "feed"\nwithin = "//main"', 8, "source.within", "is for a source of kind listing; it is feed"),
    ('kind = "feed"', 'kind = "listing"\nwithin = "//main["', 8, "source.within", "'//main[' is not XPath"),
    ('kind = "feed"', 'kind = "api"', 6, "source.link", "is missing: an api source says"),
    ('kind = "sitemap"', 'kind = "sitemap"\ndays = -1', 12, "source.days", "-1; allowed: a whole number from 0"),
    ('domains = ["a.uk"]', 'domains = "a.uk"', 3, "domains", "allowed: a list of at least one"),
    ('domains = ["a.uk"]', 'domains = []', 3, "domains", "a list of at least one"),
    ('domains = ["a.uk"]', 'domains = ["a.uk", "co.uk"]', 3, "domains", "'co.uk' is a public suffix"),
    ('domains = ["a.uk"]', 'domains = ["a.uk",\n"github.io"]', 4, "domains", "'github.io' is a public suffix"),
    ('domains = ["a.uk"]', 'domains = ["https://a.uk/"]', 3, "domains", "the name of a host in small letters"),
    ('domains = ["a.uk"]', 'domains = ["a.uk:8080"]', 3, "domains", "the name of a host in small letters"),
    ('domains = ["a.uk"]', 'domains = ["A.uk"]', 3, "domains", "the name of a host in small letters"),
    ('home = "https://www.a.uk/"', 'home = "https://www.b.uk/"', 2, "home", "on none of the domains a.uk"),
    ('name = "A"', 'name = 5', 1, "name", "5; allowed: text in quotes that is not empty"),
    ('name = "A"\n', "", 1, "name", "is missing; required: name, home, domains, tier"),
    ('name = "A"', 'name = "A"\nnmae = "B"', 2, "nmae", "there is no such key (is it name?); allowed: name, home"),
    ('name = "A"', 'name = "A"\noutlet_id = "b"', 2, "outlet_id", "there is no such key"),
    ('name = "A"', 'name = "A"\ndelay = 0.1', 2, "delay", "0.1; allowed: a number from 1 to 3600"),
    ('name = "A"', 'name = "A"\ndelay = nan', 2, "delay", "nan; allowed: a number from 1 to 3600"),
    ('name = "A"', 'name = "A"\ndelay = "5"', 2, "delay", "'5'; allowed: a number"),
    ('name = "A"', 'name = "A"\narticles = ["("]', 2, "articles", "'(' is not a regular expression: missing )"),
    ('name = "A"', 'name = "A"\narticles = [\n"^/news/",\n"^/([a-z]+-?)+$"]', 4, "articles", "can keep the crawl busy"),
    ('name = "A"', 'name = "A"\nexclude = ["(x+x+)+y"]', 2, "exclude", "can keep the crawl busy"),
    ('name = "A"', 'name = "A"\nenabled = false', 2, "enabled", "a disabled outlet says why"),
    ('name = "A"', 'name = "A"\nenabled = 1', 2, "enabled", "1; allowed: true or false"),
    ('name = "A"', 'name = "A"\ntimezone = "Mars/Base"', 2, "timezone", "'Mars/Base'; allowed: a zone of the IANA database"),
    ('name = "A"', 'name = "A"\ntimezone = "../etc/passwd"', 2, "timezone", "a zone of the IANA database"),
    ('name = "A"', 'name = "A"\ndetails = "https://www.a.uk/api{path}"', 2, "details", "goes with details_published"),
    ("[page]", '[page]\nvalid_until = "soon"', 15, "page.valid_until", "'soon'; allowed: a day without quotes"),
    ("[page]", "[page]\nbodies = []", 15, "page.bodies", "there is no such key (is it body?); allowed: body, prune"),
    ("[page]", '[page]\nbody = ["//p",\n"//p[[1]"]', 16, "page.body", "'//p[[1]' is not XPath"),
    ("[page]", '[page]\ndate = ["string(//time)"]', 15, "page.date", "gives a value; allowed: XPath that selects"),
    ("[page]", '[page]\ndate = ["none:such(//time)"]', 15, "page.date", "is not XPath"),
    ("[page]", '[page]\nbody = ["//div[matches(@class, \'body\')]"]', 15, "page.body", "is not XPath: Unregistered function"),
    ("[page]", '[page]\nbody = ["//div[@id and contains(@class)]"]', 15, "page.body", "is not XPath: Invalid number of arguments"),
    ("[page]", '[page]\nprune = ["//ul[li[$place]]"]', 15, "page.prune", "is not XPath: Undefined variable"),
    ("registration: Register", "registered: Register", 15, "page.wall_markers", "one of open, metered, registration, subscription, a colon"),
    ("[page]", "[[page]]\n[[page]]", 15, "page.valid_until", "one alone, today's, has no valid_until"),
    ("[page]", "[expect]\nper_week = [1]\n[page]", 15, "expect.per_week", "two whole numbers: [fewest, most]"),
    ("[page]", "[expect]\nper_week = [80, 30]\n[page]", 15, "expect.per_week", "from 80 to 30 is nothing"),
    ("[page]", "[expect]\nper_week = [-1, 30]\n[page]", 15, "expect.per_week", "-1; allowed: a whole number from 0"),
    ("[page]", "[expect]\nquiet_days = 0\n[page]", 15, "expect.quiet_days", "0; allowed: a whole number from 1 to 366"),
    ("[page]", "[expect]\ndated = 90\n[page]", 15, "expect.dated", "90; allowed: a number from 0 to 1"),
    ("[page]", "[expect]\nwalled = nan\n[page]", 15, "expect.walled", "nan; allowed: a number from 0 to 1"),
    ("[page]", '[urls]\nrewrites = [["(", "x"]]\n[page]', 15, "urls.rewrites", "'(' is not a regular expression"),
    ("[page]", '[urls]\nrewrites = [["(a)", "\\\\2"]]\n[page]', 15, "urls.rewrites", "does not fit its pattern: invalid group reference 2"),
    ("[page]", '[urls]\nrewrites = [["a"]]\n[page]', 15, "urls.rewrites", "a pair: [a pattern, what takes its place]"),
    ("[page]", '[urls]\nhost = "https://www.a.uk"\n[page]', 15, "urls.host", "the name of a host"),
    ("[page]", "[[urls]]\nquery = false\n[page]", 14, "urls", "allowed: a table: [urls]"),
])  # fmt: skip
def test_an_error_names_file_line_key_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, line: int, key: str, words: str
) -> None:
    path = written(tmp_path, good((old, new)))
    with pytest.raises(OutletFileError) as error:
        read_outlet(path)
    assert str(error.value).startswith(f"{path}, line {line}: {key}: ")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("expression", [
    "//div[contains(concat(' ', @class, ' '), ' body ') and (p or div)]//p[position() < last()]/text()",
    "//p[not(starts-with(., 'matches(')) and normalize-space(@id) != '$1']",
    "//main//*[self::p or self::h2][count(ancestor::node()) div 2 > 3]",
])  # fmt: skip
def test_an_expression_with_conditions_is_sound(tmp_path: Path, expression: str) -> None:
    outlet = read_outlet(written(tmp_path, good(("[page]", f'[page]\nprune = ["{expression}"]'))))
    assert [one.prune for one in outlet.pages] == [(expression,)]


def test_all_the_mistakes_of_a_file_are_told_together(tmp_path: Path) -> None:
    path = written(tmp_path, good(('name = "A"', "name = 5"), ('tier = "trade press"', 'tier = "blog"')))
    with pytest.raises(OutletFileError) as error:
        read_outlet(path)
    assert [(one.line, one.key) for one in error.value.mistakes] == [(1, "name"), (4, "tier")]


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(OutletFileError, match=r"a_title.toml, line 2: is not TOML"):
        read_outlet(written(tmp_path, 'name = "A"\nhome = \n'))


def test_a_file_is_named_as_an_identifier(tmp_path: Path) -> None:
    with pytest.raises(OutletFileError, match=r"A-Title\.toml, line 1: the file's name is the outlet's identifier"):
        read_outlet(written(tmp_path, good(), name="A-Title"))


@pytest.mark.parametrize(("table", "record"), [(UrlsTable, UrlRules), (PageTable, PageRules)])
def test_a_table_holds_what_its_rules_hold(table: type[TomlModel], record: type) -> None:
    assert set(table.model_fields) == {field.name for field in fields(record)}


NAMED: dict[type[TomlModel], set[str]] = {
    Outlet: {"outlet", "one", "self"},
    Source: {"source", "self"},
    Expected: {"expect"},
}
"""What the product calls an outlet, a source and an expectation where it reads their keys."""


def attributes_of(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield `outlet` and `home` of each `outlet.home` in a tree; what checks a file reads no key."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef) and any(
            "model_validator" in ast.unparse(d) for d in child.decorator_list
        ):
            continue
        if isinstance(child, ast.Attribute):
            yield ast.unparse(child.value).rpartition(".")[2].lstrip("_"), child.attr
        yield from attributes_of(child)


@cache
def attributes_of_the_product() -> frozenset[tuple[str, str]]:
    """Return all attributes that are read outside the registry, and those that the outlet itself reads."""
    registry = ROOT / "spiders" / "registry"
    files = [path for package in ("spiders", "pipelines", "flows") for path in (ROOT / package).rglob("*.py")]
    read: set[tuple[str, str]] = set()
    for path in files:
        if registry not in path.parents or path.name == "outlet.py":
            found = attributes_of(ast.parse(path.read_text(encoding="utf-8")))
            read |= {(name, key) for name, key in found if name != "self" or path.parent == registry}
    return frozenset(read)


@pytest.mark.parametrize(
    ("table", "key"),
    [(table, key) for table in NAMED for key in table.model_fields],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_a_key_is_read_somewhere_in_the_product(table: type[TomlModel], key: str) -> None:
    assert any((name, key) in attributes_of_the_product() for name in NAMED[table]), (
        f"nothing reads {key}: the key would be taken from an outlet's file and do nothing"
    )


def test_an_operators_file_replaces_a_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, good(), name="lgc")
    written(tmp_path, good(), name="mine")
    outlets = load_outlets(tmp_path)
    assert outlets["lgc"].name == outlets["mine"].name == "A"


def test_an_old_capture_is_read_with_the_layout_of_its_day(tmp_path: Path) -> None:
    text = good().replace(
        "[page]", '[[page]]\nvalid_until = 2019-12-31\nbody = ["//old"]\n\n[[page]]\nbody = ["//new"]'
    )
    outlet = read_outlet(written(tmp_path, text))
    assert outlet.page_rules(date(2015, 1, 1)).body == ("//old",)
    assert outlet.page_rules(date(2019, 12, 31)).body == ("//old",)
    assert outlet.page_rules(date(2020, 1, 1)).body == ("//new",)


def test_dates_without_a_zone_are_read_in_the_pages_or_else_the_outlets(tmp_path: Path) -> None:
    text = good(('tier = "trade press"', 'tier = "trade press"\ntimezone = "Europe/Dublin"'))
    assert read_outlet(written(tmp_path, text)).page_rules(date(2026, 1, 1)).timezone == "Europe/Dublin"
    text = text.replace("[page]", '[page]\ntimezone = "UTC"')
    assert read_outlet(written(tmp_path, text)).page_rules(date(2026, 1, 1)).timezone == "UTC"
