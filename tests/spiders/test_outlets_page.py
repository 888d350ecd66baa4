"""docs/outlets.md: its table is fresh, its keys are all of them, and its fifteen minutes work."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from spiders.fetching.recording import NEWSROOM
from spiders.registry.files import SCHEMA, load_outlets
from spiders.registry.outlet import Expected, Outlet, PageTable, Source, UrlsTable
from spiders.registry.outlets_table import renewed
from spiders.survey.check import check
from spiders.survey.draft import NothingToDraft, draft, patterns_of
from spiders.survey.survey import Where
from tests.spiders.crawling import crawl, job
from warehouse.toml.model import TomlModel

PAGE = Path(__file__).resolve().parents[2] / "docs" / "outlets.md"
AT = datetime.fromisoformat("2026-11-20T06:00:00+00:00")
AGENT = "Pledgewatch/test (+https://example.org/)"
RECORDED = Where(AGENT, NEWSROOM, AT)


def test_the_tables_are_fresh() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert renewed(text) == text, "run `make docs`"


@pytest.mark.parametrize("table", [Outlet, Source, UrlsTable, PageTable, Expected])
def test_every_key_of_a_file_is_explained(table: type[TomlModel]) -> None:
    assert [name for name, field in table.model_fields.items() if not field.description] == []


def test_a_new_outlet_is_drafted_confirmed_and_crawled_as_the_page_says(tmp_path: Path) -> None:
    address = re.search(r"outlets new (\S+) --to", PAGE.read_text(encoding="utf-8"))
    assert address
    drafted = draft(address[1], tmp_path / "outlets", AGENT, RECORDED)
    name = drafted.outlet_id
    assert f"data/outlets/{name}.toml" in PAGE.read_text(encoding="utf-8")
    expected = json.loads((tmp_path / "outlets" / f"{name}-fixture" / "expected.json").read_text(encoding="utf-8"))
    assert len(expected) == 4
    assert all(row["title"] and row["published"] and len(row["begins"]) > 100 for row in expected)
    outlet = load_outlets(tmp_path / "outlets")[name]
    assert outlet.path.read_text(encoding="utf-8").startswith(f"#:schema {SCHEMA.as_uri()}\n")
    assert outlet.path.parent == tmp_path / "outlets"
    done = crawl(job(tmp_path, name, newsroom=NEWSROOM, as_of=AT, allow_loopback=False, polite=True))
    assert done.verdict.ok
    assert len(done.outcomes()) >= 7


def test_a_site_that_cannot_be_reached_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NothingToDraft, match="could not be reached: name not known"):
        draft("https://no-such-name.invalid/", tmp_path, AGENT)
    with pytest.raises(NothingToDraft, match="not an http address"):
        draft("file:///etc/passwd", tmp_path, AGENT)


def test_a_check_says_of_each_source_what_works() -> None:
    outlets = load_outlets()
    said = {row.url: (row.works, row.sentence) for row in check([outlets["lgc"], outlets["lga"]], AGENT, RECORDED)}
    works, sentence = said["https://www.lgcplus.com/feed/"]
    assert works
    assert re.fullmatch(r"(\d+) entries, \1 of them articles", sentence)
    assert said["https://www.local.gov.uk/"] == (False, outlets["lga"].why)


@pytest.mark.parametrize(("paths", "patterns"), [
    (["/2026/11/19/slug-one/", "/2011/01/02/other/"], (r"^/\d{4}/\d{2}/\d{2}/[^/]+/$",)),
    (["/society/2026/nov/19/slug", "/society/2026/may/02/other"], ("^/society/\\d{4}/(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/\\d{2}/[^/]+$",)),
    (["/news/a-slug.html", "/news/other.html", "/voices/x.html", "/voices/y.html"], (r"^/news/[^/]+\.html$", r"^/voices/[^/]+\.html$")),
    (["/Title-Words/65560", "/Other/65541"], (r"^/[^/]+/\d{4,6}$",)),
    ([], ()),
])  # fmt: skip
def test_patterns_are_learnt_from_addresses(paths: list[str], patterns: tuple[str, ...]) -> None:
    assert patterns_of(f"https://www.a.uk{path}" for path in paths) == patterns
