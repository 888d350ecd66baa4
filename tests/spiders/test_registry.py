from datetime import date
from pathlib import Path

import pytest

from spiders.registry.files import SHIPPED, OutletFileError, load_outlets, read_outlet

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


@pytest.mark.parametrize(("change", "line", "key", "words"), [
    ((('tier = "trade press"', 'tier = "blog"'),), 4, "tier", "trade press, national press"),
    ((('kind = "sitemap"', 'kind = "atom"'),), 11, "source.kind", "feed, sitemap, listing, api"),
    ((('url = "https://www.a.uk/sitemap.xml"', 'url = "sitemap.xml"'),), 12, "source.url", "http(s) address"),
    ((('kind = "feed"', 'kind = "feed"\ncolour = "red"'),), 8, "source.colour", "allowed are"),
    ((('domains = ["a.uk"]', 'domains = "a.uk"'),), 3, "domains", "list of texts"),
    ((('home = "https://www.a.uk/"', 'home = "https://www.b.uk/"'),), 2, "home", "a.uk"),
    ((('name = "A"', 'name = 5'),), 1, "name", "text in quotes"),
    ((('name = "A"', 'name = "A"\ndelay = 0.1'),), 2, "delay", "1 seconds or more"),
    ((('name = "A"', 'name = "A"\narticles = ["("]'),), 2, "articles", "regular expression"),
    ((('name = "A"', 'name = "A"\nenabled = false'),), 2, "enabled", "says why"),
    ((('name = "A"', 'name = "A"\ntimezone = "Mars/Base"'),), 2, "timezone", "IANA"),
    ((('name = "A"', 'name = "A"\nnmae = "B"'),), 2, "nmae", "not known"),
    ((("[page]", "[page]\nvalid_until = \"soon\""),), 15, "page.valid_until", "a day"),
    ((("[page]", "[page]\nbodies = []"),), 15, "page.bodies", "allowed are"),
    ((('name = "A"\n', ""),), 1, "name", "missing"),
    ((("[page]", "[expect]\nper_week = [1]\n[page]"),), 15, "expect.per_week", "two whole numbers"),
    ((("[page]", '[urls]\nrewrites = [["(", "x"]]\n[page]'),), 15, "urls.rewrites", "regular expression"),
])  # fmt: skip
def test_an_error_names_file_line_key_and_what_is_allowed(
    tmp_path: Path, change: tuple[tuple[str, str], ...], line: int, key: str, words: str
) -> None:
    with pytest.raises(OutletFileError) as error:
        read_outlet(written(tmp_path, good(*change)))
    assert str(error.value).startswith(f"a_title.toml, line {line}, {key}: ")
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(OutletFileError, match=r"a_title.toml, line 2: is not TOML"):
        read_outlet(written(tmp_path, 'name = "A"\nhome = \n'))


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
