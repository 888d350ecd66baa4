"""Files that cannot be used: each costs its own outlet, at the start and when it is read again."""

from pathlib import Path

import pytest

from flows import backfill
from flows.passes import bad_files, ingest, steps
from flows.settings import read_settings
from nlp.evidence import policies
from nlp.evidence.policies import PolicyFileError
from pipelines.archive.foreign_page import ForeignPage
from pipelines.archive.warc import ArchiveWriter
from spiders.registry import files
from tests.flows.conftest import pledgewatch
from tests.flows.test_backfill import ARTICLES, BODIES, PAGE
from tests.flows.test_live import CONTACT, NOWHERE
from tests.warehouse import samples
from warehouse import spool
from warehouse.folder import DataFolder
from warehouse.records import Record, identifier
from warehouse.vocabulary.health import BreakageKind

BAD = {
    "half_written": NOWHERE[:70],
    "not_a_number": NOWHERE.replace("articles =", "delay = nan\narticles ="),
    "negative": NOWHERE.replace("articles =", "delay = -1\narticles ="),
    "reversed_range": NOWHERE + "[expect]\nper_week = [9, 1]\n",
    "bad_xpath": NOWHERE + "[page]\nbody = ['//div[']\n",
    "catastrophic": NOWHERE.replace("^/news/", "^/(a+)+$"),
    "public_suffix": NOWHERE.replace('["gazette.invalid"]', '["co.uk"]'),
    "mistyped_key": NOWHERE.replace("tier =", "teir ="),
    "other_domain": NOWHERE.replace("https://gazette.invalid/feed/", "https://elsewhere.invalid/feed/"),
    "not_utf8": "",
}
"""What stands in ten files, none of which can be used."""
GOOD = tuple(f"gazette{number}" for number in range(9))


@pytest.fixture
def mixed(folder: DataFolder) -> DataFolder:
    """Return a data folder with ten files that cannot be used among nine that can, one of them with a BOM."""
    own = folder.root / "outlets"
    own.mkdir()
    for name, text in BAD.items():
        (own / f"{name}.toml").write_text(text, encoding="utf-8")
    (own / "not_utf8.toml").write_bytes(NOWHERE.encode("utf-16"))
    for name in GOOD:
        (own / f"{name}.toml").write_bytes(b"\xef\xbb\xbf" + NOWHERE.replace("The Nowhere", name).encode())
    return folder


@pytest.mark.long
def test_ten_bad_files_are_ten_incidents_and_nine_outlets_are_crawled(mixed: DataFolder) -> None:
    only = [part for name in GOOD for part in ("--outlet", name)]
    said = pledgewatch(
        *("run", "--once", "--no-prefect", "--data", str(mixed.root), *only), status=1, PLEDGEWATCH_CONTACT=CONTACT
    )
    for name in BAD:
        assert f"{name}.toml, line " in said
    assert all(f"{name} Gazette: could not be reached" in said for name in GOOD)
    with ingest.opened(read_settings({}, data=mixed.root)) as (store, _):
        kinds = {row["outlet_id"]: row for row in store.query("health_incidents") if row["outlet_id"] in BAD}
        assert set(kinds) == set(BAD)
        assert {row["kind"] for row in kinds.values()} == {BreakageKind.BAD_FILE}
        assert "line 6: delay: nan; allowed: a number" in kinds["not_a_number"]["detail"]


def test_a_file_that_is_mended_closes_its_incident_and_one_that_breaks_opens_it_once(folder: DataFolder) -> None:
    own = folder.root / "outlets"
    own.mkdir()
    chosen = read_settings({}, data=folder.root)

    def incidents() -> list[str]:
        with ingest.opened(chosen) as (store, _):
            return [row["outlet_id"] for row in store.query("health_incidents")]

    (own / "gazette.toml").write_text(NOWHERE)
    assert incidents() == []
    (own / "gazette.toml").write_text(NOWHERE + "mistake")
    assert incidents() == incidents() == ["gazette"]
    with ingest.opened(chosen) as (store, _):
        held = store.query("outlets_held", outlet_ids=["gazette"])
        assert held[0]["name"] == "The Nowhere Gazette", "it stays as its file last said"
    (own / "gazette.toml").write_text(NOWHERE)
    assert incidents() == []


def test_a_policies_file_that_breaks_leaves_the_policies_as_they_were(folder: DataFolder) -> None:
    own = folder.root / "policies.toml"
    shipped = policies.DEFAULT_FILE.read_text(encoding="utf-8")
    own.write_text("[[policy")
    with pytest.raises(PolicyFileError, match="line 1"):
        steps.tracked_policies(folder)
    own.write_text(shipped)
    before = steps.tracked_policies(folder)
    own.write_text(shipped.replace("\nsince = ", "\nsinse = ", 1))
    assert steps.tracked_policies(folder) == before
    with ingest.opened(read_settings({}, data=folder.root)) as (store, _):
        (incident,) = store.query("health_incidents")
        assert incident["outlet_id"] == bad_files.POLICIES
        assert "is it since?" in incident["detail"]


def fetched_and_pending(folder: DataFolder) -> list[Record]:
    """Return the fetch and the capture of one archived page."""
    body = PAGE.format(title="A trust opens", body=BODIES[0]).encode()
    page = ForeignPage(f"{ARTICLES}one", samples.at(0), 200, (("Content-Type", "text/html"),), body, "", 0)
    run = identifier("run", "bad files")
    with ArchiveWriter(folder.archive, outlet_id="communitycare", run_id=run, software="tests") as writer:
        return list(backfill.rows(page, "communitycare", run, writer))


def test_a_first_policies_file_that_cannot_be_used_stops_no_crawl_and_its_pages_wait(folder: DataFolder) -> None:
    own = folder.root / "policies.toml"
    own.write_text("[[policy")
    chosen = read_settings({}, data=folder.root)
    spool.write_batch(folder, "one", fetched_and_pending(folder))
    with ingest.opened(chosen) as (store, _):
        (incident,) = store.query("health_incidents")
        assert (incident["outlet_id"], incident["kind"]) == (bad_files.POLICIES, BreakageKind.BAD_POLICIES)
        assert "policies.toml, line 1" in incident["detail"]
        assert "their pages wait" in incident["detail"]
        assert ingest.process_all(store, chosen) == {}
        assert len(store.query("pending", batch=10)) == 1
    own.write_text(policies.DEFAULT_FILE.read_text(encoding="utf-8"))
    with ingest.opened(chosen) as (store, _):
        assert store.query("health_incidents") == []
        assert sum(ingest.process_all(store, chosen).values()) == 1
        assert store.query("pending", batch=10) == []


def test_files_are_checked_with_no_network(mixed: DataFolder) -> None:
    own = mixed.root / "outlets"
    said = pledgewatch("outlets", "check", *(str(own / f"{name}.toml") for name in (*BAD, *GOOD)), status=1)
    assert said.count("is sound") == len(GOOD)
    assert all(f"{name}.toml, line " in said for name in BAD)
    pledgewatch("outlets", "check", str(own / f"{GOOD[0]}.toml"))
    pledgewatch("outlets", "check", *map(str, sorted(files.SHIPPED.glob("*.toml"))))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in pledgewatch("outlets", "check", str(tmp_path / "gone.toml"), status=1)
